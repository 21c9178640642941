// SPDX-License-Identifier: Apache-2.0
/** What is drawn is told as it is drawn, whether it is executed or not. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readDrawing } from '../src/index.ts';
import { drawn, user } from './drawings.ts';

const rich = await readDrawing(readFileSync(new URL('./rich.bpmn', import.meta.url)));
const node = (id: string) => rich.nodes.find((one) => one.id === id);

test('events, tasks, gateways and data are told by their kinds', () => {
  const kinds = rich.nodes.map(({ kind, event }) => (event ? `${kind} ${event}` : kind));
  expect([...new Set(kinds)].sort()).toEqual([
    'annotation',
    'boundary cancel',
    'boundary compensation',
    'boundary-timer timer',
    'call',
    'catch conditional',
    'catch link',
    'catch message',
    'complex',
    'data-object',
    'data-store',
    'end',
    'end cancel',
    'end compensation',
    'end error',
    'end message',
    'end terminate',
    'event-based',
    'exclusive',
    'inclusive',
    'manual',
    'parallel',
    'rule',
    'script',
    'send',
    'service',
    'start',
    'start error',
    'start message',
    'sub-process',
    'task',
    'throw escalation',
    'throw link',
    'throw signal',
    'timer timer',
    'user',
  ]);
});

test('what is special about a step is told', () => {
  expect(node('remind')).toMatchObject({ attachedTo: 'register', interrupts: false });
  expect(node('vote')?.each).toBe('parallel');
  expect(node('visit')?.each).toBe('sequential');
  expect(node('correct')?.each).toBe('loop');
  expect(node('free')).toMatchObject({ compensation: true, within: 'place' });
  expect(node('place')?.transaction).toBe(true);
  expect(node('mistakes')?.triggered).toBe(true);
  expect(node('note')?.name).toBe('Papers may come by post, too');
});

test('what is inside a sub-process that is drawn closed has no place in the picture', () => {
  expect(node('more')?.collapsed).toBe(true);
  expect(node('mTask')).toMatchObject({ within: 'more', width: 0 });
  expect(rich.flows.find(({ id }) => id === 'mFlow')?.points).toEqual([]);
});

test('lanes stand in their pool, and steps in their lane', () => {
  expect(rich.lanes.map(({ id, pool, within }) => [id, pool, within])).toEqual([
    ['office', true, undefined],
    ['applicant', true, undefined],
    ['desk', undefined, 'office'],
    ['commission', undefined, 'office'],
  ]);
  expect(node('register')?.lane).toBe('desk');
  expect(node('vote')?.lane).toBe('commission');
});

test('flows are told by their kinds, the default one too', () => {
  const flow = (id: string) => rich.flows.find((one) => one.id === id);
  expect(flow('complete-ask')).toMatchObject({ kind: 'sequence', name: 'no', default: true });
  expect(flow('complete-go')).toMatchObject({ condition: 'complete' });
  expect(flow('m1')).toMatchObject({ kind: 'message', from: 'applicant', to: 'received' });
  expect(flow('undo-free')).toMatchObject({ kind: 'association', from: 'undo', to: 'free' });
});

test('a file without a picture is read, and what is no XML is refused', async () => {
  const { nodes, flows } = await readDrawing(drawn(user('a'), 'start > a > end'));
  expect(nodes.map(({ id, width }) => [id, width])).toEqual([
    ['start', 0],
    ['end', 0],
    ['a', 0],
  ]);
  expect(flows).toHaveLength(2);
  await expect(readDrawing('<x')).rejects.toThrow('no BPMN 2.0');
});
