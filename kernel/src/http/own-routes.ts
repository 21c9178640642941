// SPDX-License-Identifier: Apache-2.0
/** Addresses that every process has: whether it is up, its figures, the description of the API. */
import { hash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { Config } from '../config.ts';
import type { Keys } from '../keys/keys.ts';
import type { OperationRoute } from '../module.ts';
import type { Platform } from '../platform.ts';
import { refuse } from '../refusal.ts';
import { openApi } from './openapi.ts';

export function serveKernel(
  http: FastifyInstance,
  platform: Platform,
  routes: ReadonlyMap<string, OperationRoute>,
  closing: () => boolean,
): void {
  http.get('/health/live', async () => ({ status: 'up' }));
  http.get('/health/ready', async (_request, reply) => {
    const checks = await Promise.all(
      [...platform.modules.values()].map(
        async (m) =>
          [
            m.name,
            await m.pool.query('select 1').then(
              () => 'up',
              () => 'down',
            ),
          ] as const,
      ),
    );
    const up = !closing() && checks.every(([, state]) => state === 'up');
    return reply.code(up ? 200 : 503).send({
      status: up ? 'up' : 'down',
      modules: Object.fromEntries(checks),
      ...(platform.background.size > 0 ? { background: Object.fromEntries(platform.background) } : {}),
    });
  });
  // Figures tell outsiders how much is done, where and when: they are for who has the token.
  const expected = `Bearer ${metricsToken(platform.config, platform.keys)}`;
  http.get('/metrics', { config: { ownCredentials: true } }, async (request, reply) => {
    if (!sameSecret(request.headers.authorization ?? '', expected))
      refuse('unauthenticated', 'kernel.metrics-token', 'Send the token of `npm run stoa -- metrics token`.');
    const backlogs = await Promise.all([...platform.modules.values()].map((m) => m.backlog()));
    return reply.type(platform.metrics.registry.contentType).send(await platform.metrics.scrape(backlogs));
  });
  const description = openApi(
    [...routes.values()].map((route) => route.operation),
    '0.1.0',
  );
  http.get('/api/openapi.json', async () => description);
}

/** What `GET /metrics` asks for: the setting, or a token of the data folder. */
export const metricsToken = ({ env }: Config, keys: Keys): string =>
  env.STOA_METRICS_TOKEN || keys.secret('metrics').toString('base64url');

const sameSecret = (given: string, expected: string) =>
  timingSafeEqual(hash('sha256', given, 'buffer'), hash('sha256', expected, 'buffer'));
