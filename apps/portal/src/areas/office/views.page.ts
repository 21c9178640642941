// SPDX-License-Identifier: Apache-2.0
/** One's own views of the queue, and those shared in one's offices. */
import { changeView, dropView, listViews } from '@stoa/casework/contract';
import { again, definePage, type PropsOf, redirect } from '../../server/page.ts';
import { isId } from '../books/shared.ts';

export const viewsPage = definePage({
  path: '/office/views',
  signIn: true,
  component: 'office/ViewsPage',
  load: async ({ call }) => ({ views: (await call(listViews, {})).items }),
  act: async ({ call }, form) => {
    const [, act, id, asked] = /^(default|rename|drop) ([0-9a-f-]{36}) (\d{1,9})$/.exec(form.get('_do')) ?? [];
    if (!act || !isId(id)) return again([{ field: 'name', code: 'casework.view-unknown' }]);
    const version = Number(asked);
    if (act === 'drop') {
      await call(dropView, { id, version });
      return redirect('/office/views', { notice: 'queue-view-dropped' });
    }
    const view = (await call(listViews, {})).items.find((one) => one.id === id && one.mine);
    if (!view) return again([{ field: 'name', code: 'casework.view-unknown' }]);
    const { show, sort, columns, serviceId, search, officeId } = view;
    const name = act === 'rename' ? form.get(`name.${id}`) : view.name;
    if (name.length < 2) return again([{ field: `name.${id}`, code: 'casework.view-name-missing' }]);
    await call(changeView, {
      ...{ id, version, name, show, sort, columns, isDefault: act === 'default' ? !view.isDefault : view.isDefault },
      ...(serviceId ? { serviceId } : {}),
      ...(search ? { search } : {}),
      ...(officeId ? { officeId } : {}),
    });
    return redirect('/office/views', { notice: 'queue-view-kept' });
  },
});
export type ViewsProps = PropsOf<typeof viewsPage>;
