// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { latencyBounds } from '../src/contract.ts';
import { ConfigError, healthSeconds, moduleOperations, Volumes } from '../src/index.ts';
import { bench } from '../testing/index.ts';
import { sample } from './sample/sample.ts';

const { getHealth, listOverdueWork, proveEntry } = moduleOperations('sample');

test('calls are counted by service and by how long the answered took', () => {
  const volumes = new Volumes();
  volumes.note('one', 50, false);
  volumes.note('one', 51, false);
  volumes.note('one', 60_000, false);
  volumes.note('one', 1, true);
  volumes.note('other', 1, false);
  expect(volumes.all).toEqual([
    { code: 'one', calls: 4, failed: 1, within: [1, 2, 2, 2, 2, 2, 2, 2] },
    { code: 'other', calls: 1, failed: 0, within: latencyBounds.map(() => 1) },
  ]);
});

test('a module says how it stands, and what it served to people, to monitoring alone', async () => {
  const b = await bench(sample);
  const monitoring = { kind: 'service', id: 'monitoring' } as const;
  const operator = b.person({ duties: ['platform.operator'] });
  await b.call(listOverdueWork, {}, operator);
  const id = '00000000-0000-7000-8000-000000000000';
  // What is refused for a reason of the caller was answered.
  await expect(b.call(proveEntry, { id }, b.person({ duties: ['audit.auditor'] }))).rejects.toMatchObject({
    kind: 'missing',
  });
  const health = await b.call(getHealth, {}, monitoring);
  expect(health).toMatchObject({
    ...{ at: b.clock.now().toISOString(), state: 'up', dead: 0, unlogged: expect.any(Number) },
    ...{ version: expect.any(String), disk: { freeBytes: expect.any(Number), totalBytes: expect.any(Number) } },
    services: [{ code: 'sample', calls: 2, failed: 0 }],
  });
  expect((await b.call(getHealth, {}, monitoring)).services).toMatchObject([{ calls: 2 }]);
  for (const who of [b.person(), operator, { kind: 'service', id: 'cases' } as const])
    await expect(b.call(getHealth, {}, who)).rejects.toMatchObject({ kind: 'forbidden' });
});

test('a period that is none stops the start with one sentence', () => {
  expect(healthSeconds({})).toBe(30);
  expect(healthSeconds({ STOA_HEALTH_SECONDS: '5' })).toBe(5);
  for (const wrong of ['0', '301', '1.5', 'x'])
    expect(() => healthSeconds({ STOA_HEALTH_SECONDS: wrong })).toThrow(ConfigError);
});
