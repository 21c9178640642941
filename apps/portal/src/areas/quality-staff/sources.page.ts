// SPDX-License-Identifier: Apache-2.0
/** Departments that are asked what they rendered. */
import { askAgain, listSources } from '@stoa/quality/contract';
import { dateText } from '@stoa/kernel/text';
import { again, definePage, type PropsOf, redirect } from '../../server/page.ts';
import { intake } from './shared.ts';

export const sourcesPage = definePage({
  path: '/quality-work/sources',
  duty: intake,
  component: 'quality-staff/SourcesPage',
  load: async ({ call, text }) => {
    const { items } = await call(listSources, {});
    return { sources: items.map(({ name, ...source }) => ({ ...source, name: text(name) })) };
  },
  act: async ({ call }, form) => {
    const sourceId = form.get('_do');
    const [from, to] = ['from', 'to'].map((end) => dateText(form.get(`${end}-${sourceId}`)));
    if (!from || !to)
      return again(
        (['from', 'to'] as const).flatMap((end, at) =>
          [from, to][at] ? [] : [{ field: `${end}-${sourceId}`, code: 'quality-work.day-missing' }],
        ),
      );
    await call(askAgain, { sourceId, from, to });
    return redirect('/quality-work/sources', { notice: 'quality-work-done' });
  },
});
export type SourcesProps = PropsOf<typeof sourcesPage>;
