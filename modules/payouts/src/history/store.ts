// SPDX-License-Identifier: Apache-2.0
/** SQL of payouts that were made before. */
import { idOf, sealRow, type Tx } from '@stoa/kernel';
import type { LocalText } from '@stoa/kernel/contract';
import type { Whose } from '../people.ts';

interface DemoBatch {
  readonly id: string;
  readonly programme: string;
  readonly period: string;
  readonly paidOn: string;
  readonly byName: string;
  readonly approverName: string;
}
/** False where it is there. */
export async function insertDemoBatch(tx: Tx, one: DemoBatch): Promise<boolean> {
  const at = new Date(tx.module.country.calendar.startOfDate(one.paidOn).getTime() + 9 * 3_600_000);
  const { rows } = await tx.query(
    `insert into batch (id, programme, period, source, state, made_name, made_at, submitted_name, submitted_at, decided_name, decided_at)
     values ($1, $2, $3, 'file', 'done', $4, $5, $4, $5, $6, $5) on conflict do nothing returning id`,
    [one.id, one.programme, one.period, one.byName, at, one.approverName],
  );
  return rows.length > 0;
}
interface DemoRow {
  readonly whose: Whose;
  readonly amountMinor: number;
  readonly endToEndId: string;
  readonly returned?: { reason: string; on: string } | undefined;
  readonly repeats?: string | undefined;
  readonly iban: string;
  readonly name: string;
}
export async function insertDemoRows(
  tx: Tx,
  about: { batchId: string; code: string; period: string; paidOn: string; reason: LocalText; currency: string },
  rows: readonly DemoRow[],
): Promise<void> {
  const nameOf = (endToEndId: string) => idOf(`payouts demo row ${endToEndId}`);
  const given = rows.map((row) => {
    const id = nameOf(row.endToEndId);
    return {
      ...{ id, key: `demo ${row.endToEndId}`, beneficiary_kind: row.whose.kind, beneficiary: row.whose.key },
      ...{ amount_minor: row.amountMinor, state: row.returned ? 'returned' : 'paid', end_to_end_id: row.endToEndId },
      ...{ repeats: row.repeats ? nameOf(row.repeats) : null, bank_reason: row.returned?.reason ?? null },
      ...{ returned_on: row.returned?.on ?? null, ...sealRow(tx, 'payout', id, { iban: row.iban, name: row.name }) },
    };
  });
  await tx.query(
    `insert into payout (id, batch_id, key, programme, period, beneficiary_kind, beneficiary, amount_minor, currency, reason, reference,
       state, end_to_end_id, repeats, bank_reason, paid_on, returned_on, iban, name, sealed, made_at)
     select id, $1, key, $2, $3, beneficiary_kind, beneficiary, amount_minor, $4, $5, $6, state, end_to_end_id, repeats, bank_reason,
       $7::date, returned_on, iban, name, sealed, $7::date from jsonb_populate_recordset(null::payout, $8::jsonb)
     on conflict do nothing`,
    [
      ...[about.batchId, about.code, about.period, about.currency, JSON.stringify(about.reason)],
      ...[`${about.code} ${about.period}`, about.paidOn, JSON.stringify(given)],
    ],
  );
  await tx.query(`update payout set state = 'repeated' where id = any($1::uuid[])`, [
    rows.flatMap(({ repeats }) => (repeats ? [nameOf(repeats)] : [])),
  ]);
}
