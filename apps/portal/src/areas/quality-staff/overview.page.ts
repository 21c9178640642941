// SPDX-License-Identifier: Apache-2.0
/** Where the work on quality stands: cards on their way, what waits for somebody, and where to go. */
import { countCards, getState } from '@stoa/quality/contract';
import { countComments, listTemplates } from '@stoa/surveys/contract';
import { definePage, type PropsOf } from '../../server/page.ts';
import { agreeing, covering, designers, everybody, holds, intake, moderators, readers } from './shared.ts';

export const workPage = definePage({
  path: '/quality-work',
  duty: everybody,
  component: 'quality-staff/OverviewPage',
  load: async (context) => {
    const { call } = context;
    const [reads, operates, designs, moderates] = [readers, intake, designers, moderators].map((duties) =>
      holds(context, ...duties),
    );
    const links = [
      ...(reads ? ['cards'] : []),
      ...(operates ? ['sources'] : []),
      ...(holds(context, ...covering) ? ['coverage'] : []),
      ...(moderates ? ['comments'] : []),
      ...(designs ? ['questionnaires'] : []),
      ...(holds(context, ...agreeing) ? ['answers'] : []),
    ];
    return {
      links,
      counts: reads ? await call(countCards, {}) : undefined,
      state: operates ? await call(getState, {}) : undefined,
      comments: moderates ? await call(countComments, {}) : undefined,
      drafts: designs ? (await call(listTemplates, {})).drafts.length : undefined,
    };
  },
});
export type OverviewProps = PropsOf<typeof workPage>;
