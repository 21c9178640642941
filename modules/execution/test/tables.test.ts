// SPDX-License-Identifier: Apache-2.0
/** State tables under whatever people do, in any order. */
import calendar from '@stoa/country-xm';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Stage } from '../src/contract.ts';
import * as plan from '../src/approval/plan.ts';
import { acts, fits, isCarriedOut, isOpen, next, reminderFor } from '../src/resolutions/table.ts';
import { addWorkingHours, endOfDay, monthsLater } from '../src/work/hours.ts';

const when: plan.When = { at: '2026-01-01T00:00:00.000Z', due: () => '2026-01-02T00:00:00.000Z' };
const by = { name: 'Somebody', at: when.at };
const ids = (place: string, count: number) => Array.from({ length: count }, (_, at) => `${place}-${at}`);
const stage = fc.record({ mode: fc.constantFrom('all', 'sequence', 'first'), count: fc.integer({ min: 1, max: 4 }) });
const route = fc.array(stage, { minLength: 1, maxLength: 4 }).map((stages): Stage[] =>
  stages.map(({ mode, count }, at) => ({
    ...{ id: `s${at}`, mode: mode as Stage['mode'], hours: 8 },
    approvers: ids(`s${at}`, count).map((id) => ({ id, postId: id, title: { en: id }, state: 'waits' as const })),
  })),
);
const doing = fc.array(
  fc.record({
    what: fc.constantFrom('agree', 'agree', 'agree', 'return', 'resume', 'resume-anew', 'skip', 'replace', 'insert'),
    who: fc.nat(20),
  }),
  { maxLength: 40 },
);

function does(stages: Stage[], { what, who }: { what: string; who: number }, serial: number): Stage[] {
  const all = plan.approversOf(stages);
  const one = all[who % all.length];
  const added = { id: `n${serial}`, postId: `n${serial}`, title: { en: 'New' } };
  const at = stages[who % stages.length];
  if (!one || !at) return stages;
  switch (what) {
    case 'agree':
      return plan.answer(stages, one.id, 'agreed', by, when) ?? stages;
    case 'return':
      return plan.answer(stages, one.id, 'returned', by, when) ?? stages;
    case 'skip':
      return (plan.somebodyLeft(stages, one.id) && plan.skip(stages, one.id, 'Why', when)) || stages;
    case 'replace':
      return plan.replace(stages, one.id, added, when) ?? stages;
    case 'insert':
      return plan.insert(stages, at.id, added, when) ?? stages;
    default:
      return plan.isReturned(stages) ? plan.resume(stages, what === 'resume-anew', when) : stages;
  }
}

test('whatever happens on a way, one stage at a time is asked, and there is always a next step until all agreed', () => {
  fc.assert(
    fc.property(route, doing, (begun, acts) => {
      let stages = plan.advance(begun, when);
      for (const [serial, act] of acts.entries()) {
        stages = does(stages, act, serial);
        const asking = stages.filter(({ approvers }) => approvers.some(({ state }) => state === 'asked'));
        const waits = plan.isReturned(stages) || plan.isApproved(stages);
        expect(asking.length).toBe(waits ? 0 : 1);
        const current = stages.findIndex((one) => !plan.over(one));
        // Nobody behind the first stage that is not over has been asked.
        for (const later of current < 0 ? [] : stages.slice(current + 1))
          expect(later.approvers.some(({ state }) => state === 'asked' || state === 'returned')).toBe(false);
        for (const { mode, approvers } of asking)
          if (mode === 'sequence') expect(approvers.filter(({ state }) => state === 'asked')).toHaveLength(1);
        expect(plan.approversOf(stages).some(({ state }) => state !== 'skipped' && state !== 'released')).toBe(true);
      }
    }),
  );
});

test('every way ends when everybody who is asked agrees', () => {
  fc.assert(
    fc.property(route, doing, (begun, acts) => {
      let stages = plan.advance(begun, when);
      for (const [serial, act] of acts.entries()) stages = does(stages, act, serial);
      if (plan.isReturned(stages)) stages = plan.resume(stages, false, when);
      for (let steps = 0; !plan.isApproved(stages); steps++) {
        expect(steps).toBeLessThan(100);
        const asked = plan.approversOf(stages).find(({ state }) => state === 'asked');
        stages = plan.answer(stages, asked?.id ?? '', 'agreed', by, when) ?? stages;
      }
      // Somebody agreed to each stage that was not left out whole.
      for (const { approvers } of stages)
        if (approvers.some(({ state }) => state !== 'skipped'))
          expect(approvers.some(({ state }) => state === 'agreed')).toBe(true);
    }),
  );
});

test('after a return those who agreed stay, unless the change is essential', () => {
  fc.assert(
    fc.property(route, doing, (begun, acts) => {
      let stages = plan.advance(begun, when);
      for (const [serial, act] of acts.entries()) stages = does(stages, act, serial);
      const asked = plan.approversOf(stages).find(({ state }) => state === 'asked');
      const returned = asked && plan.answer(stages, asked.id, 'returned', by, when);
      if (!returned) return;
      const agreed = (of: plan.Stages) => plan.approversOf(of).filter(({ state }) => state === 'agreed');
      expect(agreed(plan.resume(returned, false, when))).toEqual(agreed(returned));
      expect(agreed(plan.resume(returned, true, when))).toEqual([]);
      expect(plan.answer(returned, asked.id, 'agreed', by, when)).toBeUndefined();
    }),
  );
});

test('a part of an instruction is accepted only after a report, and what has ended stays so', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...acts), { maxLength: 20 }), (done) => {
      let state: Parameters<typeof next>[0] = 'given';
      for (const act of done) {
        const to = next(state, act);
        if (to === 'accepted') expect([state, act]).toEqual(['reported', 'accept']);
        if (!isOpen(state)) expect(to).toBeUndefined();
        state = to ?? state;
      }
      if (isOpen(state)) expect(next(state, 'withdraw')).toBe('withdrawn');
    }),
  );
  expect(isCarriedOut([])).toBe(false);
  expect(isCarriedOut(['executed', 'open'])).toBe(false);
  expect(isCarriedOut(['executed', 'withdrawn'])).toBe(true);
});

test('a part is due within the whole, and reminders come once nearer to the day', () => {
  expect(fits('2026-12-01', '2026-12-02')).toBe(false);
  expect(fits('2026-12-03', '2026-12-02', '2026-12-02')).toBe(false);
  expect(fits('2026-12-02', '2026-12-02', '2026-12-02')).toBe(true);
  expect([4, 3, 2, 1, 0, -1].map(reminderFor)).toEqual([undefined, 'three', 'three', 'one', 'today', 'after']);
});

test('working hours pass only while offices work', () => {
  const days = calendar.calendar;
  const local = (date: string, hour: number) => new Date(days.startOfDate(date).getTime() + hour * 3_600_000);
  expect(addWorkingHours(days, local('2026-12-04', 16), 2)).toEqual(local('2026-12-07', 10));
  expect(addWorkingHours(days, local('2026-12-05', 12), 8)).toEqual(local('2026-12-07', 17));
  expect(addWorkingHours(days, local('2026-12-07', 20), 1)).toEqual(local('2026-12-08', 10));
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 8_000 }), fc.integer({ min: 1, max: 80 }), (hoursIn, hours) => {
      const from = new Date(days.startOfDate('2026-01-05').getTime() + hoursIn * 3_600_000);
      const due = addWorkingHours(days, from, hours);
      expect(due.getTime()).toBeGreaterThan(from.getTime());
      expect(addWorkingHours(days, from, hours + 1).getTime()).toBeGreaterThan(due.getTime());
      const hour = (due.getTime() - days.startOfDate(days.localDate(due)).getTime()) / 3_600_000;
      expect(hour).toBeGreaterThan(9);
      expect(hour).toBeLessThanOrEqual(17);
    }),
  );
});

test('a month later is the same day or the last of the month, on a working day', () => {
  const days = calendar.calendar;
  expect(monthsLater(days, '2026-01-30', 1)).toBe('2026-03-02');
  expect(monthsLater(days, '2026-06-10', 3)).toBe('2026-09-10');
  expect(monthsLater(days, '2026-11-15', 1)).toBe('2026-12-15');
  expect(endOfDay(days, '2026-12-31')).toEqual(days.startOfDate('2027-01-01'));
});
