// SPDX-License-Identifier: Apache-2.0
import { CalendarDate, event, Instant, LocalText, operation, RegionCode, Uuid } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';

const Level = Type.Union([Type.Literal('country'), Type.Literal('region'), Type.Literal('organisation')]);
const Share = Type.Number({ minimum: 0, maximum: 1 });
/** Who says how much was rendered: what the department reports, or what the exchange saw; whichever is more rules. */
export const CoverageSource = Type.Enum(['department', 'exchange', 'both']);
const Month = Type.String({ pattern: '^\\d{4}-(0[1-9]|1[0-2])$' });

/** Figures of one question over one group of answers; README.md has the formulas. */
export const Score = Type.Object({
  answers: Type.Integer({ minimum: 1 }),
  /** 1 to 5. */
  mean: Type.Number(),
  /** 0 to 100. */
  index: Type.Number(),
  /** Share of answers 4 and 5. */
  satisfied: Share,
  /** Wilson interval of `satisfied` at 95 %. */
  interval: Type.Object({ low: Share, high: Share }),
  /** How often each point was given, 1 first. */
  distribution: Type.Array(Type.Integer({ minimum: 0 }), { minItems: 5, maxItems: 5 }),
});
export type Score = Static<typeof Score>;

/** `shown` has a score; `suppressed` has answers, but too few to show; `none` has no answers. */
const visible = {
  state: Type.Union([Type.Literal('shown'), Type.Literal('suppressed'), Type.Literal('none')]),
  score: Type.Optional(Score),
};

/** Cards taken in, links delivered, opened and answered; `answered` and `responseRate` are left out where the score is suppressed. */
export const Funnel = Type.Object({
  cards: Type.Integer(),
  delivered: Type.Integer(),
  opened: Type.Integer(),
  answered: Type.Optional(Type.Integer()),
  /** Answered of delivered. */
  responseRate: Type.Optional(Share),
});
export type Funnel = Static<typeof Funnel>;

export const Rating = Type.Object({
  level: Level,
  /** `XM`, `XM-01`, or the organisation's id. */
  code: Type.String(),
  name: LocalText,
  ...visible,
  funnel: Funnel,
});
export type Rating = Static<typeof Rating>;

export const TrendPoint = Type.Object({ month: Month, ...visible });
export type TrendPoint = Static<typeof TrendPoint>;

const published = {
  /** Months the figures cover, both included. */
  from: Month,
  to: Month,
  /** Groups with fewer answers are suppressed. */
  minimumAnswers: Type.Integer(),
  methodology: Type.Object({ version: Type.String(), description: LocalText }),
  asOf: Instant,
  /** SHA-256 of the figures: the same figures have the same one. */
  snapshot: Type.String(),
};

const period = { months: Type.Optional(Type.Integer({ minimum: 1, maximum: 36, default: 12 })) };
/** Of the question `overall`, or another of a questionnaire. */
export const QuestionCode = Type.String({ pattern: '^[a-z][a-z0-9-]{0,39}$' });
export { Level, Month, Share };

/**
 * Figures of this moment, for the monitoring system and those who watch over quality; never published: whoever asks before
 * and after one answer would learn it. Scores are those of the question `overall`.
 */
export const getRatings = operation({
  name: 'analytics.get-ratings',
  method: 'GET',
  path: '/analytics/ratings',
  summary: 'Ratings of the country, its regions and organisations as they stand now',
  input: Type.Object({ ...period }),
  output: Type.Object({
    ...published,
    country: Rating,
    /** Months of the country, oldest first. */
    trend: Type.Array(TrendPoint),
    regions: Type.Array(Type.Object({ ...Rating.properties, organisations: Type.Array(Rating) })),
  }),
  permission: 'analytics:watch',
  audit: 'none',
});

export const ProgressStep = Type.Union([
  Type.Literal('card'),
  Type.Literal('delivered'),
  Type.Literal('opened'),
  Type.Literal('answered'),
  Type.Literal('withdrawn'),
]);
export type ProgressStep = Static<typeof ProgressStep>;

/** Each step of a card counts once, whatever the order and however often it is reported. */
export const recordProgress = operation({
  name: 'analytics.record-progress',
  method: 'POST',
  path: '/analytics/progress',
  summary: 'Count how far a rendered-service card came',
  input: Type.Object({
    cardId: Uuid,
    step: ProgressStep,
    organisationId: Type.String({ maxLength: 100 }),
    regionCode: RegionCode,
    renderedOn: CalendarDate,
  }),
  output: Type.Object({ counted: Type.Boolean() }),
  permission: 'analytics:record',
  audit: 'none',
});

/** What was said last of an organisation's month holds. */
export const recordRendered = operation({
  name: 'analytics.record-rendered',
  method: 'PUT',
  path: '/analytics/rendered',
  summary: 'Say how many services organisations rendered in a month, whether or not there are cards of them',
  input: Type.Object({
    items: Type.Array(
      Type.Object({
        organisationId: Type.String({ maxLength: 100 }),
        regionCode: RegionCode,
        month: Month,
        rendered: Type.Integer({ minimum: 0 }),
      }),
      { minItems: 1, maxItems: 2000 },
    ),
  }),
  output: Type.Object({ months: Type.Integer() }),
  permission: 'analytics:record',
  audit: 'none',
});

/** What was said last of a department's month holds. */
export const recordSent = operation({
  name: 'analytics.record-sent',
  method: 'PUT',
  path: '/analytics/sent',
  summary: 'Say what became of what departments sent, to be held against what the exchange saw of it',
  input: Type.Object({
    items: Type.Array(
      Type.Object({
        /** Subsystem of the department. */
        senderId: Type.String({ maxLength: 150 }),
        /** Missing for what follows about the department as a whole. */
        organisationId: Type.Optional(Type.String({ maxLength: 100 })),
        regionCode: Type.Optional(RegionCode),
        /** Of receipt. */
        month: Month,
        cards: Type.Integer({ minimum: 0 }),
        /** Messages that repeat or correct what was sent before. */
        repeated: Type.Integer({ minimum: 0 }),
        /** What the department says it rendered. */
        reported: Type.Optional(Type.Integer({ minimum: 0 })),
      }),
      { minItems: 1, maxItems: 20_000 },
    ),
  }),
  output: Type.Object({ departments: Type.Integer() }),
  permission: 'analytics:record',
  audit: 'none',
});

const Count = Type.Optional(Type.Integer());
export const listDepartments = operation({
  name: 'analytics.list-departments',
  method: 'GET',
  path: '/analytics/departments',
  summary:
    'Of each department and month: cards, services that the exchange saw, and what the department reports; the lowest share first',
  input: Type.Object({ month: Month }),
  output: Type.Object({
    items: Type.Array(
      Type.Object({
        senderId: Type.String(),
        cards: Type.Integer(),
        /** Missing where the department is not on the exchange. */
        seen: Count,
        /** Missing where it says nothing. */
        reported: Count,
        /** Cards of the larger of both; at most 1. */
        share: Type.Optional(Share),
        source: Type.Optional(CoverageSource),
      }),
    ),
  }),
  permission: 'analytics:departments',
  audit: 'none',
});

export const Partition = Type.Object({
  kind: Type.Union([Type.Literal('organisation-month'), Type.Literal('region-day')]),
  /** `XM-01-LABOUR 2026-11` or `XM-01 labour 2026-11-21`. */
  key: Type.String(),
  /** Whether the rollup equals what the stored responses count to. */
  equal: Type.Boolean(),
  /** Answers by which they differ. */
  difference: Type.Integer({ minimum: 0 }),
});

export const reconcile = operation({
  name: 'analytics.reconcile',
  method: 'POST',
  path: '/analytics/reconciliations',
  summary: 'Recompute random partitions from the stored responses and compare',
  input: Type.Object({ partitions: Type.Integer({ minimum: 1, maximum: 200 }) }),
  output: Type.Object({ items: Type.Array(Partition) }),
  permission: 'analytics:operate',
  audit: 'analytics.reconciled',
});

/** These responses are part of every figure now. */
export const responsesFolded = event(
  'analytics.responses-folded.v1',
  Type.Object({ responseIds: Type.Array(Uuid, { maxItems: 500 }) }),
);
