// SPDX-License-Identifier: Apache-2.0
/** Free words, one by one: released, withheld, and the last decisions taken back. */
import { getOrganisation } from '@stoa/organisations/contract';
import { countComments, decideComment, listWaitingComments, reopenComment } from '@stoa/surveys/contract';
import { definePage, type PageContext, type PropsOf, redirect } from '../../server/page.ts';
import { isRefusal } from '../../server/problem.ts';
import { isId, moderators } from './shared.ts';

const nameOf = async ({ call, text }: Pick<PageContext, 'call' | 'text'>, id: string): Promise<string> => {
  try {
    return text((await call(getOrganisation, { id })).name);
  } catch (error) {
    if (isRefusal(error)) return id;
    throw error;
  }
};

export const commentsPage = definePage({
  path: '/quality-work/comments',
  duty: moderators,
  component: 'quality-staff/CommentsPage',
  load: async (context) => {
    const { call, query } = context;
    const [first] = (await call(listWaitingComments, { limit: 1 })).items;
    const state = query.show === 'withheld' ? ('withheld' as const) : ('released' as const);
    const decided = await call(listWaitingComments, {
      ...{ state, limit: 20 },
      ...(query.cursor ? { cursor: query.cursor } : {}),
    });
    const named = async <One extends { organisationId: string }>(one: One) => ({
      ...one,
      name: await nameOf(context, one.organisationId),
    });
    return {
      ...{ state, counts: await call(countComments, {}), nextCursor: decided.nextCursor },
      waiting: first && (await named(first)),
      decided: await Promise.all(decided.items.map(named)),
    };
  },
  act: async ({ call }, form) => {
    const [verb, id] = form.get('_do').split(' ');
    if (!isId(id)) return redirect('/quality-work/comments');
    if (verb === 'undo') await call(reopenComment, { id });
    else await call(decideComment, { id, released: verb === 'release' });
    return redirect('/quality-work/comments', { notice: verb === 'undo' ? 'comment-reopened' : 'comment-decided' });
  },
});
export type CommentsProps = PropsOf<typeof commentsPage>;
