// SPDX-License-Identifier: Apache-2.0
/** Members, subsystems, what they offer. */
import { canonicalJson, refuse, type Tx } from '@stoa/kernel';
import type { InputOf } from '@stoa/kernel/contract';
import type * as contract from '../contract.ts';
import { checkSchema } from '../content/index.ts';
import { putInformationType, putMember, putService, putSubsystem } from './store.ts';

export async function registerSubsystem(
  tx: Tx,
  input: InputOf<typeof contract.registerSubsystem>,
): Promise<{ id: string }> {
  const memberId = input.id.split('/').slice(0, 3).join('/');
  await putMember(tx, memberId, input);
  await putSubsystem(tx, memberId, input);
  return { id: input.id };
}

export async function requireSubsystem(tx: Tx, id: string): Promise<void> {
  const { rows } = await tx.query('select 1 from subsystem where id = $1', [id]);
  if (rows.length === 0) refuse('missing', 'exchange.subsystem-unknown', `Register the subsystem ${id} first.`);
}

export async function publishService(tx: Tx, input: InputOf<typeof contract.publishService>): Promise<{ id: string }> {
  await requireSubsystem(tx, input.subsystemId);
  const id = `${input.subsystemId}/${input.code}`;
  await putService(tx, id, input);
  return { id };
}

/** The schema of a published type never changes: another one needs another version. */
export async function publishInformationType(
  tx: Tx,
  input: InputOf<typeof contract.publishInformationType>,
): Promise<{ id: string }> {
  await requireSubsystem(tx, input.providerId);
  checkSchema(input.requestSchema);
  checkSchema(input.responseSchema);
  const { rows } = await tx.query<{ requestSchema: unknown; responseSchema: unknown; provider: string }>(
    'select request_schema as "requestSchema", response_schema as "responseSchema", provider_id as provider from information_type where id = $1',
    [input.id],
  );
  const wanted = {
    requestSchema: input.requestSchema,
    responseSchema: input.responseSchema,
    provider: input.providerId,
  };
  if (rows[0] && canonicalJson(rows[0]) !== canonicalJson(wanted)) {
    refuse(
      'conflict',
      'exchange.type-immutable',
      `${input.id} is published with another schema. Publish a new version.`,
    );
  }
  await putInformationType(tx, input);
  return { id: input.id };
}
