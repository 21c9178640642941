// SPDX-License-Identifier: Apache-2.0
/** SQL of providers: their limits hold over all processes, since each claim counts under the provider's own row. */
import type { Tx } from '@stoa/kernel';
import type { Provider } from '../sending/provider.ts';

export interface ProviderRow {
  readonly id: string;
  readonly paused: boolean;
  readonly failures: number;
  readonly awayUntil: Date | null;
  readonly lastError: string | null;
  readonly lastSentAt: Date | null;
  readonly secondAt: Date | null;
  readonly inSecond: number;
  readonly day: string | null;
  readonly inDay: number;
}
const columns = `id, paused, failures, away_until as "awayUntil", last_error as "lastError", last_sent_at as "lastSentAt",
  second_at as "secondAt", in_second as "inSecond", day, in_day as "inDay"`;

const secondOf = (at: Date) => new Date(Math.floor(at.getTime() / 1000) * 1000);
const dayOf = (tx: Tx) => tx.module.country.calendar.localDate(tx.now);

/** How many it may be given now; its row is held until the transaction ends. */
export async function allowance(tx: Tx, { id, channel, perSecond, perDay }: Provider, most: number): Promise<number> {
  const lock = () =>
    tx.prepared<ProviderRow>('notifications-provider', `select ${columns} from provider where id = $1 for update`, [
      id,
    ]);
  let [row] = (await lock()).rows;
  if (!row) {
    await tx.query('insert into provider (id, channel) values ($1, $2) on conflict do nothing', [id, channel]);
    [row] = (await lock()).rows;
  }
  if (!row || row.paused || (row.awayUntil && row.awayUntil > tx.now)) return 0;
  const inSecond = row.secondAt?.getTime() === secondOf(tx.now).getTime() ? row.inSecond : 0;
  const inDay = row.day === dayOf(tx) ? row.inDay : 0;
  return Math.max(0, Math.min(most, (perSecond ?? most) - inSecond, (perDay ?? Infinity) - inDay));
}

export const noteUsed = (tx: Tx, id: string, used: number) =>
  tx.prepared(
    'notifications-provider-used',
    `update provider set in_second = case when second_at = $2 then in_second else 0 end + $4, second_at = $2,
       in_day = case when day = $3 then in_day else 0 end + $4, day = $3, last_sent_at = $5 where id = $1`,
    [id, secondOf(tx.now), dayOf(tx), used, tx.now],
  );

/** Asked again after a pause that doubles, five minutes at most. */
export const noteAway = (tx: Tx, id: string, error: string) =>
  tx.query(
    `update provider set failures = failures + 1, last_error = $3,
       away_until = $2::timestamptz + make_interval(secs => least(300, power(2, least(failures, 9)))) where id = $1`,
    [id, tx.now, error.slice(0, 200)],
  );
export const noteWell = (tx: Tx, id: string) =>
  tx.query('update provider set failures = 0, away_until = null, last_error = null where id = $1 and failures > 0', [
    id,
  ]);

export async function providerRows(tx: Tx): Promise<ProviderRow[]> {
  return (await tx.query<ProviderRow>(`select ${columns} from provider`)).rows;
}
export const setPaused = (tx: Tx, id: string, channel: string, paused: boolean) =>
  tx.query(
    `insert into provider (id, channel, paused) values ($1, $2, $3)
     on conflict (id) do update set paused = excluded.paused, away_until = null, failures = 0`,
    [id, channel, paused],
  );
