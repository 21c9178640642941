// SPDX-License-Identifier: Apache-2.0
import type { Tx } from '@stoa/kernel';
import type { LocalText } from '@stoa/kernel/contract';
import type { Connection, ExchangeOverview } from '../contract.ts';
import { observedSubsystems } from '../members/index.ts';

type Subsystem = ExchangeOverview['subsystems'][number];

/** Whether a connector of the subsystem holds a tunnel. */
export type Connected = (subsystem: string) => boolean;

export const connectionOf = (connected: boolean, services: number): Connection =>
  connected ? 'connected' : services > 0 ? 'away' : 'not-needed';

/** SQL: when subsystem `s` last sent a message or opened a session. */
export const heardAt = `greatest(
  (select max(at) from message where client_id = s.id and direction = 'request'),
  (select max(opened_at) from session where subsystem_id = s.id))`;

/** Members, what they offer, and who called whom within the last day. */
export async function getOverview(tx: Tx, connected: Connected): Promise<ExchangeOverview> {
  const seen = (await observedSubsystems(tx)) ?? null;
  const { rows } = await tx.query<{
    id: string;
    name: Subsystem['name'];
    member_name: Subsystem['memberName'];
    organisation: string | null;
    until: Date | null;
    heard_at: Date | null;
  }>(
    `select s.id, s.name, m.name as member_name, m.organisation_id as organisation, ${heardAt} as heard_at,
       (select max(valid_until) from certificate c where c.subsystem_id = s.id and c.profile = 'tls-client' and c.revoked_at is null) as until
     from subsystem s join member m on m.id = s.member_id where $1::text[] is null or s.id = any($1) order by s.id`,
    [seen],
  );
  const services = await offered(tx, 'select id, subsystem_id as owner, name from service order by id');
  const types = await offered(tx, 'select id, provider_id as owner, name from information_type order by id');
  const traffic = await tx.query<ExchangeOverview['traffic'][number]>(
    `select client_id as client, target, count(*) filter (where outcome = 'accepted' and direction = 'request') as accepted,
       count(*) filter (where outcome = 'refused') as refused, count(*) filter (where outcome = 'failed') as failed
     from message r where at > $1 and ($2::text[] is null or client_id = any($2) or target in (
       select id from service where subsystem_id = any($2) union all select id from information_type where provider_id = any($2)))
     group by client_id, target order by client_id, target limit 500`,
    [new Date(tx.now.getTime() - 86_400_000), seen],
  );
  return {
    subsystems: rows.map((row) => {
      const own = services(row.id);
      const there = connected(row.id);
      return {
        id: row.id,
        name: row.name,
        memberName: row.member_name,
        ...(row.organisation === null ? {} : { organisationId: row.organisation }),
        connected: there,
        connection: connectionOf(there, own.length),
        ...(row.heard_at ? { heardAt: row.heard_at.toISOString() } : {}),
        ...(row.until ? { certificateUntil: row.until.toISOString() } : {}),
        services: own,
        informationTypes: types(row.id),
      };
    }),
    traffic: traffic.rows,
  };
}

/** What each subsystem offers, by its id. */
async function offered(tx: Tx, sql: string): Promise<(owner: string) => { id: string; name: LocalText }[]> {
  const { rows } = await tx.query<{ id: string; owner: string; name: LocalText }>(sql);
  const byOwner = Map.groupBy(rows, ({ owner }) => owner);
  return (owner) => (byOwner.get(owner) ?? []).map(({ id, name }) => ({ id, name }));
}
