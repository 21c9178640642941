// SPDX-License-Identifier: Apache-2.0
import { examplesOf } from '../../examples.ts';
import Choices from './Choices.vue';

const yesNo = (t: (key: string) => string) => [
  { value: 'yes', text: t('form.yes') },
  { value: 'no', text: t('form.no') },
];
const languages = ['Русский', 'English', 'العربية'].map((text, index) => ({ value: String(index), text }));

export default examplesOf(Choices)(({ t }) => [
  { props: { name: 'diploma', legend: t('style.radios'), options: yesNo(t), value: 'yes', inline: true } },
  { props: { name: 'spoken', legend: t('style.checkboxes'), options: languages, value: ['1'], many: true } },
  {
    props: { name: 'unanswered', legend: t('style.radios'), options: yesNo(t), hint: t('style.more-text') },
    errors: { unanswered: t('error.portal.answer-boolean') },
  },
]);
