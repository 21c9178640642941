// SPDX-License-Identifier: Apache-2.0
/** Templates of a chancery: looked at, proposed, put into force, and drafts started from them. */
import { languages } from '@stoa/kernel/contract';
import { dateText } from '@stoa/kernel/text';
import { getStructure, listOrganisations } from '@stoa/organisations/contract';
import * as papers from '@stoa/papers/contract';
import {
  again,
  definePage,
  Elsewhere,
  type FieldError,
  type PageContext,
  type PropsOf,
  redirect,
} from '../../server/page.ts';
import { correspondentsOf } from './card-form.ts';
import { chanceryDuties, chanceryOf, institutionOf } from './chancery.ts';

const isId = (value: string | undefined) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value ?? '');

export const templatesPage = definePage({
  path: '/documents/templates',
  duty: chanceryDuties,
  component: 'documents/TemplatesPage',
  load: async (context) => {
    const { id: institutionId, name, kinds, clerk, leader } = await chanceryOf(context);
    const { items } = await context.call(papers.listTemplates, { institutionId });
    const kindOf = (code: string) => kinds.find((one) => one.code === code)?.text ?? code;
    return {
      ...{ name, clerk, forAll: clerk || leader },
      kinds: kinds.map(({ code, text }) => ({ value: code, text })),
      rows: items.map((one) => ({ ...one, kindTitle: kindOf(one.kind) })),
    };
  },
  act: async (context, form) => {
    const institutionId = institutionOf(context).id;
    const { file } = form.files;
    const body = form.get('body');
    const inForceFrom = dateText(form.get('inForceFrom'));
    const language = languages.find((one) => one === form.get('language'));
    const code = form.get('code').toLowerCase();
    const errors: FieldError[] = [
      ...(form.get('title').length < 2 ? [{ field: 'title', code: 'papers.name-missing' }] : []),
      ...(/^[a-z][a-z0-9-]{0,39}$/.test(code) ? [] : [{ field: 'code', code: 'papers.code-unclear' }]),
      ...(inForceFrom ? [] : [{ field: 'inForceFrom', code: 'documents.date-unclear' }]),
      ...(file || body ? [] : [{ field: 'body', code: 'papers.text-or-file' }]),
      ...(file && file.body.length > papers.largestTemplate
        ? [{ field: 'file', code: 'papers.template-too-large' }]
        : []),
    ];
    if (!inForceFrom || !language || errors.length > 0) return again(errors);
    const { id } = await context.call(papers.proposeTemplate, {
      ...{ institutionId, code, kind: form.get('kind'), language, title: form.get('title'), inForceFrom },
      ...(file ? { content: file.body.toString('base64') } : { body }),
    });
    return redirect(`/documents/templates/${id}`, { notice: 'template-proposed' });
  },
});
export type TemplatesProps = PropsOf<typeof templatesPage>;

export const templatePage = definePage({
  path: '/documents/templates/:id',
  duty: chanceryDuties,
  component: 'documents/TemplatePage',
  load: async (context) => {
    if (!isId(context.params.id)) throw new Elsewhere('/documents/templates');
    const { id: institutionId, kinds, clerk, leader } = await chanceryOf(context);
    const found = await context.call(papers.getTemplate, { institutionId, id: context.params.id });
    return {
      ...{ ...found, forAll: clerk || leader },
      kindTitle: kinds.find(({ code }) => code === found.kind)?.text ?? found.kind,
    };
  },
  act: async (context, form) => {
    const { id } = context.params;
    const approved = form.get('_do') === 'approve';
    await context.call(papers.decideTemplate, { institutionId: institutionOf(context).id, id, approved });
    return redirect(`/documents/templates/${id}`, { notice: 'template-decided' });
  },
});
export type TemplateProps = PropsOf<typeof templatePage>;

/** An institution by its name or number; undefined where there is none or several. */
async function organisationNamed(
  { call, language }: Pick<PageContext, 'call' | 'language'>,
  typed: string | undefined,
) {
  if (!typed) return undefined;
  const { items } = await call(listOrganisations, { search: typed.slice(0, 200), by: language, limit: 2 });
  return items.find(({ id }) => id === typed) ?? (items.length === 1 ? items[0] : undefined);
}

export const draftPage = definePage({
  path: '/documents/templates/:id/draft',
  duty: chanceryDuties,
  component: 'documents/DraftPage',
  load: async (context) => {
    const { call, text, query, params } = context;
    if (!isId(params.id)) throw new Elsewhere('/documents/templates');
    const institutionId = institutionOf(context).id;
    const [template, to, { posts }] = await Promise.all([
      call(papers.getTemplate, { institutionId, id: params.id }),
      organisationNamed(context, query.to),
      call(getStructure, { id: institutionId }),
    ]);
    const replyTo = isId(query.reply) ? query.reply : undefined;
    const signer = posts.find(({ id }) => id === query.signer)?.id;
    const { values } = await call(papers.prefillDraft, {
      ...{ institutionId, id: params.id },
      ...(to ? { to: to.id } : {}),
      ...(signer ? { signerPostId: signer } : {}),
      ...(replyTo ? { replyTo } : {}),
    });
    return {
      ...{ id: template.id, title: template.title, language: template.language, replyTo },
      to: to && text(to.name),
      posts: posts
        .filter(({ holdings }) => holdings.length > 0)
        .map(({ id, title, holdings }) => ({ value: id, text: `${text(title)} · ${holdings[0]?.name ?? ''}` })),
      subject: values.subject ?? '',
      fields: template.fields
        .filter((name) => name !== 'subject')
        .map((name) => ({
          ...{ name, value: values[name] ?? '' },
          known: (papers.knownFields as readonly string[]).includes(name),
        })),
    };
  },
  act: async (context, form) => {
    const { params, query } = context;
    const institutionId = institutionOf(context).id;
    const subject = form.get('subject');
    if (subject.length < 3) return again([{ field: 'subject', code: 'documents.subject-missing' }]);
    const values = Object.fromEntries(
      form.names.flatMap((name) =>
        name.startsWith('field.') && form.get(name) ? [[name.slice(6), form.get(name)]] : [],
      ),
    ) as Record<string, string>;
    const correspondents = (await correspondentsOf(context, form)).slice(0, 20);
    const { documentId } = await context.call(papers.startDraft, {
      ...{ institutionId, id: params.id, subject, values, correspondents },
      ...(isId(query.reply) ? { replyTo: query.reply } : {}),
    });
    return redirect(`/documents/${documentId}`, { notice: 'document-created' });
  },
});
export type DraftProps = PropsOf<typeof draftPage>;
