// SPDX-License-Identifier: Apache-2.0
/** SQL that makes batches and their rows, and moves them on. */
import { newId, openRow, sealRow, type Tx, uuidArray } from '@stoa/kernel';
import type { LocalText } from '@stoa/kernel/contract';
import type { Batch, PayoutState } from '../contract.ts';
import { spending } from '../programmes/store.ts';
import type { Whose } from '../people.ts';

export interface NewRow {
  readonly key: string;
  readonly whose: Whose;
  readonly amountMinor: number;
  readonly currency: string;
  readonly reason: LocalText;
  readonly reference: string;
  readonly service?: string;
  readonly repeats?: string;
}
export interface NewBatch {
  readonly programme: string;
  readonly period: string;
  readonly source: Batch['source'];
  readonly fileName?: string;
  readonly by?: { id: string; name: string };
}
export async function insertBatch(tx: Tx, one: NewBatch): Promise<string> {
  const id = newId();
  await tx.query(
    `insert into batch (id, programme, period, source, state, file_name, made_by, made_name, made_at)
     values ($1, $2, $3, $4, 'draft', $5, $6, $7, $8)`,
    [
      ...[id, one.programme, one.period, one.source, one.fileName ?? null, one.by?.id ?? null, one.by?.name ?? 'Stoa'],
      tx.now,
    ],
  );
  return id;
}
/** The draft in which services, or repetitions, gather; one of each programme and period. */
export async function gatheringBatch(tx: Tx, one: NewBatch): Promise<string> {
  await tx.query(`select pg_advisory_xact_lock(hashtext(current_schema() || '.gather ' || $1))`, [
    `${one.programme} ${one.period} ${one.source}`,
  ]);
  const { rows } = await tx.query<{ id: string }>(
    `select id from batch where programme = $1 and period = $2 and source = $3 and state = 'draft' for update`,
    [one.programme, one.period, one.source],
  );
  return rows[0]?.id ?? insertBatch(tx, one);
}
/** Answers the ids of those whose key was free. */
export async function insertRows(tx: Tx, batchId: string, about: NewBatch, rows: readonly NewRow[]): Promise<string[]> {
  const given = rows.map((row) => ({
    ...{ id: newId(), key: row.key, beneficiary_kind: row.whose.kind, beneficiary: row.whose.key },
    ...{ amount_minor: row.amountMinor, currency: row.currency, reason: row.reason, reference: row.reference },
    ...{ service: row.service ?? null, repeats: row.repeats ?? null },
  }));
  const { rows: made } = await tx.query<{ id: string }>(
    `insert into payout (id, batch_id, key, programme, period, beneficiary_kind, beneficiary, amount_minor, currency, reason, reference,
       service, repeats, state, made_at)
     select id, $1, key, $2, $3, beneficiary_kind, beneficiary, amount_minor, currency, reason, reference, service, repeats, 'ready', $4
     from jsonb_populate_recordset(null::payout, $5::jsonb) on conflict (key) do nothing returning id`,
    [batchId, about.programme, about.period, tx.now, JSON.stringify(given)],
  );
  return made.map(({ id }) => id);
}
/** By whom it was asked for, where a module did. */
export interface AskedRow {
  readonly id: string;
  readonly reference: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly service: string | null;
}
export const insertFaults = (
  tx: Tx,
  batchId: string,
  bad: readonly { line: number; code: string; message: string }[],
) =>
  tx.query(
    `insert into batch_fault (batch_id, line, code, message)
     select $1, line, code, message from jsonb_populate_recordset(null::batch_fault, $2::jsonb)`,
    [batchId, JSON.stringify(bad)],
  );

/** What stands in the way of each row that nobody approved yet; answers how many are faulty. */
export async function checkRows(tx: Tx, batchId: string): Promise<number> {
  await tx.query(
    `with row as (
       select p.id, p.amount_minor, g.currency = p.currency as same_currency, p.amount_minor > 0 as positive,
         b.id as known, b.closed_reason, g.most_row_minor, g.most_month_minor, g.budget_year_minor,
         exists (select 1 from payout o where o.programme = p.programme and o.period = p.period and o.beneficiary = p.beneficiary
           and o.reference = p.reference and o.id <> p.id
           and (o.state in ('approved', 'sent', 'paid', 'voucher') or (o.batch_id = p.batch_id and o.id < p.id and o.state = 'ready'))
           and (p.repeats is null or o.id <> p.repeats)) as twice,
         (select coalesce(sum(o.amount_minor), 0) from payout o where o.programme = p.programme and o.period = p.period
           and o.beneficiary = p.beneficiary and (o.state in ${spending} or o.batch_id = p.batch_id)
           and o.state <> 'left-out')::bigint as month,
         (select coalesce(sum(o.amount_minor), 0) from payout o where o.programme = p.programme
           and left(o.period, 4) = left(p.period, 4) and o.state in ${spending})::bigint
           + sum(p.amount_minor) over (order by p.id) as year
       from payout p join programme g on g.code = p.programme
         left join beneficiary b on b.kind = p.beneficiary_kind and b.key = p.beneficiary
       where p.batch_id = $1 and p.state in ('ready', 'faulty'))
     update payout set faults = found, state = case when found = '{}' then 'ready' else 'faulty' end
     from (select id, array_remove(array[
         case when known is null then 'account-unknown' end, case when closed_reason is not null then 'account-closed' end,
         case when twice then 'paid-twice' end, case when not positive then 'amount-wrong' end,
         case when not same_currency then 'currency-other' end,
         case when amount_minor > most_row_minor then 'over-row-limit' end,
         case when month > most_month_minor then 'over-month-limit' end,
         case when year > budget_year_minor then 'over-budget' end], null) as found from row) f
     where payout.id = f.id and (faults, state) is distinct from (found, case when found = '{}' then 'ready' else 'faulty' end)`,
    [batchId],
  );
  const sql = `select count(*)::integer as count from payout where batch_id = $1 and state = 'faulty'`;
  return (await tx.query<{ count: number }>(sql, [batchId])).rows[0]?.count ?? 0;
}
/** Of the rows as they stand, with the accounts they go to. */
export async function digestOf(tx: Tx, batchId: string): Promise<string> {
  const { rows } = await tx.query<{ digest: string }>(
    `select encode(sha256(convert_to(coalesce(string_agg(concat_ws(' ', p.id, p.beneficiary_kind, p.beneficiary, p.amount_minor,
       p.currency, b.way, b.iban_mark), E'\\n' order by p.id), ''), 'UTF8')), 'hex') as digest
     from payout p left join beneficiary b on b.kind = p.beneficiary_kind and b.key = p.beneficiary
     where p.batch_id = $1 and p.state = 'ready'`,
    [batchId],
  );
  return rows[0]?.digest ?? '';
}
/** Answers those that a module asked for. What a repetition was of came back or failed as before, and may be repeated again. */
export async function leaveOut(tx: Tx, batchId: string): Promise<AskedRow[]> {
  const { rows } = await tx.query<AskedRow & { repeats: string | null }>(
    `with gone as (select id, repeats from payout where batch_id = $1 and state = 'faulty' for update)
     update payout p set state = 'left-out', repeats = null, key = case when g.repeats is null then key else 'left-out ' || p.id end
     from gone g where g.id = p.id
     returning p.id, p.reference, p.amount_minor as "amountMinor", p.currency, p.service, g.repeats`,
    [batchId],
  );
  await tx.query(
    `update payout set state = case when returned_on is null then 'failed' else 'returned' end
     where id = any($1::uuid[]) and state = 'repeated'`,
    [uuidArray(rows.flatMap(({ repeats }) => repeats ?? []))],
  );
  return rows.filter(({ service, repeats }) => service !== null && repeats === null);
}
export const setSubmitted = (tx: Tx, id: string, digest: string, by: { id: string; name: string }) =>
  tx.query(
    `update batch set state = 'submitted', digest = $2, submitted_by = $3, submitted_name = $4, submitted_at = $5, note = null,
       decided_by = null, decided_name = null, decided_at = null where id = $1`,
    [id, digest, by.id, by.name, tx.now],
  );
export const setDecided = (tx: Tx, id: string, state: string, by: { id: string; name: string }, note: string | null) =>
  tx.query(
    'update batch set state = $2, decided_by = $3, decided_name = $4, decided_at = $5, note = $6 where id = $1',
    [...[id, state, by.id, by.name, tx.now, note]],
  );
export const setBatchState = (tx: Tx, id: string, state: Batch['state']) =>
  tx.query('update batch set state = $2 where id = $1', [id, state]);
/** Into another draft, where one gathers already. */
export const moveRows = (tx: Tx, from: string, to: string) =>
  tx.query('update payout set batch_id = $2 where batch_id = $1', [from, to]);

export interface LockedBatch {
  id: string;
  programme: string;
  period: string;
  source: Batch['source'];
  state: Batch['state'];
  digest: string | null;
  madeBy: string | null;
  submittedBy: string | null;
}
export async function lockBatch(tx: Tx, id: string): Promise<LockedBatch | undefined> {
  const { rows } = await tx.query<LockedBatch>(
    `select id, programme, period, source, state, digest, made_by as "madeBy", submitted_by as "submittedBy"
     from batch where id = $1 for update`,
    [id],
  );
  return rows[0];
}
export interface ReadyRow extends AskedRow {
  readonly whose: Whose;
  readonly way: 'iban' | 'voucher';
}
/** In order, a part at a time. */
export const readyRows = async (
  tx: Tx,
  batchId: string,
  after: string | undefined,
  count: number,
): Promise<ReadyRow[]> =>
  (
    await tx.query<Omit<ReadyRow, 'whose'> & { kind: 'person' | 'organisation'; key: string }>(
      `select p.id, p.beneficiary_kind as kind, p.beneficiary as key, p.amount_minor as "amountMinor", p.currency, p.reference, p.service, b.way
       from payout p join beneficiary b on b.kind = p.beneficiary_kind and b.key = p.beneficiary
       where p.batch_id = $1 and p.state = 'ready' and ($2::uuid is null or p.id > $2) order by p.id limit $3`,
      [batchId, after ?? null, count],
    )
  ).rows.map(({ kind, key, ...row }) => ({ ...row, whose: { kind, key } }));
/** How the bank is to call a payout: thirty-three signs of the thirty-five it may have. */
export const endToEndId = (id: string): string => `P${id.replaceAll('-', '').toUpperCase()}`;
/** From now on they are what they are; the account they go to is kept with them, sealed. */
export async function setApproved(
  tx: Tx,
  messageId: string,
  rows: readonly { id: string; iban: string; name: string }[],
): Promise<void> {
  const given = rows.map(({ id, iban, name }) => ({
    ...{ id, ...sealRow(tx, 'payout', id, { iban, name }), end_to_end_id: endToEndId(id) },
  }));
  await tx.query(
    `update payout p set state = 'approved', message_id = $1, end_to_end_id = t.end_to_end_id, iban = t.iban, name = t.name,
       sealed = t.sealed from jsonb_populate_recordset(null::payout, $2::jsonb) t where p.id = t.id`,
    [messageId, JSON.stringify(given)],
  );
}
export const setRowState = (tx: Tx, ids: readonly string[], state: PayoutState) =>
  tx.query('update payout set state = $2 where id = any($1::uuid[])', [uuidArray(ids), state]);

export interface WholePayout {
  id: string;
  batchId: string;
  key: string;
  programme: string;
  period: string;
  whose: Whose;
  amountMinor: number;
  currency: string;
  reason: LocalText;
  reference: string;
  service: string | null;
  state: PayoutState;
  endToEndId: string | null;
  returnedOn: string | null;
  repeats: string | null;
  iban: string | null;
  name: string | null;
}
type Stored = Omit<WholePayout, 'whose'> & { kind: 'person' | 'organisation'; who: string; sealed: string | null };
export async function lockPayout(
  tx: Tx,
  by: 'id' | 'key' | 'end_to_end_id',
  value: string,
): Promise<WholePayout | undefined> {
  const { rows } = await tx.query<Stored>(
    `select id, batch_id as "batchId", key, programme, period, beneficiary_kind as kind, beneficiary as who,
       amount_minor as "amountMinor", currency, reason, reference, service, state, end_to_end_id as "endToEndId",
       returned_on as "returnedOn", repeats, iban, name, sealed from payout where ${by} = $1 for update`,
    [value],
  );
  if (!rows[0]) return undefined;
  const { kind, who, ...row } = openRow(tx, 'payout', rows[0].id, rows[0]);
  return { ...row, whose: { kind, key: who } };
}
export const setReturned = (tx: Tx, id: string, reason: string, on: string) =>
  tx.query(`update payout set state = 'returned', bank_reason = $2, returned_on = $3 where id = $1`, [id, reason, on]);
