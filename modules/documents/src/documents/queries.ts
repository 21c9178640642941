// SPDX-License-Identifier: Apache-2.0
/** SQL that reads documents: only rows that whoever looks may see. */
import { soughtMarks, type Tx } from '@stoa/kernel';
import { type Static, Type } from 'typebox';
import { duties, Filter as filterFields } from '../contract.ts';
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
  return (await tx.prepared<{ id: string }>('documents-by-source', sql, [institutionId, key])).rows[0]?.id;
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
  'to-sign': `d.state = 'approved' and d.direction <> 'incoming' and not exists (select 1 from signature s
    where s.document_id = d.id and s.version = d.version and s.by_id = $12 and s.made_at is not null)`,
  mine: 'd.author_id = $12',
  overdue: `d.due_on < $13 and d.executed_at is null and d.state not in ('refused', 'cancelled')`,
} as const;

const ofWords = `and d.id in (select document_id from sought where subject_marks @> $7 and ($1::text is null or institution_id = $1))`;
/** Of who registers and leads nowhere: looked up, where the policy would try every row. */
const own = `and d.id in (select o.id from document o where o.author_id = $12 union all select document_id from reader
  where ended_at is null and post_id = any ((select documents_list('posts'))::uuid[]))`;
const seesWhole = ({ principal }: Tx): boolean =>
  principal.kind !== 'person' || principal.duties.some(({ code }) => code === duties.clerk || code === duties.leader);

export async function listDocuments(
  tx: Tx,
  filter: Filter & { readonly kinds?: readonly string[] | undefined },
  after: Place | undefined,
  today: string,
  count: number,
): Promise<DocumentRow[]> {
  const asked = sought(filter.search ?? '');
  const marks = soughtMarks(tx.module, asked.words);
  const { rows } = await tx.query<SealedDocument>(
    `select ${documentColumns} from document d
     where ($1::text is null or d.institution_id = $1) and ($2::text is null or d.kind = $2) and ($16::text[] is null or d.kind = any ($16))
       and ($3::text is null or d.direction = $3) and ($4::text is null or d.state = $4)
       and ($5::date is null or coalesce(d.numbered_on, d.created_at::date) >= $5)
       and ($6::date is null or coalesce(d.numbered_on, d.created_at::date) <= $6)
       and ($7::text[] is null or true) ${marks.length > 0 ? ofWords : ''}
       and ($8::text is null or d.number_folded ~>=~ $8 and d.number_folded ~<~ ($8 || '\uffff')
         or d.their_folded ~>=~ $8 and d.their_folded ~<~ ($8 || '\uffff')
         or d.id = any (array(select document_id from sought where $15::text[] <> '{}' and subject_marks @> $15)))
       and ($9::text is null or to_char(d.numbered_on, 'YYYY-MM-DD') like '%' || $9 or to_char(d.their_date, 'YYYY-MM-DD') like '%' || $9)
       and ($10::timestamptz is null or (d.changed_at, d.id) < ($10, $11::uuid))
       and ($12::uuid is null or true) and ($13::date is null or true) and ${shows[filter.show ?? 'all']} ${seesWhole(tx) ? '' : own}
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
      ...[today, count, soughtMarks(tx.module, asked.number ?? ''), filter.kinds ?? null],
    ],
  );
  return rows.map((row) => openDocument(tx, row));
}

type Counted = Record<'direction' | 'kind' | 'state', string> &
  Record<'count' | 'toRegister' | 'work' | 'overdue', number> & { month: string | null; recent: boolean };
/** All from one look at the rows. */
export async function counts(tx: Tx, institutionId: string, today: string) {
  const { rows } = await tx.query<Counted>(
    `select to_char(numbered_on, 'YYYY-MM') as month, coalesce(numbered_on > $2::date - interval '13 months', false) as recent, direction,
       kind, state, count(*) as count, count(*) filter (where ${shows['to-register']}) as "toRegister",
       -- what has its term is work from its number on, before somebody has said who does it
       count(*) filter (where state = 'in-execution' or (state = 'registered' and due_on is not null)) as work,
       count(*) filter (where due_on < $2 and executed_at is null and state not in ('refused', 'cancelled')) as overdue
     from document d where institution_id = $1 group by 1, 2, 3, 4, 5 order by 1`,
    [institutionId, today],
  );
  const sum = (fits: (row: Counted) => boolean) => rows.filter(fits).reduce((all, { count }) => all + count, 0);
  const all = (name: 'toRegister' | 'work' | 'overdue') => rows.reduce((whole, row) => whole + row[name], 0);
  const each = (fits: (row: Counted) => boolean, name: 'month' | 'kind') => [
    ...new Set(rows.filter(fits).map((row) => row[name] ?? '')),
  ];
  const stands = ({ state }: Counted) => state !== 'cancelled' && state !== 'refused';
  return {
    ...{ toRegister: all('toRegister'), drafts: sum(({ state }) => state === 'draft' || state === 'in-approval') },
    ...{ inExecution: all('work'), overdue: all('overdue') },
    months: each(({ recent }) => recent, 'month').map((month) => {
      const of = (direction: string) => sum((row) => row.month === month && row.direction === direction);
      return { month, incoming: of('incoming'), outgoing: of('outgoing'), internal: of('internal') };
    }),
    kinds: each(stands, 'kind')
      .map((kind) => ({ kind, count: sum((row) => stands(row) && row.kind === kind) }))
      .sort((a, b) => b.count - a.count),
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
  const { rows } = await tx.prepared<SealedDocument & { why: 'their-number' | 'file' | 'subject' }>(
    'documents-doubles',
    `select ${documentColumns}, case
         when $3::text is not null and d.their_folded = $3 and d.their_date is not distinct from $4::date then 'their-number'
         when exists (select 1 from file f join file o on o.sha256 = f.sha256 and o.document_id = $1 and o.removed_at is null
                      where f.document_id = d.id and f.removed_at is null) then 'file'
         else 'subject' end as why
     from document d
     where d.institution_id = $2 and d.id <> $1 and d.state not in ('cancelled', 'refused') and d.direction = $6
       and d.id = any (array(
         select t.id from document t where t.institution_id = $2 and t.their_folded = $3 and t.their_date is not distinct from $4::date
         union select f.document_id from file f join file o on o.sha256 = f.sha256 where o.document_id = $1
           and o.removed_at is null and f.removed_at is null
         union select s.document_id from sought s join document w on w.id = s.document_id where $5::text[] <> '{}'
           and s.subject_marks @> $5 and s.institution_id = $2 and w.created_at > $7::timestamptz - interval '60 days'))
     order by d.created_at desc limit 10`,
    [
      ...[document.id, document.institutionId, document.theirNumber ? folded(document.theirNumber) : null],
      ...[document.theirDate, marks, document.direction, tx.now],
    ],
  );
  return rows.map(({ why, ...row }) => ({ why, document: openDocument(tx, row) }));
}
