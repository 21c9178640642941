// SPDX-License-Identifier: Apache-2.0
/** What is not executed as drawn is refused: with the element, its place, and what to draw instead. */
import { describe, expect, test } from 'vitest';
import { ProcessFault, readProcess, soundnessFaults } from '../src/index.ts';
import { drawn, flows, timer, user } from './drawings.ts';

async function faults(xml: string): Promise<readonly string[]> {
  try {
    return soundnessFaults(await readProcess(xml));
  } catch (error) {
    if (error instanceof ProcessFault) return error.problems;
    throw error;
  }
}

describe('an element that is not executed as it is drawn', () => {
  test.each([
    [
      'a multi-instance marker',
      drawn(user('vote', '<multiInstanceLoopCharacteristics/>'), 'start > vote > end'),
      '"Task vote" (vote) in process "Permit" (p): its multi-instance marker is not executed',
      'give it stoa:items',
    ],
    [
      'a loop marker',
      drawn(user('vote', '<standardLoopCharacteristics/>'), 'start > vote > end'),
      '"Task vote" (vote) in process "Permit" (p): its loop marker is not executed',
      'lead a flow back through an exclusive gateway',
    ],
    [
      'a task for compensation that a flow leads to',
      drawn(user('undo', '', 'isForCompensation="true"'), 'start > undo > end'),
      '"Task undo" (undo) in process "Permit" (p): it is marked for compensation',
      'no flow leads to it or from it',
    ],
    [
      "a condition on a task's flow",
      drawn(user('a'), 'start > a >[answers.old] end'),
      '"a-end" in process "Permit" (p): its condition is not asked where it leaves "Task a" (a)',
      'put an exclusive gateway there',
    ],
    [
      'a condition where there is no choice',
      drawn(`${user('a')}<exclusiveGateway id="x"/>`, 'start > x >[answers.old] a > end'),
      '"x-a" in process "Permit" (p): its condition is not asked',
      'a second flow',
    ],
    [
      'a second event beside a timer',
      drawn(
        `${user('a')}${timer('late', 'a').replace('</boundaryEvent>', '<messageEventDefinition/></boundaryEvent>')}<endEvent id="lapsed"/>`,
        'start > a > end',
        'late > lapsed',
      ),
      '"late" in process "Permit" (p): it waits for TimerEventDefinition and MessageEventDefinition at once',
      'draw an event for each',
    ],
    [
      'an expression of another engine',
      drawn(
        `<exclusiveGateway id="x" default="x-b"/>${user('a')}${user('b')}<exclusiveGateway id="y"/>`,
        'start > x >[${amount > 5}] a > y > end',
        'x > b > y',
      ),
      '"x-a" in process "Permit" (p): "${amount > 5}" is not FEEL',
      'write it without',
    ],
    [
      'an expression of another engine in a setting',
      drawn('<serviceTask id="ask" stoa:content="${form}"/>', 'start > ask > end'),
      '"ask" in process "Permit" (p): "${form}" is not FEEL',
      'write it without',
    ],
    [
      'a task that counts tokens',
      drawn(user('a', '', 'startQuantity="2"'), 'start > a > end'),
      '"Task a" (a) in process "Permit" (p): it counts tokens',
      'join and split in gateways',
    ],
    [
      'a task that starts the process',
      drawn('<receiveTask id="a" instantiate="true"/>', 'start > a > end'),
      '"a" in process "Permit" (p): it starts the process',
      'draw a start event',
    ],
    [
      'data that are changed on their way',
      drawn(
        user(
          'a',
          '<dataInputAssociation id="in"><targetRef>a</targetRef><transformation>x + 1</transformation></dataInputAssociation>',
        ),
        'start > a > end',
      ),
      '"Task a" (a) in process "Permit" (p): its data mapping',
      'say in stoa: attributes',
    ],
    [
      'a condition in another language',
      drawn(
        `<exclusiveGateway id="x" default="x-b"/>${user('a')}${user('b')}<exclusiveGateway id="y"/>`,
        'start > x >[old] a > y > end',
        'x > b > y',
      ).replace('<conditionExpression ', '<conditionExpression language="http://groovy.codehaus.org/" '),
      '"x-a" in process "Permit" (p): its condition is written in http://groovy.codehaus.org/',
      'write it in FEEL',
    ],
    [
      'a compensation of what nothing undoes',
      drawn(
        `${user('a')}<endEvent id="undone"><compensateEventDefinition activityRef="a"/></endEvent>`,
        'start > a > undone',
      ),
      '"undone" in process "Permit" (p): nothing undoes "a" here',
      'name an activity beside it that has a compensation event',
    ],
    [
      'a sub-process started by an event without one',
      drawn('<subProcess id="s" triggeredByEvent="true"><startEvent id="i"/></subProcess>', 'start > end'),
      '"s" in process "Permit" (p): it is started by an event',
      'draw one start event with a trigger',
    ],
    [
      'a sub-process with nothing inside',
      drawn('<subProcess id="s" name="Checks"/>', 'start > s > end'),
      '"Checks" (s) in process "Permit" (p): nothing is drawn inside it',
      'draw its steps',
    ],
    [
      'an element inside a sub-process',
      drawn(
        `<subProcess id="s" name="Checks"><startEvent id="i"/><complexGateway id="t"/>${flows('i > t')}</subProcess>`,
        'start > s > end',
      ),
      '"t" in sub-process "Checks" (s): ComplexGateway is not in the executable subset',
      'use exclusive, parallel',
    ],
    [
      'a choice of events that leads to a task',
      drawn(`<eventBasedGateway id="g"/>${user('a')}`, 'start > g > a > end'),
      '"g" in process "Permit" (p): "Task a" (a) follows it',
      'an event or a receive task must',
    ],
    [
      'a link that leads nowhere',
      drawn('<intermediateThrowEvent id="l"><linkEventDefinition name="x"/></intermediateThrowEvent>', 'start > l'),
      '"l" in process "Permit" (p): link "x" has 0 other ends here',
      'give each link that goes out',
    ],
  ])('%s is refused by name', async (_, xml, fault, cure) => {
    const found = (await faults(xml)).join('\n');
    expect(found).toContain(fault);
    expect(found).toContain(cure);
  });
});

const tasks = user('a') + user('b') + user('c');

describe('a process that cannot always come to its end', () => {
  test.each([
    [
      'branches side by side that meet in an exclusive join',
      drawn(
        `${tasks}<parallelGateway id="split"/><exclusiveGateway id="join"/>`,
        'start > split > a > join > c > end',
        'split > b > join',
      ),
      '"Task c" (c) opens twice: "start" → "Task a" (a) → "Task b" (b)',
      'must meet in a parallel gateway',
    ],
    [
      'a choice that meets in a parallel join',
      drawn(
        `${tasks}<exclusiveGateway id="split" default="split-b"/><parallelGateway id="join"/>`,
        'start > split >[answers.old] a > join > c > end',
        'split > b > join',
      ),
      'a token waits for ever at "join": "start" → "Task b" (b)',
      'in an exclusive one',
    ],
    [
      'a timer that leads away from a join',
      drawn(
        `${tasks}<parallelGateway id="split"/><parallelGateway id="join"/>${timer('late', 'a')}<endEvent id="lapsed"/>`,
        'start > split > a > join > c > end',
        'split > b > join',
        'late > lapsed',
      ),
      'a token waits for ever at "join": "start" → "late" → "Task b" (b)',
      'a timer has left',
    ],
    [
      'a join inside a loop that takes what is never sent again',
      drawn(
        `${tasks}<parallelGateway id="split"/><parallelGateway id="join"/><exclusiveGateway id="again" default="again-end"/>`,
        'start > split > a > join > again > end',
        'split > b > join',
        'again >[answers.old] join',
      ),
      'a token waits for ever at "join"',
      'The branches that meet there must all come',
    ],
    [
      'gateways in a circle',
      drawn(
        `${tasks}<exclusiveGateway id="x"/><exclusiveGateway id="y" default="y-x"/>`,
        'start > x > y > x',
        'y >[answers.old] end',
      ),
      'the flows run in a circle without a step that waits',
      'x',
    ],
  ])('%s is refused with the way that leads there', async (_, xml, fault, cure) => {
    const found = (await faults(xml)).join('\n');
    expect(found).toContain(fault);
    expect(found).toContain(cure);
  });

  test('a process too tangled to be looked through is refused', async () => {
    const many = Array.from({ length: 15 }, (_, position) => `t${position}`);
    const xml = drawn(
      `${many.map((id) => user(id)).join('')}<parallelGateway id="split"/><parallelGateway id="join"/>`,
      'start > split',
      'join > end',
      ...many.map((id) => `split > ${id} > join`),
    );
    expect((await faults(xml)).join('\n')).toContain('states, too many to be checked');
  });

  test('a choice of a million ways, and a drawing of thousands of steps, are answered at once', async () => {
    const many = Array.from({ length: 20 }, (_, position) => `t${position}`);
    const choice = drawn(
      `${many.map((id) => user(id)).join('')}<inclusiveGateway id="split" default="split-t0"/><inclusiveGateway id="join"/>`,
      'start > split > t0 > join > end',
      ...many.slice(1).map((id) => `split >[old] ${id} > join`),
    );
    expect((await faults(choice)).join('\n')).toContain('states, too many to be checked');
    const long = Array.from({ length: 3000 }, (_, position) => `t${position}`);
    expect(await faults(drawn(long.map((id) => user(id)).join(''), ['start', ...long, 'end'].join(' > ')))).toEqual([]);
  });

  test('what is sound is not refused', async () => {
    const sound = drawn(
      `${tasks}<parallelGateway id="split"/><parallelGateway id="join"/><exclusiveGateway id="x"/>${timer('late', 'a')}`,
      'start > split > a > x > join > c > end',
      'split > b > join',
      'late > x',
    );
    expect(await faults(sound)).toEqual([]);
  });
});
