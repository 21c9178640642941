// SPDX-License-Identifier: Apache-2.0
import { getRating, getRatings, type Rating, type TrendPoint } from '@stoa/analytics/contract';
import type { LocalText } from '@stoa/kernel/contract';
import { definePage, type PropsOf } from '../../server/page.ts';

type Text = (text: LocalText) => string;

const showRating = (rating: Rating, text: Text) => ({
  code: rating.code,
  level: rating.level,
  name: text(rating.name),
  state: rating.state,
  score: rating.score,
  funnel: rating.funnel,
});
export type ShownRating = ReturnType<typeof showRating>;

const showTrend = (trend: readonly TrendPoint[]) =>
  trend.flatMap((point) =>
    point.score ? [{ month: point.month, mean: point.score.mean, answers: point.score.answers }] : [],
  );

export const qualityPage = definePage({
  path: '/quality',
  component: 'quality/QualityPage',
  load: async ({ call, text }) => {
    const found = await call(getRatings, {});
    return {
      country: showRating(found.country, text),
      trend: showTrend(found.trend),
      regions: found.regions.map((region) => ({
        ...showRating(region, text),
        organisations: region.organisations.map((one) => showRating(one, text)),
      })),
      from: found.from,
      to: found.to,
      minimumAnswers: found.minimumAnswers,
      methodology: { version: found.methodology.version, description: text(found.methodology.description) },
      asOf: found.asOf,
    };
  },
});
export type QualityProps = PropsOf<typeof qualityPage>;

export const ratingPage = definePage({
  path: '/quality/:code',
  component: 'quality/RatingPage',
  load: async ({ call, text, params }) => {
    const found = await call(getRating, { code: params.code });
    return {
      rating: showRating(found.rating, text),
      questions: found.questions.map((one) => ({ question: one.question, state: one.state, score: one.score })),
      trend: showTrend(found.trend),
      from: found.from,
      to: found.to,
      minimumAnswers: found.minimumAnswers,
      methodology: { version: found.methodology.version, description: text(found.methodology.description) },
      asOf: found.asOf,
    };
  },
});
export type RatingProps = PropsOf<typeof ratingPage>;
