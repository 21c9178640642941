// SPDX-License-Identifier: Apache-2.0
/** The table of states and the clock, for all ways through them. */
import country from '@stoa/country-xm';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { states } from '../src/contract.ts';
import { daysUntil, daysUsed, dueOn, started, stopped } from '../src/states/clock.ts';
import { type Act, allows, changeable, ended, inFlight, leadsTo, runs, transitions } from '../src/states/table.ts';

const { calendar } = country;
const acts = Object.keys(transitions) as Act[];

test('every state is reached from a draft, and from each that is not an end one goes on', () => {
  const reached = new Set(['draft']);
  for (let grew = true; grew; ) {
    grew = false;
    for (const act of acts)
      if (transitions[act].from.some((one) => reached.has(one)))
        for (const to of transitions[act].to) {
          grew ||= !reached.has(to);
          reached.add(to);
        }
  }
  expect([...reached].sort()).toEqual([...states].sort());
  for (const state of states)
    expect(
      acts.some((act) => allows(state, act)),
      `something leads on from ${state}`,
    ).toBe(!ended.includes(state));
});

test('whatever is done in whatever order: only what the table says happens, and nothing decided without two opinions of the way', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom(...acts), fc.nat(3)), { maxLength: 60 }), (steps) => {
      let state: (typeof states)[number] = 'draft';
      const been = new Set<string>([state]);
      for (const [act, nth] of steps) {
        const { to } = transitions[act];
        const next = leadsTo(state, act, to[nth % to.length]);
        expect(next !== undefined).toBe(allows(state, act));
        if (next) state = next;
        been.add(state);
        if (been.has('positive') || been.has('negative') || been.has('conditional'))
          for (const before of ['submitted', 'completeness', 'auto-checked', 'assigned', 'review', 'consolidated'])
            expect(been.has(before)).toBe(true);
        expect(changeable.includes(state) && runs(state)).toBe(false);
        if (ended.includes(state)) expect(inFlight.includes(state)).toBe(false);
      }
    }),
  );
});

test('an act that leads to several places needs one of them named', () => {
  expect(leadsTo('consolidated', 'decide')).toBeUndefined();
  expect(leadsTo('consolidated', 'decide', 'closed')).toBeUndefined();
  expect(leadsTo('consolidated', 'decide', 'negative')).toBe('negative');
});

const day = fc.integer({ min: 0, max: 700 }).map((n) => new Date(Date.UTC(2025, 0, 1 + n)).toISOString().slice(0, 10));
test('however often the clock starts and stops, and however days go back: what is used never shrinks, and nothing while it stands', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.boolean(), day), { maxLength: 30 }), (steps) => {
      let clock = { used: 0, since: null as string | null };
      for (const [run, today] of steps) {
        const before = clock.used;
        clock = run ? started(clock, today) : stopped(calendar, clock, today);
        expect(clock.used).toBeGreaterThanOrEqual(before);
        if (!run) expect(daysUsed(calendar, clock, '2040-01-01')).toBe(clock.used);
      }
    }),
  );
});

test('the days of the calendar of the country are counted, what stood left out', () => {
  // 20 March 2026 is off, 28 March is worked, 23 March is off for Nauryz on a Saturday or Sunday.
  const clock = started({ used: 0, since: null }, '2026-03-19');
  const due = dueOn(calendar, clock, 5);
  expect(due).toBe(calendar.addWorkingDays('2026-03-19', 5));
  const stood = stopped(calendar, clock, '2026-03-25');
  expect(stood.used).toBe(calendar.workingDaysBetween('2026-03-19', '2026-03-25'));
  expect(dueOn(calendar, stood, 5)).toBeUndefined();
  const again = started(stood, '2026-05-04');
  expect(dueOn(calendar, again, 5)).toBe(calendar.addWorkingDays('2026-05-04', 5 - stood.used));
  expect(daysUntil(calendar, '2026-05-04', '2026-05-08')).toBe(4);
  expect(daysUntil(calendar, '2026-05-08', '2026-05-04')).toBe(-4);
});
