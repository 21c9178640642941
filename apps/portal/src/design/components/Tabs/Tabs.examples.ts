// SPDX-License-Identifier: Apache-2.0
import { examplesOf } from '../../examples.ts';
import Tabs from './Tabs.vue';

export default examplesOf(Tabs)(({ t }) => [
  {
    props: {
      label: t('style.state'),
      items: [
        { href: '?tab=1', title: t('style.waiting'), current: true },
        { href: '?tab=2', title: t('style.done') },
      ],
    },
  },
]);
