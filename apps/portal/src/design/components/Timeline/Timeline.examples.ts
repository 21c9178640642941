// SPDX-License-Identifier: Apache-2.0
import { examplesOf } from '../../examples.ts';
import Timeline from './Timeline.vue';

export default examplesOf(Timeline)(({ t }) => [
  {
    props: {
      entries: [
        { at: '2026-11-20T09:30:00Z', title: t('style.done'), text: t('style.good') },
        { at: '2026-11-18T05:00:00Z', title: t('style.panel') },
      ],
    },
  },
]);
