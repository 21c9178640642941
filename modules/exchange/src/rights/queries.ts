// SPDX-License-Identifier: Apache-2.0
import { type Page, pageOfRows, type Tx } from '@stoa/kernel';
import type { InputOf } from '@stoa/kernel/contract';
import type * as contract from '../contract.ts';
import type { GrantedRight } from '../contract.ts';
import { observedSubsystems } from '../members/index.ts';

export async function listRights(tx: Tx, input: InputOf<typeof contract.listRights>): Promise<Page<GrantedRight>> {
  const observed = (await observedSubsystems(tx)) ?? null;
  return pageOfRows(
    input,
    (count) =>
      tx.query<Omit<GrantedRight, 'validUntil'> & { validUntil: Date | null }>(
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
        [observed, input.providerId ?? null, input.consumerId ?? null, input.id ?? null, input.cursor ?? null, count],
      ),
    ({ consumerId, groupId, operationId, validUntil, ...right }) => ({
      ...right,
      ...(consumerId ? { consumerId } : {}),
      ...(groupId ? { groupId } : {}),
      ...(operationId ? { operationId } : {}),
      ...(validUntil ? { validUntil: validUntil.toISOString() } : {}),
    }),
  );
}
