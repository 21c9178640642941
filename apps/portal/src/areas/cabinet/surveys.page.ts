// SPDX-License-Identifier: Apache-2.0
import { listOwnCards, setObjection } from '@stoa/quality/contract';
import { definePage, type PropsOf, redirect } from '../../server/page.ts';

/** Services about which the person is asked, and their objection to it. */
export const ownSurveysPage = definePage({
  path: '/cabinet/surveys',
  signIn: true,
  component: 'cabinet/SurveysPage',
  load: async ({ call, text }) => {
    const { items, objectsSince } = await call(listOwnCards, {});
    return {
      objectsSince,
      cards: items.map(({ organisationName, ...card }) => ({ ...card, name: text(organisationName) })),
    };
  },
  act: async ({ call }, form) => {
    const objects = form.get('_do') === 'object';
    await call(setObjection, { objects });
    return redirect('/cabinet/surveys', { notice: objects ? 'objection-kept' : 'objection-taken-back' });
  },
});
export type OwnSurveysProps = PropsOf<typeof ownSurveysPage>;
