// SPDX-License-Identifier: Apache-2.0
/** SQL that only reads. */
import type { Tx } from '@stoa/kernel';
import type { OutputOf } from '@stoa/kernel/contract';
import type { countPlaces, listPlaces } from './contract.ts';

type Item = OutputOf<typeof listPlaces>['items'][number];
export type PoolRow = Omit<Item, 'left' | 'until' | 'uses'> & {
  readonly until: string | null;
  readonly uses: { key: string; state: 'held' | 'kept'; until: string | null }[];
};

/** Of a holder, oldest first. @param services null: of all */
export async function poolsOf(
  tx: Tx,
  { holder, services, after }: { holder: string; services: readonly string[] | null; after: string | null },
  count: number,
): Promise<PoolRow[]> {
  const { rows } = await tx.query<PoolRow>(
    `select id, service_id as "serviceId", kind, code, title, granted, taken,
       (select count(*)::integer from place w where w.pool_id = pool.id and w.state = 'waiting') as waiting,
       (select min(until) from granting g where g.pool_id = pool.id and g.still > 0) as until,
       coalesce((select jsonb_agg(jsonb_build_object('key', u.key, 'state', u.state, 'until', u.until) order by u.asked_at desc, u.key)
         from (select * from place u where u.pool_id = pool.id and u.state in ('held', 'kept') order by u.asked_at desc, u.key limit 100) u), '[]') as uses
     from pool where holder = $1 and ($2::text[] is null or service_id = any($2)) and ($3::uuid is null or id > $3)
     order by id limit $4`,
    [holder, services, after, count],
  );
  return rows;
}

/** Of all holders, by the month where the places are. */
export async function movedByMonth(tx: Tx, kind: string): Promise<OutputOf<typeof countPlaces>['items']> {
  const { rows } = await tx.query<OutputOf<typeof countPlaces>['items'][number]>(
    `select to_char(m.at at time zone $2, 'YYYY-MM') as month, p.code, sum(m.granted)::integer as granted,
       sum(m.taken)::integer as taken
     from movement m join pool p on p.id = m.pool_id where p.kind = $1 group by 1, 2 order by 1, 2`,
    [kind, tx.module.country.timeZone],
  );
  return rows;
}
