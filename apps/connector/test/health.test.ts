// SPDX-License-Identifier: Apache-2.0
import { connectorClient, healthReported } from '@stoa/exchange/contract';
import type { HealthReport } from '@stoa/kernel/contract';
import { eventually } from '@stoa/kernel/testing';
import { expect, test } from 'vitest';
import { Kept, mostKept } from '../src/health.ts';
import { consumerId, providerId, startExchangeWorld } from './fixture.ts';

const { b, consumer } = await startExchangeWorld({ STOA_HEALTH_SECONDS: '1' }, { healthSeconds: 1 });
const report = (n: number): HealthReport => ({
  ...{ at: new Date(n * 1000).toISOString(), startedAt: new Date(0).toISOString() },
  ...{ version: '1', state: 'up', services: [] },
});
const reports = async (id: string) => {
  await b.drain();
  return b
    .events(healthReported.type)
    .map(({ data }) => data as { kind: string; id: string; reports: HealthReport[] })
    .filter((one) => one.id === id);
};

test('a connector tells the hub how it stands and what its services answered', async () => {
  const client = connectorClient(consumer.connector.url, consumerId);
  await client.call(`${providerId}/persons`, '/persons/12345678901');
  const told = await eventually(async () => {
    const found = (await reports(providerId)).flatMap((one) => one.reports);
    expect(found.at(-1)?.services).toMatchObject([{ code: 'persons', calls: 1, failed: 0 }]);
    return found;
  });
  expect(told[0]).toMatchObject({ state: 'up', version: expect.any(String), certificateUntil: expect.any(String) });
  expect(told.every(({ at }, n) => n === 0 || at > (told[n - 1]?.at ?? ''))).toBe(true);
});

test('a hub tells how it stands itself', async () => {
  await eventually(async () => {
    await b.drain();
    const hubs = b.events(healthReported.type).filter(({ data }) => (data as { kind: string }).kind === 'hub');
    expect(hubs.at(-1)?.data).toMatchObject({ reports: [{ state: 'up', certificateUntil: expect.any(String) }] });
  });
});

test('while the centre is away reports are kept, the oldest go first, and what came since the sending stays', () => {
  const kept = new Kept();
  for (let n = 0; n < mostKept + 5; n += 1) kept.add(report(n));
  expect(kept.all).toHaveLength(mostKept);
  expect(kept.all[0]).toEqual(report(5));
  const sent = kept.all;
  kept.add(report(1000));
  kept.sent(sent);
  expect(kept.all).toEqual([report(1000)]);
});
