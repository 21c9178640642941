// SPDX-License-Identifier: Apache-2.0
import type { Column } from './columns.ts';
import { examplesOf } from '../../examples.ts';
import DataTable from './DataTable.vue';

const columns = (t: (key: string) => string): Column[] => [
  { key: 'number', title: t('style.case'), sortHref: '?sort=number', sorted: 'ascending' },
  { key: 'state', title: t('style.state') },
  { key: 'due', title: t('style.due'), numeric: true, sortHref: '?sort=due' },
];

export default examplesOf(DataTable)((page) => [
  {
    props: {
      caption: page.t('style.case'),
      columns: columns(page.t),
      rows: [
        { number: 'WP-2026-000012', state: page.t('style.waiting'), due: page.date('2026-12-04') },
        { number: 'WP-2026-000011', state: page.t('style.done'), due: page.date('2026-11-27') },
      ],
      rowHref: () => '/style',
    },
  },
  {
    props: {
      caption: page.t('style.rating'),
      columns: [{ key: 'number', title: page.t('style.case'), heads: true }, ...columns(page.t).slice(1)],
      rows: [
        { number: 'WP-2026-000010', state: page.t('style.done'), due: page.date('2026-11-20') },
        { number: 'WP-2026-000009', state: page.t('style.refused'), due: page.date('2026-11-19') },
      ],
      groupOf: (row: object) => ('state' in row ? String(row.state) : ''),
      sideBySide: true,
    },
  },
  { props: { caption: page.t('style.state'), columns: columns(page.t), rows: [] } },
]);
