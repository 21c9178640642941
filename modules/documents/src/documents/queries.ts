// SPDX-License-Identifier: Apache-2.0
/** SQL that reads documents: only rows that whoever looks may see. */
import { soughtMarks, type Tx } from '@stoa/kernel';
import { type Static, Type } from 'typebox';
import { Filter as filterFields } from '../contract.ts';
import { documentColumns, type DocumentRow, folded, openDocument, type SealedDocument } from './store.ts';
import { sought } from '@stoa/kernel/text';

export async function findDocument(tx: Tx, id: string): Promise<DocumentRow | undefined> {
  const { rows } = await tx.prepared<SealedDocument>(
    'documents-one',
    `select ${documentColumns} from document d where d.id = $1`,
    [id],
  );
  return rows[0] && openDocument(tx, rows[0]);
}

export async function documentsById(tx: Tx, ids: readonly string[]): Promise<DocumentRow[]> {
  const sql = `select ${documentColumns} from document d where d.id = any ($1)`;
  return (await tx.query<SealedDocument>(sql, [ids])).rows.map((row) => openDocument(tx, row));
}

export async function findBySource(tx: Tx, institutionId: string, key: string): Promise<string | undefined> {
  const sql = 'select id from document where institution_id = $1 and source_key = $2';
  return (await tx.query<{ id: string }>(sql, [institutionId, key])).rows[0]?.id;
}

const filter = Type.Object(filterFields);
type Filter = Static<typeof filter>;
export interface Place {
  readonly changedAt: string;
  readonly id: string;
}

const shows = {
  all: 'true',
  'to-register': `d.state in ('received', 'signed', 'approved')`,
  mine: 'd.author_id = $12',
  overdue: `d.due_on < $13 and d.executed_at is null and d.state not in ('refused', 'cancelled')`,
} as const;

export async function listDocuments(
  tx: Tx,
  filter: Filter,
  after: Place | undefined,
  today: string,
  count: number,
): Promise<DocumentRow[]> {
  const asked = sought(filter.search ?? '');
  const marks = soughtMarks(tx.module, asked.words);
  const { rows } = await tx.query<SealedDocument>(
    `select ${documentColumns} from document d
     where ($1::text is null or d.institution_id = $1) and ($2::text is null or d.kind = $2)
       and ($3::text is null or d.direction = $3) and ($4::text is null or d.state = $4)
       and ($5::date is null or coalesce(d.numbered_on, d.created_at::date) >= $5)
       and ($6::date is null or coalesce(d.numbered_on, d.created_at::date) <= $6)
       and ($7::text[] = '{}' or d.subject_marks @> $7)
       and ($8::text is null or d.number_folded like $8 || '%' or d.their_folded like $8 || '%'
         or ($15::text[] <> '{}' and d.subject_marks @> $15))
       and ($9::text is null or to_char(d.numbered_on, 'YYYY-MM-DD') like '%' || $9 or to_char(d.their_date, 'YYYY-MM-DD') like '%' || $9)
       and ($10::timestamptz is null or (d.changed_at, d.id) < ($10, $11::uuid))
       and ($12::uuid is null or true) and ($13::date is null or true) and ${shows[filter.show ?? 'all']}
     order by d.changed_at desc, d.id desc limit $14`,
    [
      ...[filter.institutionId ?? null, filter.kind ?? null, filter.direction ?? null, filter.state ?? null],
      ...[
        filter.from ?? null,
        filter.to ?? null,
        marks,
        asked.number ? folded(asked.number) : null,
        asked.date ?? null,
      ],
      ...[after?.changedAt ?? null, after?.id ?? null, tx.principal.kind === 'person' ? tx.principal.id : null],
      // A figure is a number of a document, or stands in what it is about.
      ...[today, count, soughtMarks(tx.module, asked.number ?? '')],
    ],
  );
  return rows.map((row) => openDocument(tx, row));
}

export async function counts(tx: Tx, institutionId: string, today: string) {
  const { rows } = await tx.query<{ toRegister: number; drafts: number; inExecution: number; overdue: number }>(
    `select count(*) filter (where ${shows['to-register']}) as "toRegister",
       count(*) filter (where state in ('draft', 'in-approval')) as drafts,
       -- what has its term is work from its number on, before somebody has said who does it
       count(*) filter (where state = 'in-execution' or (state = 'registered' and due_on is not null)) as "inExecution",
       count(*) filter (where due_on < $2 and executed_at is null and state not in ('refused', 'cancelled')) as overdue
     from document d where institution_id = $1`,
    [institutionId, today],
  );
  const months = await tx.query<{ month: string; incoming: number; outgoing: number; internal: number }>(
    `select to_char(numbered_on, 'YYYY-MM') as month, count(*) filter (where direction = 'incoming') as incoming,
       count(*) filter (where direction = 'outgoing') as outgoing, count(*) filter (where direction = 'internal') as internal
     from document where institution_id = $1 and numbered_on > $2::date - interval '13 months' group by 1 order by 1`,
    [institutionId, today],
  );
  const kinds = await tx.query<{ kind: string; count: number }>(
    `select kind, count(*) as count from document where institution_id = $1 and state not in ('cancelled', 'refused') group by 1 order by 2 desc`,
    [institutionId],
  );
  return {
    ...(rows[0] ?? { toRegister: 0, drafts: 0, inExecution: 0, overdue: 0 }),
    months: months.rows,
    kinds: kinds.rows,
  };
}

export async function linksOf(tx: Tx, id: string): Promise<{ as: string; mine: boolean; document: DocumentRow }[]> {
  const { rows } = await tx.query<SealedDocument & { as: string; mine: boolean }>(
    `select l.link_as as "as", l.document_id = $1 as mine, ${documentColumns} from link l
     join document d on d.id = case when l.document_id = $1 then l.other_id else l.document_id end
     where l.document_id = $1 or l.other_id = $1 order by d.created_at`,
    [id],
  );
  return rows.map(({ as, mine, ...row }) => ({ as, mine, document: openDocument(tx, row) }));
}

/** Of the same institution: the sender's number and date, the same file, or a subject that has all of its words. */
export async function doublesOf(tx: Tx, document: DocumentRow, marks: readonly string[]) {
  const { rows } = await tx.query<SealedDocument & { why: 'their-number' | 'file' | 'subject' }>(
    `select ${documentColumns}, case
         when $3::text is not null and d.their_folded = $3 and d.their_date is not distinct from $4::date then 'their-number'
         when exists (select 1 from file f join file o on o.sha256 = f.sha256 and o.document_id = $1 and o.removed_at is null
                      where f.document_id = d.id and f.removed_at is null) then 'file'
         else 'subject' end as why
     from document d
     where d.institution_id = $2 and d.id <> $1 and d.state not in ('cancelled', 'refused') and d.direction = $6
       and ((d.their_folded = $3 and d.their_date is not distinct from $4::date)
         or d.id in (select f.document_id from file f join file o on o.sha256 = f.sha256 where o.document_id = $1
                     and o.removed_at is null and f.removed_at is null)
         or ($5::text[] <> '{}' and d.subject_marks @> $5 and d.created_at > $7::timestamptz - interval '60 days'))
     order by d.created_at desc limit 10`,
    [
      ...[document.id, document.institutionId, document.theirNumber ? folded(document.theirNumber) : null],
      ...[document.theirDate, marks, document.direction, tx.now],
    ],
  );
  return rows.map(({ why, ...row }) => ({ why, document: openDocument(tx, row) }));
}
