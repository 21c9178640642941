// SPDX-License-Identifier: Apache-2.0
/** SQL of bank statements. */
import { openRow, sealRow, type Tx } from '@stoa/kernel';
import type { Statement } from '../contract.ts';
import { given } from '../people.ts';
import type { CamtEntry, CamtStatement } from './camt.ts';

const columns = `id, account, iban, name, version, from_on as "from", until_on as "to", opening_minor as "openingMinor",
  closing_minor as "closingMinor", currency, entries, fresh, gap, taken_by as "takenBy", taken_at as "takenAt"`;
type Row = Omit<Statement, 'takenAt'> & { takenAt: Date };
const toStatement = ({ takenAt, ...row }: Row): Statement => ({ ...row, takenAt: takenAt.toISOString() });

export async function statementOfDigest(tx: Tx, digest: string): Promise<Statement | undefined> {
  const { rows } = await tx.query<Row>(`select ${columns} from statement where digest = $1`, [digest]);
  return rows[0] && toStatement(rows[0]);
}
export async function findStatement(tx: Tx, id: string): Promise<Statement | undefined> {
  const { rows } = await tx.query<Row>(`select ${columns} from statement where id = $1`, [id]);
  return rows[0] && toStatement(rows[0]);
}
/** With what the account stood at the end of what came before. */
export async function lastClosing(tx: Tx, iban: string, until: string): Promise<number | undefined> {
  const { rows } = await tx.query<{ closing: number }>(
    `select closing_minor as closing from statement where iban = $1 and until_on <= $2 order by until_on desc, id desc limit 1`,
    [iban, until],
  );
  return rows[0]?.closing;
}
export const insertStatement = (
  tx: Tx,
  about: { id: string; account: string; digest: string; fresh: number; gap: boolean; takenBy: string },
  { iban, name, version, from, to, openingMinor, closingMinor, currency, entries }: CamtStatement,
) =>
  tx.query(
    `insert into statement (id, account, iban, name, version, digest, from_on, until_on, opening_minor, closing_minor, currency,
       entries, fresh, gap, taken_by, taken_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
    [
      ...[about.id, about.account, iban, name, version, about.digest, from, to, openingMinor, closingMinor, currency],
      ...[entries.length, about.fresh, about.gap, about.takenBy, tx.now],
    ],
  );
export const listStatements = async (
  tx: Tx,
  account: string | undefined,
  after: { day: string; id: string } | undefined,
  count: number,
): Promise<Statement[]> =>
  (
    await tx.query<Row>(
      `select ${columns} from statement where ($1::text is null or account = $1)
         and ($2::date is null or (until_on, id) < ($2, $3)) order by until_on desc, id desc limit $4`,
      [account ?? null, after?.day ?? null, after?.id ?? null, count],
    )
  ).rows.map(toStatement);

/** Digests of those entries that are known already, by name. */
export async function knownEntries(tx: Tx, iban: string, names: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await tx.query<{ name: string; digest: string }>(
    'select name, digest from statement_entry where iban = $1 and name = any($2)',
    [iban, names],
  );
  return new Map(rows.map(({ name, digest }) => [name, digest]));
}
export type NewStatementEntry = CamtEntry & { readonly id: string };
/** Words of a payment may name people: they are sealed. */
export async function insertEntries(
  tx: Tx,
  about: { statementId: string; account: string; iban: string },
  entries: readonly NewStatementEntry[],
): Promise<void> {
  const rows = entries.map((one) => ({
    ...{ id: one.id, name: one.name, digest: one.digest, booked_on: one.bookedOn, amount_minor: one.amountMinor },
    ...{ currency: one.currency, bank_reference: one.endToEndId ?? one.creditorReference ?? null },
    return_reason: one.returnReason ?? null,
    ...(one.text === undefined ? {} : sealRow(tx, 'statement_entry', one.id, { words: one.text })),
  }));
  await tx.query(
    `insert into statement_entry (id, statement_id, account, iban, name, digest, booked_on, amount_minor, currency, bank_reference,
       return_reason, sealed, words)
     select id, $1, $2, $3, name, digest, booked_on, amount_minor, currency, bank_reference, return_reason, sealed, words
     from jsonb_populate_recordset(null::statement_entry, $4::jsonb)`,
    [about.statementId, about.account, about.iban, JSON.stringify(rows)],
  );
}
interface EntryRow {
  id: string;
  name: string;
  bookedOn: string;
  amountMinor: number;
  currency: string;
  bankReference: string | null;
  returnReason: string | null;
  matched: boolean;
  sealed: string | null;
  words: string | null;
}
export const entriesOf = async (tx: Tx, statementId: string, after: string | undefined, count: number) =>
  (
    await tx.query<EntryRow>(
      `select id, name, booked_on as "bookedOn", amount_minor as "amountMinor", currency, bank_reference as "bankReference",
         return_reason as "returnReason", sealed, words,
         exists (select 1 from matched m where m.statement_entry_id = s.id) as matched
       from statement_entry s where statement_id = $1 and ($2::uuid is null or id > $2) order by id limit $3`,
      [statementId, after ?? null, count],
    )
  ).rows.map((row) => {
    const { words, bankReference, returnReason, ...entry } = openRow(tx, 'statement_entry', row.id, row);
    return { ...entry, ...given({ text: words, bankReference, returnReason }) };
  });
