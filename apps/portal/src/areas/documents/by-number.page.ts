// SPDX-License-Identifier: Apache-2.0
import { listDocuments } from '@stoa/documents/contract';
import { definePage, Elsewhere } from '../../server/page.ts';
import { chanceryDuties } from './chancery.ts';

/** Where the code on a stamp leads: on to the document of that number, or to the list where there is none to see. */
export const byNumberPage = definePage({
  path: '/documents/by-number',
  duty: chanceryDuties,
  component: 'documents/ListPage',
  load: async ({ call, query }): Promise<never> => {
    const { institution = '', number = '' } = query;
    const search = number.slice(0, 60);
    const { items } = /^[A-Za-z0-9-]{3,64}$/.test(institution)
      ? await call(listDocuments, { institutionId: institution, search, limit: 100 })
      : { items: [] };
    const found = items.find((one) => one.number === number);
    throw new Elsewhere(found ? `/documents/${found.id}` : `/documents/list?${new URLSearchParams({ search })}`);
  },
});
