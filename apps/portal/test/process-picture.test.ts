// SPDX-License-Identifier: Apache-2.0
/** Whatever is drawn is there to see and there in words: of every service here, and of a drawing with every construct. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { type Drawing, readDrawing } from '@stoa/process';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Diagram, DiagramNode } from '../src/design/components/ProcessDiagram/diagram.ts';
import { heatOf } from '../src/design/components/ProcessDiagram/diagram.ts';
import { labelsOf } from '../src/design/components/ProcessDiagram/labels.ts';
import { inOrder, stepsOf } from '../src/design/components/ProcessDiagram/steps.ts';
import { fitted, linesOf, textWidth } from '../src/design/components/ProcessDiagram/words-in-boxes.ts';
import { createFormatter } from '../src/app/format.ts';
import { messagesOf } from '../src/server/locale.ts';
import { text } from './answers.ts';
import { taskId } from './case-answers.ts';
import { type Harness, startHarness, withDuty } from './harness.ts';
import { officeAnswers } from './office-answers.ts';

const services = new URL('../../../services/', import.meta.url);
const files = [
  ...readdirSync(services).map((name) => new URL(`${name}/process.bpmn`, services)),
  new URL('../../../engine/process/test/rich.bpmn', import.meta.url),
].filter((file) => existsSync(file));
const shown = ({ nodes, flows, lanes }: Drawing): Diagram => ({
  nodes: nodes.map(({ name, ...node }) => ({ ...node, title: name })),
  edges: flows.map(({ name, ...flow }) => ({ ...flow, ...(name ? { title: name } : {}) })),
  lanes: lanes.map(({ name, ...lane }) => ({ ...lane, title: name })),
});

let portal: Harness;
let drawing: Drawing;
beforeAll(async () => {
  portal = await startHarness({
    ...officeAnswers,
    'cases.get-process': () => ({
      nodes: drawing.nodes.map(({ name, ...node }) => ({ ...node, title: text(name) })),
      edges: drawing.flows.map(({ condition: _, ...flow }) => ({
        ...flow,
        ...(flow.name ? { title: text(flow.name) } : {}),
        taken: false,
      })),
      lanes: drawing.lanes.map(({ name, ...lane }) => ({ ...lane, title: text(name) })),
      active: drawing.nodes.slice(0, 1).map(({ id }) => id),
      tokens: {},
      several: {},
      done: [],
      failed: [],
    }),
  });
  portal.signIn(withDuty('Daniyar Omarov', 'labour.permit-officer'));
  return () => portal.close();
});

const idsOf = (html: string, attribute: string) =>
  new Set([...html.matchAll(new RegExp(`${attribute}="([^"]+)"`, 'g'))].map(([, id]) => id));

describe.each(files.map((file) => [file.pathname.split('/').slice(-2).join('/'), file] as const))('%s', (_, file) => {
  it.each(['en', 'ar'])('is seen and told whole (%s)', async (lang) => {
    drawing = await readDrawing(readFileSync(file));
    const answer = await fetch(`${portal.url}/office/tasks/${taskId}`, { headers: { cookie: `lang=${lang}` } });
    const html = await answer.text();
    const picture = /<svg[^>]*role="img"[\s\S]*?<\/svg>(?=<\/div>)/.exec(html)?.[0] ?? '';
    const words = /class="process-steps"[\s\S]*?<\/details>/.exec(html)?.[0] ?? '';
    const { nodes, flows, lanes } = drawing;
    const seen = [...nodes, ...lanes].filter(({ width }) => width > 0).map(({ id }) => id);
    expect(seen.filter((id) => !idsOf(picture, 'data-node').has(id))).toEqual([]);
    const lines = flows.filter(({ points }) => points.length > 1).map(({ id }) => id);
    expect(lines.filter((id) => !idsOf(picture, 'data-flow').has(id))).toEqual([]);
    expect(nodes.map(({ id }) => id).filter((id) => !idsOf(words, 'data-node').has(id))).toEqual([]);
    expect(flows.map(({ id }) => id).filter((id) => !idsOf(words, 'data-flow').has(id))).toEqual([]);
    expect(picture).toMatch(/aria-labelledby="([\w-]+)-title"/);
    expect(picture).toContain('<desc');
    expect(words).not.toMatch(/process\.[a-z]/);
    expect(answer.status).toBe(200);
  });

  it('has no label on a step, on the name of a lane, or on another label', async () => {
    const diagram = shown(await readDrawing(readFileSync(file)));
    const labels = labelsOf(diagram);
    const inner = new Set(diagram.nodes.map(({ within }) => within));
    const boxes = diagram.nodes.filter(({ id, width, kind }) => width > 0 && !inner.has(id) && kind !== 'group');
    const names = (diagram.lanes ?? []).map((lane) => ({ ...lane, width: 30 }));
    const meets = (a: { x: number; y: number; width: number; height: number }, b: typeof a) =>
      a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
    expect(labels.length).toBeGreaterThan(0);
    for (const [index, label] of labels.entries())
      for (const other of [...boxes, ...names, ...labels.slice(index + 1)])
        expect(meets(label, other), `${label.lines.join(' ')} on ${other.id}`).toBe(false);
  });
});

const box = (id: string, kind: string, more: Partial<DiagramNode> = {}): DiagramNode => ({
  ...{ id, kind, title: id, x: 0, y: 0, width: 100, height: 80 },
  ...more,
});
const english = createFormatter('en', 'Asia/Almaty', messagesOf('en'));

it('steps follow the flow wherever they are drawn, and a circle ends', () => {
  const nodes = [
    box('end', 'end'),
    box('c', 'user'),
    box('a', 'user', { x: 500 }),
    box('b', 'user'),
    box('s', 'start'),
  ];
  const edges = ['s a', 'a b', 'b c', 'c b', 'c end'].map((pair) => {
    const [from = '', to = ''] = pair.split(' ');
    return { id: pair, from, to };
  });
  expect(inOrder(nodes, edges).map(({ id }) => id)).toEqual(['s', 'a', 'b', 'c', 'end']);
  const long = Array.from({ length: 2000 }, (_, index) => box(String(index), 'task'));
  const row = long.slice(1).map(({ id }) => ({ from: String(Number(id) - 1), to: id }));
  expect(inOrder(long, row).at(-1)?.id).toBe('1999');
});

it('a step is told with what it is, who does it, its state, and what follows under which condition', () => {
  const nodes = [
    box('s', 'start', { event: 'message' }),
    box('vote', 'user', { each: 'parallel', lane: 'l' }),
    box('late', 'boundary-timer', { attachedTo: 'vote', interrupts: false }),
    box('inner', 'something-new', { within: 'vote' }),
    box('e', 'end', { title: '' }),
  ];
  const edges = [
    { id: '1', from: 's', to: 'vote', title: 'complete', points: [] },
    { id: '2', from: 'vote', to: 'e', default: true, points: [] },
  ];
  const lanes = [{ ...box('l', 'lane'), title: 'Commission' }];
  const standing = { active: ['vote'], tokens: { vote: 3 }, done: ['s'] };
  const times = [{ node: 'vote', value: 60, text: '1 hour' }];
  const steps = stepsOf({ nodes, edges, lanes }, standing, times, english);
  expect(
    steps.map(({ number, title, facts, stateText, leads }) => [
      number,
      title,
      facts,
      stateText,
      leads.map((l) => l.text),
    ]),
  ).toEqual([
    ['1', 's', ['start', 'a message'], 'done', ['If “complete”: 2 vote']],
    [
      '2',
      'vote',
      ['work for a person', 'for each of several, side by side', 'by: Commission', 'takes 1 hour'],
      'the case is here, 3 times at once',
      ['Otherwise: 4 end'],
    ],
    ['3', 'late', ['when time is up', 'time', 'during 2 vote', 'the step goes on beside it'], undefined, []],
    ['4', 'end', [], undefined, []],
  ]);
  expect(steps[1]?.inside.map(({ number, facts }) => [number, facts])).toEqual([['2.1', ['step']]]);
});

it.each(['en', 'ru', 'kk', 'uk', 'ar'] as const)('long titles fit their box (%s)', (language) => {
  const words = createFormatter(language, 'Asia/Almaty', messagesOf(language)).t('style.long');
  const { size, lines } = fitted(words, { width: 108, height: 56 });
  expect(lines.every((line) => textWidth(line, size) <= 108)).toBe(true);
  expect(lines.length * size * 1.2).toBeLessThanOrEqual(56);
  expect(lines.join(' ').replaceAll('- ', '')).toBe(words);
});

it('a word longer than its line breaks with a hyphen, and what fits in no letters ends with an ellipsis', () => {
  expect(linesOf('Verwaltungsverfahrensgesetz', 60, 12).every((line) => textWidth(line, 12) <= 60)).toBe(true);
  expect(fitted('word '.repeat(200), { width: 100, height: 40 }).lines.at(-1)).toMatch(/…$/);
  expect(fitted('', { width: 100, height: 40 }).lines).toEqual([]);
});

it('heat grows by ratio from the shortest to the longest', () => {
  const times = [1, 60, 3600, 3600].map((value, index) => ({ node: String(index), value, text: '' }));
  expect([...heatOf(times).values()]).toEqual([0, 2, 4, 4]);
  expect([...heatOf([{ node: 'a', value: 5, text: '' }]).values()]).toEqual([0]);
});
