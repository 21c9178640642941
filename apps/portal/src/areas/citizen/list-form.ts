// SPDX-License-Identifier: Apache-2.0
/** A list on its page of the form: what is shown of it, and what its forms do. */
import { type CaseForm, importEntries, listEntries, removeEntry, saveEntry } from '@stoa/cases/contract';
import { again, type Form, type Outcome, type PageContext, redirect } from '../../server/page.ts';
import { entryFields, shownErrors, showField, showList, typedAnswers } from './case-form.ts';

type Context = Pick<PageContext, 'call' | 'text' | 'query'>;

const onePage = 20;
/** A place in a list as an address says it; 0 for what is none. */
export const placeIn = (word: string | undefined): number => (/^\d{1,4}$/.test(word ?? '') ? Number(word) : 0);

/** The list of the page, if it is one, from where the address says; with the form of the entry that is asked for. */
export async function listOn({ call, text, query }: Context, { id, pages }: CaseForm, pageId: string) {
  const field = pages.find((page) => page.id === pageId)?.fields.find((candidate) => candidate.list);
  if (!field?.list) return undefined;
  const at = placeIn(query.entry);
  const after = at > 0 ? at - 1 : placeIn(query.after);
  const found = after > 0 ? await call(listEntries, { id, field: field.name, after, limit: onePage }) : field;
  const list = showList(found.list ?? field.list, text, after);
  const next = after + list.entries.length;
  const { name, label, hint } = showField(field, text);
  const isThere = list.entries.some((entry) => entry.at === at);
  return {
    ...{ ...list, name, label, hint },
    next: next < list.count ? next : undefined,
    editing:
      query.entry === 'new' || isThere
        ? { at: isThere ? at : undefined, fields: entryFields(list, isThere ? at : undefined) }
        : undefined,
  };
}

/** The faults of a table are shown as they are, beside the form that sent it. */
export async function actOnList(
  { call, text, query }: Context,
  { id, pageId }: { id: string; pageId: string },
  form: Form,
): Promise<Outcome> {
  const field = form.get('_list');
  const revision = Number(form.get('_revision')) || 0;
  const here = `/cases/${id}/form/${pageId}${query.from === 'check' ? '?from=check' : ''}`;
  const removed = placeIn(form.get('_remove'));
  if (removed > 0) {
    await call(removeEntry, { id, field, entry: removed, revision });
    return redirect(here, { notice: 'entry-removed' });
  }
  if (form.get('_do') === 'import') {
    const { file } = form.files;
    if (!file) return again([{ field: 'file', code: 'portal.list-file' }]);
    const table = new TextDecoder('utf-8').decode(file.body);
    if (table.length > 1_000_000) return again([{ field: 'file', code: 'portal.list-large' }]);
    const replace = form.get('replace') === 'yes';
    const { added, faults } = await call(importEntries, { id, field, text: table, replace, revision });
    if (added === 0)
      return again([{ field: 'file', code: 'portal.list-faults' }], {
        result: faults.map(({ message }) => text(message)),
      });
    return redirect(here, { notice: 'entries-imported' });
  }
  const at = placeIn(query.entry);
  const saved = await call(saveEntry, {
    ...{ id, field, values: typedAnswers(form) },
    ...(at > 0 ? { entry: at, revision } : {}),
  });
  // Of the list itself: there is no room.
  if (saved.errors.length > 0)
    return again(
      shownErrors(saved.errors, text).map((error) => (error.field === field ? { ...error, field: '' } : error)),
    );
  return redirect(here, { notice: 'entry-saved' });
}
