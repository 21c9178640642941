// SPDX-License-Identifier: Apache-2.0
import { examplesOf } from '../../examples.ts';
import TaskList from './TaskList.vue';

export default examplesOf(TaskList)(({ t }) => [
  {
    props: {
      tasks: [
        { title: t('style.name'), href: '#f-full', state: t('style.done'), kind: 'good' },
        { title: t('style.file'), state: t('style.todo'), kind: 'plain' },
      ],
    },
  },
]);
