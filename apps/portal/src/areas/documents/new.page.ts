// SPDX-License-Identifier: Apache-2.0
import { createDocument, getDocument } from '@stoa/documents/contract';
import { listTemplates } from '@stoa/papers/contract';
import { again, definePage, type PropsOf, redirect } from '../../server/page.ts';
import { unlessRefused } from '../../server/problem.ts';
import { whenUp } from '../../server/when-up.ts';
import { readCard } from './card-form.ts';
import { chanceryDuties, chanceryOf } from './chancery.ts';

/** Without a kind the page asks for it; an answer to a document is addressed to who wrote it. */
export const newDocumentPage = definePage({
  path: '/documents/new',
  duty: chanceryDuties,
  component: 'documents/NewPage',
  load: async (context) => {
    const { query, call, text } = context;
    const { id, name, kinds, clerk } = await chanceryOf(context);
    const kind = kinds.find(({ code }) => code === query.kind);
    const replied = /^[0-9a-f-]{36}$/.test(query.reply ?? '')
      ? await call(getDocument, { id: query.reply ?? '' }).catch(unlessRefused)
      : undefined;
    const templates = kind ? await whenUp(call(listTemplates, { institutionId: id })) : undefined;
    return {
      ...{ institutionId: id, name },
      templates: (templates?.items ?? [])
        .filter((one) => one.current && one.kind === kind?.code)
        .map((one) => ({ id: one.id, title: one.title, language: one.language })),
      kinds: kinds
        .filter(({ direction }) => clerk || direction !== 'incoming')
        .map(({ code, text: title }) => ({ value: code, text: title })),
      kind: kind && {
        ...{
          code: kind.code,
          title: kind.text,
          direction: kind.direction,
          highestLabel: kind.highestLabel,
          clause: kind.clause,
        },
        fields: kind.fields.map((field) => ({ ...field, title: text(field.title) })),
      },
      reply: replied && {
        id: replied.id,
        number: replied.number ?? '',
        subject: replied.subject,
        to: replied.correspondents.map((one) => one.name),
      },
    };
  },
  act: async (context, form) => {
    const { id, kinds } = await chanceryOf(context);
    const kind = kinds.find(({ code }) => code === context.query.kind);
    if (!kind) return again([{ field: 'kind', code: 'documents.kind-missing' }]);
    const { errors, card } = await readCard(context, form, kind);
    if (errors.length > 0) return again(errors);
    const replyTo = /^[0-9a-f-]{36}$/.test(form.get('replyTo')) ? { replyTo: form.get('replyTo') } : {};
    const made = await context.call(createDocument, { institutionId: id, kind: kind.code, ...card, ...replyTo });
    return redirect(`/documents/${made.id}`, { notice: 'document-created' });
  },
});
export type NewDocumentProps = PropsOf<typeof newDocumentPage>;
