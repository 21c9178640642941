// SPDX-License-Identifier: Apache-2.0
/** What goes to the post: made of the outgoing documents of a day, printed, its postal numbers filled in. */
import { duties, listDocuments } from '@stoa/documents/contract';
import * as papers from '@stoa/papers/contract';
import { again, definePage, Elsewhere, type FieldError, type PropsOf, redirect } from '../../server/page.ts';
import { chanceryOf, rowOf } from './chancery.ts';

const isId = (value: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value);
const dayOf = (typed: string | undefined) =>
  typed && /^\d{4}-\d{2}-\d{2}$/.test(typed) && !Number.isNaN(Date.parse(typed)) ? typed : undefined;

export const dispatchesPage = definePage({
  path: '/documents/dispatches',
  duty: duties.clerk,
  component: 'documents/DispatchesPage',
  load: async (context) => {
    const { call, query } = context;
    const { id: institutionId, name, kinds } = await chanceryOf(context);
    const on = dayOf(query.on) ?? new Date().toISOString().slice(0, 10);
    const [lists, found] = await Promise.all([
      call(papers.listDispatches, {
        institutionId,
        limit: 20,
        ...(isId(query.cursor ?? '') ? { cursor: query.cursor } : {}),
      }),
      call(listDocuments, { institutionId, direction: 'outgoing', from: on, to: on, limit: 100 }),
    ]);
    return {
      ...{ name, on, lists: lists.items, nextCursor: lists.nextCursor },
      documents: found.items
        .filter(({ number }) => number)
        .map((one) => rowOf(one, kinds))
        .map((one) => ({ value: one.id, text: [one.number, one.subject].join(' · '), hint: one.with })),
    };
  },
  act: async (context, form) => {
    const { id: institutionId } = await chanceryOf(context);
    const on = dayOf(form.get('on'));
    const documents = form.all('documents').filter(isId);
    const errors: FieldError[] = [
      ...(on ? [] : [{ field: 'on', code: 'documents.date-unclear' }]),
      ...(documents.length > 0 ? [] : [{ field: 'documents', code: 'papers.documents-missing' }]),
    ];
    if (!on || errors.length > 0) return again(errors);
    const { language } = context;
    const { id } = await context.call(papers.makeDispatch, { institutionId, on, language, documents });
    return redirect(`/documents/dispatches/${id}`, { notice: 'dispatch-made' });
  },
});
export type DispatchesProps = PropsOf<typeof dispatchesPage>;

export const dispatchPage = definePage({
  path: '/documents/dispatches/:id',
  duty: duties.clerk,
  component: 'documents/DispatchPage',
  load: async ({ call, params, language }) => {
    if (!isId(params.id)) throw new Elsewhere('/documents/dispatches');
    const dispatch = await call(papers.getDispatch, { id: params.id });
    return {
      ...dispatch,
      prints: dispatch.prints.map((one) => ({
        ...one,
        href: papers.dispatchPrintPath(dispatch.id, one.id, language),
      })),
      labels: papers.labelsPath([...new Set(dispatch.rows.map(({ documentId }) => documentId))], language),
    };
  },
  act: async ({ call, params: { id }, language }, form) => {
    if (form.get('_do') === 'print') {
      const { printId } = await call(papers.printDispatch, { id });
      return redirect(papers.dispatchPrintPath(id, printId, language));
    }
    const place = Number(form.get('place')) || 1;
    const typed = (name: string) => form.get(`${name}.${place}`);
    const wrong = (name: string) => again([{ field: `${name}.${place}`, code: `papers.${name}-unclear` }]);
    const [copies, tracking] = [typed('copies'), typed('tracking')];
    if (copies && !/^[1-9]\d{0,2}$/.test(copies)) return wrong('copies');
    if (!/^[A-Za-z0-9 -]{0,40}$/.test(tracking)) return wrong('tracking');
    const post = papers.postKinds.find((one) => one === typed('post'));
    await call(papers.changeDispatchRow, {
      ...{ id, place, tracking },
      ...(post ? { post } : {}),
      ...(copies ? { copies: Number(copies) } : {}),
      ...(form.names.includes(`address.${place}`) ? { address: typed('address') } : {}),
    });
    return redirect(`/documents/dispatches/${id}`, { notice: 'dispatch-changed' });
  },
});
export type DispatchProps = PropsOf<typeof dispatchPage>;
