// SPDX-License-Identifier: Apache-2.0
/** Services as people know them, what is aimed at for each, and how fast the allowance for errors is used up. */
import { LocalText, operation, RegionCode } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';

export const ServiceCode = Type.String({ pattern: '^[a-z][a-z0-9-]{1,59}$', maxLength: 60 });
/** `health`: reports that say it works; `availability`: calls that were answered; `latency`: answers within `latencyMs`. */
export const indicators = ['health', 'availability', 'latency'] as const;
export const Indicator = Type.Union([Type.Literal('health'), Type.Literal('availability'), Type.Literal('latency')]);
export type Indicator = Static<typeof Indicator>;
export const serviceStates = ['up', 'degraded', 'down', 'maintenance', 'unknown'] as const;
export const serviceStateOf = Type.Union([
  Type.Literal('up'),
  Type.Literal('degraded'),
  Type.Literal('down'),
  Type.Literal('maintenance'),
  Type.Literal('unknown'),
]);
export type ServiceState = Static<typeof serviceStateOf>;
/** How fast the allowance is used up, by the SRE workbook: 14.4, 6 times, or once as fast as it may. */
export const BurnLevel = Type.Union([Type.Literal('fast'), Type.Literal('slow'), Type.Literal('ticket')]);
export type BurnLevel = Static<typeof BurnLevel>;

export const Objective = Type.Object(
  {
    indicator: Indicator,
    /** Share of the good: 0.999. */
    target: Type.Number({ minimum: 0.5, maximum: 0.99999 }),
  },
  { additionalProperties: false },
);
export type Objective = Static<typeof Objective>;

const Watched = {
  code: ServiceCode,
  name: LocalText,
  /** Of the region it is for; without one it is for the whole country. */
  regionCode: Type.Optional(RegionCode),
  /** Where it stands among the others. */
  place: Type.Integer({ minimum: 0, maximum: 10_000 }),
  sources: Type.Array(Type.String({ maxLength: 220 }), { maxItems: 50 }),
  targets: Type.Array(Type.String({ maxLength: 300 }), { maxItems: 50 }),
  latencyMs: Type.Integer({ minimum: 10, maximum: 60_000 }),
  objectives: Type.Array(Objective, { maxItems: 3 }),
};
export const WatchedService = Type.Object(Watched, { additionalProperties: false });
export type WatchedService = Static<typeof WatchedService>;

export const listServices = operation({
  name: 'monitoring.list-services',
  method: 'GET',
  path: '/monitoring/services',
  summary: 'Services with their objectives, and how much of the allowance for errors is left',
  input: Type.Object({}),
  output: Type.Object({
    items: Type.Array(
      Type.Object({
        ...Watched,
        state: serviceStateOf,
        /** Within the last hour. */
        load: Type.Object({ calls: Type.Integer(), failed: Type.Integer(), slow: Type.Integer() }),
        budgets: Type.Array(
          Type.Object({
            indicator: Indicator,
            target: Type.Number(),
            /** Share of the good over the last 28 days; missing where nothing was counted. */
            reached: Type.Optional(Type.Number()),
            /** Share of the allowance of 28 days that is left; below zero it is overdrawn. */
            left: Type.Optional(Type.Number()),
            /** Of the last hour: how many times as fast as it may. */
            rate: Type.Number(),
            level: Type.Optional(BurnLevel),
          }),
        ),
      }),
    ),
  }),
  permission: 'monitoring:observe',
  audit: 'none',
});

export const putService = operation({
  name: 'monitoring.put-service',
  method: 'PUT',
  path: '/monitoring/services/:code',
  summary: 'Say what is one service, who stands behind it and what is aimed at',
  input: WatchedService,
  output: Type.Object({ code: ServiceCode }),
  permission: 'monitoring:run',
  audit: 'monitoring.service-put',
  about: { type: 'watched-service', id: 'code', facts: ['sources', 'targets', 'latencyMs', 'objectives'] },
  refusals: ['monitoring.objective-twice', 'monitoring.region-unknown'],
});
