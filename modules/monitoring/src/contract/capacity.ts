// SPDX-License-Identifier: Apache-2.0
/** When what has a limit reaches it. */
import { CalendarDate, LocalText, operation } from '@stoa/kernel/contract';
import { Type } from 'typebox';
import { ServiceCode } from './services.ts';

export const forecastStates = ['reached', 'expected', 'far', 'steady', 'unclear', 'no-limit', 'short'] as const;

/** Of all modules together. */
export const platformDisk = 'module:all';

export const listForecasts = operation({
  name: 'monitoring.list-forecasts',
  method: 'GET',
  path: '/monitoring/forecasts',
  summary: 'The day on which each disk is full and each service has more calls than it was built for, with its error',
  input: Type.Object({}),
  output: Type.Object({
    items: Type.Array(
      Type.Object({
        /** `disk`: the share of it that is used. `calls`: those of a day. */
        kind: Type.Union([Type.Literal('disk'), Type.Literal('calls')]),
        id: Type.String({ description: 'of the source, or code of the service' }),
        name: Type.Optional(LocalText),
        state: Type.Enum(forecastStates),
        limit: Type.Optional(Type.Number()),
        weeks: Type.Array(Type.Object({ date: CalendarDate, peak: Type.Number() }), { maxItems: 52 }),
        growth: Type.Optional(Type.Number({ description: 'a week' })),
        error: Type.Optional(Type.Number({ description: 'mean, of the weeks it was tried on, up to four ahead' })),
        naiveError: Type.Optional(Type.Number({ description: 'of last week’s peak over the same weeks' })),
        reachesOn: Type.Optional(CalendarDate),
        earliest: Type.Optional(CalendarDate),
        latest: Type.Optional(CalendarDate),
      }),
    ),
  }),
  permission: 'monitoring:observe',
  audit: 'none',
});

export const setCallLimit = operation({
  name: 'monitoring.set-call-limit',
  method: 'POST',
  path: '/monitoring/services/:code/call-limit',
  summary: 'Say how many calls a day a service is built for; without a figure it has no limit',
  input: Type.Object({ code: ServiceCode, callsPerDay: Type.Optional(Type.Integer({ minimum: 1, maximum: 1e12 })) }),
  output: Type.Object({ code: ServiceCode }),
  permission: 'monitoring:run',
  audit: 'monitoring.call-limit-set',
  about: { type: 'watched-service', id: 'code', facts: ['callsPerDay'] },
  refusals: ['monitoring.service-unknown'],
});
