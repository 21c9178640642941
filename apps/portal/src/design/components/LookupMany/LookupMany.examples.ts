// SPDX-License-Identifier: Apache-2.0
import { examplesOf } from '../../examples.ts';
import LookupMany from './LookupMany.vue';

/** Languages by their own names. */
const autonyms =
  'Azərbaycanca Čeština Dansk Deutsch Eesti English Español Français Hrvatski Italiano Latviešu Lietuvių Magyar ' +
  'Polski Português Română Suomi Svenska Türkçe Български Кыргызча Қазақша Монгол Русский Тоҷикӣ Українська العربية';
const options = autonyms.split(' ').map((text) => ({ value: text, text }));

export default examplesOf(LookupMany)(({ t }) => [
  { props: { name: 'tongues', legend: t('style.lookup'), options } },
  {
    props: {
      name: 'spoken-tongues',
      legend: t('style.lookup'),
      options,
      hint: t('style.more-text'),
      value: ['Қазақша', 'Eesti'],
    },
    errors: { 'spoken-tongues': t('error.portal.answer-string') },
  },
]);
