// SPDX-License-Identifier: Apache-2.0
/** What those see who answer for the quality of an organisation or watch over it. */
import { languages, LocalText, operation, RegionCode, Uuid } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { Month } from './live.ts';
import { PlaceCode, Sphere } from './published.ts';

/** How far a duty reaches: the country, regions, single organisations. */
export const Reach = Type.Object({
  country: Type.Boolean(),
  regions: Type.Array(RegionCode),
  organisations: Type.Array(
    Type.Object({ code: Type.String(), name: LocalText, regionCode: Type.Optional(RegionCode) }),
  ),
});
export type Reach = Static<typeof Reach>;

export const getReach = operation({
  name: 'analytics.get-reach',
  method: 'GET',
  path: '/analytics/cabinet/reach',
  summary: 'Of which places I see the cabinet',
  input: Type.Object({}),
  output: Reach,
  permission: 'analytics:cabinet',
  audit: 'none',
});

export const listTopics = operation({
  name: 'analytics.list-topics',
  method: 'POST',
  path: '/analytics/cabinet/topics',
  summary: 'What words are about, by published rules, with the words by which that is told',
  input: Type.Object({ texts: Type.Array(Type.String({ maxLength: 2000 }), { maxItems: 1000 }) }),
  output: Type.Object({
    topics: Type.Array(Type.Object({ code: Type.String(), title: LocalText, count: Type.Integer() })),
    /** One for each text, in order. */
    items: Type.Array(Type.Array(Type.Object({ code: Type.String(), words: Type.Array(Type.String()) }))),
  }),
  permission: 'analytics:cabinet',
  audit: 'none',
});

export const reportPath = (code: string, as: ReportForm): string => `/api/analytics/reports/${code}.${as}`;
const ReportForm = Type.Union([Type.Literal('csv'), Type.Literal('xlsx'), Type.Literal('pdf')]);
export type ReportForm = Static<typeof ReportForm>;
export const ReportAsked = Type.Object({
  code: PlaceCode,
  as: ReportForm,
  language: Type.Optional(Type.Enum([...languages])),
  sphere: Type.Optional(Sphere),
});

export const Subscription = Type.Object({
  id: Uuid,
  code: PlaceCode,
  sphere: Type.Optional(Sphere),
  /** The last month it was sent for. */
  sentMonth: Type.Optional(Month),
});

const within = ['analytics.place-unknown', 'analytics.beyond-reach'] as const;
export const subscribeReport = operation({
  name: 'analytics.subscribe-report',
  method: 'POST',
  path: '/analytics/cabinet/subscriptions',
  summary: 'Have the report of a place sent each month',
  input: Type.Object({ code: PlaceCode, sphere: Type.Optional(Sphere) }),
  output: Subscription,
  permission: 'analytics:cabinet',
  audit: 'analytics.report-subscribed',
  about: { type: 'subscription', id: 'id', facts: ['code'] },
  refusals: [...within, 'analytics.no-inbox'],
});

export const unsubscribeReport = operation({
  name: 'analytics.unsubscribe-report',
  method: 'POST',
  path: '/analytics/cabinet/subscriptions/:id/end',
  summary: 'Have a report sent no more',
  input: Type.Object({ id: Uuid }),
  output: Type.Object({ id: Uuid }),
  permission: 'analytics:cabinet',
  audit: 'analytics.report-unsubscribed',
  about: { type: 'subscription', id: 'id', facts: [] },
  refusals: ['analytics.subscription-unknown'],
});

export const listSubscriptions = operation({
  name: 'analytics.list-subscriptions',
  method: 'GET',
  path: '/analytics/cabinet/subscriptions',
  summary: 'Reports that are sent to me each month',
  input: Type.Object({}),
  output: Type.Object({ items: Type.Array(Subscription) }),
  permission: 'analytics:cabinet',
  audit: 'none',
});

/** Histogram of each question; steps of the funnel of the same month. */
const Counts = Type.Array(Type.Integer({ minimum: 0 }), { minItems: 5, maxItems: 5 });
export const importHistory = operation({
  name: 'analytics.import-history',
  method: 'POST',
  path: '/analytics/history',
  summary: 'Take in counts of a system before, by organisation and month; each part once',
  input: Type.Object({
    source: Type.String({ pattern: '^[a-z][a-z0-9-]{0,39}$' }),
    part: Type.String({ maxLength: 80 }),
    /** The last month of the history; nothing is published before it is complete. */
    untilMonth: Month,
    /** Nothing more comes. */
    complete: Type.Boolean(),
    items: Type.Array(
      Type.Object({
        organisationId: PlaceCode,
        regionCode: RegionCode,
        sphere: Sphere,
        month: Month,
        questions: Type.Record(Type.String({ pattern: '^[a-z][a-z0-9-]{0,39}$' }), Counts, { maxProperties: 30 }),
        /** Of the answers to the question `overall`, those about a service, by its code. */
        services: Type.Optional(
          Type.Record(Type.String({ pattern: '^[a-z][a-z0-9-]{0,99}$' }), Counts, { maxProperties: 30 }),
        ),
        /** Services rendered, where it is known. */
        rendered: Type.Optional(Type.Integer({ minimum: 0 })),
        cards: Type.Integer({ minimum: 0 }),
        delivered: Type.Integer({ minimum: 0 }),
        opened: Type.Integer({ minimum: 0 }),
      }),
      { maxItems: 2000 },
    ),
  }),
  output: Type.Object({ answers: Type.Integer() }),
  permission: 'analytics:import',
  audit: 'analytics.history-imported',
  bodyMiB: 8,
  refusals: ['analytics.history-complete', 'analytics.history-wrong'],
});
