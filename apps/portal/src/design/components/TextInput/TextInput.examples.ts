// SPDX-License-Identifier: Apache-2.0
import { examplesOf } from '../../examples.ts';
import TextInput from './TextInput.vue';

export default examplesOf(TextInput)(({ t }) => [
  { props: { name: 'full', label: t('style.name'), hint: t('style.name-hint') } },
  { props: { name: 'broken', label: t('style.name') }, errors: { broken: t('style.name-error') } },
  { props: { name: 'locked', label: t('style.salary'), value: '1 450', width: 'w-10', readonly: true } },
]);
