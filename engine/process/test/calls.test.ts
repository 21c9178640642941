// SPDX-License-Identifier: Apache-2.0
/** Called processes become a part of the one that calls them. */
import { describe, expect, test } from 'vitest';
import { ProcessFault, readModel, readProcess } from '../src/index.ts';
import { definitions, drawn, event, flows, undone, user } from './drawings.ts';
import { playing } from './played.ts';

const called = (id: string, elements: string, lines: string[] = ['i > a > o'], executable = false) =>
  `<process id="${id}" isExecutable="${executable}"><startEvent id="i"/>${elements}<endEvent id="o"/>${flows(...lines)}</process>`;
const call = (id: string, target: string, inner = '') =>
  `<callActivity id="${id}" calledElement="${target}">${inner}</callActivity>`;
const calling = (elements: string, line = 'start > c > end') => drawn(elements, line);
const withProcess = (xml: string, more: string) => xml.replace('</definitions>', `${more}</definitions>`);
const own = (text: string) => text.replaceAll(/id="(i|o)"|Ref="(i|o)"/g, (found) => found.replace(/"(.)"/, '"q-$1"'));
const inFile = (id: string, elements: string, lines?: string[], executable?: boolean) =>
  definitions(called(id, elements, lines, executable));
const problems = (xml: string, files: string[] = []): Promise<readonly string[]> =>
  readProcess(xml, { called: files }).then(
    () => [],
    (error: unknown) => (error instanceof ProcessFault ? error.problems : Promise.reject(error as Error)),
  );

const mapped = [
  '<dataInputAssociation id="in"><targetRef>c</targetRef><assignment><from>answers.age</from><to>age</to></assignment></dataInputAssociation>',
  '<dataOutputAssociation id="out"><targetRef>c</targetRef><assignment><from>fee * 2</from><to>fee</to></assignment></dataOutputAssociation>',
].join('');

test('a process of the same file is played where it is called, with the data it is given and gives back', async () => {
  const xml = withProcess(calling(call('c', 'q', mapped)), own(called('q', user('a'), ['i > a > o'], true)));
  const game = await playing(xml);
  expect(game.stands()).toEqual(['c.a']);
  const { inputs, outputs, kind } = game.index.node('c');
  expect([kind, inputs, outputs]).toEqual(['call', { age: 'answers.age' }, { fee: 'fee * 2' }]);
  game.complete('c.a');
  expect([game.left(), game.ended]).toEqual([0, ['c.q-o', 'end']]);
});

test('a process of another file is played twice where it is called twice, with all that is inside it', async () => {
  const inner =
    user('a') + undone('a') + event('endEvent', 'bad', 'error') + '<exclusiveGateway id="x" default="x-o"/>';
  const file = inFile('q', inner, ['i > a > x > o', 'x >[bad] bad']);
  const xml = calling(
    `${call('c', 'q')}${call('d', 'x:q')}${event('intermediateThrowEvent', 'back', 'compensate')}`,
    'start > c > d > back > end',
  );
  const game = await playing(xml, {}, [file]);
  game.complete('c.a');
  game.complete('d.a');
  expect([game.stands(), game.done()]).toEqual([['back', 'd.undo-a'], ['c.a of c']]);
  game.complete('d.undo-a');
  game.complete('c.undo-a');
  expect(game.left()).toBe(0);
});

test('a called process may call others, and is done for each item', async () => {
  const files = [
    inFile('q', call('deep', 'r') + user('a'), ['i > deep > a > o']),
    inFile('r', user('b'), ['i > b > o']),
  ];
  const each = '<multiInstanceLoopCharacteristics stoa:items="family"/>';
  const game = await playing(calling(call('c', 'q', each)), { count: () => 2 }, files);
  expect(game.stands()).toEqual(['c.deep.b', 'c.deep.b']);
});

describe('a call is refused', () => {
  test.each([
    [
      'without a process',
      calling('<callActivity id="c"/>'),
      [],
      '"c" in process "Permit" (p): it names no process',
      'give it calledElement',
    ],
    [
      'of what is not there',
      calling(call('c', 'q')),
      [],
      '"c" in process "Permit" (p): it calls process "q", which is not there',
      'draw it in the same file',
    ],
    [
      'of what is there twice',
      calling(call('c', 'q')),
      [inFile('q', user('a')), inFile('q', user('a'))],
      'which is there twice',
      'an id of its own',
    ],
    [
      'of what does not run',
      calling(call('c', 'q')),
      [inFile('q', '<complexGateway id="a"/>')],
      '"a" in process "q": ComplexGateway',
      'use exclusive',
    ],
    [
      'of what only an event starts',
      calling(call('c', 'q')),
      [inFile('q', user('a')).replace('<startEvent id="i"/>', event('startEvent', 'i', 'message'))],
      'it calls process "q", which needs one start event',
      'without a trigger',
    ],
    [
      'in a circle',
      calling(call('c', 'q')),
      [inFile('q', call('a', 'r')), inFile('r', call('a', 'q'))],
      'processes call each other in a circle, process "Permit" (p) → process "q" → process "r" → process "q"',
      'lead a flow back',
    ],
    [
      'of itself',
      calling(call('c', 'p')),
      [],
      'in a circle, process "Permit" (p) → process "Permit" (p)',
      'lead a flow back',
    ],
    [
      'with data to no name',
      calling(call('c', 'q', mapped.replace('<to>age</to>', '<to>a b</to>'))),
      [inFile('q', user('a'))],
      'its data mapping to "a b" is none',
      'from FEEL to a name',
    ],
    [
      'with data in another language',
      calling(call('c', 'q', mapped.replace('answers.age', '${age}'))),
      [inFile('q', user('a'))],
      '"${age}" is not FEEL',
      'write it without',
    ],
  ])('%s', async (_, xml, files, fault, cure) => {
    const found = (await problems(xml, files)).join('\n');
    expect(found).toContain(fault);
    expect(found).toContain(cure);
  });

  test('that doubles at every step before it grows without end', async () => {
    const files = Array.from({ length: 16 }, (_, at) =>
      inFile(`q${at}`, call('a', `q${at + 1}`) + call('b', `q${at + 1}`), ['i > a > b > o']),
    );
    const found = await problems(calling(call('c', 'q0')), [...files, inFile('q16', user('a'))]);
    expect(found.join()).toContain('has more than 10000 elements: call less');
  });

  test('also where the model is only looked at', async () => {
    const { processes } = await readModel(calling(call('c', 'q')));
    expect(processes[0]?.faults.join()).toContain('which is not there');
  });
});
