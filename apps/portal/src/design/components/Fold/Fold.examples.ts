// SPDX-License-Identifier: Apache-2.0
import { h } from 'vue';
import { examplesOf } from '../../examples.ts';
import Fold from './Fold.vue';

export default examplesOf(Fold)(({ t }) => [
  { props: { title: t('style.more') }, slots: { default: () => h('p', t('style.more-text')) } },
  { props: { title: t('style.more'), open: true }, slots: { default: () => h('p', t('style.more-text')) } },
]);
