// SPDX-License-Identifier: Apache-2.0
/** What is written about members and what they offer. */
import type { Tx } from '@stoa/kernel';
import type { InputOf } from '@stoa/kernel/contract';
import type * as contract from '../contract.ts';

type Registered = InputOf<typeof contract.registerSubsystem>;

export const putMember = (tx: Tx, id: string, { memberName, organisationId }: Registered) =>
  tx.query(
    `insert into member (id, name, organisation_id, created_at) values ($1, $2, $3, $4) on conflict (id) do update
     set name = excluded.name, organisation_id = coalesce(excluded.organisation_id, member.organisation_id)`,
    [id, JSON.stringify(memberName), organisationId ?? null, tx.now],
  );

export const putSubsystem = (tx: Tx, memberId: string, { id, name }: Registered) =>
  tx.query(
    `insert into subsystem (id, member_id, name, created_at) values ($1, $2, $3, $4) on conflict (id) do update set name = excluded.name`,
    [id, memberId, JSON.stringify(name), tx.now],
  );

export const putService = (tx: Tx, id: string, service: InputOf<typeof contract.publishService>) =>
  tx.query(
    `insert into service (id, subsystem_id, code, name, timeout_ms, immediate, fallback, persons) values ($1, $2, $3, $4, $5, $6, $7, coalesce($8::jsonb, '[]'))
     on conflict (id) do update set name = excluded.name, timeout_ms = excluded.timeout_ms, immediate = excluded.immediate,
       fallback = excluded.fallback, persons = coalesce($8, service.persons)`,
    [
      id,
      service.subsystemId,
      service.code,
      JSON.stringify(service.name),
      service.timeoutMs ?? 30_000,
      service.immediate ?? false,
      service.fallback ?? false,
      service.persons && JSON.stringify(service.persons),
    ],
  );

export const putInformationType = (tx: Tx, type: InputOf<typeof contract.publishInformationType>) =>
  tx.query(
    `insert into information_type (id, provider_id, name, request_schema, response_schema, persons) values ($1, $2, $3, $4, $5, coalesce($6::jsonb, '[]'))
     on conflict (id) do update set persons = coalesce($6, information_type.persons)`,
    [
      type.id,
      type.providerId,
      JSON.stringify(type.name),
      JSON.stringify(type.requestSchema),
      JSON.stringify(type.responseSchema),
      type.persons && JSON.stringify(type.persons),
    ],
  );

/** @param operations of the document, as JSON */
export const putOpenapi = (tx: Tx, serviceId: string, mediaType: string, document: string, operations: string) =>
  tx.query(
    `insert into service_openapi (service_id, media_type, document, operations) values ($1, $2, $3, $4)
     on conflict (service_id) do update set media_type = excluded.media_type, document = excluded.document, operations = excluded.operations`,
    [serviceId, mediaType, document, operations],
  );
