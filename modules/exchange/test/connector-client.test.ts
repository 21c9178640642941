// SPDX-License-Identifier: Apache-2.0
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { connectorClient, ExchangeError } from '../src/contract/connector-client.ts';

/** Requests so far, and how many of the next ones find their connection closed. */
let asked: string[] = [];
let closed = 0;
const connector = createServer((request, response) => {
  asked.push(request.method ?? '');
  if (closed-- > 0) return request.socket.destroy();
  return response.writeHead(200, { 'content-type': 'application/json' }).end('{"name":"Steppe Build"}');
});
await new Promise<void>((resolve) => connector.listen(0, '127.0.0.1', resolve));
afterAll(() => connector.close());
const client = connectorClient(`http://127.0.0.1:${(connector.address() as AddressInfo).port}`, 'XM/GOV/1001/LABOUR');
beforeEach(() => {
  asked = [];
  closed = 0;
});

test('a register whose connection was closed while it was idle is asked once more', async () => {
  closed = 1;
  const { body } = await client.call('XM/GOV/1002/COMPANIES/companies', '/1');
  expect(body).toEqual({ name: 'Steppe Build' });
  expect(asked).toEqual(['GET', 'GET']);
});

test('a connector that closes again is away, and what writes is never sent twice', async () => {
  closed = 2;
  const away = expect.objectContaining({ status: 503, code: 'exchange.connector-unreachable' });
  await expect(client.call('XM/GOV/1002/COMPANIES/companies', '/1')).rejects.toEqual(away);
  expect(asked).toEqual(['GET', 'GET']);
  closed = 1;
  await expect(
    client.call('XM/GOV/1002/COMPANIES/companies', '/1', { method: 'POST', body: {} }),
  ).rejects.toBeInstanceOf(ExchangeError);
  expect(asked).toEqual(['GET', 'GET', 'POST']);
});
