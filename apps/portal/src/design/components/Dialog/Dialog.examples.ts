// SPDX-License-Identifier: Apache-2.0
import { h } from 'vue';
import { examplesOf } from '../../examples.ts';
import Dialog from './Dialog.vue';

export default examplesOf(Dialog)(({ t }) => [
  {
    props: { id: 'example', open: t('style.dialog'), href: '#example', title: t('style.dialog') },
    slots: { default: () => h('p', t('style.more-text')) },
  },
]);
