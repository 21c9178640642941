// SPDX-License-Identifier: Apache-2.0
import { examplesOf } from '../../examples.ts';
import FilterForm from './FilterForm.vue';

const states = (t: (key: string) => string) => [
  { value: 'waiting', text: t('style.waiting') },
  { value: 'done', text: t('style.done') },
];

export default examplesOf(FilterForm)(({ t }) => [
  {
    props: {
      fields: [
        { kind: 'text', name: 'who', label: t('style.name'), wide: true, value: 'Rahul' },
        { kind: 'text', name: 'id', label: t('style.case'), dir: 'ltr', wrong: true, value: 'WP-' },
        {
          kind: 'choice',
          name: 'state',
          label: t('style.state'),
          any: t('exchange.any'),
          options: states(t),
          value: 'done',
        },
        { kind: 'date', name: 'due', label: t('style.due') },
        { kind: 'time', name: 'since', label: t('exchange.filter-from') },
        { kind: 'switch', name: 'late', label: t('queue.overdue'), value: 'yes' },
      ],
    },
  },
  { props: { fields: [{ kind: 'text', name: 'words', label: t('search.label') }], keep: ['component'] } },
]);
