// SPDX-License-Identifier: Apache-2.0
/** SQL of letters. */
import { openRow, sealRow, type Tx } from '@stoa/kernel';

export type LetterStep = 'received' | 'registered' | 'in-work' | 'passed-on' | 'answered';
export interface LetterRow {
  readonly id: string;
  readonly authorId: string;
  readonly institutionId: string;
  readonly documentId: string | null;
  readonly state: 'writing' | 'received' | 'registered' | 'in-work' | 'answered';
  readonly number: string | null;
  readonly numberedOn: string | null;
  readonly dueOn: string;
  readonly subject: string;
  readonly author_name: string;
  /** Who is told: the person who wrote it, also for somebody else. */
  readonly writer_key: string;
  readonly createdAt: Date;
}
const columns = `id, author_id as "authorId", institution_id as "institutionId", document_id as "documentId", state, number,
  numbered_on as "numberedOn", due_on as "dueOn", subject, author_name, writer_key, sealed, created_at as "createdAt"`;
type Sealed = LetterRow & { sealed: string | null };
const open = (tx: Tx, row: Sealed): LetterRow => openRow(tx, 'letter', row.id, row) as LetterRow;

export const insertLetter = (
  tx: Tx,
  letter: Pick<LetterRow, 'id' | 'authorId' | 'institutionId' | 'dueOn' | 'subject' | 'author_name' | 'writer_key'>,
) => {
  const { id, subject, author_name, writer_key } = letter;
  const kept = sealRow(tx, 'letter', id, { subject, author_name, writer_key });
  return tx.query(
    `insert into letter (id, author_id, institution_id, state, due_on, subject, author_name, writer_key, sealed, created_at, changed_at)
     values ($1, $2, $3, 'writing', $4, $5, $6, $7, $8, $9, $9)`,
    [
      ...[id, letter.authorId, letter.institutionId, letter.dueOn],
      ...[kept.subject, kept.author_name, kept.writer_key, kept.sealed, tx.now],
    ],
  );
};

export async function lockLetter(tx: Tx, by: 'id' | 'document_id', value: string): Promise<LetterRow | undefined> {
  const { rows } = await tx.query<Sealed>(`select ${columns} from letter where ${by} = $1 for update`, [value]);
  return rows[0] && open(tx, rows[0]);
}

/** Where it is being passed on to; false where it is on its way to another authority. */
export const setPassing = async (tx: Tx, id: string, to: string): Promise<boolean> =>
  (
    await tx.query(
      'update letter set passing_to = $2, changed_at = $3 where id = $1 and (passing_to is null or passing_to = $2)',
      [id, to, tx.now],
    )
  ).rowCount === 1;
export const endPassing = (tx: Tx, id: string) =>
  tx.query('update letter set passing_to = null, changed_at = $2 where id = $1', [id, tx.now]);

/** Those whose passing on began before, and did not end. */
export async function stuckPassings(tx: Tx, before: Date): Promise<{ id: string; to: string }[]> {
  const sql = `select id, passing_to as "to" from letter where passing_to is not null and changed_at < $1 limit 50`;
  return (await tx.query<{ id: string; to: string }>(sql, [before])).rows;
}

export async function lettersOf(tx: Tx, authorId: string, cursor: string | undefined, count: number) {
  const { rows } = await tx.query<Sealed>(
    `select ${columns} from letter where author_id = $1 and state <> 'writing' and ($2::uuid is null or id < $2) order by id desc limit $3`,
    [authorId, cursor ?? null, count],
  );
  return rows.map((row) => open(tx, row));
}

export async function letterOfDocuments(tx: Tx, documentIds: readonly string[]): Promise<LetterRow | undefined> {
  const sql = `select ${columns} from letter where document_id = any ($1::uuid[]) limit 1`;
  const { rows } = await tx.query<Sealed>(sql, [documentIds]);
  return rows[0] && open(tx, rows[0]);
}

export async function setLetter(
  tx: Tx,
  { id, institutionId }: Pick<LetterRow, 'id' | 'institutionId'>,
  to: { state: LetterRow['state']; documentId?: string; number?: string; numberedOn?: string; step: LetterStep },
): Promise<void> {
  await tx.query(
    `update letter set state = $2, document_id = coalesce($3, document_id), institution_id = $4, changed_at = $5, passing_to = null,
       number = case when $6 then null else coalesce($7, number) end, numbered_on = case when $6 then null else coalesce($8, numbered_on) end
     where id = $1`,
    [
      ...[id, to.state, to.documentId ?? null, institutionId, tx.now, to.step === 'passed-on'],
      ...[to.number ?? null, to.numberedOn ?? null],
    ],
  );
  await tx.query(
    `insert into letter_step (letter_id, place, step, institution_id, number, at)
     select $1, count(*), $2, $3, $4, $5 from letter_step where letter_id = $1`,
    [id, to.step, institutionId, to.number ?? null, tx.now],
  );
}

export async function stepsOf(tx: Tx, id: string) {
  const sql = `select step, institution_id as "institutionId", number, at from letter_step where letter_id = $1 order by place`;
  return (await tx.query<{ step: LetterStep; institutionId: string; number: string | null; at: Date }>(sql, [id])).rows;
}

/** Once for each answer. */
export async function insertAnswer(
  tx: Tx,
  letterId: string,
  { id, number, numberedOn }: { id: string; number: string; numberedOn: string },
): Promise<boolean> {
  const { rowCount } = await tx.query(
    'insert into answer (letter_id, document_id, number, numbered_on, at) values ($1, $2, $3, $4, $5) on conflict do nothing',
    [letterId, id, number, numberedOn, tx.now],
  );
  return rowCount === 1;
}

export async function answersOf(tx: Tx, letterId: string) {
  const sql = `select document_id as "documentId", number, numbered_on as "numberedOn" from answer where letter_id = $1 order by at`;
  return (await tx.query<{ documentId: string; number: string; numberedOn: string }>(sql, [letterId])).rows;
}
