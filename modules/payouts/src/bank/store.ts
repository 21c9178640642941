// SPDX-License-Identifier: Apache-2.0
/** SQL of files for the bank and of what it answers. */
import { openRow, textArray, type Tx } from '@stoa/kernel';

export interface FileRow {
  messageId: string;
  batchId: string;
  rows: number;
  sumMinor: number;
  digest: string;
  madeAt: Date;
  state: 'made' | 'sent' | 'answered' | 'refused';
  bankReason: string | null;
}
const columns = `message_id as "messageId", batch_id as "batchId", rows, sum_minor as "sumMinor", digest, made_at as "madeAt", state,
  bank_reason as "bankReason"`;

export const insertFile = (tx: Tx, one: Omit<FileRow, 'state' | 'bankReason' | 'digest'> & { part: number }) =>
  tx.query(
    `insert into file (message_id, batch_id, part, rows, sum_minor, digest, made_at, state) values ($1, $2, $3, $4, $5, '', $6, 'made')`,
    [one.messageId, one.batchId, one.part, one.rows, one.sumMinor, one.madeAt],
  );
export const setDigest = (tx: Tx, messageId: string, digest: string) =>
  tx.query('update file set digest = $2 where message_id = $1', [messageId, digest]);
export async function findFile(tx: Tx, messageId: string, lock = false): Promise<FileRow | undefined> {
  const sql = `select ${columns} from file where message_id = $1 ${lock ? 'for update' : ''}`;
  return (await tx.query<FileRow>(sql, [messageId])).rows[0];
}
export async function filesOf(tx: Tx, batchId: string) {
  const { rows } = await tx.query<FileRow>(`select ${columns} from file where batch_id = $1 order by part`, [batchId]);
  return rows.map(({ messageId, rows: count, sumMinor, state, madeAt, bankReason }) => ({
    ...{ messageId, rows: count, sumMinor, state, madeAt: madeAt.toISOString() },
    ...(bankReason ? { bankReason } : {}),
  }));
}
export interface Transfer {
  id: string;
  endToEndId: string;
  amountMinor: number;
  currency: string;
  reference: string;
  iban: string;
  name: string;
}
/** In the order of their names, so that the file is the same whenever it is written. */
export async function transfersOf(tx: Tx, messageId: string): Promise<Transfer[]> {
  const { rows } = await tx.query<
    Omit<Transfer, 'iban' | 'name'> & { iban: string | null; name: string | null; sealed: string | null }
  >(
    `select id, end_to_end_id as "endToEndId", amount_minor as "amountMinor", currency, reference, iban, name, sealed
     from payout where message_id = $1 order by end_to_end_id`,
    [messageId],
  );
  return rows.map((row) => {
    const { iban, name, ...rest } = openRow(tx, 'payout', row.id, row);
    return { ...rest, iban: iban ?? '', name: name ?? '' };
  });
}
/** What of a file was paid before and came back, and what is paid for the first time. */
export async function sumsOf(tx: Tx, messageId: string, state?: string): Promise<{ first: number; again: number }> {
  const { rows } = await tx.query<{ first: number; again: number }>(
    `select coalesce(sum(p.amount_minor) filter (where o.returned_on is null), 0)::bigint as first,
       coalesce(sum(p.amount_minor) filter (where o.returned_on is not null), 0)::bigint as again
     from payout p left join payout o on o.id = p.repeats where p.message_id = $1 and ($2::text is null or p.state = $2)`,
    [messageId, state ?? null],
  );
  return rows[0] ?? { first: 0, again: 0 };
}
export async function setSent(tx: Tx, messageId: string): Promise<void> {
  await tx.query(`update file set state = 'sent', sent_at = $2 where message_id = $1 and state = 'made'`, [
    messageId,
    tx.now,
  ]);
  await tx.query(`update payout set state = 'sent' where message_id = $1 and state = 'approved'`, [messageId]);
  await tx.query(
    `update batch set state = 'sent' where state = 'approved' and id = (select batch_id from file where message_id = $1)
       and not exists (select 1 from file f where f.batch_id = batch.id and f.state = 'made')`,
    [messageId],
  );
}
export const setAnswered = (tx: Tx, messageId: string, state: 'answered' | 'refused', reason: string | null) =>
  tx.query('update file set state = $2, bank_reason = $3, answered_at = $4 where message_id = $1', [
    ...[messageId, state, reason, tx.now],
  ]);
/** Rows of a file that wait for the bank's word; undefined ids for all of them. */
export const setPaid = async (tx: Tx, messageId: string, ids: readonly string[] | undefined, paidOn: string) =>
  (
    await tx.query<AnsweredRow>(
      `update payout set state = 'paid', paid_on = $3, bank_reason = null
       where message_id = $1 and state in ('approved', 'sent') and ($2::text[] is null or end_to_end_id = any($2))
       returning ${answered}`,
      [messageId, ids ? textArray(ids) : null, paidOn],
    )
  ).rows;
export const setFailed = async (tx: Tx, messageId: string, ids: readonly string[] | undefined, reason: string) =>
  (
    await tx.query<AnsweredRow>(
      `update payout set state = 'failed', bank_reason = $3
       where message_id = $1 and state in ('approved', 'sent') and ($2::text[] is null or end_to_end_id = any($2))
       returning ${answered}`,
      [messageId, ids ? textArray(ids) : null, reason],
    )
  ).rows;
export interface AnsweredRow {
  id: string;
  amountMinor: number;
  currency: string;
  reference: string;
  service: string | null;
  kind: 'person' | 'organisation';
  key: string;
}
const answered = `id, amount_minor as "amountMinor", currency, reference, service, beneficiary_kind as kind, beneficiary as key`;
export const paidTransfers = async (tx: Tx, messageId: string) =>
  (
    await tx.query<{ endToEndId: string; amountMinor: number; paidOn: string; currency: string }>(
      // What was paid and came back since was paid all the same.
      `select end_to_end_id as "endToEndId", amount_minor as "amountMinor", paid_on as "paidOn", currency
       from payout where message_id = $1 and paid_on is not null order by end_to_end_id`,
      [messageId],
    )
  ).rows;
/** A batch is done when nothing of it is on its way. */
export const finishBatch = (tx: Tx, batchId: string) =>
  tx.query(
    `update batch set state = 'done' where id = $1 and state in ('approved', 'sent')
       and not exists (select 1 from payout p where p.batch_id = $1 and p.state in ('approved', 'sent'))`,
    [batchId],
  );
export const waitingFiles = async (tx: Tx): Promise<string[]> =>
  (
    await tx.query<{ id: string }>(`select message_id as id from file where state = 'sent' order by sent_at limit 50`)
  ).rows.map(({ id }) => id);
export async function programmeOfBatch(tx: Tx, batchId: string): Promise<string> {
  const { rows } = await tx.query<{ programme: string }>('select programme from batch where id = $1', [batchId]);
  return rows[0]?.programme ?? '';
}
/** Every payment of it has its end. */
export async function fileIsWhole(tx: Tx, messageId: string): Promise<boolean> {
  const sql = `select 1 from payout where message_id = $1 and state in ('approved', 'sent') limit 1`;
  return (await tx.query(sql, [messageId])).rows.length === 0;
}
