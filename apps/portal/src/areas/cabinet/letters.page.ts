// SPDX-License-Identifier: Apache-2.0
/** Letters to authorities: written, followed, answered. */
import { answerFilePath, getLetter, listLetters, writeLetter } from '@stoa/correspondence/contract';
import { getOrganisation, listOrganisations } from '@stoa/organisations/contract';
import {
  again,
  definePage,
  Elsewhere,
  type FieldError,
  type PageContext,
  type PropsOf,
  redirect,
} from '../../server/page.ts';

const nameOf = async ({ call, text }: Pick<PageContext, 'call' | 'text'>, id: string) =>
  text((await call(getOrganisation, { id })).name);

export const newLetterPage = definePage({
  path: '/letters/new',
  signIn: true,
  component: 'cabinet/NewLetterPage',
  load: async ({ call, text, language, principal }) => {
    const { items } = await call(listOrganisations, { kind: 'central', by: language, limit: 100 });
    return {
      authorities: items.map((one) => ({ value: one.id, text: text(one.name) })),
      actingFor: principal.kind === 'person' ? principal.actingFor?.name : undefined,
    };
  },
  act: async ({ call, language }, form) => {
    const [institutionId, subject, text] = [
      form.get('institutionId'),
      form.get('subject').trim(),
      form.get('text').trim(),
    ];
    const errors: FieldError[] = [];
    if (institutionId === '') errors.push({ field: 'institutionId', code: 'letters.authority-missing' });
    if (subject.length < 3) errors.push({ field: 'subject', code: 'letters.subject-missing' });
    if (text.length < 3) errors.push({ field: 'text', code: 'letters.text-missing' });
    if (errors.length > 0) return again(errors);
    const file = form.files.file;
    const files = file ? [{ name: file.fileName.slice(-200), content: file.body.toString('base64') }] : [];
    const { id } = await call(writeLetter, { institutionId, subject, text, language, files });
    return redirect(`/cabinet/letters/${id}`, { notice: 'letter-sent' });
  },
});
export type NewLetterProps = PropsOf<typeof newLetterPage>;

export const lettersPage = definePage({
  path: '/cabinet/letters',
  signIn: true,
  component: 'cabinet/LettersPage',
  load: async (context) => {
    const { cursor } = context.query;
    const { items, nextCursor } = await context.call(listLetters, { limit: 20, ...(cursor ? { cursor } : {}) });
    const letters = await Promise.all(
      items.map(async (one) => ({ ...one, authority: await nameOf(context, one.institutionId) })),
    );
    return { letters, nextCursor };
  },
});
export type LettersProps = PropsOf<typeof lettersPage>;

export const letterPage = definePage({
  path: '/cabinet/letters/:id',
  signIn: true,
  component: 'cabinet/LetterPage',
  load: async (context) => {
    const { id } = context.params;
    if (!/^[0-9a-f-]{36}$/.test(id)) throw new Elsewhere('/cabinet/letters');
    const letter = await context.call(getLetter, { id });
    return {
      ...letter,
      authority: await nameOf(context, letter.institutionId),
      steps: await Promise.all(
        letter.steps.map(async (one) => ({ ...one, authority: await nameOf(context, one.institutionId) })),
      ),
      answers: letter.answers.map((one) => ({
        ...one,
        files: one.files.map((file) => ({ ...file, href: answerFilePath(id, one.documentId, file.id) })),
      })),
    };
  },
});
export type LetterProps = PropsOf<typeof letterPage>;
