// SPDX-License-Identifier: Apache-2.0
import { examplesOf } from '../../examples.ts';
import SummaryList from './SummaryList.vue';

export default examplesOf(SummaryList)((page) => [
  {
    props: {
      rows: [
        { label: page.t('style.name'), value: 'Rahul Sharma', changeHref: '#f-full' },
        { label: page.t('style.salary'), value: page.money(145000, 'EUR'), note: page.t('style.info') },
      ],
    },
  },
]);
