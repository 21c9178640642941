// SPDX-License-Identifier: Apache-2.0
/** What waits for examination, narrowed; and, for everybody, what was examined so far. */
import { duties, getFigures, kinds, listDossiers, listExaminers, outcomes, states } from '@stoa/examination/contract';
import { definePage, type PropsOf } from '../../server/page.ts';
import { allDuties, has, home, organisationsOf } from './names.ts';

const shows = ['open', 'mine', 'all'] as const;
export const dayChoices = ['0', '5', '10', '20'] as const;
const year = (typed: string | undefined) => (typed && /^20\d\d$/.test(typed) ? Number(typed) : undefined);
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export const examinationPage = definePage({
  path: home,
  component: 'examination/QueuePage',
  load: async (context) => {
    const { call, query, principal } = context;
    const names = await organisationsOf(context);
    const organisationId = query.organisation && names.has(query.organisation) ? query.organisation : undefined;
    const [fromYear, toYear] = [year(query.from), year(query.to)];
    const figures = await call(getFigures, {
      ...(organisationId ? { organisationId } : {}),
      ...(fromYear ? { fromYear } : {}),
      ...(toYear ? { toYear } : {}),
    });
    const [inside, examines] = [has(context, ...allDuties), has(context, duties.examiner, duties.chief)];
    const mine = has(context, duties.examiner) && principal.kind === 'person' ? principal.id : undefined;
    const show = shows.find((one) => one === query.show) ?? (examines ? 'open' : 'all');
    const examinerId = uuid.test(query.examiner ?? '') ? query.examiner : show === 'mine' ? mine : undefined;
    const filter = {
      kind: kinds.find((one) => one === query.kind),
      state: states.find((one) => one === query.state),
      outcome: outcomes.find((one) => one === query.outcome),
      daysLeft: dayChoices.find((one) => one === query.days),
      search: query.search?.trim().slice(0, 200) || undefined,
      ...{ organisationId, examinerId },
    };
    const asked = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
    const found = inside
      ? await call(listDossiers, {
          ...asked,
          ...(filter.daysLeft ? { daysLeft: Number(filter.daysLeft) } : {}),
          ...(show === 'open' ? { open: true } : {}),
          ...{ limit: 25, ...(query.cursor ? { cursor: query.cursor } : {}) },
        })
      : { items: [] };
    const examiners = examines ? (await call(listExaminers, {})).items : [];
    return {
      ...{ inside, examines, submits: has(context, duties.owner), show, figures },
      tabs: shows.filter((one) => one !== 'mine' || mine !== undefined),
      organisations: [...names].map(([value, text]) => ({ value, text })),
      examiners: examiners.map(({ personId, name }) => ({ value: personId, text: name })),
      rows: found.items.map((one) => ({ ...one, organisation: names.get(one.organisationId) ?? one.organisationId })),
      nextCursor: 'nextCursor' in found ? found.nextCursor : undefined,
    };
  },
});
export type QueueProps = PropsOf<typeof examinationPage>;
