// SPDX-License-Identifier: Apache-2.0
/** The steps of a process as nested lists. */
import { type FunctionalComponent, h, type VNode } from 'vue';
import Tag from '../Tag/Tag.vue';
import type { State } from './diagram.ts';
import type { Step } from './steps.ts';

const tagKinds: Readonly<Record<State, 'good' | 'bad' | 'info' | 'plain'>> = {
  active: 'info',
  done: 'good',
  failed: 'bad',
  skipped: 'plain',
};

const item = (step: Step): VNode =>
  h('li', { 'data-node': step.id }, [
    h('p', [
      h('span', { class: 'step-number' }, step.number),
      ' ',
      h('strong', step.title),
      ...(step.facts.length > 0 ? [' ', h('span', { class: 'soft' }, `(${step.facts.join('; ')})`)] : []),
      ...(step.state && step.stateText
        ? [' ', h(Tag, { kind: tagKinds[step.state] }, { default: () => step.stateText })]
        : []),
    ]),
    ...(step.leads.length > 0
      ? [
          h(
            'ul',
            step.leads.map(({ id, text }) => h('li', { 'data-flow': id }, text)),
          ),
        ]
      : []),
    ...(step.inside.length > 0 ? [list(step.inside)] : []),
  ]);

const list = (steps: readonly Step[]): VNode => h('ol', steps.map(item));

export const StepList: FunctionalComponent<{ steps: readonly Step[] }> = ({ steps }) => list(steps);
StepList.props = ['steps'];
