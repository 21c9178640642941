// SPDX-License-Identifier: Apache-2.0
import type { FastifyInstance } from 'fastify';

const keptMs = 5_000;

/** Public JSON documents of the platform, such as `/health/ready`, read at most once in five seconds. */
export function documentReader(app: FastifyInstance): (path: string) => Promise<unknown> {
  const known = new Map<string, { document: Promise<unknown>; at: number }>();
  return (path) => {
    const kept = known.get(path);
    if (kept && performance.now() - kept.at < keptMs) return kept.document;
    const document = app.inject({ method: 'GET', url: path }).then((answer) => answer.json() as unknown);
    known.set(path, { document, at: performance.now() });
    return document;
  };
}
