// SPDX-License-Identifier: Apache-2.0
/** Templates: the list, and one with its preview, its changes, and the form that writes its draft in the language of the page. */
import {
  getTemplate,
  listTemplates,
  matterKinds,
  previewTemplate,
  publishTemplate,
  saveTemplate,
  type TemplateContent,
  templateClasses,
  testTemplate,
} from '@stoa/notifications/contract';
import {
  again,
  definePage,
  Elsewhere,
  type Form,
  type PageContext,
  type PropsOf,
  redirect,
} from '../../server/page.ts';
import { isRefusal } from '../../server/problem.ts';
import { isCode, writers } from './shared.ts';

const empty: TemplateContent = {
  title: '',
  matter: 'case',
  class: 'closed',
  fields: [],
  subject: { en: '' },
  body: { en: '' },
};

export const templatesPage = definePage({
  path: '/messages/templates',
  duty: writers,
  component: 'messages/TemplatesPage',
  load: async ({ call, query }) => {
    const search = query.search?.trim().slice(0, 100);
    return { templates: (await call(listTemplates, search ? { search } : {})).items };
  },
  act: (_, form) =>
    isCode(form.get('code'))
      ? redirect(`/messages/templates/${form.get('code')}`)
      : again([{ field: 'code', code: 'messages.code-wrong' }]),
});
export type TemplatesProps = PropsOf<typeof templatesPage>;

async function templateOf({ call }: Pick<PageContext, 'call'>, code: string, version?: number) {
  try {
    return await call(getTemplate, { code, ...(version ? { version } : {}) });
  } catch (error) {
    if (isRefusal(error) && error.kind === 'missing') return undefined;
    throw error;
  }
}

export const templatePage = definePage({
  path: '/messages/templates/:code',
  duty: writers,
  component: 'messages/TemplatePage',
  load: async (context) => {
    const { call, params, query, language } = context;
    const { code } = params;
    if (!isCode(code)) throw new Elsewhere('/messages/templates');
    const found = await templateOf(context, code, Number(query.version) || undefined);
    const content = found?.draft?.content ?? found?.published?.content ?? empty;
    return {
      ...{ code, versions: found?.versions ?? [], changes: (found?.changes ?? []).slice(0, 200) },
      shownVersion: found?.published?.version,
      draft: found?.draft && {
        ...{ digest: found.draft.digest, authorName: found.draft.authorName, own: found.draft.own },
        changedAt: found.draft.changedAt,
      },
      preview: found && (await call(previewTemplate, { code, language })),
      ...{ matters: matterKinds, classes: templateClasses },
      edit: {
        ...{ title: content.title, matter: content.matter, class: content.class },
        ...{
          subject: content.subject[language] ?? '',
          body: content.body[language] ?? '',
          short: content.short?.[language] ?? '',
        },
        english: content.body.en,
        fields: content.fields
          .map(({ name, sample, personal }) => `${name} = ${sample}${personal ? ' !' : ''}`)
          .join('\n'),
      },
    };
  },
  act: async (context, form) => {
    const { call, params, language } = context;
    const { code } = params;
    const here = `/messages/templates/${code}`;
    switch (form.get('_do')) {
      case 'publish':
        await call(publishTemplate, { code, digest: form.get('digest') });
        return redirect(here, { notice: 'messages-published' });
      case 'test':
        await call(testTemplate, { code, language });
        return redirect(here, { notice: 'messages-tested' });
    }
    const found = await templateOf(context, code);
    const before = found?.draft?.content ?? found?.published?.content ?? empty;
    const content = contentOf(form, before, language);
    if ('field' in content) return again([content]);
    try {
      await call(saveTemplate, { code, content });
    } catch (error) {
      const [first] = isRefusal(error) ? (error.errors ?? []) : [];
      if (!isRefusal(error) || !first?.code.startsWith('notifications.')) throw error;
      const field = ['subject', 'body', 'short'].find((one) => first.pointer.startsWith(`/content/${one}`)) ?? 'body';
      return again([{ field, code: first.code, message: error.message, params: first.params }]);
    }
    return redirect(here, { notice: 'messages-saved' });
  },
});
export type TemplateProps = PropsOf<typeof templatePage>;

/** What was typed in the language of the page; other languages stay until somebody writes them. English stands in for what lacks. */
function contentOf(
  form: Form,
  before: TemplateContent,
  language: PageContext['language'],
): TemplateContent | { field: string; code: string } {
  const title = form.get('title');
  if (title.length < 3) return { field: 'title', code: 'messages.title-missing' };
  const [subject, body, short] = [form.get('subject'), form.get('body'), form.get('short')];
  if (!subject) return { field: 'subject', code: 'messages.subject-missing' };
  if (!body) return { field: 'body', code: 'messages.body-missing' };
  const fields: TemplateContent['fields'] = [];
  for (const line of form
    .get('fields')
    .split(/\r?\n/)
    .filter((one) => one.trim())) {
    const [, name, sample, personal] = /^\s*([A-Za-z][A-Za-z0-9_ -]{0,39}?)\s*=\s*(.+?)\s*(!)?\s*$/.exec(line) ?? [];
    if (!name || !sample) return { field: 'fields', code: 'messages.fields-wrong' };
    fields.push({ name, sample, personal: personal === '!' });
  }
  const said = (old: TemplateContent['subject'], words: string) => ({ ...old, en: old.en || words, [language]: words });
  return {
    ...{ title, fields },
    matter: matterKinds.find((one) => one === form.get('matter')) ?? before.matter,
    class: templateClasses.find((one) => one === form.get('class')) ?? before.class,
    subject: said(before.subject, subject),
    body: said(before.body, body),
    ...(short
      ? { short: said(before.short ?? { en: '' }, short) }
      : before.short && language !== 'en'
        ? { short: before.short }
        : {}),
  };
}
