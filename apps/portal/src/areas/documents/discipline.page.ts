// SPDX-License-Identifier: Apache-2.0
import { disciplineFilePath, getDiscipline } from '@stoa/execution/contract';
import { duties } from '@stoa/documents/contract';
import { definePage, type PropsOf } from '../../server/page.ts';
import { chanceryOf } from './chancery.ts';

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
    const words = new URLSearchParams(period).toString();
    return {
      ...{ name, institutions },
      csv: `${disciplineFilePath(institutionId)}${words ? `?${words}` : ''}`,
      units: units.map(({ unit, ...figures }) => ({ unit: unit && text(unit), ...figures })),
      people: people.map(({ unit, post, ...one }) => ({ unit: unit && text(unit), post: text(post), ...one })),
    };
  },
});
export type DisciplineProps = PropsOf<typeof disciplinePage>;
