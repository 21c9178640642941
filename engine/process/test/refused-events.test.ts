// SPDX-License-Identifier: Apache-2.0
/** Compensation, transactions and event sub-processes that would not be executed as drawn. */
import { expect, test } from 'vitest';
import { ProcessFault, readProcess } from '../src/index.ts';
import { drawn, event, sub, triggered, undone, user } from './drawings.ts';

const message = event('startEvent', 'e-s', 'message');
const marker = '<multiInstanceLoopCharacteristics stoa:items="x"/>';

test.each<[string, string, string[], string]>([
  [
    'a compensation event without anything that undoes',
    user('a') + event('boundaryEvent', 'b', 'compensate', 'attachedToRef="a"'),
    [],
    '0 activities undo it: connect it by an association',
  ],
  ['a flow out of a compensation event', user('a') + undone('a'), ['back-a > end'], 'no flow leaves it'],
  [
    'something that undoes, several times',
    user('a') + undone('a').replace('isForCompensation="true"/>', `isForCompensation="true">${marker}</userTask>`),
    [],
    'done once an item',
  ],
  [
    'undoing under two loop markers',
    sub('s', `${marker}${user('a', marker)}${undone('a')}`, 's-i > a > s-o'),
    [],
    'would not know for which items',
  ],
  [
    'a compensation that does not wait',
    `${user('a')}${undone('a')}${event('endEvent', 'o', 'compensate', '', 'waitForCompletion="false"')}`,
    [],
    'it would not wait for what it undoes',
  ],
  [
    'a cancel outside a transaction',
    event('endEvent', 'o', 'cancel'),
    [],
    'it cancels no transaction: draw it directly inside one',
  ],
  [
    'a cancel that leads nowhere',
    `<transaction id="t"><startEvent id="i"/>${event('endEvent', 'o', 'cancel')}</transaction>`,
    [],
    '"t" has 0 cancel events on its boundary',
  ],
  [
    'a transaction several times',
    `<transaction id="t">${marker}<startEvent id="i"/></transaction>`,
    [],
    'a transaction is done once',
  ],
  [
    'an event sub-process with a flow',
    triggered('e', message),
    ['start > e'],
    'take its flows, boundary events and loop marker away',
  ],
  [
    'an event sub-process started by nothing',
    triggered('e', '<startEvent id="e-s"/>'),
    [],
    'draw one start event with a trigger inside',
  ],
  [
    'an event sub-process that compensates',
    triggered('e', event('startEvent', 'e-s', 'compensate')),
    [],
    'undo a sub-process by a compensation event on its boundary',
  ],
  [
    'an error that interrupts nothing',
    triggered('e', event('startEvent', 'e-s', 'error', 'isInterrupting="false"')),
    [],
    'an error interrupts what it comes from',
  ],
  [
    'a process started by an error',
    event('startEvent', 's', 'error'),
    [],
    'nobody starts a process by ErrorEventDefinition',
  ],
])('%s is refused with the cure', async (_, elements, lines, fault) => {
  const refused = await readProcess(drawn(elements, ...lines)).then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(refused).toBeInstanceOf(ProcessFault);
  expect((refused as ProcessFault).message).toContain(fault);
});
