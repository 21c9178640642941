// SPDX-License-Identifier: Apache-2.0
/** Corrections asked of the offices at which who looks answers for them. */
import { correctionStates, decideCorrection, getCorrection, listCorrections } from '@stoa/consent/contract';
import { again, definePage, Elsewhere, type PropsOf, redirect } from '../../server/page.ts';
import { cursorOf, isId } from '../books/shared.ts';
import { correctionInWords, correctionRow } from '../cabinet/corrections.page.ts';

const duty = 'consent.corrector';

export const deskCorrectionsPage = definePage({
  path: '/consent/corrections',
  duty,
  component: 'consent/DeskPage',
  load: async (context) => {
    const { query } = context;
    const state = correctionStates.find((one) => one === query.state);
    const asked = { ...(state ? { state } : {}), ...(query.overdue ? { overdue: true } : {}) };
    const { items, nextCursor } = await context.call(listCorrections, { ...asked, ...cursorOf(query) });
    return { corrections: items.map((row) => correctionRow(context, row)), nextCursor, states: [...correctionStates] };
  },
});
export type DeskProps = PropsOf<typeof deskCorrectionsPage>;

export const deskCorrectionPage = definePage({
  path: '/consent/corrections/:id',
  duty,
  component: 'consent/DeskCorrectionPage',
  load: async (context) => {
    const { id } = context.params;
    if (!isId(id)) throw new Elsewhere('/consent/corrections');
    return correctionInWords(context, await context.call(getCorrection, { id }));
  },
  act: async ({ call, params: { id } }, form) => {
    const answer = form.get('answer');
    if (answer.length < 3) return again([{ field: 'answer', code: 'consent.answer-missing' }]);
    await call(decideCorrection, { id, accept: form.get('_do') === 'accept', answer });
    return redirect(`/consent/corrections/${id}`, { notice: 'correction-decided' });
  },
});
export type DeskCorrectionProps = PropsOf<typeof deskCorrectionPage>;
