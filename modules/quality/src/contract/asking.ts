// SPDX-License-Identifier: Apache-2.0
/** Departments that are asked over the exchange what they rendered. */
import { CalendarDate, Instant, LocalText, operation, Uuid } from '@stoa/kernel/contract';
import { SubsystemId } from '@stoa/exchange/contract';
import { type Static, Type } from 'typebox';

/**
 * Answer to `urn:xm:<department>:rendered-services:1.0#Request`, which names the days `from` and `to` (both included), the
 * `limit` of records in one answer (500 at most) and as `cursor` the `next` of the answer before. `records` are cards as a
 * department would send them (`RenderedServiceCard`); each is looked at by itself.
 */
export const RenderedServicesResponse = Type.Object({
  records: Type.Array(Type.Unknown(), { maxItems: 500 }),
  /** Missing in the last answer. */
  next: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })),
  /** What was rendered in all, by office and day, whether or not there is a record of it. */
  totals: Type.Optional(
    Type.Array(
      Type.Object({
        inn: Type.String({ maxLength: 12 }),
        kpp: Type.String({ maxLength: 9 }),
        on: CalendarDate,
        count: Type.Integer({ minimum: 0, maximum: 10_000_000 }),
      }),
      { maxItems: 10_000 },
    ),
  ),
});
export type RenderedServicesResponse = Static<typeof RenderedServicesResponse>;

const settings = {
  /** Subsystem of the department. */
  id: SubsystemId,
  informationType: Type.String({ maxLength: 300, pattern: '^urn:[^\\s#]+#[A-Za-z]+$' }),
  name: LocalText,
  everyMinutes: Type.Integer({ minimum: 1, maximum: 10_080 }),
  /** First day it is asked about. */
  since: CalendarDate,
  active: Type.Boolean(),
};

export const setSource = operation({
  name: 'quality.set-source',
  method: 'PUT',
  path: '/quality/sources',
  summary: 'Say which department is asked, how often and since which day',
  input: Type.Object(settings),
  output: Type.Object({ id: SubsystemId }),
  permission: 'quality:ask',
  audit: 'quality.source-set',
  about: { type: 'source', id: 'id', facts: ['informationType', 'everyMinutes', 'since', 'active'] },
});

const Period = Type.Object({
  id: Uuid,
  from: CalendarDate,
  to: CalendarDate,
  madeAt: Instant,
  /** When the last answer to it was taken in. */
  doneAt: Type.Optional(Instant),
  /** When the request under way was sent. */
  sentAt: Type.Optional(Instant),
  taken: Type.Integer(),
  refused: Type.Integer(),
  tries: Type.Integer(),
  lastError: Type.Optional(Type.String()),
});

export const listSources = operation({
  name: 'quality.list-sources',
  method: 'GET',
  path: '/quality/sources',
  summary: 'Departments that are asked: how far, which days are missing, what went wrong',
  input: Type.Object({}),
  output: Type.Object({
    items: Type.Array(
      Type.Object({
        ...settings,
        askedAt: Type.Optional(Instant),
        /** Days before this one are known, gaps apart. */
        knownUntil: Type.Optional(CalendarDate),
        /** Days that are over and not asked about to the end. */
        gaps: Type.Array(Type.Object({ from: CalendarDate, to: CalendarDate })),
        /** The newest 20. */
        periods: Type.Array(Period),
      }),
    ),
  }),
  permission: 'quality:operate',
  audit: 'none',
});

export const askAgain = operation({
  name: 'quality.ask-again',
  method: 'POST',
  path: '/quality/source-periods',
  summary: 'Ask a department about some days again; what is known already stays one card',
  input: Type.Object({ sourceId: SubsystemId, from: CalendarDate, to: CalendarDate }),
  output: Type.Object({ id: Uuid }),
  permission: 'quality:ask',
  audit: 'quality.asked-again',
  about: { type: 'source', id: 'id', facts: [] },
  refusals: ['quality.source-unknown', 'quality.period-impossible'],
});
