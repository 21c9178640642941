// SPDX-License-Identifier: Apache-2.0
import { h } from 'vue';
import { examplesOf } from '../../examples.ts';
import Field from './Field.vue';

export default examplesOf(Field)(({ t }) => [
  {
    props: { name: 'own', label: t('style.name'), hint: t('style.name-hint') },
    slots: {
      default: () => h('input', { id: 'f-own', name: 'own', class: 'input', 'aria-describedby': 'f-own-hint' }),
    },
  },
]);
