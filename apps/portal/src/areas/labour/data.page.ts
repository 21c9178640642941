// SPDX-License-Identifier: Apache-2.0
import { dataPath, describeData } from '@stoa/labour/contract';
import { definePage, type PropsOf } from '../../server/page.ts';

export const labourDataPage = definePage({
  path: '/labour/data',
  component: 'labour/DataPage',
  load: async ({ call, text }) => {
    const { publisher, ...data } = await call(describeData, {});
    return {
      ...data,
      publisher: text(publisher),
      files: [
        { key: 'csv', href: dataPath('csv') },
        { key: 'json', href: dataPath('json') },
        { key: 'schema', href: dataPath('schema.json') },
        { key: 'dataset', href: '/labour/data/dataset.json' },
      ],
    };
  },
});
export type LabourDataProps = PropsOf<typeof labourDataPage>;
