// SPDX-License-Identifier: Apache-2.0
import { examplesOf } from '../../examples.ts';
import DateInput from './DateInput.vue';

export default examplesOf(DateInput)(({ t }) => [
  { props: { name: 'birth', legend: t('style.date'), hint: t('style.date-hint'), value: '1988-03-27' } },
  {
    props: { name: 'unborn', legend: t('style.date'), hint: t('style.date-hint') },
    errors: { unborn: t('error.portal.answer-string') },
  },
]);
