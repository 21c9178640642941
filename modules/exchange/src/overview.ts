// SPDX-License-Identifier: Apache-2.0
import type { Tx } from '@stoa/kernel';
import type { ExchangeOverview } from './contract.ts';

type Subsystem = ExchangeOverview['subsystems'][number];

/** Members, what they offer, and who called whom within the last day. */
export async function getOverview(tx: Tx, connected: (subsystem: string) => boolean): Promise<ExchangeOverview> {
  const { rows } = await tx.query<{
    id: string;
    name: Subsystem['name'];
    member_name: Subsystem['memberName'];
    until: Date | null;
  }>(
    `select s.id, s.name, m.name as member_name,
       (select max(valid_until) from certificate c where c.subsystem_id = s.id and c.profile = 'tls-client' and c.revoked_at is null) as until
     from subsystem s join member m on m.id = s.member_id order by s.id`,
  );
  const services = await tx.query<{ id: string; owner: string; name: Subsystem['name'] }>(
    'select id, subsystem_id as owner, name from service order by id',
  );
  const types = await tx.query<{ id: string; owner: string; name: Subsystem['name'] }>(
    'select id, provider_id as owner, name from information_type order by id',
  );
  const offered = (list: { id: string; owner: string; name: Subsystem['name'] }[], owner: string) =>
    list.filter((item) => item.owner === owner).map(({ id, name }) => ({ id, name }));
  const traffic = await tx.query<ExchangeOverview['traffic'][number]>(
    `select client_id as client, target, count(*) filter (where outcome = 'accepted' and direction = 'request') as accepted,
       count(*) filter (where outcome = 'refused') as refused, count(*) filter (where outcome = 'failed') as failed
     from message where at > $1 group by client_id, target order by client_id, target limit 500`,
    [new Date(tx.now.getTime() - 86_400_000)],
  );
  return {
    subsystems: rows.map((row) => ({
      id: row.id,
      name: row.name,
      memberName: row.member_name,
      connected: connected(row.id),
      ...(row.until ? { certificateUntil: row.until.toISOString() } : {}),
      services: offered(services.rows, row.id),
      informationTypes: offered(types.rows, row.id),
    })),
    traffic: traffic.rows,
  };
}
