// SPDX-License-Identifier: Apache-2.0
/** A switch with which a demonstration breaks a department's system: up, slow or down. */
import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { sendProblem } from './service.ts';

export interface LatencyOptions {
  /** Time that each answer takes; 0 when missing. */
  readonly latencyMs?: number;
  /** The same while the switch stands on slow; 5,000 when missing. */
  readonly slowLatencyMs?: number;
}

type Mode = 'up' | 'slow' | 'down';

/** Adds `GET` and `POST /_control {mode}` and lets every other answer obey the switch. */
export function addOutageSwitch(app: FastifyInstance, options: LatencyOptions): void {
  let mode: Mode = 'up';
  const body = Type.Object(
    { mode: Type.Union([Type.Literal('up'), Type.Literal('slow'), Type.Literal('down')]) },
    { additionalProperties: false },
  );
  app.get('/_control', () => ({ mode }));
  app.post<{ Body: { mode: Mode } }>('/_control', { schema: { body } }, (request) => {
    mode = request.body.mode;
    return { mode };
  });
  app.addHook('onRequest', async (request, reply) => {
    if (request.routeOptions.url === '/_control') return;
    if (mode === 'down') {
      sendProblem(reply, 503, 'demo.switched-off', 'This system was switched off for a demonstration.');
      return reply;
    }
    const latencyMs = mode === 'slow' ? (options.slowLatencyMs ?? 5_000) : (options.latencyMs ?? 0);
    if (latencyMs > 0) await wait(latencyMs);
  });
}
