// SPDX-License-Identifier: Apache-2.0
import { examplesOf } from '../../examples.ts';
import ErrorMessage from './ErrorMessage.vue';

export default examplesOf(ErrorMessage)(({ t }) => [{ props: { id: 'f-alone-error', text: t('style.name-error') } }]);
