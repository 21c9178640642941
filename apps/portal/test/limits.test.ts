// SPDX-License-Identifier: Apache-2.0
import rateLimit from '@fastify/rate-limit';
import { limitOf } from '@stoa/kernel';
import fastify from 'fastify';
import { afterAll, expect, it } from 'vitest';
import { pages } from '../src/areas/pages.ts';
import { portal } from '../src/server/portal.ts';

it('every page whose address is a secret has a limit of its own', () => {
  const secret = pages.filter(
    ({ path, duty }) =>
      !duty &&
      /:(code|token|uid)\b/.test(path) &&
      !/^\/(life-events|quality|regions|architecture\/models|integrator\/norms)\//.test(path),
  );
  expect(secret.length).toBeGreaterThanOrEqual(4);
  expect(secret.filter(({ limit }) => !limit).map(({ path }) => path)).toEqual([]);
});

const app = fastify({ forceCloseConnections: true, pluginTimeout: 120_000 });
afterAll(() => app.close());
it('guessed codes of documents are refused after as many as somebody would type in a minute', async () => {
  await app.register(rateLimit, { global: true, max: 6000, timeWindow: 60_000, hook: 'onRequest' });
  await app.register(portal, {
    publicUrl: 'http://127.0.0.1',
    country: { code: 'xm', name: { en: 'Meridia' }, currency: 'EUR', timeZone: 'Etc/GMT-5' },
    circuit: 'production',
    session: { resolve: () => ({ kind: 'anonymous' }) },
    modules: [],
    ownData: [],
    retaining: [],
    signInUrl: () => '/sign-in',
    limit: (perMinute) => limitOf(perMinute, 6000),
    call: async () => ({ found: false }) as never,
  });
  const told: number[] = [];
  for (let i = 0; i < 35; i++) told.push((await app.inject(`/verify/AAAA-BBBB-CCCC-${1000 + i}`)).statusCode);
  expect(told.slice(0, 30)).not.toContain(429);
  expect(told.slice(30)).toEqual([429, 429, 429, 429, 429]);
});

it('the short address of an SMS leads on for any token, without a look at what is behind it', async () => {
  for (const token of ['AAAAAAAAAAAAAAAAAAAAAA', 'x', encodeURIComponent("' or 1=1 --/../")]) {
    const { statusCode, headers } = await app.inject(`/s/${token}`);
    expect([statusCode, headers.location]).toEqual([303, `/survey/${token}`]);
  }
});
