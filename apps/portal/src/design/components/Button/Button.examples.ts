// SPDX-License-Identifier: Apache-2.0
import { examplesOf } from '../../examples.ts';
import Button from './Button.vue';

export default examplesOf(Button)(({ t }) => [
  { props: {}, slots: { default: () => t('form.continue') } },
  { props: { kind: 'secondary' }, slots: { default: () => t('style.secondary') } },
  { props: { kind: 'warning' }, slots: { default: () => t('style.warning') } },
  { props: { disabled: true }, slots: { default: () => t('style.disabled') } },
  { props: { small: true, kind: 'secondary' }, slots: { default: () => t('form.save-later') } },
  { props: { href: '/services' }, slots: { default: () => t('area.services') } },
]);
