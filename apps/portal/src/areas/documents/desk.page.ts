// SPDX-License-Identifier: Apache-2.0
import { duties, listDocuments } from '@stoa/documents/contract';
import * as execution from '@stoa/execution/contract';
import { again, definePage, type PageContext, type PropsOf, redirect } from '../../server/page.ts';
import { chanceryDuties, institutionOf } from './chancery.ts';
import { deskKinds } from './desk-kinds.ts';

/** Acts that need nothing typed are done from the desk. */
const acts = {
  approve: 'agree',
  accept: 'accept',
  read: 'confirm',
  control: 'remove-control',
} as const satisfies Partial<Record<execution.WorkKind, string>>;

/** What waits for a signature stands before what is worked on. */
async function toSign({ call, principal }: Pick<PageContext, 'call' | 'principal'>) {
  const held = principal.kind === 'person' ? principal.duties : [];
  const led = new Set(held.filter(({ code }) => code === duties.leader).map(({ organisationId }) => organisationId));
  const lists = await Promise.all(
    [...led].map((institutionId) => call(listDocuments, { institutionId, show: 'to-sign', limit: 50 })),
  );
  return lists
    .flatMap(({ items }) => items)
    .map((document) => ({
      ...{ id: document.id, kind: 'sign' as const, objectId: document.id, documentId: document.id },
      ...{ subject: document.subject, number: document.number, overdue: document.overdue, act: undefined },
      ...{ post: undefined, reportId: undefined, dueAt: undefined },
    }));
}

export const deskPage = definePage({
  path: '/documents/desk',
  duty: chanceryDuties,
  component: 'documents/DeskPage',
  load: async ({ call, text, query, principal }) => {
    const kind = deskKinds.find((one) => one === query.kind);
    const [signing, desk] = await Promise.all([
      toSign({ call, principal }),
      call(execution.getDesk, {
        ...(kind && kind !== 'sign' ? { kind } : {}),
        ...(query.cursor ? { cursor: query.cursor } : {}),
        limit: 30,
      }),
    ]);
    const signs = query.cursor || (kind && kind !== 'sign') ? [] : signing;
    const waits = kind === 'sign' ? { items: [], nextCursor: undefined } : desk;
    const { leader, clerk } = institutionOf({ query, principal });
    return {
      ...{ kind: kind ?? null, nextCursor: waits.nextCursor, oversees: leader || clerk },
      counts: [{ kind: 'sign' as const, count: signing.length }, ...desk.counts],
      items: [
        ...signs,
        ...waits.items.map(({ post, document, dueAt, ...item }) => ({
          ...item,
          // What is due at the end of a day is due on that day.
          dueAt: dueAt && new Date(Date.parse(dueAt) - 1).toISOString(),
          post: post && text(post),
          documentId: document.id,
          subject: document.subject,
          number: document.number,
          act: item.kind in acts ? acts[item.kind as keyof typeof acts] : undefined,
        })),
      ],
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
