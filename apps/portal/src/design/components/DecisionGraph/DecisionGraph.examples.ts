// SPDX-License-Identifier: Apache-2.0
import { examplesOf } from '../../examples.ts';
import DecisionGraph from './DecisionGraph.vue';

export default examplesOf(DecisionGraph)(({ t }) => [
  {
    props: {
      label: `${t('decision.kind.decision')} 1`,
      nodes: [
        { id: 'fee', kind: 'decision', title: t('style.table') },
        { id: 'size', kind: 'input', title: t('style.size') },
        { id: 'months', kind: 'input', title: t('style.months') },
      ],
      edges: [
        { from: 'size', to: 'fee', kind: 'information' },
        { from: 'months', to: 'fee', kind: 'information' },
      ],
    },
  },
  {
    props: {
      label: `${t('decision.kind.decision')} 2`,
      nodes: [
        { id: 'service', kind: 'service', title: t('style.office') },
        { id: 'fee', kind: 'decision', title: t('style.table') },
        { id: 'diploma', kind: 'decision', title: t('style.step-1') },
        { id: 'round', kind: 'knowledge', title: t('style.round') },
        { id: 'act', kind: 'source', title: t('style.law') },
        { id: 'months', kind: 'input', title: t('style.months') },
        { id: 'job', kind: 'input', title: t('style.occupation') },
      ],
      edges: [
        { from: 'fee', to: 'service', kind: 'service' },
        { from: 'diploma', to: 'fee', kind: 'information' },
        { from: 'months', to: 'fee', kind: 'information' },
        { from: 'job', to: 'diploma', kind: 'information' },
        { from: 'job', to: 'fee', kind: 'information' },
        { from: 'round', to: 'fee', kind: 'knowledge' },
        { from: 'act', to: 'round', kind: 'authority' },
      ],
    },
  },
]);
