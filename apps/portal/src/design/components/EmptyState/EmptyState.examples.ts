// SPDX-License-Identifier: Apache-2.0
import { h } from 'vue';
import { examplesOf } from '../../examples.ts';
import EmptyState from './EmptyState.vue';

export default examplesOf(EmptyState)(({ t }) => [
  { props: { title: t('style.empty') } },
  { props: { title: t('style.empty'), icon: 'search' }, slots: { default: () => h('p', t('style.more-text')) } },
]);
