// SPDX-License-Identifier: Apache-2.0
import { examplesOf } from '../../examples.ts';
import LineChart from './LineChart.vue';

export default examplesOf(LineChart)((page) => [
  {
    props: {
      label: page.t('style.rating'),
      min: 1,
      max: 5,
      points: ['2026-06', '2026-07', '2026-08', '2026-09', '2026-10', '2026-11'].map((month, index) => ({
        label: page.month(month),
        value: 3.4 + index * 0.16,
        low: 3.1 + index * 0.16,
        high: 3.7 + index * 0.16,
      })),
    },
  },
  {
    props: {
      label: page.t('documents.by-month'),
      min: 0,
      max: 10,
      whole: true,
      points: [3, 9, 4, 7].map((value, index) => ({ label: page.month(`2026-0${index + 6}`), value })),
    },
  },
]);
