// SPDX-License-Identifier: Apache-2.0
import type { statementEntry } from '@stoa/books/contract';
import { openRow, sealRow, type Tx } from '@stoa/kernel';
import type { DataOf } from '@stoa/kernel/contract';
import type { AttemptKey } from '../attempts/store.ts';
import type { transferFaults } from '../contract.ts';

export type Fault = (typeof transferFaults)[number];
export interface StoredTransfer {
  readonly entryId: string;
  readonly bookedOn: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly creditorReference: string | null;
  readonly text: string | null;
  readonly state: 'matched' | 'unmatched';
  readonly fault: Fault | null;
  readonly invoiceId: string | null;
  readonly invoiceNumber: string | null;
  readonly at: Date;
}
type Row = StoredTransfer & { sealed: string | null };
const select = `select t.entry_id as "entryId", t.booked_on as "bookedOn", t.amount_minor as "amountMinor", t.currency,
  t.creditor_reference as "creditorReference", t.text, t.sealed, t.state, t.fault, t.lead_id as "invoiceId", i.number as "invoiceNumber", t.at
  from transfer t left join invoice i on i.id = t.lead_id`;
const opened = (tx: Tx, row: Row): StoredTransfer => openRow(tx, 'transfer', row.entryId, row);

/** False where the entry is known. */
export async function insertTransfer(tx: Tx, entry: DataOf<typeof statementEntry>): Promise<boolean> {
  const said = { text: entry.text ?? null, end_to_end_id: entry.endToEndId ?? null };
  const kept = sealRow(tx, 'transfer', entry.entryId, said);
  const { rowCount } = await tx.query(
    `insert into transfer (entry_id, account, booked_on, amount_minor, currency, creditor_reference, text, end_to_end_id, sealed, state, at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'unmatched', $10) on conflict (entry_id) do nothing`,
    [
      ...[entry.entryId, entry.account, entry.bookedOn, entry.amountMinor, entry.currency],
      ...[entry.creditorReference ?? null, kept.text, kept.end_to_end_id, kept.sealed, tx.now],
    ],
  );
  return rowCount === 1;
}

export async function lockTransfer(tx: Tx, entryId: string): Promise<StoredTransfer | undefined> {
  const { rows } = await tx.query<Row>(`${select} where t.entry_id = $1 for update of t`, [entryId]);
  return rows[0] && opened(tx, rows[0]);
}

export const setMatched = (tx: Tx, entryId: string, { leadId, attempt }: AttemptKey, byName: string | null) =>
  tx.query(
    `update transfer set state = 'matched', fault = null, lead_id = $2, attempt = $3, allotted_by_name = $4 where entry_id = $1`,
    [entryId, leadId, attempt, byName],
  );
export const setFault = (tx: Tx, entryId: string, fault: Fault) =>
  tx.query('update transfer set fault = $2 where entry_id = $1', [entryId, fault]);

const rank = `case t.state when 'unmatched' then 0 else 1 end`;
export async function transfers(
  tx: Tx,
  { state, after, count }: { state: string | undefined; after: readonly string[] | undefined; count: number },
): Promise<StoredTransfer[]> {
  const { rows } = await tx.query<Row>(
    `${select} where ($1::text is null or t.state = $1)
       and ($2::bigint is null or ${rank} > $2 or (${rank} = $2 and (t.at, t.entry_id) < ($3::timestamptz, $4)))
     order by ${rank}, t.at desc, t.entry_id desc limit $5`,
    [state ?? null, after ? Number(after[0]) : null, after?.[1] ?? null, after?.[2] ?? null, count],
  );
  return rows.map((row) => opened(tx, row));
}
