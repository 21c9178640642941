// SPDX-License-Identifier: Apache-2.0
import { h } from 'vue';
import { examplesOf } from '../../examples.ts';
import Panel from './Panel.vue';

export default examplesOf(Panel)(({ t }) => [
  {
    props: { title: t('style.panel'), level: 2 },
    slots: { default: () => [h('p', t('style.panel-text')), h('strong', { dir: 'ltr' }, 'WP-2026-000012')] },
  },
]);
