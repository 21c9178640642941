// SPDX-License-Identifier: Apache-2.0
import { examplesOf } from '../../examples.ts';
import StatTile from './StatTile.vue';

export default examplesOf(StatTile)((page) => [
  { props: { label: page.t('area.quality'), value: page.number(4.32, 2), note: page.t('style.good') } },
  { props: { label: page.t('style.done'), value: page.percent(0.93) } },
]);
