// SPDX-License-Identifier: Apache-2.0
import { benchWith } from '@stoa/kernel/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { exchangeOf } from '../src/exchange.ts';
import exchange from '../src/index.ts';
import { Meters, type Quota } from '../src/rights/quotas.ts';

const b = await benchWith({ STOA_HUB_PORT: '0' }, exchange);
const system = { kind: 'system' } as const;
const consumer = 'XM/GOV/1/ONE';
const name = { en: 'One' };
await b.call(contract.registerSubsystem, { id: consumer, name, memberName: name }, system);
const { id: service } = await b.call(contract.publishService, { subsystemId: consumer, code: 's', name }, system);
const noon = new Date('2026-05-01T12:00:00Z');
const after = (ms: number) => new Date(noon.getTime() + ms);
const quota = (change: Partial<Quota>): Quota => ({
  perSecond: null,
  burst: 1,
  perDay: null,
  used: 0,
  day: '2026-05-01',
  ...change,
});

test('a burst is taken at once, then the rate', () => {
  const meters = new Meters();
  const take = (at: Date) => meters.take(quota({ perSecond: 2, burst: 3 }), consumer, service, at);
  expect([take(noon), take(noon), take(noon), take(noon)]).toEqual([undefined, undefined, undefined, 1]);
  expect([take(after(500)), take(after(500))]).toEqual([undefined, 1]);
});

test('a clock that goes back gives nothing', () => {
  const meters = new Meters();
  const take = (at: Date) => meters.take(quota({ perSecond: 1 }), consumer, service, at);
  expect([take(noon), take(after(-5000)), take(after(-5000))]).toEqual([undefined, 1, 1]);
});

test('a day ends at midnight UTC, and what other hubs counted counts', () => {
  const meters = new Meters();
  const day = quota({ perDay: 3, used: 2 });
  expect(meters.take(day, consumer, service, noon)).toBeUndefined();
  expect(meters.take(day, consumer, service, noon)).toBe(43_200);
  expect(meters.take(day, consumer, service, after(43_200_000))).toBeUndefined();
});

test('never more calls than burst and rate allow', () => {
  const gaps = fc.array(fc.integer({ min: 0, max: 3000 }), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }), gaps, (perSecond, burst, waits) => {
      const meters = new Meters();
      let at = 0;
      let taken = 0;
      for (const wait of waits) {
        at += wait;
        if (meters.take(quota({ perSecond, burst }), consumer, service, after(at)) === undefined) taken++;
      }
      const passed = at - (waits[0] ?? 0);
      expect(taken).toBeLessThanOrEqual(burst + (passed / 1000) * perSecond + 1e-9);
    }),
  );
});

test('counts outlive the hub, are added once, and reach the other hubs', async () => {
  const set = (limits: object) =>
    b.call(contract.setQuota, { consumerId: consumer, serviceId: service, ...limits }, system);
  const { directory } = exchangeOf(b.module);
  await set({ perDay: 2 });
  await expect.poll(() => directory.quota(consumer, service)?.perDay).toBe(2);
  const [one, two] = [new Meters(), new Meters()];
  const now = () => b.clock.now();
  const known = () => directory.quota(consumer, service) as Quota;
  const save = async (meters: Meters) => (await b.module.tx(system, (tx) => meters.save(tx)))();
  expect([one.take(known(), consumer, service, now()), two.take(known(), consumer, service, now())]).toEqual([
    undefined,
    undefined,
  ]);
  await save(one);
  await save(one);
  await save(two);
  expect(await b.sql('select calls::int from quota_use')).toEqual([{ calls: 2 }]);
  await directory.refresh();
  expect(one.take(known(), consumer, service, now())).toBeGreaterThan(0);
  expect(new Meters().take(known(), consumer, service, now())).toBeGreaterThan(0);
  await set({});
  await expect.poll(() => directory.quota(consumer, service)).toBeUndefined();
});

test('a quota is for a consumer and a service that are there', async () => {
  const limits = { perDay: 1 };
  await expect(
    b.call(contract.setQuota, { consumerId: 'XM/GOV/1/NONE', serviceId: service, ...limits }, system),
  ).rejects.toMatchObject({ code: 'exchange.subsystem-unknown' });
  await expect(
    b.call(contract.setQuota, { consumerId: consumer, serviceId: 'none', ...limits }, system),
  ).rejects.toMatchObject({ code: 'exchange.service-unknown' });
});
