// SPDX-License-Identifier: Apache-2.0
import { examplesOf } from '../../examples.ts';
import ProcessDiagram from './ProcessDiagram.vue';

const node = (id: string, kind: string, title: string, x: number, width: number) => {
  const isTask = kind === 'service' || kind === 'user';
  return { id, kind, title, x, y: isTask ? 20 : 42, width, height: isTask ? 80 : 36 };
};
const edge = (from: number, to: number) => ({
  id: String(from),
  points: [
    { x: from, y: 60 },
    { x: to, y: 60 },
  ],
});

export default examplesOf(ProcessDiagram)(({ t }) => [
  {
    props: {
      label: t('style.process'),
      nodes: [
        node('s', 'start', '', 0, 36),
        node('a', 'service', t('style.step-1'), 90, 120),
        node('g', 'exclusive', '', 265, 36),
        node('b', 'user', t('style.step-2'), 355, 120),
        node('e', 'end', '', 530, 36),
      ],
      edges: [edge(36, 90), edge(210, 265), edge(301, 355), edge(475, 530)],
      active: ['b'],
      done: ['s', 'a', 'g'],
    },
  },
]);
