// SPDX-License-Identifier: Apache-2.0
import { examplesOf } from '../../examples.ts';
import ReasonList from './ReasonList.vue';

export default examplesOf(ReasonList)(({ t }) => [
  {
    props: {
      reasons: [
        { text: t('style.small'), law: t('style.act', { count: 1 }) },
        { text: t('style.large'), law: '', outcome: t('style.table') },
      ],
    },
  },
]);
