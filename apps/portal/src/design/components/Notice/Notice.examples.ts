// SPDX-License-Identifier: Apache-2.0
import { examplesOf } from '../../examples.ts';
import Notice from './Notice.vue';

export default examplesOf(Notice)(({ t }) => [
  { props: {}, slots: { default: () => t('style.info') } },
  { props: { kind: 'good' }, slots: { default: () => t('style.good') } },
  { props: { kind: 'warn' }, slots: { default: () => t('style.warn') } },
  { props: { kind: 'bad' }, slots: { default: () => t('style.bad') } },
]);
