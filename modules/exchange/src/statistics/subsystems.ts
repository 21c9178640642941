// SPDX-License-Identifier: Apache-2.0
/** How subsystems stand, for those who look after them. Only reads. */
import type { Tx } from '@stoa/kernel';
import type { LocalText, OutputOf } from '@stoa/kernel/contract';
import type * as contract from '../contract.ts';
import { certificateStates } from '../certificates/index.ts';
import type { SubsystemState } from '../contract.ts';
import { type Connected, connectionOf, heardAt } from './overview.ts';
import { authoriseSubsystem, observedSubsystems } from '../members/index.ts';

const dayMs = 86_400_000;
const iso = (date: Date) => date.toISOString();

export async function getSubsystem(tx: Tx, id: string, connected: Connected): Promise<SubsystemState> {
  await authoriseSubsystem(tx, id);
  const { rows } = await tx.query<{
    name: LocalText;
    memberName: LocalText;
    organisation: string | null;
    heardAt: Date | null;
  }>(
    `select s.name, m.name as "memberName", m.organisation_id as organisation, ${heardAt} as "heardAt"
     from subsystem s join member m on m.id = s.member_id where s.id = $1`,
    [id],
  );
  const services = await tx.query<SubsystemState['services'][number]>(
    `select s.id, s.name, s.timeout_ms as "timeoutMs", s.immediate, coalesce(jsonb_array_length(o.operations), 0) as operations
     from service s left join service_openapi o on o.service_id = s.id where s.subsystem_id = $1 order by s.id`,
    [id],
  );
  const types = await tx.query<{ id: string; name: LocalText }>(
    'select id, name from information_type where provider_id = $1 order by id',
    [id],
  );
  const enrolments = await tx.query<{ expiresAt: Date }>(
    'select expires_at as "expiresAt" from enrolment where subsystem_id = $1 and used_at is null and expires_at > $2 order by 1',
    [id, tx.now],
  );
  const [row] = rows;
  return {
    id,
    name: row?.name ?? { en: id },
    memberName: row?.memberName ?? { en: id },
    ...(row?.organisation ? { organisationId: row.organisation } : {}),
    connection: connectionOf(connected(id), services.rows.length),
    ...(row?.heardAt ? { heardAt: iso(row.heardAt) } : {}),
    services: services.rows,
    informationTypes: types.rows,
    certificates: await certificateStates(tx, 'c.subsystem_id = $1', [id]),
    enrolments: enrolments.rows.map(({ expiresAt }) => ({ expiresAt: iso(expiresAt) })),
    sessions: await sessions(tx, 'subsystem_id = $1', [id]),
    refusals: await refusals(tx, [id]),
  };
}

export async function listIncidents(tx: Tx, connected: Connected): Promise<OutputOf<typeof contract.listIncidents>> {
  const seen = (await observedSubsystems(tx)) ?? null;
  const { rows } = await tx.query<{ id: string; name: LocalText; heardAt: Date | null }>(
    `select s.id, s.name, ${heardAt} as "heardAt" from subsystem s
     where ($1::text[] is null or s.id = any($1)) and exists (select 1 from service where subsystem_id = s.id) order by s.id`,
    [seen],
  );
  const broken = `close_reason in ('roots stayed away', 'a root was wrong') and closed_at > $2
    and ($1::text[] is null or subsystem_id = any($1))`;
  const dead = await tx.query<{ count: number }>(
    `select count(*) as count from event_delivery d join event_subscription s on s.id = d.subscription_id
     where d.state = 'dead' and ($1::text[] is null or s.subscriber_id = any($1))`,
    [seen],
  );
  return {
    refusals: await refusals(tx, seen),
    sessions: await sessions(tx, broken, [seen, new Date(tx.now.getTime() - dayMs)]),
    away: rows
      .filter(({ id }) => !connected(id))
      .map(({ id, name, heardAt: at }) => ({ id, name, ...(at ? { heardAt: iso(at) } : {}) })),
    eventDeadLetters: dead.rows[0]?.count ?? 0,
  };
}

const reasons = new Map([
  ['roots stayed away', 'roots-late'],
  ['a root was wrong', 'root-wrong'],
  ['its time was over', 'time-over'],
] as const);

async function sessions(tx: Tx, where: string, values: unknown[]): Promise<SubsystemState['sessions']> {
  const { rows } = await tx.query<{
    id: string;
    subsystemId: string;
    openedAt: Date;
    closedAt: Date | null;
    reason: string | null;
  }>(
    `select id, subsystem_id as "subsystemId", opened_at as "openedAt", closed_at as "closedAt", close_reason as reason
     from session where ${where} order by opened_at desc limit 20`,
    values,
  );
  return rows.map(({ id, subsystemId, openedAt, closedAt, reason }) => ({
    id,
    subsystemId,
    openedAt: iso(openedAt),
    ...(closedAt ? { closedAt: iso(closedAt) } : {}),
    ...(reason ? { reason: reasons.get(reason as 'a root was wrong') ?? ('other' as const) } : {}),
  }));
}

/** By code, parties and target; the most frequent first. */
async function refusals(tx: Tx, seen: readonly string[] | null): Promise<SubsystemState['refusals']> {
  const { rows } = await tx.query<Omit<SubsystemState['refusals'][number], 'lastAt'> & { lastAt: Date }>(
    `select code, outcome, client_id as client, target, count(*) as count, max(at) as "lastAt" from message
     where at > $2 and outcome <> 'accepted' and code is not null and ($1::text[] is null or client_id = any($1) or target in (
       select id from service where subsystem_id = any($1) union all select id from information_type where provider_id = any($1)))
     group by 1, 2, 3, 4 order by count(*) desc, code limit 100`,
    [seen, new Date(tx.now.getTime() - dayMs)],
  );
  return rows.map(({ lastAt, ...row }) => ({ ...row, lastAt: iso(lastAt) }));
}
