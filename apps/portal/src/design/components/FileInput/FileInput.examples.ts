// SPDX-License-Identifier: Apache-2.0
import { examplesOf } from '../../examples.ts';
import FileInput from './FileInput.vue';

export default examplesOf(FileInput)(({ t }) => [
  { props: { name: 'photo', label: t('style.file'), accept: 'image/*' } },
]);
