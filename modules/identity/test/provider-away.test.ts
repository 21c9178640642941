// SPDX-License-Identifier: Apache-2.0
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import { askProvider } from '../src/sign-in/redeem.ts';

const server = createServer((request, response) => {
  if (request.url === '/breaks') response.destroy();
  else response.end(request.url === '/json' ? '{"id_token":"x"}' : '<p>Bad gateway</p>');
}).listen(0, '127.0.0.1');
await once(server, 'listening');
afterAll(() => server.close());
const at = (path: string) => `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;

test('a provider that breaks off, or answers something else, is told as one that is away, not as a fault', async () => {
  expect(await askProvider(at('/json'))).toEqual({ ok: true, body: { id_token: 'x' } });
  for (const path of ['/breaks', '/page'])
    await expect(askProvider(at(path))).rejects.toMatchObject({ kind: 'unavailable', code: 'kernel.module-away' });
});
