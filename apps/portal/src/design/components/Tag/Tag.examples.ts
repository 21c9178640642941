// SPDX-License-Identifier: Apache-2.0
import { examplesOf } from '../../examples.ts';
import Tag from './Tag.vue';

export default examplesOf(Tag)(({ t }) => [
  { props: {}, slots: { default: () => t('style.todo') } },
  { props: { kind: 'info' }, slots: { default: () => t('process.active') } },
  { props: { kind: 'good' }, slots: { default: () => t('style.done') } },
  { props: { kind: 'warn' }, slots: { default: () => t('style.waiting') } },
  { props: { kind: 'bad' }, slots: { default: () => t('style.refused') } },
]);
