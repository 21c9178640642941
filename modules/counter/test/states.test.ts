// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { after, happenings, mostTries, type State } from '../src/states.ts';

/** Plays what happens; answers the states gone through and how many codes were wrong. */
function play(events: readonly (typeof happenings)[number][]) {
  let state: State = 'asked';
  let tries = 0;
  const path: State[] = [state];
  for (const event of events) {
    const next: State | undefined = after(state, event, event === 'wrong-code' ? tries + 1 : tries);
    if (!next) continue;
    if (event === 'wrong-code') tries += 1;
    state = next;
    path.push(state);
  }
  return { path, tries };
}
const anything = fc.array(fc.constantFrom(...happenings), { maxLength: 40 });

test('a visit opens once, by consent alone, and what is over stays over', () => {
  fc.assert(
    fc.property(anything, (events) => {
      const { path } = play(events);
      const opened = path.filter((state, at) => state === 'open' && path[at - 1] !== 'open').length;
      expect(opened).toBeLessThanOrEqual(1);
      if (opened > 0) expect(events).toContain('consent');
      const over = path.findIndex((state) => !['asked', 'open'].includes(state));
      if (over >= 0) expect(over).toBe(path.length - 1);
      if (path.includes('ended')) expect(path).toContain('open');
    }),
  );
});

test('five wrong codes end it, and no sixth is taken', () => {
  fc.assert(
    fc.property(anything, (events) => {
      const { path, tries } = play(events);
      expect(tries).toBeLessThanOrEqual(mostTries);
      expect(path.includes('failed')).toBe(tries === mostTries);
    }),
  );
});
