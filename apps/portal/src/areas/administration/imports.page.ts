// SPDX-License-Identifier: Apache-2.0
/** Tables that come in: read and tried, looked at row by row, then asked for as one change. */
import { getImport, importLimits, readImport, requestChange } from '@stoa/organisations/contract';
import { again, definePage, type PropsOf, redirect } from '../../server/page.ts';
import { grantor } from './administration.page.ts';
import { inWords } from './change-words.ts';
import { FormReader } from './read-change.ts';

/** Text of the file; a byte that is no UTF-8 becomes a mark that the operation refuses by name. */
const textOf = (body: Buffer) => new TextDecoder('utf-8').decode(body);

export const importsPage = definePage({
  path: '/administration/imports',
  duty: grantor,
  component: 'administration/ImportsPage',
  load: ({ query }) => ({ about: query.about === 'people' ? ('people' as const) : ('organisations' as const) }),
  act: async ({ call }, form) => {
    const reader = new FormReader(form);
    const about = reader.matching('about', /^(organisations|people)$/, 'administration.about-missing') as 'people';
    const validFrom = reader.day('validFrom', false);
    const { file } = form.files;
    if (!file) reader.wrong('file', 'administration.file-missing');
    else if (file.body.length > importLimits.bytes) reader.wrong('file', 'organisations.import-too-large');
    if (!file || reader.errors.length > 0) return again(reader.errors);
    const read = await call(readImport, {
      ...{ about, text: textOf(file.body), fileName: file.fileName.slice(-200) },
      ...(validFrom ? { validFrom } : {}),
    });
    // Mistakes are what there is to do.
    return redirect(`/administration/imports/${read.id}${read.wrong > 0 ? '?outcome=wrong' : ''}`);
  },
});
export type ImportsProps = PropsOf<typeof importsPage>;

const outcomes = ['wrong', 'enters', 'changes', 'same'] as const;

export const importPage = definePage({
  path: '/administration/imports/:id',
  duty: grantor,
  component: 'administration/ImportPage',
  load: async ({ call, text, params, query }) => {
    const outcome = outcomes.find((one) => one === query.outcome);
    const { cursor } = query;
    const found = await call(getImport, {
      ...{ id: params.id, limit: 20 },
      ...(outcome ? { outcome } : {}),
      ...(cursor ? { cursor } : {}),
    });
    return {
      ...found.import,
      outcome,
      rows: found.items.map(({ facts, ...row }) => ({
        ...row,
        id: String(row.line),
        facts: facts.map(({ fact, before, after }) => ({
          ...{ fact, before: inWords(before, text), after: inWords(after, text) },
        })),
      })),
      nextCursor: found.nextCursor,
    };
  },
  act: async ({ call, params }, form) => {
    const reader = new FormReader(form);
    const reason = reader.text('reason', 'administration.reason-missing');
    if (reader.errors.length > 0) return again(reader.errors);
    await call(requestChange, { asked: { kind: 'import', importId: params.id }, reason });
    return redirect('/administration/changes', { notice: 'change-requested' });
  },
});
export type ImportProps = PropsOf<typeof importPage>;
