// SPDX-License-Identifier: Apache-2.0
/** How subsystems stand, for those who look after them. Only reads. */
import type { Tx } from '@stoa/kernel';
import type { InputOf, LocalText, OutputOf } from '@stoa/kernel/contract';
import type * as contract from './contract.ts';
import type { GrantedRight, SubsystemState } from './contract.ts';
import { type Connected, connectionOf, heardAt } from './overview.ts';
import { authoriseSubsystem, observedSubsystems } from './scope.ts';

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
    certificates: await certificates(tx, 'c.subsystem_id = $1', [id]),
    enrolments: enrolments.rows.map(({ expiresAt }) => ({ expiresAt: iso(expiresAt) })),
    sessions: await sessions(tx, 'subsystem_id = $1', [id]),
    refusals: await refusals(tx, [id]),
  };
}

export async function listRights(
  tx: Tx,
  input: InputOf<typeof contract.listRights>,
): Promise<{ items: GrantedRight[]; nextCursor?: string }> {
  const limit = input.limit ?? 20;
  const { rows } = await tx.query<Omit<GrantedRight, 'validUntil'> & { validUntil: Date | null }>(
    `select id, consumer_id as "consumerId", group_id as "groupId", target, provider as "providerId", method,
       path_pattern as "pathPattern", operation_id as "operationId", purpose, purposes, valid_until as "validUntil"
     from access_right r join (select id as offered, subsystem_id as provider from service
       union all select id, provider_id from information_type) o on o.offered = r.target
     where ($1::text[] is null or provider = any($1) or consumer_id = any($1)
         or group_id in (select group_id from access_group_member where subsystem_id = any($1)))
       and ($2::text is null or provider = $2)
       and ($3::text is null or consumer_id = $3 or group_id in (select group_id from access_group_member where subsystem_id = $3))
       and ($4::uuid is null or id = $4) and ($5::uuid is null or id > $5)
     order by id limit $6`,
    [
      (await observedSubsystems(tx)) ?? null,
      input.providerId ?? null,
      input.consumerId ?? null,
      input.id ?? null,
      input.cursor ?? null,
      limit + 1,
    ],
  );
  const items = rows.slice(0, limit).map(({ consumerId, groupId, operationId, validUntil, ...right }) => ({
    ...right,
    ...(consumerId ? { consumerId } : {}),
    ...(groupId ? { groupId } : {}),
    ...(operationId ? { operationId } : {}),
    ...(validUntil ? { validUntil: iso(validUntil) } : {}),
  }));
  const last = items.at(-1);
  return rows.length > limit && last ? { items, nextCursor: last.id } : { items };
}

export async function listValidCertificates(tx: Tx): Promise<OutputOf<typeof contract.listValidCertificates>> {
  const seen = (await observedSubsystems(tx)) ?? null;
  const inForce = `c.revoked_at is null and c.valid_until > $2 and c.subsystem_id is not null
    and ($1::text[] is null or c.subsystem_id = any($1))`;
  return { items: await certificates(tx, inForce, [seen, tx.now]) };
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

async function certificates(tx: Tx, where: string, values: unknown[]): Promise<SubsystemState['certificates']> {
  const { rows } = await tx.query<{
    keyId: string;
    subsystemId: string;
    profile: string;
    validUntil: Date;
    revokedAt: Date | null;
  }>(
    `select key_id as "keyId", subsystem_id as "subsystemId", profile, valid_until as "validUntil", revoked_at as "revokedAt"
     from certificate c where ${where} order by (revoked_at is not null), valid_until, key_id limit 500`,
    values,
  );
  return rows.map(({ validUntil, revokedAt, ...row }) => ({
    ...row,
    validUntil: iso(validUntil),
    ...(revokedAt ? { revokedAt: iso(revokedAt) } : {}),
  }));
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
