// SPDX-License-Identifier: Apache-2.0
import { h } from 'vue';
import Button from '../Button/Button.vue';
import { examplesOf } from '../../examples.ts';
import PostForm from './PostForm.vue';

export default examplesOf(PostForm)(({ t }) => [
  { props: {}, slots: { default: () => h(Button, null, () => t('form.continue')) } },
  { props: { inline: true }, slots: { default: () => h(Button, { small: true }, () => t('form.save-later')) } },
]);
