// SPDX-License-Identifier: Apache-2.0
import { CalendarDate, Instant, LocalText, operation, PageInput, pageOf, Uuid } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { id, self, ServiceId, Titled } from './shared.ts';

/** Within how many days it ends; `ended`: its last day has passed, or it was taken back. */
export const Within = Type.Enum(['30', '60', '90', 'all', 'ended']);
export type Within = Static<typeof Within>;

export const Holding = Type.Object({
  ...id,
  caseId: Uuid,
  caseNumber: Type.String(),
  serviceId: Type.String(),
  title: LocalText,
  about: Type.Array(Type.Object({ label: LocalText, value: Type.String() })),
  issuedAt: Instant,
  validUntil: CalendarDate,
  /** Negative where the last day has passed. */
  daysLeft: Type.Integer(),
  state: Type.Enum(['valid', 'ended', 'revoked']),
  /** Whether the package says how it is renewed. */
  renewable: Type.Boolean(),
  /** The application that renews it. */
  renewedBy: Type.Optional(Uuid),
});
export type Holding = Static<typeof Holding>;

export const listExpiring = operation({
  ...self,
  name: 'portfolio.list-expiring',
  method: 'GET',
  path: '/portfolio/expiring',
  summary: 'What runs out of mine, or of whom I act for: what ends first comes first',
  input: Type.Object({
    ...PageInput,
    within: Type.Optional(Within),
    serviceId: Type.Optional(ServiceId),
    caseId: Type.Optional(Uuid),
  }),
  output: Type.Object({
    ...pageOf(Holding).properties,
    /** Of which there is something, whatever the filter. */
    services: Type.Array(Titled),
    /** How many end in each of the next twelve months, this one first. */
    months: Type.Array(Type.Object({ month: Type.String({ description: '2026-12' }), count: Type.Integer() })),
    reminders: Type.Boolean({ description: 'whether who asks is reminded' }),
  }),
  audit: 'none',
});

export const setReminders = operation({
  ...self,
  name: 'portfolio.set-reminders',
  method: 'PUT',
  path: '/portfolio/reminders',
  summary: 'Be reminded of what runs out of mine, or of whom I act for, or no more',
  input: Type.Object({ on: Type.Boolean() }),
  output: Type.Object({ on: Type.Boolean() }),
  audit: 'portfolio.reminders-set',
  about: { type: 'portfolio', id: 'on', facts: ['on'] },
});

/** GET, text/csv; `language`, `within` and `service` in the query as of the list. */
export const expiringFilePath = '/api/portfolio/expiring.csv';
