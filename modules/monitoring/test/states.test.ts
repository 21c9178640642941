// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { incidentStates, type Severity } from '../src/contract/incidents.ts';
import { maintenanceActs, type maintenanceStates } from '../src/contract/maintenance.ts';
import { conditionsOf, type SourceSeen } from '../src/alarms/conditions.ts';
import { secretIn } from '../src/incidents/secrets.ts';
import { after, allActs } from '../src/incidents/states.ts';
import { maintenanceAfterAct } from '../src/maintenance/states.ts';
import { since } from '../src/reports/take.ts';

test('an incident only goes forward by what people do, and what is resolved stays so', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...allActs), { maxLength: 30 }), (acts) => {
      let state: (typeof incidentStates)[number] = 'open';
      for (const act of acts) {
        const next = after(state, act);
        if (state === 'resolved') expect(next).toBeUndefined();
        if (next && act !== 'recur')
          expect(incidentStates.indexOf(next)).toBeGreaterThanOrEqual(incidentStates.indexOf(state));
        // Somebody who took it on is not passed by: it waits for them to resolve it.
        if (act === 'recover' && state !== 'open') expect(next === 'resolved').toBe(false);
        state = next ?? state;
      }
    }),
  );
});

test('planned work begins only after it was announced, and ends once', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...maintenanceActs), { maxLength: 20 }), (acts) => {
      const seen: (typeof maintenanceStates)[number][] = ['planned'];
      for (const act of acts) seen.push(maintenanceAfterAct(seen.at(-1) ?? 'planned', act) ?? seen.at(-1) ?? 'planned');
      const begun = seen.indexOf('begun');
      if (begun >= 0) expect(seen.slice(0, begun)).toContain('announced');
      for (const end of ['ended', 'cancelled'] as const)
        if (seen.includes(end)) expect(new Set(seen.slice(seen.indexOf(end)))).toEqual(new Set([end]));
    }),
  );
});

const source = (id: string, more: Partial<SourceSeen> = {}): SourceSeen => ({
  ...{ id, state: 'up', receivedAt: new Date('2031-01-01T00:00:00Z'), clockOffsetMs: 0 },
  ...{ certificateDays: undefined, diskFree: undefined, archiveFailing: undefined, ...more },
});
const service = (code: string, ...sources: string[]) => ({ code, sources, objectives: [], windows: undefined });
const said = (...sources: SourceSeen[]) =>
  conditionsOf(sources, [service('both', 'a', 'b'), service('alone', 'c')]).map(
    ({ kind, subject, severity, services }): [string, string, Severity, string] => [
      kind,
      subject,
      severity,
      services.join(),
    ],
  );

test('a source that is gone is critical where nobody else stands behind a service', () => {
  expect(said(source('a', { state: 'silent' }), source('b'))).toEqual([['silence', 'a', 'major', 'both']]);
  expect(said(source('a', { state: 'silent' }), source('b', { state: 'down' }))).toEqual([
    ['silence', 'a', 'critical', 'both'],
    ['down', 'b', 'critical', 'both'],
  ]);
  expect(said(source('c', { state: 'down' }))).toEqual([['down', 'c', 'critical', 'alone']]);
  expect(said(source('nobodys', { state: 'silent' }))).toEqual([['silence', 'nobodys', 'major', '']]);
});

test('certificates, clocks and disks are told of in time, the clock of a silent one is not', () => {
  expect(said(source('a', { certificateDays: 14, clockOffsetMs: -5000, diskFree: 0.05 }))).toEqual([]);
  expect(said(source('a', { certificateDays: 13, clockOffsetMs: -5001, diskFree: 0.049 }))).toEqual([
    ['certificate', 'a', 'minor', 'both'],
    ['clock', 'a', 'minor', 'both'],
    ['disk', 'a', 'minor', 'both'],
  ]);
  expect(said(source('a', { certificateDays: 2, clockOffsetMs: 9000, state: 'silent' }), source('b'))).toEqual([
    ['silence', 'a', 'major', 'both'],
    ['certificate', 'a', 'major', 'both'],
  ]);
});

test('what looks like a secret is named; what people write of a disturbance is not', () => {
  for (const text of [
    'Connect to 10.0.3.17 instead',
    'Use Bearer abcdef',
    'password: hunter2',
    'postgres://stoa/db is away',
    'https://user:pass@host/',
    'deadbeefdeadbeefdeadbeefdeadbeef',
    'Write to admin@stoa.example',
  ])
    expect(secretIn(text), text).toEqual(expect.any(String));
  for (const text of [
    'Since 10:40 payments take longer than usual. We expect to be done by 12:30 on 3.12.2026.',
    'Оплата идёт медленнее обычного. Повторять платёж не нужно.',
    'تستغرق المدفوعات وقتًا أطول من المعتاد.',
  ])
    expect(secretIn(text), text).toBeUndefined();
});

test('counters give what came since, whatever is lost or began anew', () => {
  const within = (count: number) => [0, 0, 0, 0, 0, 0, 0, count];
  const at = (calls: number, failed = 0) => [{ code: 'x', calls, failed, within: within(calls - failed) }];
  expect(since(undefined, at(3))).toEqual(at(3));
  expect(since(at(3), at(10, 2))).toEqual([{ code: 'x', calls: 7, failed: 2, within: within(5) }]);
  expect(since(at(10), at(4))).toEqual(at(4));
  fc.assert(
    fc.property(fc.array(fc.nat(50), { minLength: 1, maxLength: 20 }), fc.func(fc.boolean()), (growth, isLost) => {
      let sum = 0;
      const told = growth.map((more) => (sum += more));
      // The last report always comes.
      const kept = told.filter((value, at) => at === told.length - 1 || !isLost(value));
      let counted = 0;
      for (const [index, value] of kept.entries()) {
        const before = kept[index - 1];
        counted += since(before === undefined ? undefined : at(before), at(value))[0]?.calls ?? 0;
      }
      expect(counted).toBe(sum);
    }),
  );
});

test('a log that is not archived is one alarm, whoever of those that share the database sees it', () => {
  const lastArchivedAt = '2031-03-05T08:00:00.000Z';
  const failing = { archiveFailing: { lastArchivedAt } };
  const about = (...sources: SourceSeen[]) => conditionsOf(sources, []).filter(({ kind }) => kind === 'archive');
  expect(about(source('a'), source('b', failing), source('c', failing))).toEqual([
    { kind: 'archive', subject: 'archive', severity: 'major', services: [], facts: { lastArchivedAt } },
  ]);
  expect(about(source('a'), source('b', { ...failing, state: 'silent' }))).toEqual([]);
});
