// SPDX-License-Identifier: Apache-2.0
/** Rights: to a subsystem or a group, for a service, an operation of its document, or a method and path pattern. */
import { Instant, LocalText, operation, Uuid, visibleText } from '@stoa/kernel/contract';
import { Type } from 'typebox';
import { SubsystemId } from './subsystem-id.ts';

const Target = Type.String({ maxLength: 300, minLength: 3 });
const PurposeCode = Type.String({ pattern: '^[A-Za-z0-9_.:-]{1,60}$' });

export const grantRight = operation({
  name: 'exchange.grant-right',
  method: 'PUT',
  path: '/exchange/rights',
  summary: 'Let a consumer or a group call a service or send a message type',
  input: Type.Object({
    consumerId: Type.Optional(SubsystemId),
    groupId: Type.Optional(Type.String({ maxLength: 300, description: 'instead of a consumer' })),
    target: Target,
    method: Type.Optional(Type.String({ pattern: '^(\\*|[A-Z]{3,8})$' })),
    pathPattern: Type.Optional(
      Type.String({
        maxLength: 300,
        pattern: '^/',
        description: '* stands for any part of a segment, ** for anything; matched against the decoded path',
      }),
    ),
    operationId: Type.Optional(
      Type.String({ maxLength: 200, description: 'of the OpenAPI document, instead of method and path' }),
    ),
    purpose: visibleText(300, 3),
    purposes: Type.Optional(
      Type.Array(PurposeCode, {
        maxItems: 20,
        uniqueItems: true,
        description: 'with more than one, each call names one in X-Stoa-Purpose',
      }),
    ),
    validUntil: Type.Optional(Instant),
  }),
  output: Type.Object({ id: Uuid }),
  permission: 'exchange:grant',
  check: 'resource',
  audit: 'exchange.right-granted',
  about: { type: 'right', id: 'id', facts: 'input' },
  refusals: [
    'exchange.subsystem-unknown',
    'exchange.target-unknown',
    'exchange.right-unclear',
    'exchange.group-unknown',
    'exchange.group-foreign',
    'exchange.operation-unknown',
  ],
});

export const withdrawRight = operation({
  name: 'exchange.withdraw-right',
  method: 'DELETE',
  path: '/exchange/rights/:id',
  summary: 'Take a right back; it ends within two seconds',
  input: Type.Object({ id: Uuid }),
  output: Type.Object({}),
  permission: 'exchange:grant',
  check: 'resource',
  audit: 'exchange.right-withdrawn',
  about: { type: 'right', id: 'id', facts: ['subsystemId', 'code'] },
  refusals: ['exchange.right-unknown'],
});

export const defineGroup = operation({
  name: 'exchange.define-group',
  method: 'PUT',
  path: '/exchange/groups',
  summary:
    "Name the subsystems that get rights together; the list replaces the one before. Global groups are the operator's",
  input: Type.Object({
    code: Type.String({ pattern: '^[A-Za-z0-9_-]{1,50}$' }),
    ownerId: Type.Optional(
      Type.Union([SubsystemId], { description: 'provider of a local group; without, a global one' }),
    ),
    name: LocalText,
    members: Type.Array(SubsystemId, { maxItems: 10_000, uniqueItems: true }),
  }),
  output: Type.Object({ id: Type.String() }),
  permission: 'exchange:grant',
  check: 'resource',
  audit: 'exchange.group-defined',
  about: { type: 'group', id: 'code', facts: ['ownerId', 'members'] },
  refusals: ['exchange.subsystem-unknown'],
});

export const publishOpenapi = operation({
  name: 'exchange.publish-openapi',
  method: 'PUT',
  path: '/exchange/openapi',
  summary: 'Publish the OpenAPI document of a service, in JSON or YAML',
  input: Type.Object({ serviceId: Target, document: Type.String({ minLength: 1, maxLength: 500_000 }) }),
  output: Type.Object({ operations: Type.Integer() }),
  permission: 'exchange:grant',
  check: 'resource',
  audit: 'exchange.openapi-published',
  about: { type: 'service', id: 'serviceId', facts: ['subsystemId', 'code'] },
  refusals: ['exchange.service-unknown', 'exchange.openapi-invalid'],
});
