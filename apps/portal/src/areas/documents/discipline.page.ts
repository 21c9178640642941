// SPDX-License-Identifier: Apache-2.0
import { duties } from '@stoa/documents/contract';
import { getDiscipline } from '@stoa/execution/contract';
import { disciplineListPath } from '@stoa/papers/contract';
import { definePage, type PropsOf } from '../../server/page.ts';
import { chanceryOf } from './chancery.ts';
import { filesOf } from './views.ts';

const day = (typed: string | undefined) => (typed && /^\d{4}-\d{2}-\d{2}$/.test(typed) ? typed : undefined);
export const disciplinePage = definePage({
  path: '/documents/discipline',
  duty: [duties.clerk, duties.leader],
  component: 'documents/DisciplinePage',
  load: async (context) => {
    const { call, text, query } = context;
    const { id: institutionId, name, institutions } = await chanceryOf(context);
    const [from, to] = [day(query.from), day(query.to)];
    const period = { ...(from ? { from } : {}), ...(to ? { to } : {}) };
    const { units, people } = await call(getDiscipline, { institutionId, ...period });
    return {
      ...{ name, institutions },
      files: filesOf((made) => disciplineListPath(institutionId, { ...period, ...made }), context),
      units: units.map(({ unit, ...figures }) => ({ unit: unit && text(unit), ...figures })),
      people: people.map(({ unit, post, ...one }) => ({ unit: unit && text(unit), post: text(post), ...one })),
    };
  },
});
export type DisciplineProps = PropsOf<typeof disciplinePage>;
