// SPDX-License-Identifier: Apache-2.0
import { examplesOf } from '../../examples.ts';
import BarChart from './BarChart.vue';

export default examplesOf(BarChart)((page) => [
  {
    props: {
      label: page.t('style.answers'),
      bars: [5, 4, 3, 2, 1].map((rating) => ({
        label: String(rating),
        value: rating ** 2,
        text: page.number(rating ** 2),
      })),
    },
  },
  {
    props: {
      label: page.t('style.answers'),
      wide: true,
      bars: ['style.waiting', 'style.done', 'style.more-text'].map((key, at) => ({
        label: page.t(key),
        value: 3 - at,
        text: page.number(3 - at),
      })),
    },
  },
]);
