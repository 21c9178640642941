// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lines, priorities, ticketStates } from '../src/contract.ts';
import { after, allActs, type AnyAct, lineAfter, terms, termsFrom } from '../src/tickets/states.ts';

const act = fc.constantFrom(...(allActs as readonly AnyAct[]));

test('whatever is done, a report is in a state somebody can go on from, until it is closed', () => {
  fc.assert(
    fc.property(fc.array(act, { maxLength: 40 }), (acts) => {
      const last = acts.reduce<(typeof ticketStates)[number]>((state, one) => after(state, one) ?? state, 'new');
      const onward = allActs.filter((one) => after(last, one as AnyAct) !== undefined);
      return last === 'closed' ? onward.length === 0 : onward.length > 0;
    }),
  );
});

test('every state can come to its end, and only what was solved is closed', () => {
  for (const state of ticketStates) {
    const seen = new Set([state]);
    for (const one of seen)
      for (const each of allActs) {
        const next = after(one, each as AnyAct);
        if (next) seen.add(next);
      }
    expect(seen.has('closed')).toBe(true);
    const before = allActs.filter((one) => after(state, one as AnyAct) === 'closed');
    expect(before.length > 0).toBe(state === 'solved');
  }
});

test('what is more urgent is answered and solved earlier, and an answer never comes after the solution', () => {
  for (const [index, one] of priorities.entries()) {
    expect(terms[one].answer).toBeLessThanOrEqual(terms[one].solve);
    const less = priorities[index - 1];
    if (less) expect(terms[one].solve).toBeLessThan(terms[less].solve);
  }
  const from = new Date('2031-10-15T09:00:00Z');
  expect(termsFrom('urgent', from).answerBy.toISOString()).toBe('2031-10-15T10:00:00.000Z');
});

test('what nobody takes goes up line by line and stays at the last', () => {
  expect(lines.map(lineAfter)).toEqual([2, 3, 3]);
});
