// SPDX-License-Identifier: Apache-2.0
import * as execution from '@stoa/execution/contract';
import { filePath, getDocument } from '@stoa/documents/contract';
import { dateText } from '@stoa/kernel/text';
import { again, definePage, Elsewhere, type PropsOf, redirect } from '../../server/page.ts';
import { chanceryDuties } from './chancery.ts';
import { postsOf } from './work.ts';

export const recurrences = ['monthly', 'quarterly'] as const;
const path = '/documents/:id/resolve';
export const resolvePage = definePage({
  path,
  duty: chanceryDuties,
  component: 'documents/ResolvePage',
  load: async (context) => {
    const { call, params } = context;
    if (!/^[0-9a-f-]{36}$/.test(params.id)) throw new Elsewhere('/documents/desk');
    const [document, work] = await Promise.all([
      call(getDocument, { id: params.id }),
      call(execution.getWork, { documentId: params.id }),
    ]);
    // A form that would be refused is not shown.
    if (!work.may.some(({ act }) => act === 'give-resolution')) throw new Elsewhere(`/documents/${document.id}`);
    const [{ items: phrases }, posts] = await Promise.all([
      call(execution.listPhrases, {}),
      postsOf(context, document.institutionId),
    ]);
    return {
      ...{ id: document.id, subject: document.subject, number: document.number, posts },
      from: document.correspondents.map(({ name }) => name).join(', '),
      phrases: phrases.map(({ text }) => ({ value: text, text })),
      files: document.files.map(({ id, name }) => ({ name, href: `${filePath(document.id, id)}?show=inline` })),
    };
  },
  act: async ({ call, params: { id }, query }, form) => {
    const onward = (notice: string) =>
      redirect(query.next === 'desk' ? '/documents/desk?kind=resolve' : `/documents/${id}`, { notice });
    if (form.get('_do') === 'take-note') {
      await call(execution.takeNote, { documentId: id });
      return onward('work-done');
    }
    const text = form.get('text') || form.get('phrase');
    if (text.length < 3) return again([{ field: 'text', code: 'execution.text-missing' }]);
    if (!form.get('responsible')) return again([{ field: 'responsible', code: 'execution.post-unknown' }]);
    const dueOn = form.get('dueOn') ? dateText(form.get('dueOn')) : undefined;
    if (form.get('dueOn') && !dueOn) return again([{ field: 'dueOn', code: 'execution.day-unclear' }]);
    const recurrence = recurrences.find((one) => one === form.get('recurrence'));
    await call(execution.giveResolution, {
      ...{ documentId: id, text, responsible: form.get('responsible') },
      coExecutors: form.all('coExecutors').filter(Boolean),
      ...(dueOn ? { dueOn } : {}),
      ...(form.get('control') === 'yes' ? { control: true } : {}),
      ...(recurrence ? { recurrence } : {}),
    });
    if (form.get('keep') === 'yes') await call(execution.keepPhrase, { text: text.slice(0, 300) });
    return onward('resolution-given');
  },
});
export type ResolveProps = PropsOf<typeof resolvePage>;
