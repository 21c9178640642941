// SPDX-License-Identifier: Apache-2.0
import { examplesOf } from '../../examples.ts';
import LocalTextInput from './LocalTextInput.vue';

export default examplesOf(LocalTextInput)(({ t }) => [
  { props: { name: 'title', label: t('style.name') } },
  { props: { name: 'broken', label: t('style.name') }, errors: { 'broken.ru': t('style.name-error') } },
]);
