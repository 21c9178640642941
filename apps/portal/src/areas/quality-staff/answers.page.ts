// SPDX-License-Identifier: Apache-2.0
/** Whose an answer is: asked by one official, agreed to by another. */
import {
  askReidentification,
  decideReidentification,
  listReidentifications,
  readReidentified,
} from '@stoa/quality/contract';
import { again, definePage, type PropsOf, redirect } from '../../server/page.ts';
import { agreeing, holds, intake, isId } from './shared.ts';

export const answersPage = definePage({
  path: '/quality-work/answers',
  duty: agreeing,
  component: 'quality-staff/AnswersPage',
  load: async (context) => {
    const { call, query } = context;
    const page = await call(listReidentifications, { limit: 20, ...(query.cursor ? { cursor: query.cursor } : {}) });
    return { asks: holds(context, ...intake), requests: page.items, nextCursor: page.nextCursor };
  },
  act: async ({ call }, form) => {
    const [verb, id = ''] = form.get('_do').split(' ');
    if (verb === 'read' && isId(id)) return again([], { result: { id, ...(await call(readReidentified, { id })) } });
    if ((verb === 'agree' || verb === 'refuse') && isId(id)) {
      await call(decideReidentification, { id, agreed: verb === 'agree' });
      return redirect('/quality-work/answers', { notice: 'quality-work-done' });
    }
    const [responseId, purpose] = [form.get('response'), form.get('purpose')];
    const errors = [
      ...(isId(responseId) ? [] : [{ field: 'response', code: 'quality-work.answer-wrong' }]),
      ...(purpose.length < 10 ? [{ field: 'purpose', code: 'quality-work.reason-missing' }] : []),
    ];
    if (errors.length > 0) return again(errors);
    await call(askReidentification, { responseId, purpose });
    return redirect('/quality-work/answers', { notice: 'quality-work-done' });
  },
});
export type AnswersProps = PropsOf<typeof answersPage>;
