// SPDX-License-Identifier: Apache-2.0
import { countFollowups } from '@stoa/followups/contract';
import { definePage, Elsewhere, type PropsOf } from '../../server/page.ts';
import { badgeOf, figuresOf, filterOf, isPlace, openFiles, rankingOf, territories } from './figures.ts';

export const qualityPage = definePage({
  path: '/quality',
  component: 'quality/QualityPage',
  load: async (context) => {
    const { country, regions } = await territories(context);
    const [figures, ranking] = await Promise.all([figuresOf(context, country.code), rankingOf(context)]);
    return { country, regions, figures, ranking, files: openFiles(context) };
  },
});
export type QualityProps = PropsOf<typeof qualityPage>;

export const ratingPage = definePage({
  path: '/quality/:code',
  component: 'quality/RatingPage',
  load: async (context) => {
    const { call, params, publicUrl, language } = context;
    if (!isPlace(params.code)) throw new Elsewhere('/quality');
    const { code } = params;
    const filter = filterOf(context);
    const figures = await figuresOf(context, code, filter);
    const followups = await call(countFollowups, { code });
    const { level, regionCode } = figures?.place ?? {};
    const ranking = level === 'region' && regionCode ? await rankingOf(context, { regionCode }) : undefined;
    return { code, figures, ranking, followups, badge: badgeOf(publicUrl, code, language) };
  },
});
export type RatingProps = PropsOf<typeof ratingPage>;
