// SPDX-License-Identifier: Apache-2.0
import { examplesOf } from '../../examples.ts';
import Textarea from './Textarea.vue';

export default examplesOf(Textarea)(({ t }) => [
  { props: { name: 'story', label: t('style.story') } },
  { props: { name: 'untold', label: t('style.story'), rows: 3 }, errors: { untold: t('error.portal.answer-string') } },
]);
