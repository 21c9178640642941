// SPDX-License-Identifier: Apache-2.0
import {
  CalendarDate,
  IdPageInput,
  Instant,
  LocalText,
  operation,
  pageOf,
  RegionCode,
  Uuid,
} from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { Outcome, TypedValue } from './shared.ts';

/** Shares are from 0 to 1. What is counted over fewer than ten cases is left out: somebody could be told apart. */
export const ServiceFigures = Type.Object({
  from: CalendarDate,
  until: CalendarDate,
  finished: Type.Optional(Type.Integer({ description: 'in the year; those that were withdrawn do not count' })),
  medianDays: Type.Optional(Type.Number({ description: 'from sending to the end' })),
  p90Days: Type.Optional(Type.Number()),
  inTime: Type.Optional(Type.Number({ description: 'of those with a term' })),
  refused: Type.Optional(Type.Number()),
  /** The commonest first. */
  grounds: Type.Array(Type.Object({ text: LocalText, share: Type.Number({ description: 'of the refusals' }) })),
});
export type ServiceFigures = Static<typeof ServiceFigures>;

export const serviceFigures = operation({
  name: 'cases.service-figures',
  method: 'GET',
  path: '/cases/services/:serviceId/figures',
  summary: 'How a service went in the last year: how many, how long, in time, refused and why',
  input: Type.Object({ serviceId: Type.String({ maxLength: 64 }) }),
  output: ServiceFigures,
  permission: 'public',
  audit: 'none',
});

/** For `labour`, in the order of ids: how cases ended, with what was answered to some questions of their service and nothing else. */
export const listEnded = operation({
  name: 'cases.list-ended',
  method: 'GET',
  path: '/cases/ended',
  summary: 'How cases of a service ended, with the answers that are counted',
  input: Type.Object({
    ...{ ...IdPageInput, serviceId: Type.String({ maxLength: 64 }), caseId: Type.Optional(Uuid) },
    fields: Type.String({ maxLength: 300, description: 'names of questions, with commas between them' }),
  }),
  output: pageOf(
    Type.Object({
      ...{ id: Uuid, outcome: Outcome, endedAt: Instant, regionCode: RegionCode },
      /** Whom it is about, or else the person who applied. */
      personKey: Type.Optional(Type.String()),
      answers: Type.Record(Type.String(), TypedValue),
    }),
  ),
  permission: 'cases:count',
  audit: 'none',
});
