// SPDX-License-Identifier: Apache-2.0
import { examplesOf } from '../../examples.ts';
import Lookup from './Lookup.vue';

/** Languages by their own names. */
const autonyms =
  'Azərbaycanca Čeština Dansk Deutsch Eesti English Español Français Hrvatski Italiano Latviešu Lietuvių Magyar ' +
  'Polski Português Română Suomi Svenska Türkçe Български Кыргызча Қазақша Монгол Русский Тоҷикӣ Українська العربية';
const options = autonyms.split(' ').map((text) => ({ value: text, text }));

export default examplesOf(Lookup)(({ t }) => [
  { props: { name: 'tongue', label: t('style.lookup'), options } },
  {
    props: { name: 'mother-tongue', label: t('style.lookup'), options, hint: t('style.more-text'), value: 'Қазақша' },
    errors: { 'mother-tongue': t('error.portal.answer-string') },
  },
]);
