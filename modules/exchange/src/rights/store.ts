// SPDX-License-Identifier: Apache-2.0
/** What is written about rights, groups and quotas. */
import { newId, type Tx } from '@stoa/kernel';
import type { InputOf } from '@stoa/kernel/contract';
import type * as contract from '../contract.ts';

/** Answers its id; the one it has, where it was given before. */
export async function putRight(tx: Tx, right: InputOf<typeof contract.grantRight>): Promise<string> {
  const { rows } = await tx.query<{ id: string }>(
    `insert into access_right (id, consumer_id, group_id, target, method, path_pattern, operation_id, purpose, purposes, valid_until)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     on conflict on constraint access_right_once
     do update set purpose = excluded.purpose, purposes = excluded.purposes, valid_until = excluded.valid_until
     returning id`,
    [
      newId(),
      right.consumerId ?? null,
      right.groupId ?? null,
      right.target,
      right.method ?? '*',
      right.pathPattern ?? '/**',
      right.operationId ?? null,
      right.purpose,
      right.purposes ?? [],
      right.validUntil ?? null,
    ],
  );
  return rows[0]?.id ?? '';
}

/** Answers what it was a right to. */
export async function removeRight(tx: Tx, id: string): Promise<string | undefined> {
  const { rows } = await tx.query<{ target: string }>('delete from access_right where id = $1 returning target', [id]);
  return rows[0]?.target;
}

/** All of the consumer's own to the target. */
export const removeRights = (tx: Tx, consumerId: string, target: string) =>
  tx.query('delete from access_right where consumer_id = $1 and target = $2', [consumerId, target]);

export async function putGroup(tx: Tx, id: string, group: InputOf<typeof contract.defineGroup>): Promise<void> {
  await tx.query(
    `insert into access_group (id, owner_id, name) values ($1, $2, $3) on conflict (id) do update set name = excluded.name`,
    [id, group.ownerId ?? null, JSON.stringify(group.name)],
  );
  await tx.query('delete from access_group_member where group_id = $1', [id]);
  await tx.query('insert into access_group_member (group_id, subsystem_id) select $1, unnest($2::text[])', [
    id,
    group.members,
  ]);
}

export const removeQuota = (tx: Tx, consumerId: string, serviceId: string) =>
  tx.query('delete from quota where consumer_id = $1 and service_id = $2', [consumerId, serviceId]);

export const putQuota = (tx: Tx, quota: InputOf<typeof contract.setQuota> & { burst: number }) =>
  tx.query(
    `insert into quota (consumer_id, service_id, per_second, burst, per_day) values ($1, $2, $3, $4, $5)
     on conflict (consumer_id, service_id)
     do update set per_second = excluded.per_second, burst = excluded.burst, per_day = excluded.per_day`,
    [quota.consumerId, quota.serviceId, quota.perSecond ?? null, quota.burst, quota.perDay ?? null],
  );

/** Adds calls of consumers to services on days, a column for each. */
export const addCalls = (tx: Tx, consumers: string[], services: string[], days: string[], calls: number[]) =>
  tx.query(
    `insert into quota_use (consumer_id, service_id, day, calls)
     select * from unnest($1::text[], $2::text[], $3::date[], $4::bigint[])
     on conflict (consumer_id, service_id, day) do update set calls = quota_use.calls + excluded.calls`,
    [consumers, services, days, calls],
  );
