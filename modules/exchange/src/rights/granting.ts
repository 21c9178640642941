// SPDX-License-Identifier: Apache-2.0
/** Groups, and rights given and taken back. */
import { authorise, refuse, type Tx } from '@stoa/kernel';
import type { InputOf } from '@stoa/kernel/contract';
import type * as contract from '../contract.ts';
import { authoriseSubsystem, requireSubsystem } from '../members/index.ts';
import { putGroup, putRight, removeRight } from './store.ts';

type Grant = InputOf<typeof contract.grantRight>;

export async function grantRight(tx: Tx, input: Grant): Promise<{ id: string }> {
  await authoriseTarget(tx, input.target);
  return giveRight(tx, input);
}

/** The same for a caller who has made sure that the principal may. */
export async function giveRight(tx: Tx, input: Grant): Promise<{ id: string }> {
  const provider = (await offeredBy(tx, input.target)) ?? unknownTarget(input.target);
  await requireSubject(tx, input, provider);
  if (input.operationId !== undefined) await requireOperation(tx, input);
  return { id: await putRight(tx, input) };
}

/** Refuses a principal who may not give and take rights on it. */
async function authoriseTarget(tx: Tx, target: string): Promise<void> {
  const provider = await offeredBy(tx, target);
  if (provider === undefined) {
    authorise(tx, { type: 'Exchange', id: target });
    return unknownTarget(target);
  }
  await authoriseSubsystem(tx, provider);
}

async function offeredBy(tx: Tx, target: string): Promise<string | undefined> {
  const { rows } = await tx.query<{ provider: string }>(
    `select subsystem_id as provider from service where id = $1
      union all select provider_id from information_type where id = $1
      union all select publisher_id from event_type where id = $1`,
    [target],
  );
  return rows[0]?.provider;
}

const unknownTarget = (target: string): never =>
  refuse('missing', 'exchange.target-unknown', `There is no service, information type or event type ${target}.`);

async function requireSubject(tx: Tx, { consumerId, groupId }: Grant, provider: string): Promise<void> {
  if ((consumerId === undefined) === (groupId === undefined))
    refuse('invalid', 'exchange.right-unclear', 'Say either a consumer or a group.');
  if (consumerId !== undefined) return requireSubsystem(tx, consumerId);
  const { rows } = await tx.query<{ owner: string | null }>(
    'select owner_id as owner from access_group where id = $1',
    [groupId],
  );
  const [group] = rows;
  if (!group) return refuse('missing', 'exchange.group-unknown', `There is no group ${groupId}.`);
  if (group.owner !== null && group.owner !== provider)
    refuse('invalid', 'exchange.group-foreign', `${groupId} is a group of ${group.owner}, for its own services only.`);
}

async function requireOperation(tx: Tx, { target, operationId, method, pathPattern }: Grant): Promise<void> {
  if (method !== undefined || pathPattern !== undefined)
    refuse('invalid', 'exchange.right-unclear', 'Say either an operation or a method and path.');
  const { rows } = await tx.query(
    `select 1 from service_openapi d, jsonb_array_elements(d.operations) o where d.service_id = $1 and o.value ->> 'id' = $2`,
    [target, operationId],
  );
  if (rows.length === 0)
    refuse(
      'missing',
      'exchange.operation-unknown',
      `The OpenAPI document of ${target} has no operation ${operationId}.`,
    );
}

export async function withdrawRight(tx: Tx, id: string): Promise<object> {
  const target = await removeRight(tx, id);
  if (target === undefined) {
    authorise(tx, { type: 'Exchange', id });
    return refuse('missing', 'exchange.right-unknown', 'There is no such right.');
  }
  await authoriseTarget(tx, target);
  return {};
}

export async function defineGroup(tx: Tx, input: InputOf<typeof contract.defineGroup>): Promise<{ id: string }> {
  if (input.ownerId === undefined) authorise(tx, { type: 'Exchange', id: 'groups' });
  else await authoriseSubsystem(tx, input.ownerId);
  const id = `${input.ownerId ?? 'GLOBAL'}/${input.code}`;
  const known = await tx.query<{ id: string }>('select id from subsystem where id = any($1)', [input.members]);
  const stranger = input.members.find((member) => !known.rows.some((row) => row.id === member));
  if (stranger !== undefined) await requireSubsystem(tx, stranger);
  await putGroup(tx, id, input);
  return { id };
}
