// SPDX-License-Identifier: Apache-2.0
import { examplesOf } from '../../examples.ts';
import BarList from './BarList.vue';

export default examplesOf(BarList)((page) => [
  {
    props: {
      label: page.t('style.answers'),
      rows: ['style.waiting', 'style.done', 'style.more-text'].map((key, at) => ({
        ...{ label: page.t(key), value: 3 - at, text: page.number(3 - at) },
        ...(at === 0 ? { href: '/style' } : {}),
      })),
    },
  },
  {
    props: {
      label: page.t('style.answers'),
      rows: [{ label: page.t('style.done'), value: 2, text: page.number(2) }],
      most: 5,
    },
  },
]);
