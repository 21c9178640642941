// SPDX-License-Identifier: Apache-2.0
/** Figures of the calls: the record of each in the fields of X-Road's operational monitoring (PR-OPMON), and the traffic they make. */
import { IdPageInput, Instant, LocalText, operation, pageOf } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { SubsystemId } from './subsystem-id.ts';

export const CallOutcome = Type.Union([Type.Literal('accepted'), Type.Literal('refused'), Type.Literal('failed')]);
const Name = Type.Optional(Type.String());
const Ms = Type.Integer({ description: 'milliseconds since 1970' });
const Bytes = Type.Integer({ description: 'of the body' });

export const OperationalRecord = Type.Object({
  monitoringDataTs: Type.Integer({ description: 'seconds since 1970' }),
  securityServerInternalIp: Type.String({ description: 'of the hub' }),
  securityServerType: Type.Literal('Client', { description: 'the hub stands between both sides: one record a call' }),
  requestInTs: Ms,
  requestOutTs: Type.Optional(Ms),
  responseInTs: Type.Optional(Ms),
  responseOutTs: Ms,
  clientXRoadInstance: Type.String(),
  clientMemberClass: Type.String(),
  clientMemberCode: Type.String(),
  clientSubsystemCode: Type.String(),
  serviceXRoadInstance: Name,
  serviceMemberClass: Name,
  serviceMemberCode: Name,
  serviceSubsystemCode: Name,
  serviceCode: Name,
  restMethod: Type.String(),
  restPath: Type.Optional(
    Type.String({ description: 'pattern of the right that allowed the call; the path itself may name people' }),
  ),
  messageId: Type.String(),
  messageUserId: Type.Optional(Type.String()),
  messageIssue: Type.Optional(Type.String()),
  messageProtocolVersion: Type.Literal('1'),
  representedPartyClass: Name,
  representedPartyCode: Name,
  requestSize: Bytes,
  responseSize: Type.Optional(Bytes),
  succeeded: Type.Boolean({ description: 'answered, and with a status below 400' }),
  statusCode: Type.Integer(),
  faultCode: Name,
  faultString: Type.Optional(Type.String({ maxLength: 2048 })),
  serviceType: Type.Literal('REST'),
  xRoadVersion: Type.String({ description: 'whose record this follows' }),
});
export type OperationalRecord = Static<typeof OperationalRecord>;

export const listOperationalRecords = operation({
  name: 'exchange.list-operational-records',
  method: 'GET',
  path: '/exchange/operational-records',
  summary:
    'Operational monitoring records of sync calls, the newest first; an engineer has those of their own subsystems',
  input: Type.Object({
    clientId: Type.Optional(SubsystemId),
    serviceId: Type.Optional(Type.String({ maxLength: 300 })),
    outcome: Type.Optional(CallOutcome),
    from: Type.Optional(Instant),
    until: Type.Optional(Instant),
    ...IdPageInput,
  }),
  output: pageOf(OperationalRecord),
  permission: 'exchange:observe',
  audit: 'none',
});

const Counts = {
  calls: Type.Integer(),
  refused: Type.Integer({ description: 'before they were forwarded' }),
  failed: Type.Integer({ description: 'forwarded without a proper answer' }),
};
const Latencies = {
  p50Ms: Type.Optional(Type.Number({ description: 'half of the answered calls took no longer; to the next twelfth' })),
  p95Ms: Type.Optional(Type.Number()),
  p99Ms: Type.Optional(Type.Number()),
};

export const Traffic = Type.Object({
  from: Instant,
  until: Instant,
  ...Counts,
  ...Latencies,
  /** Who called whom; the busiest 200. */
  edges: Type.Array(
    Type.Object({
      client: Type.String(),
      provider: Type.Optional(Type.String({ description: 'missing where nothing of that name is offered' })),
      ...Counts,
    }),
  ),
  /** Services and information types, the busiest first. */
  targets: Type.Array(
    Type.Object({
      ...{ id: Type.String(), name: Type.Optional(LocalText), ...Counts, ...Latencies },
      slow: Type.Optional(Type.Integer({ description: 'answered later than `slowAfterMs`' })),
    }),
  ),
});
export type Traffic = Static<typeof Traffic>;

export const getTraffic = operation({
  name: 'exchange.get-traffic',
  method: 'GET',
  path: '/exchange/traffic',
  summary: 'Who called whom within the last minutes, or some before, how often, how fast, with what success',
  input: Type.Object({
    /** A day at most, also one on which clocks go back. */
    minutes: Type.Integer({ minimum: 1, maximum: 1500 }),
    subsystemId: Type.Optional(Type.Union([SubsystemId], { description: 'calls of it and to it alone' })),
    /** End of the window; now where it is missing. */
    until: Type.Optional(Instant),
    slowAfterMs: Type.Optional(Type.Integer({ minimum: 1, maximum: 300_000 })),
    /** Targets at most; 20 where it is missing. */
    most: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
  }),
  output: Traffic,
  permission: 'exchange:observe',
  audit: 'none',
  refusals: ['exchange.subsystem-unknown'],
});
