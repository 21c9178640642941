// SPDX-License-Identifier: Apache-2.0
import { countDocuments, listDocuments, listJournals } from '@stoa/documents/contract';
import { definePage, type PropsOf } from '../../server/page.ts';
import { chanceryDuties, chanceryOf, rowOf } from './chancery.ts';

export const documentsOverviewPage = definePage({
  path: '/documents',
  duty: chanceryDuties,
  component: 'documents/OverviewPage',
  load: async (context) => {
    const chancery = await chanceryOf(context);
    const { id: institutionId, clerk, leader, name, institutions, kinds } = chancery;
    const [counts, latest, journals] = await Promise.all([
      context.call(countDocuments, { institutionId }),
      context.call(listDocuments, { institutionId, limit: 8, show: clerk ? 'to-register' : 'all' }),
      clerk ? context.call(listJournals, { institutionId }) : { items: [] },
    ]);
    return {
      ...{ institutionId, name, institutions, clerk, sends: clerk || leader, counts: { ...counts, kinds: undefined } },
      kinds: counts.kinds.map(({ kind, count }) => ({
        count,
        text: kinds.find(({ code }) => code === kind)?.text ?? kind,
      })),
      journals: journals.items.slice(0, 8).map((one) => ({
        ...one,
        title: context.text(
          chancery.rules.journals.find(({ code }) => code === one.code)?.title ?? ({ en: one.code } as never),
        ),
      })),
      latest: latest.items.map((one) => rowOf(one, kinds)),
    };
  },
});
export type OverviewProps = PropsOf<typeof documentsOverviewPage>;
