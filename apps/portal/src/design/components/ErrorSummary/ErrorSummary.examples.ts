// SPDX-License-Identifier: Apache-2.0
import { examplesOf } from '../../examples.ts';
import ErrorSummary from './ErrorSummary.vue';

export default examplesOf(ErrorSummary)(({ t }) => [
  {
    props: {
      errors: [
        { field: 'broken', text: t('style.name-error') },
        { field: '', text: t('style.bad') },
      ],
    },
  },
]);
