// SPDX-License-Identifier: Apache-2.0
import { examplesOf } from '../../examples.ts';
import type { Diagram, DiagramFlow, DiagramNode } from './diagram.ts';
import ProcessDiagram from './ProcessDiagram.vue';

type Rest = Partial<DiagramNode>;
const sizes: Readonly<Record<string, readonly [number, number]>> = {
  start: [36, 36],
  end: [36, 36],
  boundary: [36, 36],
  'boundary-timer': [36, 36],
  throw: [36, 36],
  exclusive: [50, 50],
  inclusive: [50, 50],
  'data-object': [36, 50],
};
/** At its centre. */
const node = (id: string, kind: string, title: string, cx: number, cy: number, rest: Rest = {}): DiagramNode => {
  const [width, height] = sizes[kind] ?? [120, 80];
  return { id, kind, title, x: cx - width / 2, y: cy - height / 2, width, height, ...rest };
};
const flow = (from: string, to: string, points: readonly [number, number][], rest: Partial<DiagramFlow> = {}) => ({
  id: `${from} ${to}`,
  from,
  to,
  points: points.map(([x, y]) => ({ x, y })),
  ...rest,
});

export default examplesOf(ProcessDiagram)(({ t }) => {
  const simple: Diagram = {
    nodes: [
      node('s', 'start', t('style.received'), 18, 60),
      node('a', 'service', t('style.step-1'), 150, 60),
      node('g', 'exclusive', t('style.question'), 280, 60),
      node('b', 'user', t('style.step-2'), 410, 60, { each: 'parallel' }),
      node('e', 'end', '', 548, 60),
      node('n', 'end', t('style.refused'), 410, 150, { event: 'terminate' }),
    ],
    edges: [
      flow('s', 'a', [
        [36, 60],
        [90, 60],
      ]),
      flow('a', 'g', [
        [210, 60],
        [255, 60],
      ]),
      flow(
        'g',
        'b',
        [
          [305, 60],
          [350, 60],
        ],
        { title: t('decision.yes') },
      ),
      flow(
        'g',
        'n',
        [
          [280, 85],
          [280, 150],
          [392, 150],
        ],
        { title: t('decision.no'), default: true },
      ),
      flow('b', 'e', [
        [470, 60],
        [530, 60],
      ]),
    ],
  };
  const rich: Diagram = {
    lanes: [
      { id: 'o', title: t('style.office'), x: 0, y: 0, width: 1010, height: 520, pool: true },
      { id: 'd', title: t('style.people'), x: 30, y: 0, width: 980, height: 210, within: 'o' },
      { id: 'c', title: t('style.members'), x: 30, y: 210, width: 980, height: 310, within: 'o' },
    ],
    nodes: [
      node('s', 'start', t('style.received'), 90, 80, { event: 'message', lane: 'd' }),
      node('a', 'user', t('style.long'), 210, 80, { lane: 'd' }),
      node('l', 'boundary-timer', t('style.late'), 240, 120, { attachedTo: 'a', interrupts: false, lane: 'd' }),
      node('m', 'send', t('style.todo'), 380, 160, { lane: 'd' }),
      node('x', 'end', '', 500, 160, { event: 'message', lane: 'd' }),
      node('q', 'exclusive', t('style.question'), 350, 60, { lane: 'd' }),
      node('v', 'user', t('style.vote'), 500, 60, { each: 'parallel', lane: 'd' }),
      node('f', 'end', t('style.refused'), 660, 150, { event: 'error', lane: 'd' }),
      node('u', 'rule', t('style.step-2'), 660, 60, { lane: 'd' }),
      node('p', 'data-object', t('style.paper'), 800, 70, { lane: 'd' }),
      node('t', 'sub-process', t('style.give'), 560, 365, {
        width: 380,
        x: 370,
        height: 260,
        y: 235,
        transaction: true,
        lane: 'c',
      }),
      node('t1', 'start', '', 410, 310, { within: 't' }),
      node('t2', 'service', t('style.reserve'), 520, 310, { within: 't' }),
      node('t3', 'boundary', '', 550, 350, { attachedTo: 't2', event: 'compensation', within: 't' }),
      node('t4', 'service', t('style.release'), 650, 435, { within: 't', compensation: true }),
      node('t5', 'end', '', 690, 310, { within: 't' }),
      node('i', 'sub-process', t('style.mistake'), 215, 365, {
        width: 270,
        x: 70,
        height: 150,
        y: 290,
        triggered: true,
        lane: 'c',
      }),
      node('i1', 'start', '', 110, 370, { within: 'i', event: 'signal', interrupts: false }),
      node('i2', 'manual', t('style.repair'), 220, 370, { within: 'i', each: 'loop' }),
      node('i3', 'end', '', 315, 370, { within: 'i' }),
      node('k', 'call', t('style.info'), 850, 365, { collapsed: true, lane: 'c' }),
      node('e', 'end', t('style.done'), 960, 365, { lane: 'c' }),
    ],
    edges: [
      flow('s', 'a', [
        [108, 80],
        [150, 80],
      ]),
      flow('a', 'q', [
        [270, 60],
        [325, 60],
      ]),
      flow('l', 'm', [
        [240, 138],
        [240, 160],
        [320, 160],
      ]),
      flow('m', 'x', [
        [440, 160],
        [482, 160],
      ]),
      flow(
        'q',
        'v',
        [
          [375, 60],
          [440, 60],
        ],
        { title: t('decision.yes') },
      ),
      flow('v', 'u', [
        [560, 60],
        [600, 60],
      ]),
      flow(
        'u',
        'f',
        [
          [660, 100],
          [660, 132],
        ],
        { title: t('decision.no'), default: true },
      ),
      flow(
        'u',
        't',
        [
          [720, 60],
          [740, 60],
          [740, 235],
        ],
        { title: t('decision.yes') },
      ),
      flow(
        'u',
        'p',
        [
          [720, 80],
          [782, 74],
        ],
        { kind: 'association' },
      ),
      flow('t1', 't2', [
        [428, 310],
        [460, 310],
      ]),
      flow('t2', 't5', [
        [580, 310],
        [672, 310],
      ]),
      flow(
        't3',
        't4',
        [
          [550, 368],
          [550, 435],
          [590, 435],
        ],
        { kind: 'association' },
      ),
      flow('i1', 'i2', [
        [128, 370],
        [160, 370],
      ]),
      flow('i2', 'i3', [
        [280, 370],
        [297, 370],
      ]),
      flow('t', 'k', [
        [750, 365],
        [790, 365],
      ]),
      flow('k', 'e', [
        [910, 365],
        [942, 365],
      ]),
    ],
  };
  const minutes = (count: number) => t('style.minutes', { count });
  const days = (count: number) => t('style.days', { count });
  return [
    {
      props: {
        label: `${t('style.process')} 1`,
        process: simple,
        standing: { active: ['b'], tokens: { b: 3 }, done: ['s', 'a', 'g'], taken: ['s a', 'a g', 'g b'] },
      },
    },
    {
      props: {
        label: `${t('style.process')} 2`,
        process: simple,
        standing: { active: [], done: ['s'], failed: ['a'], skipped: ['b'], taken: ['s a'] },
        wordsOpen: true,
      },
    },
    {
      props: {
        label: `${t('style.process')} 3`,
        process: simple,
        times: [
          { node: 'a', value: 2, text: minutes(2) },
          { node: 'b', value: 4320, text: days(3) },
        ],
      },
    },
    { props: { label: `${t('style.process')} 4`, process: rich } },
    {
      props: {
        label: `${t('style.process')} 5`,
        process: {
          nodes: [{ id: 'o', kind: 'something-new', title: t('style.step-1'), x: 0, y: 0, width: 120, height: 80 }],
          edges: [],
        },
      },
    },
  ];
});
