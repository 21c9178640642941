// SPDX-License-Identifier: Apache-2.0
import { examplesOf } from '../../examples.ts';
import Pager from './Pager.vue';

export default examplesOf(Pager)(({ t }) => [
  { props: { next: '2' } },
  { props: { next: '2', word: 'page', of: t('style.answers'), anchor: 'style-Pager' } },
]);
