// SPDX-License-Identifier: Apache-2.0
import * as execution from '@stoa/execution/contract';
import { again, definePage, type PropsOf, redirect } from '../../server/page.ts';
import { chanceryDuties, institutionOf } from './chancery.ts';

/** Acts that need nothing typed are done from the desk. */
const acts = {
  approve: 'agree',
  accept: 'accept',
  read: 'confirm',
  control: 'remove-control',
} as const satisfies Partial<Record<execution.WorkKind, string>>;

export const deskPage = definePage({
  path: '/documents/desk',
  duty: chanceryDuties,
  component: 'documents/DeskPage',
  load: async ({ call, text, query, principal }) => {
    const kind = execution.workKinds.find((one) => one === query.kind);
    const desk = await call(execution.getDesk, {
      ...(kind ? { kind } : {}),
      ...(query.cursor ? { cursor: query.cursor } : {}),
      limit: 30,
    });
    const { leader, clerk } = institutionOf({ query, principal });
    return {
      ...{ kind: kind ?? null, nextCursor: desk.nextCursor, counts: desk.counts, oversees: leader || clerk },
      items: desk.items.map(({ post, document, dueAt, ...item }) => ({
        ...item,
        // What is due at the end of a day is due on that day.
        dueAt: dueAt && new Date(Date.parse(dueAt) - 1).toISOString(),
        post: post && text(post),
        documentId: document.id,
        subject: document.subject,
        number: document.number,
        act: item.kind in acts ? acts[item.kind as keyof typeof acts] : undefined,
      })),
    };
  },
  act: async ({ call, query }, form) => {
    const id = form.get('objectId');
    switch (form.get('_do')) {
      case 'agree':
        await call(execution.agree, { id });
        break;
      case 'accept':
        await call(execution.decideReport, { id, reportId: form.get('reportId'), accepted: true });
        break;
      case 'confirm':
        await call(execution.confirmReading, { id });
        break;
      case 'remove-control':
        await call(execution.removeControl, { id });
        break;
      default:
        return again([]);
    }
    return redirect(query.kind ? `/documents/desk?kind=${encodeURIComponent(query.kind)}` : '/documents/desk', {
      notice: 'work-done',
    });
  },
});
export type DeskProps = PropsOf<typeof deskPage>;
