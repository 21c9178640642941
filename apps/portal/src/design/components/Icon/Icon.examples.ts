// SPDX-License-Identifier: Apache-2.0
import { type IconName, icons } from '../../icons.ts';
import { examplesOf } from '../../examples.ts';
import Icon from './Icon.vue';

export default examplesOf(Icon)(() => [...(Object.keys(icons) as IconName[]).map((name) => ({ props: { name } }))]);
