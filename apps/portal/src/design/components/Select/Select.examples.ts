// SPDX-License-Identifier: Apache-2.0
import { examplesOf } from '../../examples.ts';
import Select from './Select.vue';

const occupations = (t: (key: string) => string) => [
  { value: '7411', text: t('style.option-1') },
  { value: '7212', text: t('style.option-2') },
];

export default examplesOf(Select)(({ t }) => [
  { props: { name: 'occupation', label: t('style.occupation'), options: occupations(t), empty: t('form.choose') } },
  { props: { name: 'profession', label: t('style.occupation'), options: occupations(t), value: '7212' } },
]);
