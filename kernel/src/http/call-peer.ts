// SPDX-License-Identifier: Apache-2.0
import type { Operation } from '../contract.ts';
import { newId } from '../id.ts';
import type { Invocation } from '../invoke.ts';
import type { Keys } from '../keys/keys.ts';
import { refuse } from '../refusal.ts';
import { traced } from '../telemetry.ts';
import { internalCredentials } from './authenticate.ts';
import { fromProblem } from './problem.ts';

/** Calls an operation in another process; its refusals are thrown here as they were there. */
export async function callPeer(
  peer: string,
  operation: Operation,
  invocation: Invocation,
  keys: Keys,
): Promise<unknown> {
  const rest = { ...invocation.input };
  const path = operation.path.replace(/:(\w+)/g, (_, name: string) => {
    const value = encodeURIComponent(String(rest[name]));
    delete rest[name];
    return value;
  });
  const inUrl = operation.method === 'GET' || operation.method === 'DELETE';
  const query = inUrl
    ? `?${new URLSearchParams(
        Object.entries(rest)
          .filter(([, v]) => v !== undefined)
          .flatMap(([k, v]) => [v].flat().map((one): [string, string] => [k, String(one)])),
      )}`
    : '';
  const headers: Record<string, string> = await internalCredentials(keys, invocation.principal);
  if (!inUrl) headers['content-type'] = 'application/json';
  if (invocation.idempotencyKey) headers['idempotency-key'] = invocation.idempotencyKey;
  if (invocation.traceId) headers.traceparent = `00-${invocation.traceId}-${newId().replaceAll('-', '').slice(-16)}-01`;
  const init: RequestInit = { method: operation.method, headers, signal: AbortSignal.timeout(30_000) };
  if (!inUrl) init.body = JSON.stringify(rest);
  const response = await traced(
    () => ({ name: `call ${operation.name}`, kind: 'client', traceId: invocation.traceId }),
    (traceparent) => {
      if (traceparent) headers.traceparent = traceparent;
      return fetch(`${peer}/api${path}${query}`, init).catch(() =>
        refuse(
          'unavailable',
          'kernel.module-away',
          'A part of the platform is not available at the moment. Please try again shortly.',
          { retryAfterSeconds: 5 },
        ),
      );
    },
  );
  const body: unknown = await response.json().catch(() => undefined);
  if (!response.ok) throw fromProblem(response.status, body);
  return body;
}
