// SPDX-License-Identifier: Apache-2.0
/** A case named by its id leads to its latest task, for who works on it. */
import { getWork } from '@stoa/cases/contract';
import { definePage, Elsewhere } from '../../server/page.ts';
import { pageUnknown } from '../../server/problem.ts';

export const officeCasePage = definePage({
  path: '/office/cases/:id',
  signIn: true,
  component: 'office/TaskPage',
  load: async ({ call, params }) => {
    const task = (await call(getWork, { key: params.id.slice(0, 64) })).tasks.at(-1);
    if (!task) throw pageUnknown();
    throw new Elsewhere(`/office/tasks/${task.id}`);
  },
});
