// SPDX-License-Identifier: Apache-2.0
/** Members, subsystems, what they offer. */
import { canonicalJson, refuse, type Tx } from '@stoa/kernel';
import type { InputOf } from '@stoa/kernel/contract';
import type * as contract from '../contract.ts';
import { checkSchema } from '../content/index.ts';

export async function registerSubsystem(
  tx: Tx,
  input: InputOf<typeof contract.registerSubsystem>,
): Promise<{ id: string }> {
  const memberId = input.id.split('/').slice(0, 3).join('/');
  await tx.query(
    `insert into member (id, name, organisation_id, created_at) values ($1, $2, $3, $4) on conflict (id) do update
     set name = excluded.name, organisation_id = coalesce(excluded.organisation_id, member.organisation_id)`,
    [memberId, JSON.stringify(input.memberName), input.organisationId ?? null, tx.now],
  );
  await tx.query(
    `insert into subsystem (id, member_id, name, created_at) values ($1, $2, $3, $4) on conflict (id) do update set name = excluded.name`,
    [input.id, memberId, JSON.stringify(input.name), tx.now],
  );
  return { id: input.id };
}

export async function requireSubsystem(tx: Tx, id: string): Promise<void> {
  const { rows } = await tx.query('select 1 from subsystem where id = $1', [id]);
  if (rows.length === 0) refuse('missing', 'exchange.subsystem-unknown', `Register the subsystem ${id} first.`);
}

export async function publishService(tx: Tx, input: InputOf<typeof contract.publishService>): Promise<{ id: string }> {
  await requireSubsystem(tx, input.subsystemId);
  const id = `${input.subsystemId}/${input.code}`;
  await tx.query(
    `insert into service (id, subsystem_id, code, name, timeout_ms, immediate, fallback, persons) values ($1, $2, $3, $4, $5, $6, $7, coalesce($8::jsonb, '[]'))
     on conflict (id) do update set name = excluded.name, timeout_ms = excluded.timeout_ms, immediate = excluded.immediate,
       fallback = excluded.fallback, persons = coalesce($8, service.persons)`,
    [
      id,
      input.subsystemId,
      input.code,
      JSON.stringify(input.name),
      input.timeoutMs ?? 30_000,
      input.immediate ?? false,
      input.fallback ?? false,
      input.persons && JSON.stringify(input.persons),
    ],
  );
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
  await tx.query(
    `insert into information_type (id, provider_id, name, request_schema, response_schema, persons) values ($1, $2, $3, $4, $5, coalesce($6::jsonb, '[]'))
     on conflict (id) do update set persons = coalesce($6, information_type.persons)`,
    [
      input.id,
      input.providerId,
      JSON.stringify(input.name),
      JSON.stringify(input.requestSchema),
      JSON.stringify(input.responseSchema),
      input.persons && JSON.stringify(input.persons),
    ],
  );
  return { id: input.id };
}
