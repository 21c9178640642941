// SPDX-License-Identifier: Apache-2.0
/** Powers on paper, entered by one official and confirmed by another. */
import { digitsText } from '@stoa/kernel/text';
import { decidePaper, enterPaper, listPaper } from '@stoa/powers/contract';
import { again, definePage, type PropsOf, redirect } from '../../server/page.ts';
import { showPower } from './power-view.ts';
import { reachOf, serviceNames } from './powers.page.ts';

export const paperPage = definePage({
  path: '/administration/paper-powers',
  duty: 'identity.grantor',
  component: 'powers/PaperPage',
  load: async (context) => {
    const { call, query } = context;
    const [found, services] = await Promise.all([
      call(listPaper, { limit: 20, ...(query.cursor ? { cursor: query.cursor } : {}) }),
      serviceNames(context),
    ]);
    return {
      services,
      papers: found.items.map(({ power, paper, own }) => ({ ...showPower(power, context.text, services), paper, own })),
      nextCursor: found.nextCursor,
    };
  },
  act: async ({ call }, form) => {
    const [confirmed, declined] = [form.get('_confirm'), form.get('_decline')];
    if (confirmed || declined) {
      await call(decidePaper, { id: confirmed || declined, approved: Boolean(confirmed) });
      return redirect('/administration/paper-powers', { notice: confirmed ? 'paper-confirmed' : 'paper-declined' });
    }
    const { reach, errors } = reachOf(form);
    const byPerson = form.get('giverKind') !== 'organisation';
    const missing = (field: string, code: string) => (form.get(field) === '' ? [{ field, code }] : []);
    const all = [
      ...(byPerson
        ? [...missing('giverNumber', 'powers.number-missing'), ...missing('giverName', 'powers.name-missing')]
        : missing('giverId', 'powers.organisation-missing')),
      ...missing('number', 'powers.number-missing'),
      ...missing('name', 'powers.name-missing'),
      ...missing('role', 'powers.role-missing'),
      ...missing('paper', 'powers.paper-missing'),
      ...errors,
    ];
    if (all.length > 0) return again(all);
    const { from: _, ...covers } = reach as { from?: string };
    await call(enterPaper, {
      giver: byPerson
        ? { kind: 'person', number: digitsText(form.get('giverNumber')), name: form.get('giverName') }
        : { kind: 'organisation', id: form.get('giverId') },
      taker: { number: digitsText(form.get('number')), name: form.get('name') },
      role: form.get('role') as 'agent',
      paper: form.get('paper'),
      ...covers,
    });
    return redirect('/administration/paper-powers', { notice: 'paper-entered' });
  },
});
export type PaperProps = PropsOf<typeof paperPage>;
