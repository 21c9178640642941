// SPDX-License-Identifier: Apache-2.0
/** Purposes: for everybody to read, and for those who draft and publish them. */
import {
  draftPurpose,
  listDrafts,
  listPurposes,
  listVersions,
  type PurposeContent,
  publishPurpose,
} from '@stoa/consent/contract';
import {
  again,
  definePage,
  Elsewhere,
  type Form,
  type PageContext,
  type PropsOf,
  redirect,
} from '../../server/page.ts';
import { purposeInWords } from '../cabinet/data.page.ts';

const readers = ['consent.steward', 'consent.publisher', 'privacy.officer', 'audit.auditor'] as const;
const holds = ({ principal }: Pick<PageContext, 'principal'>, duty: string): boolean =>
  principal.kind === 'person' && principal.duties.some(({ code }) => code === duty);
const isCode = (text: string): boolean =>
  /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(text) && text.length >= 3 && text.length <= 60;

export const publicPurposesPage = definePage({
  path: '/purposes',
  component: 'consent/PublicPurposesPage',
  load: async (context) => ({
    purposes: (await context.call(listPurposes, {})).items.map((one) => purposeInWords(context, one)),
  }),
});
export type PublicPurposesProps = PropsOf<typeof publicPurposesPage>;

export const purposesPage = definePage({
  path: '/consent',
  // Who answers corrections alone is led to them.
  duty: [...readers, 'consent.corrector'],
  component: 'consent/PurposesPage',
  load: async (context) => {
    const { call, text } = context;
    if (!readers.some((duty) => holds(context, duty))) throw new Elsewhere('/consent/corrections');
    const drafts = await call(listDrafts, {});
    const { items } = await call(listPurposes, {});
    return {
      drafts: drafts.items.map(({ title, ...one }) => ({ ...one, id: one.code, title: text(title) })),
      purposes: items.map((one) => ({ ...purposeInWords(context, one), id: one.code })),
      writes: holds(context, 'consent.steward'),
    };
  },
  act: (_, form) =>
    isCode(form.get('code'))
      ? redirect(`/consent/purposes/${form.get('code')}`)
      : again([{ field: 'code', code: 'consent.code-wrong' }]),
});
export type PurposesProps = PropsOf<typeof purposesPage>;

const parts = ['title', 'explanation', 'benefit', 'law', 'article'] as const;
type Part = (typeof parts)[number];
const textOf = (content: PurposeContent | undefined, part: Part) =>
  part === 'law' || part === 'article' ? content?.law[part === 'law' ? 'title' : 'article'] : content?.[part];

export const purposePage = definePage({
  path: '/consent/purposes/:code',
  duty: readers,
  component: 'consent/PurposePage',
  load: async (context) => {
    const { call, params, language, text } = context;
    const { code } = params;
    if (!isCode(code)) throw new Elsewhere('/consent');
    const { items, given } = await call(listVersions, { code });
    const draft = items.find(({ version }) => version === undefined);
    const content = (draft ?? items[0])?.content;
    return {
      ...{ code, given, writes: holds(context, 'consent.steward'), publishes: holds(context, 'consent.publisher') },
      title: content ? text(content.title) : code,
      draft: draft && {
        ...{ digest: draft.digest, authorName: draft.authorName, changedAt: draft.changedAt, own: draft.own },
        texts: parts.map((part) => ({ part, text: text(textOf(draft.content, part) ?? { en: '' }) })),
      },
      versions: items.flatMap(({ version, content: { title, asksAnew }, publishedAt, authorName, publisherName }) =>
        version === undefined
          ? []
          : [{ id: String(version), version, title: text(title), asksAnew, publishedAt, authorName, publisherName }],
      ),
      edit: {
        texts: parts.map((part) => ({ part, value: textOf(content, part)?.[language] ?? '' })),
        ...{ controllerId: content?.controllerId ?? '', asksAnew: draft?.content.asksAnew ?? false },
        recipients: content?.recipients.join('\n') ?? '',
        concepts: content?.concepts.join('\n') ?? '',
        validDays: content?.validDays === undefined ? '' : String(content.validDays),
      },
    };
  },
  act: async (context, form) => {
    const { call, params, language } = context;
    const { code } = params;
    const here = `/consent/purposes/${code}`;
    if (form.get('_do') === 'publish') {
      await call(publishPurpose, { code, digest: form.get('digest') });
      return redirect(here, { notice: 'purpose-published' });
    }
    const { items } = await call(listVersions, { code });
    const content = contentOf(form, items[0]?.content, language);
    if (Array.isArray(content)) return again(content);
    await call(draftPurpose, { code, content });
    return redirect(here, { notice: 'purpose-drafted' });
  },
});
export type PurposeProps = PropsOf<typeof purposePage>;

const lines = (text: string): string[] =>
  text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter(Boolean);

/** What was typed in the language of the page; other languages stay until somebody writes them. English stands in for what lacks. */
function contentOf(
  form: Form,
  before: PurposeContent | undefined,
  language: PageContext['language'],
): PurposeContent | { field: string; code: string }[] {
  const said = (part: Part) => {
    const old = textOf(before, part);
    const words = form.get(part);
    return { ...old, en: old?.en || words, [language]: words };
  };
  const days = form.get('validDays');
  const [recipients, concepts] = [lines(form.get('recipients')), lines(form.get('concepts'))];
  const errors = [
    ...parts.flatMap((part) => (form.get(part) ? [] : [{ field: part, code: 'consent.text-missing' }])),
    ...(form.get('controllerId') ? [] : [{ field: 'controllerId', code: 'consent.controller-unknown' }]),
    ...(recipients.length > 0 ? [] : [{ field: 'recipients', code: 'consent.recipients-missing' }]),
    ...(concepts.length > 0 && concepts.every((one) => /^[a-z][A-Za-z]*\.[a-z][A-Za-z]*$/.test(one))
      ? []
      : [{ field: 'concepts', code: 'consent.concepts-wrong' }]),
    ...(days === '' || (/^\d{1,4}$/.test(days) && Number(days) >= 1 && Number(days) <= 3650)
      ? []
      : [{ field: 'validDays', code: 'consent.days-wrong' }]),
  ];
  if (errors.length > 0) return errors;
  return {
    ...{ title: said('title'), explanation: said('explanation'), benefit: said('benefit') },
    law: { title: said('law'), article: said('article') },
    ...{ controllerId: form.get('controllerId'), recipients, concepts },
    ...(days ? { validDays: Number(days) } : {}),
    asksAnew: form.get('asksAnew') === 'yes',
  };
}
