// SPDX-License-Identifier: Apache-2.0
/** Which waiting readers a message wakes. */
import type { ModuleRuntime, Tx } from '@stoa/kernel';
import { expect, test } from 'vitest';
import { announce, arrival, missedSoFar } from '../src/mailbox/arrivals.ts';

const subsystem = 'XM/GOV/2/ANSWERS';
const minuteMs = 60_000;

function readers() {
  const module = {} as ModuleRuntime;
  const tx = { module, afterCommit: (action: () => void) => action() } as Tx;
  const woken: string[] = [];
  const wait = (name: string, type?: string, nodeId?: string) => {
    const wanted = { subsystem, type, nodeId };
    void arrival(module, wanted, minuteMs, missedSoFar(module, wanted)).then(() => woken.push(name));
  };
  const send = async (type: string, nodeId?: string) => {
    announce(tx, subsystem, type, nodeId);
    await new Promise((resolve) => setImmediate(resolve));
    return woken.splice(0).toSorted();
  };
  return { module, wait, send };
}

test('a message wakes one reader of each kind that may take it, and no other', async () => {
  const { wait, send } = readers();
  for (const round of ['1', '2']) {
    wait(`any ${round}`);
    wait(`a ${round}`, 'a');
    wait(`b ${round}`, 'b');
    wait(`a at x ${round}`, 'a', 'x');
    wait(`a at y ${round}`, 'a', 'y');
    wait(`any at x ${round}`, undefined, 'x');
  }
  expect(await send('a', 'x')).toEqual(['a 1', 'a at x 1', 'any 1', 'any at x 1']);
  expect(await send('a')).toEqual(['a 2', 'any 2']);
  expect(await send('b', 'y')).toEqual(['b 1']);
});

test('a message that comes while a reader looks is looked for again at once', async () => {
  const { module, send } = readers();
  const wanted = { subsystem, type: 'a' };
  const before = missedSoFar(module, wanted);
  await send('a');
  expect(await Promise.race([arrival(module, wanted, minuteMs, before), 'still waits'])).toBeUndefined();
});
