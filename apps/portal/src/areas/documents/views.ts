// SPDX-License-Identifier: Apache-2.0
/** Kept filters of the list of documents: shown as links above it, kept, renamed and removed there. */
import { dropView, keepView, listForms, listViews, renameView, type ViewFilter } from '@stoa/papers/contract';
import { addressOf } from '../../app/address.ts';
import type { Form, Outcome, PageContext } from '../../server/page.ts';
import { again, redirect } from '../../server/page.ts';
import { whenUp } from '../../server/when-up.ts';

/** A list as files, each in the language of the page. */
export const filesOf = (
  address: (asked: Record<string, unknown>) => string,
  { language }: Pick<PageContext, 'language'>,
) => listForms.map((as) => ({ as, href: address({ as, language }) }));

export async function viewsOf({ call }: Pick<PageContext, 'call'>, institutionId: string) {
  const found = await whenUp(call(listViews, { institutionId }));
  return (found?.items ?? []).map(({ filter, ...view }) => ({
    ...view,
    href: `/documents/list?${new URLSearchParams({ institution: institutionId, ...filter })}`,
  }));
}

export async function changeViews(
  { call, query }: Pick<PageContext, 'call' | 'query'>,
  form: Form,
  institutionId: string,
  filter: ViewFilter,
): Promise<Outcome> {
  const here = addressOf({ path: '/documents/list', query }, {});
  const [act, id = ''] = form.get('_do').split(' ');
  if (act === 'drop') {
    await call(dropView, { id });
    return redirect(here, { notice: 'view-changed' });
  }
  const field = act === 'rename' ? `name.${id}` : 'name';
  const name = form.get(field);
  if (name.length < 2) return again([{ field, code: 'papers.name-missing' }]);
  if (act === 'rename') await call(renameView, { id, name });
  else await call(keepView, { institutionId, name, filter, shared: form.get('shared') === 'yes' });
  return redirect(here, { notice: act === 'rename' ? 'view-changed' : 'view-kept' });
}
