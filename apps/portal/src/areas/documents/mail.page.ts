// SPDX-License-Identifier: Apache-2.0
/** The mailbox of a chancery: how far it was read, and what was not taken in. */
import { answerMail, getMailbox, listMail, mailStates, takeMail } from '@stoa/correspondence/contract';
import { duties } from '@stoa/documents/contract';
import { again, definePage, type PropsOf, redirect } from '../../server/page.ts';
import { chanceryOf } from './chancery.ts';

/** Reasons that have words of their own; others are those of a file. */
const reasons = ['automatic', 'too-large', 'unreadable', 'no-sender'];

export const mailPage = definePage({
  path: '/documents/mail',
  duty: duties.clerk,
  component: 'documents/MailPage',
  load: async (context) => {
    const { call, query } = context;
    const { id: institutionId, name, institutions } = await chanceryOf(context);
    const state = mailStates.find((one) => one === query.state);
    const [box, { items, nextCursor }] = await Promise.all([
      call(getMailbox, { institutionId }),
      call(listMail, {
        ...{ institutionId, limit: 30 },
        ...(state ? { state } : {}),
        ...(query.cursor ? { cursor: query.cursor } : {}),
      }),
    ]);
    return {
      ...{ name, institutions, box, nextCursor, state: state ?? '' },
      rows: items.map(({ why, ...one }) => ({
        ...one,
        ...(why ? { why: reasons.includes(why) ? why : 'file', detail: reasons.includes(why) ? '' : why } : {}),
      })),
    };
  },
  act: async ({ call }, form) => {
    const id = form.get('id');
    if (form.get('_do') === 'take') {
      const { documentId } = await call(takeMail, { id });
      return redirect(`/documents/${documentId}`, { notice: 'mail-taken' });
    }
    const text = form.get('text');
    if (text.length < 3) return again([{ field: 'text', code: 'correspondence.answer-missing' }]);
    await call(answerMail, { id, text });
    return redirect('/documents/mail', { notice: 'mail-answered' });
  },
});
export type MailProps = PropsOf<typeof mailPage>;
