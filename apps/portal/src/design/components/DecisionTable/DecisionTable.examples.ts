// SPDX-License-Identifier: Apache-2.0
import { examplesOf } from '../../examples.ts';
import DecisionTable from './DecisionTable.vue';

export default examplesOf(DecisionTable)(({ t }) => {
  const row = (id: string, text: string, tests: string[], outputs: string[], item: number) => ({
    ...{ id, text, tests, outputs },
    law: t('style.act', { count: item }),
  });
  const rules = [
    row('1', t('style.small'), ['< 50', '[1..12]', '-'], ['6000'], 1),
    row('2', t('style.large'), ['>= 50', '(12..36], 48', 'not("work")'], ['18000'], 2),
  ];
  const table = {
    inputs: [t('style.size'), t('style.months'), t('style.occupation')],
    outputs: [{ name: 'amountMinor', title: t('style.table') }],
    words: { work: t('style.option-1') },
    currency: 'EUR',
    rules,
  };
  return [
    { props: { ...table, label: `${t('style.table')} 1`, hitPolicy: 'UNIQUE', fired: ['2'] } },
    { props: { ...table, label: `${t('style.table')} 2`, hitPolicy: 'COLLECT', aggregation: 'SUM' } },
  ];
});
