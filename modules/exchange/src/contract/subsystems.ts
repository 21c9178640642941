// SPDX-License-Identifier: Apache-2.0
/** How the exchange stands, for those who look after it: each sees the subsystems they answer for, operators all. */
import { IdPageInput, Instant, LocalText, operation, pageOf, Uuid } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { CallOutcome } from './operational-data.ts';
import { SubsystemId } from './subsystem-id.ts';

export const Connection = Type.Union([
  Type.Literal('connected', { description: 'a connector of it holds a tunnel to the hub' }),
  Type.Literal('away', { description: 'it offers services, and no connector of it is there to be called' }),
  Type.Literal('not-needed', { description: 'it offers no service: nobody calls it' }),
]);
export type Connection = Static<typeof Connection>;

const Session = Type.Object({
  id: Uuid,
  subsystemId: SubsystemId,
  openedAt: Instant,
  closedAt: Type.Optional(Instant),
  reason: Type.Optional(
    Type.Union([
      Type.Literal('roots-late', { description: 'its signed roots stayed away' }),
      Type.Literal('root-wrong'),
      Type.Literal('time-over'),
      Type.Literal('other'),
    ]),
  ),
});

const RefusalCount = Type.Object({
  code: Type.String(),
  outcome: CallOutcome,
  client: Type.String(),
  target: Type.String(),
  count: Type.Integer(),
  lastAt: Instant,
});

const Certificate = Type.Object({
  keyId: Type.String({ description: 'SHA-256 of the certificate, hex' }),
  subsystemId: SubsystemId,
  profile: Type.String(),
  validUntil: Instant,
  revokedAt: Type.Optional(Instant),
});

export const SubsystemState = Type.Object({
  id: SubsystemId,
  name: LocalText,
  memberName: LocalText,
  organisationId: Type.Optional(Type.String({ description: 'whose engineers answer for it' })),
  connection: Connection,
  heardAt: Type.Optional(Type.Union([Instant], { description: 'when it last sent a message or opened a session' })),
  services: Type.Array(
    Type.Object({
      id: Type.String(),
      name: LocalText,
      timeoutMs: Type.Integer(),
      immediate: Type.Boolean(),
      operations: Type.Integer({ description: 'of its OpenAPI document' }),
    }),
  ),
  informationTypes: Type.Array(Type.Object({ id: Type.String(), name: LocalText })),
  certificates: Type.Array(Certificate),
  /** Tokens that were made and neither used nor expired; the tokens themselves are nowhere kept. */
  enrolments: Type.Array(Type.Object({ expiresAt: Instant })),
  sessions: Type.Array(Session),
  refusals: Type.Array(RefusalCount),
});
export type SubsystemState = Static<typeof SubsystemState>;

export const getSubsystem = operation({
  name: 'exchange.get-subsystem',
  method: 'GET',
  path: '/exchange/subsystem',
  summary: 'A subsystem: what it offers, its certificates, its sessions, what was refused within a day',
  input: Type.Object({ id: SubsystemId }),
  output: SubsystemState,
  permission: 'exchange:observe',
  audit: 'none',
  refusals: ['exchange.subsystem-unknown'],
});

export const GrantedRight = Type.Object({
  id: Uuid,
  consumerId: Type.Optional(SubsystemId),
  groupId: Type.Optional(Type.String()),
  target: Type.String(),
  providerId: SubsystemId,
  method: Type.String(),
  pathPattern: Type.String(),
  operationId: Type.Optional(Type.String()),
  purpose: Type.String(),
  purposes: Type.Array(Type.String()),
  validUntil: Type.Optional(Instant),
});
export type GrantedRight = Static<typeof GrantedRight>;

export const listRights = operation({
  name: 'exchange.list-rights',
  method: 'GET',
  path: '/exchange/rights',
  summary: 'Who may call what; an engineer sees the rights on and of their own subsystems',
  input: Type.Object({
    providerId: Type.Optional(SubsystemId),
    consumerId: Type.Optional(SubsystemId),
    id: Type.Optional(Uuid),
    ...IdPageInput,
  }),
  output: pageOf(GrantedRight),
  permission: 'exchange:observe',
  audit: 'none',
});

export const listValidCertificates = operation({
  name: 'exchange.list-valid-certificates',
  method: 'GET',
  path: '/exchange/valid-certificates',
  summary: 'Certificates of connectors that are in force, the soonest to end first',
  input: Type.Object({}),
  output: Type.Object({ items: Type.Array(Certificate) }),
  permission: 'exchange:observe',
  audit: 'none',
});

export const listIncidents = operation({
  name: 'exchange.list-incidents',
  method: 'GET',
  path: '/exchange/incidents',
  summary: 'What went wrong within a day: refusals by code, closed sessions, providers that are away; events set aside',
  input: Type.Object({}),
  output: Type.Object({
    refusals: Type.Array(RefusalCount),
    sessions: Type.Array(Session),
    away: Type.Array(Type.Object({ id: SubsystemId, name: LocalText, heardAt: Type.Optional(Instant) })),
    eventDeadLetters: Type.Integer({ description: 'events that were set aside, however long ago' }),
  }),
  permission: 'exchange:observe',
  audit: 'none',
});
