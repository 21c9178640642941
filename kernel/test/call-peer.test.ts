// SPDX-License-Identifier: Apache-2.0
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Type } from 'typebox';
import { afterAll, expect, test } from 'vitest';
import { operation, Uuid } from '../src/contract.ts';
import { callPeer } from '../src/http/call-peer.ts';
import { bench } from '../testing/index.ts';
import { sample } from './sample/sample.ts';

const b = await bench(sample);
const asked: string[] = [];
const server = createServer(({ url = '' }, response) => {
  asked.push(url);
  response.end('{}');
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
afterAll(() => server.close());

test('a list in an address is said item by item to a module in another process', async () => {
  const chosen = operation({
    ...{ name: 'sample.look-up', method: 'GET', path: '/sample/chosen/:place', summary: 'Chosen ones' },
    input: Type.Object({ place: Type.Integer(), ids: Type.Array(Uuid), word: Type.Optional(Type.String()) }),
    ...{ output: Type.Object({}), permission: 'sample:read', audit: 'none' },
  });
  const peer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const input = { place: 3, ids: ['a', 'b'], word: undefined };
  await callPeer(peer, chosen, { input, principal: { kind: 'system' } } as never, b.module.keys);
  expect(asked).toEqual(['/api/sample/chosen/3?ids=a&ids=b']);
});
