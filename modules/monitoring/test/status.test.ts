// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { names, watched } from './world.ts';

const { b, service, status, operator } = await watched({ STOA_DEMO: '1' });
const demo = { kind: 'service', id: 'demo' } as const;
const day = (date: string, bad: number, code = 'pay') => ({
  ...{ service: code, date, probes: 1000, down: bad, calls: 9000, failed: 0, slow: 0 },
});
const text = names('Payments took longer than usual.') as contract.PublicText;
const history: contract.DemoMonitoring = {
  services: [service('pay', { place: 1 }), service('north', { place: 2, regionCode: 'XM-01' })],
  days: [day('2030-12-05', 100), day('2030-12-06', 100), day('2031-03-04', 5), day('2031-03-05', 0)],
  callLimits: [{ service: 'pay', calls: 2000 }],
  disks: [{ source: 'connector:XM/GOV/1/A', date: '2031-03-04', used: 0.4 }],
  incidents: [
    {
      ...{ key: 'slow', title: text, severity: 'major', state: 'resolved', services: ['pay'] },
      ...{ openedAt: '2031-03-05T07:00:00Z', resolvedAt: '2031-03-05T08:00:00Z' },
      entries: [
        { at: '2031-03-05T07:00:00Z', kind: 'alarm', note: 'burn pay latency' },
        { at: '2031-03-05T07:10:00Z', kind: 'public', byName: 'Olga', publicText: text },
      ],
    },
  ],
  maintenance: [
    {
      ...{ key: 'disks', title: text, text, services: ['north'], state: 'announced', plannedBy: 'Olga' },
      ...{ startsAt: '2031-03-07T00:00:00Z', endsAt: '2031-03-07T02:00:00Z' },
    },
  ],
};
const enter = (input: contract.DemoMonitoring, who: Parameters<typeof b.call>[2] = demo) =>
  b.call(contract.enterDemoMonitoring, input, who);

test('the past of the demo is entered once, and everybody sees ninety days of it by service and region', async () => {
  expect(await enter(history)).toEqual({ entered: 4 });
  expect(await enter(history)).toEqual({ entered: 0 });
  const { services, incidents, maintenance, state } = await status();
  const [pay, north] = services;
  expect(state).toBe('unknown');
  expect(pay).toMatchObject({ code: 'pay', from: '2030-12-06', days: expect.any(Array) });
  expect(pay?.days).toHaveLength(contract.historyDays);
  expect([pay?.days[0], pay?.days[1], pay?.days.at(-2), pay?.days.at(-1)]).toEqual([0.99, null, 0.9995, 1]);
  expect(pay?.reached).toBeCloseTo(0.9965, 4);
  expect(north).toMatchObject({ region: { code: 'XM-01', name: { en: expect.any(String) } } });
  expect(north).not.toHaveProperty('reached');
  expect(incidents).toMatchObject([{ severity: 'major', state: 'resolved', updates: [{ text }] }]);
  expect(maintenance).toMatchObject([{ services: [{ code: 'north' }], begun: false }]);
});

test('only the demo enters a past, and only where it is on', async () => {
  await expect(enter(history, operator)).rejects.toMatchObject({ kind: 'forbidden' });
  const off = await watched({ STOA_DEMO: '0' });
  await expect(off.b.call(contract.enterDemoMonitoring, history, demo)).rejects.toMatchObject({
    code: 'monitoring.demo-off',
  });
});

test('minutes are kept for a week, hours for a year, days longer', async () => {
  for (const [span, days] of [
    ['minute', 8],
    ['minute', 6],
    ['hour', 500],
    ['hour', 300],
    ['day', 500],
  ] as const)
    await b.sql(
      `insert into rollup values ('${span}', 'pay', '${new Date(b.clock.now().getTime() - days * 86_400_000).toISOString()}', 1, 0, 0, 0, 0)`,
    );
  b.clock.advance({ hours: 1 });
  await b.drain();
  const left = await b.sql(
    `select span, count(*)::int as count from rollup where service_code = 'pay' and probes = 1 group by 1 order by 1`,
  );
  expect(left).toEqual([
    { span: 'day', count: 1 },
    { span: 'hour', count: 1 },
    { span: 'minute', count: 1 },
  ]);
});
