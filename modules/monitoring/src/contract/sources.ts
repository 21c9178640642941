// SPDX-License-Identifier: Apache-2.0
/** Who reports, and how they stand. */
import { Instant, LocalText, operation, pageOf } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { AlarmShown, SeverityCode } from './incidents.ts';
import { ServiceCode, serviceStateOf } from './services.ts';

export const sourceKinds = ['module', 'hub', 'connector'] as const;
export const SourceKind = Type.Union([Type.Literal('module'), Type.Literal('hub'), Type.Literal('connector')]);
/** `silent`: nothing was heard for three periods. */
export const sourceStates = ['up', 'degraded', 'down', 'silent'] as const;
export const SourceState = Type.Union([
  Type.Literal('up'),
  Type.Literal('degraded'),
  Type.Literal('down'),
  Type.Literal('silent'),
]);
export type SourceState = Static<typeof SourceState>;
/** `module:cases`, `connector:XM/GOV/1002/COMPANIES`, `hub:https://…`. */
export const SourceId = Type.String({ pattern: '^(module|hub|connector):[\\x21-\\x7e]{1,200}$', maxLength: 220 });

export const Source = Type.Object({
  id: SourceId,
  kind: SourceKind,
  subject: Type.String(),
  state: SourceState,
  version: Type.String(),
  startedAt: Instant,
  reportedAt: Instant,
  receivedAt: Instant,
  clockOffsetMs: Type.Integer({ description: 'its clock less the clock of the platform' }),
  certificateDays: Type.Optional(Type.Integer()),
  waiting: Type.Optional(Type.Integer()),
  dead: Type.Optional(Type.Integer()),
  unlogged: Type.Optional(Type.Integer({ description: 'evidence without a place in the ledger' })),
  diskFree: Type.Optional(Type.Number({ description: 'share, from 0 to 1' })),
  calls: Type.Integer({ description: 'since its process started' }),
  failed: Type.Integer(),
  services: Type.Array(
    Type.Object({
      code: Type.String(),
      calls: Type.Integer(),
      failed: Type.Integer(),
      /** Half, and all but a twentieth, of the answered took no longer: an upper bound of `latencyBounds`. */
      p50Ms: Type.Optional(Type.Integer()),
      p95Ms: Type.Optional(Type.Integer()),
    }),
  ),
});
export type Source = Static<typeof Source>;

export const listSources = operation({
  name: 'monitoring.list-sources',
  method: 'GET',
  path: '/monitoring/sources',
  summary: 'Modules, hubs and connectors that report, and how each stands',
  input: Type.Object({
    kind: Type.Optional(SourceKind),
    state: Type.Optional(SourceState),
    search: Type.Optional(Type.String({ maxLength: 100 })),
    cursor: Type.Optional(SourceId),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
  }),
  output: pageOf(Source),
  permission: 'monitoring:observe',
  audit: 'none',
});

export const getOverview = operation({
  name: 'monitoring.get-overview',
  method: 'GET',
  path: '/monitoring/overview',
  summary: 'The whole in figures: who reports, the oldest report, the soonest end of a certificate, alarms that are on',
  input: Type.Object({}),
  output: Type.Object({
    at: Instant,
    periodSeconds: Type.Integer(),
    sources: Type.Array(Type.Object({ kind: SourceKind, state: SourceState, count: Type.Integer() })),
    oldestReportAt: Type.Optional(Instant),
    soonestCertificateDays: Type.Optional(Type.Integer()),
    openIncidents: Type.Array(Type.Object({ severity: SeverityCode, count: Type.Integer() })),
    /** Those on longest first. */
    alarms: Type.Array(AlarmShown),
  }),
  permission: 'monitoring:observe',
  audit: 'none',
});

export const getOwn = operation({
  name: 'monitoring.get-own',
  method: 'GET',
  path: '/monitoring/own',
  summary: 'How the systems stand that one answers for on the exchange, and the services behind which they are',
  input: Type.Object({}),
  output: Type.Object({
    items: Type.Array(
      Type.Object({
        subsystemId: Type.String(),
        name: LocalText,
        connection: Type.String(),
        /** Missing where its connector never reported. */
        source: Type.Optional(Source),
        services: Type.Array(Type.Object({ code: ServiceCode, name: LocalText, state: serviceStateOf })),
        alarms: Type.Array(AlarmShown),
      }),
    ),
  }),
  permission: 'monitoring:own',
  audit: 'none',
});

export const retireSource = operation({
  name: 'monitoring.retire-source',
  method: 'POST',
  path: '/monitoring/sources/retire',
  summary: 'Forget a source that is gone for good; should it report again, it is back',
  input: Type.Object({ id: SourceId }),
  output: Type.Object({ id: SourceId }),
  permission: 'monitoring:run',
  audit: 'monitoring.source-retired',
  about: { type: 'source', id: 'id', facts: [] },
  refusals: ['monitoring.source-unknown', 'monitoring.source-alive'],
});
