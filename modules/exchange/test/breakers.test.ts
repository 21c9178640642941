// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Breakers } from '../src/hub/breakers.ts';
import { HubRefusal } from '../src/messages/refusal.ts';

const good = () => Promise.resolve({ answer: { headers: {} } });
const systemFailed = () =>
  Promise.resolve({ answer: { headers: { 'x-road-error': 'server.serverproxy.service_failed' } } });
const fails = (code: string) => () => Promise.reject(new HubRefusal(`server.serverproxy.${code}`, 'no'));

function world() {
  let at = 1000;
  let reached = 0;
  const breakers = new Breakers(() => at);
  const call = async (act: () => Promise<{ answer: { headers: Record<string, string> } }>, service = 'S') => {
    const before = reached;
    const answer = await breakers
      .through(service, () => {
        reached++;
        return act();
      })
      .catch((error: HubRefusal) => error);
    const open = reached === before;
    if (open) expect(answer).toMatchObject({ code: 'server.serverproxy.service_unavailable' });
    return open ? 'open' : 'through';
  };
  const times = async (count: number, act: Parameters<typeof call>[0]) => {
    for (let i = 0; i < count; i++) await call(act);
  };
  return { call, times, breakers, pass: (ms: number) => (at += ms) };
}

test.each([
  ['timeouts', fails('timeout')],
  ['answers that are rubbish', fails('invalid_response')],
  ['answers that never end', fails('response_too_large')],
  ['failures of its own system', systemFailed],
])('five %s in a row open the breaker of that service alone', async (_name, act) => {
  const { call, times } = world();
  await times(4, act);
  await call(good);
  await times(4, act);
  expect(await call(act)).toBe('through');
  expect([await call(good), await call(good, 'other')]).toEqual(['open', 'through']);
});

test('half of many calls failing opens it too', async () => {
  const { call } = world();
  for (let i = 0; i < 10; i++) for (const act of [good, fails('timeout')]) await call(act);
  expect(await call(good)).toBe('open');
});

test('broken connections do not: another connector may stand', async () => {
  const { call, times } = world();
  await times(50, fails('connection_lost'));
  expect(await call(good)).toBe('through');
});

test('one probe at a time closes it, or opens it for twice as long', async () => {
  const { call, times, pass, breakers } = world();
  await times(5, fails('timeout'));
  pass(1000);
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const probe = call(() => held.then(fails('timeout')));
  await expect(breakers.through('S', good)).rejects.toMatchObject({ retryAfterSeconds: 1 });
  release();
  expect(await probe).toBe('through');
  pass(1999);
  expect(await call(good)).toBe('open');
  pass(1);
  expect([await call(fails('connection_lost')), await call(good), await call(good)]).toEqual([
    'through',
    'through',
    'through',
  ]);
});

test('whatever happened, a service that is well again is reached within half a minute', async () => {
  const step = fc.tuple(
    fc.constantFrom(good, systemFailed, fails('timeout'), fails('connection_lost')),
    fc.nat(20_000),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      const { call, pass } = world();
      for (const [act, ms] of steps) {
        await call(act);
        pass(ms);
      }
      pass(30_000);
      expect([await call(good), await call(good)]).toEqual(['through', 'through']);
    }),
  );
});
