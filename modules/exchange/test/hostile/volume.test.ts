// SPDX-License-Identifier: Apache-2.0
/**
 * Many generated requests: whatever comes is answered in time, with a stable code, and each refusal is in the log.
 * `STOA_HOSTILE_REQUESTS` says how many (3,000 by default).
 */
import type { TLSSocket } from 'node:tls';
import fc from 'fast-check';
import { patient } from '@stoa/kernel/testing';
import { expect, test } from 'vitest';
import { clientId, exchangeBytes, providerId, service, startHostileWorld, write } from './world.ts';

const { enrol, refusals } = await startHostileWorld();
const me = await enrol();
const total = Number(process.env.STOA_HOSTILE_REQUESTS ?? 3000);
const batch = 100;
const lanes = 10;

const odd = fc.constantFrom(
  '%2e%2e',
  '..',
  '%00',
  '%zz',
  '//',
  ';',
  '%252f',
  '%5c',
  '*',
  '%d0%b4',
  "'",
  '',
  'x'.repeat(300),
);
const path = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.array(fc.oneof(odd, fc.webSegment()), { maxLength: 4 }).map((p) => `/r1/${service}/${p.join('/')}`),
  },
  { weight: 2, arbitrary: fc.array(odd, { maxLength: 9 }).map((parts) => `/r1/${parts.join('/')}`) },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom(
        'requests',
        'requests/next',
        'responses',
        'statuses/next',
        'messages/x/ack',
        'attachments/x',
        'batches/requests',
        'batches/acks',
        'batches/responses/next',
      )
      .map((p) => `/mailbox/${p}`),
  },
  fc.constantFrom('listMethods', 'allowedMethods', 'getOpenAPI?serviceCode=%00').map((p) => `/r1/${providerId}/${p}`),
  fc.constantFrom(
    '/listClients?xRoadInstance=%FF',
    '/session',
    '/session/roots',
    '/directory/hubs',
    '/directory/certificates/..',
    '/tunnel',
    '/',
    '*',
  ),
  fc.webPath().map((p) => p || '/'),
);
const value = fc.oneof(
  fc.stringMatching(/^[\x20-\x7e\x80-\xff]{0,60}$/),
  fc.constantFrom('', clientId, 'a/b/c', '1'.repeat(5000)),
);
const name = fc.oneof(
  fc.constantFrom(
    'x-road-client',
    'x-road-id',
    'x-road-issue',
    'x-road-userid',
    'x-road-represented-party',
    'x-road-security-server',
  ),
  fc.constantFrom(
    'x-stoa-purpose',
    'x-stoa-authority',
    'content-digest',
    'signature',
    'signature-input',
    'accept',
    'expect',
    'te',
    'cookie',
  ),
  fc
    .stringMatching(/^[A-Za-z0-9!#$&'*+.^_`|~-]{1,20}$/)
    .filter((n) => !/^(connection|upgrade|transfer-encoding|content-length|host)$/i.test(n)),
);
const body = fc.oneof(
  fc.constant(''),
  fc.json({ maxDepth: 3 }),
  fc.string({ maxLength: 200 }),
  fc.constantFrom(
    '{"a":"\\u0000"}',
    '{"a":"\\ud800"}',
    '['.repeat(5000),
    '{"sessionId":"x","have":0}',
    '{"__proto__":{}}',
  ),
);
const request = fc.record({
  method: fc.constantFrom(
    'GET',
    'GET',
    'POST',
    'POST',
    'HEAD',
    'PUT',
    'PATCH',
    'DELETE',
    'OPTIONS',
    'TRACE',
    'PROPFIND',
  ),
  path,
  body,
  signed: fc.constantFrom(true, true, true, false),
  /** Headers put in before signing are covered where they must be; after it they spoil it, mostly. */
  before: fc.dictionary(name, value, { maxKeys: 2 }),
  after: fc.dictionary(name, value, { maxKeys: 1 }),
});
type Request = typeof request extends fc.Arbitrary<infer T> ? T : never;

let sent = 0;
function bytesOf({ method, path: target, body: text, signed, before, after }: Request): Buffer {
  const id = before['x-road-id'] ?? `volume-${sent}`;
  const extras = ['x-road-issue', 'x-road-userid', 'x-road-represented-party', 'x-stoa-purpose'];
  const covered = Object.fromEntries(Object.entries(before).filter(([n]) => extras.includes(n)));
  const head = signed ? me.sign(method, target, id, text, undefined, covered) : { host: me.host };
  return write(method, target, { ...before, ...head, ...covered, ...after }, text);
}

/** Codes of X-Road answer 500 where the fault is not the caller's; a fault of the hub itself never does. */
const good = ({ status, code }: { status: number; code: string }) =>
  code === ''
    ? [200, 204, 404].includes(status)
    : /^(client\.[a-z_]+|exchange\.[a-z-]+)$/.test(code)
      ? status >= 400 && status < 500
      : /^server\.serverproxy\.[a-z_]+$/.test(code) && status === 500;

test(`${total} generated requests are each answered, and each refusal logged`, {
  timeout: patient(600_000),
}, async () => {
  const seen = new Map<string, number>();
  let refused = 0;
  const sockets: (TLSSocket | undefined)[] = Array.from({ length: lanes });
  async function lane(number: number, requests: readonly Request[]): Promise<void> {
    for (let i = number; i < requests.length; i += lanes) {
      const one = requests[i] as Request;
      const open = sockets[number];
      const socket = open && !open.destroyed && open.writable ? open : await me.open();
      sockets[number] = socket;
      sent++;
      const answer = await exchangeBytes(socket, bytesOf(one), one.method === 'HEAD');
      const rest = answer.rest();
      if (!good(answer) || rest) throw new Error(`${answer.status} ${answer.code} ${rest} to ${JSON.stringify(one)}`);
      const key = `${answer.status} ${answer.code}`;
      seen.set(key, (seen.get(key) ?? 0) + 1);
      // An answer to HEAD has no body, which is where the mailbox says its code.
      const silent = one.method === 'HEAD' && one.path.startsWith('/mailbox/');
      if (answer.code !== '' || silent) refused++;
      if (answer.closes) sockets[number] = undefined;
    }
  }
  await fc.assert(
    fc.asyncProperty(fc.array(request, { minLength: batch, maxLength: batch }), async (requests) => {
      await Promise.all(Array.from({ length: lanes }, (_, number) => lane(number, requests)));
    }),
    { numRuns: Math.ceil(total / batch), endOnFailure: true },
  );
  expect(sent).toBeGreaterThanOrEqual(total);
  expect([...seen.keys()].length).toBeGreaterThan(10);
  const { length } = await refusals();
  process.stderr.write(
    `${sent} requests: ${JSON.stringify(Object.fromEntries(seen))}, ${length} refusals in the log\n`,
  );
  expect(length).toBe(refused);
});
