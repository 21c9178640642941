// SPDX-License-Identifier: Apache-2.0
/** What is published: figures of snapshots, made once a month and never changed. */
import { Instant, languages, LocalText, operation, RegionCode } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { CoverageSource, Level, Month, QuestionCode, Score, Share } from './live.ts';

const open = { permission: 'public', audit: 'none' } as const;
export const Sphere = Type.String({ pattern: '^[a-z][a-z-]*$', maxLength: 60 });
/** `XM`, `XM-01`, or an organisation's id. */
export const PlaceCode = Type.String({ pattern: '^[A-Z0-9][A-Z0-9-]{0,63}$' });

export const Snapshot = Type.Object({
  /** The last month it counts. */
  month: Month,
  /** SHA-256 of its figures; `stoa quality recompute` makes them again. */
  hash: Type.String(),
  methodology: Type.String(),
  publishedAt: Instant,
});
export type Snapshot = Static<typeof Snapshot>;

/** Stands on everything that is published. */
export const Publication = Type.Object({
  snapshot: Snapshot,
  from: Month,
  to: Month,
  /** Answers are published in lots of at least so many. */
  minimumAnswers: Type.Integer(),
  description: LocalText,
});

/** Against the same three months of the year before; `q` is p adjusted for all organisations compared at once. */
export const Change = Type.Object({
  difference: Type.Number(),
  p: Share,
  q: Type.Optional(Share),
});
export type Change = Static<typeof Change>;

export const PublishedFunnel = Type.Object({
  cards: Type.Integer(),
  delivered: Type.Integer(),
  opened: Type.Integer(),
  /** Answers published so far. */
  answered: Type.Integer(),
  responseRate: Type.Optional(Share),
});

export const WeightedScore = Type.Object({
  mean: Type.Number(),
  satisfied: Share,
  interval: Type.Object({ low: Share, high: Share }),
  /** As many equal answers would say as much. */
  effectiveAnswers: Type.Number(),
});

export const PublishedMonth = Type.Object({ month: Month, score: Type.Optional(Score) });

export const Outlook = Type.Object({
  said: Type.Boolean(),
  /** Why nothing is said. */
  why: Type.Optional(
    Type.Union([Type.Literal('too-short'), Type.Literal('gaps'), Type.Literal('not-better')], {
      description: 'fewer than 24 months, months without answers, or no better than the same month of the year before',
    }),
  ),
  /** Error in trials on the months gone by, against that of the same month of the year before; below 1 where it is said. */
  mase: Type.Optional(Type.Number()),
  points: Type.Array(Type.Object({ month: Month, value: Type.Number(), low: Type.Number(), high: Type.Number() })),
});

/** Cards beside what was rendered: as departments report it, or as the exchange saw it, whichever is more. */
export const Coverage = Type.Object({
  rendered: Type.Integer(),
  /** Whose figure rules; `both` where organisations differ in that. */
  source: CoverageSource,
  share: Share,
  /** Four of five at least; an organisation with less has no place. */
  enough: Type.Boolean(),
});
export type Coverage = Static<typeof Coverage>;

const narrowing = {
  question: Type.Optional(QuestionCode),
  sphere: Type.Optional(Sphere),
  months: Type.Optional(Type.Integer({ minimum: 1, maximum: 36, default: 12 })),
  /** The snapshot's month; the newest where it is missing. */
  month: Type.Optional(Month),
};

const RankRange = Type.Object({ from: Type.Integer(), to: Type.Integer() });

/** On a map of 320 by 220: an SVG path, and where the name stands. */
const Shape = Type.Object({ outline: Type.String(), x: Type.Number(), y: Type.Number() });

export const Figures = Type.Object({
  publication: Publication,
  place: Type.Object({
    level: Level,
    code: Type.String(),
    name: LocalText,
    regionCode: Type.Optional(RegionCode),
    sphere: Type.Optional(Sphere),
    /** What became of an organisation that is no more. */
    successor: Type.Optional(Type.Object({ code: Type.String(), name: LocalText })),
    until: Type.Optional(Type.String()),
  }),
  score: Type.Optional(Score),
  /** Each region and sphere by how many it served. */
  weighted: Type.Optional(WeightedScore),
  funnel: PublishedFunnel,
  /** Where it is said how much was rendered. */
  coverage: Type.Optional(Coverage),
  change: Type.Optional(Change),
  /** Of an organisation among all, from the best to the worst place that the intervals allow; none below 30 answers. */
  rank: Type.Optional(RankRange),
  /** Slope of the months (Theil–Sen) and whether it is one at all (Mann–Kendall). */
  trend: Type.Optional(Type.Object({ perYear: Type.Number(), p: Share })),
  months: Type.Array(PublishedMonth),
  forecast: Outlook,
  questions: Type.Array(Type.Object({ question: QuestionCode, score: Score })),
  spheres: Type.Array(Type.Object({ sphere: Sphere, score: Score })),
  /** Of the country: services that at least three organisations gave. */
  services: Type.Array(Type.Object({ service: Type.String(), organisations: Type.Integer(), score: Score })),
  /** Regions of the country. */
  regions: Type.Array(
    Type.Object({ code: PlaceCode, name: LocalText, score: Type.Optional(Score), shape: Type.Optional(Shape) }),
  ),
});
export type Figures = Static<typeof Figures>;

export const getFigures = operation({
  ...open,
  name: 'analytics.get-figures',
  method: 'GET',
  path: '/analytics/figures/:code',
  summary: 'Published figures of the country, a region or an organisation, by sphere, question and period',
  input: Type.Object({ code: PlaceCode, ...narrowing }),
  output: Figures,
  refusals: ['analytics.place-unknown', 'analytics.nothing-published'],
});

export const Ranked = Type.Object({
  code: Type.String(),
  name: LocalText,
  regionCode: RegionCode,
  sphere: Sphere,
  score: Score,
  /** From the best to the worst place that the intervals allow; none below 30 answers. */
  rank: Type.Optional(RankRange),
  change: Type.Optional(Change),
  coverage: Type.Optional(Coverage),
});
export type Ranked = Static<typeof Ranked>;
export const RankingOrder = Type.Union([
  Type.Literal('rank'),
  Type.Literal('change'),
  Type.Literal('answers'),
  Type.Literal('mean'),
]);

export const listRanking = operation({
  ...open,
  name: 'analytics.list-ranking',
  method: 'GET',
  path: '/analytics/ranking',
  summary: 'Organisations by the range of places that their answers allow',
  input: Type.Object({
    ...narrowing,
    regionCode: Type.Optional(RegionCode),
    search: Type.Optional(Type.String({ maxLength: 100 })),
    order: Type.Optional(RankingOrder),
    /** Page of the list, 1 first. */
    page: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000, default: 1 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 25 })),
  }),
  output: Type.Object({
    publication: Publication,
    items: Type.Array(Ranked),
    total: Type.Integer(),
    /** Organisations that have a place. */
    ranked: Type.Integer(),
    spheres: Type.Array(Sphere),
  }),
  refusals: ['analytics.nothing-published'],
});

export const listSnapshots = operation({
  ...open,
  name: 'analytics.list-snapshots',
  method: 'GET',
  path: '/analytics/snapshots',
  summary: 'What has been published, newest first',
  input: Type.Object({}),
  output: Type.Object({ items: Type.Array(Snapshot) }),
});

export const recomputeSnapshot = operation({
  name: 'analytics.recompute-snapshot',
  method: 'POST',
  path: '/analytics/snapshots/:hash/recomputation',
  summary: 'Make the figures of a snapshot again from its counters, and say whether they are the same',
  input: Type.Object({ hash: Type.String({ pattern: '^[0-9a-f]{64}$' }) }),
  output: Type.Object({
    month: Month,
    hash: Type.String(),
    recomputed: Type.String(),
    equal: Type.Boolean(),
    figures: Type.Integer(),
  }),
  permission: 'analytics:operate',
  audit: 'analytics.snapshot-recomputed',
  about: { type: 'snapshot', id: 'hash', facts: [] },
  refusals: ['analytics.snapshot-unknown'],
});

export const openDataPath = (as: 'csv' | 'json'): string => `/api/analytics/open/ratings.${as}`;
export const OpenDataAsked = Type.Object({
  language: Type.Optional(Type.Enum([...languages])),
  sphere: Type.Optional(Sphere),
});
export const badgePath = (code: string): string => `/api/analytics/badges/${code}`;
export const BadgeAsked = Type.Object({ code: PlaceCode, language: Type.Optional(Type.Enum([...languages])) });
