// SPDX-License-Identifier: Apache-2.0
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { startTimestampAuthority } from '@stoa/demo';
import { afterAll, expect, test } from 'vitest';
import { randomInteger } from '../src/keys/integers.ts';
import { readTimestamp, requestTimestamp, timestampHolds } from '../src/ledger/index.ts';

const tsa = await startTimestampAuthority({ port: 0, dataDir: mkdtempSync(join(tmpdir(), 'stoa-tsa-')) });
afterAll(() => tsa.close());
const data = Buffer.from('checkpoint');

test('a token of the authority holds over its data, and over nothing else', async () => {
  const token = await requestTimestamp(tsa.url, data);
  expect(await timestampHolds(token, data)).toBe(true);
  expect(await timestampHolds(token, Buffer.from('other'))).toBe(false);
  expect(Math.abs(readTimestamp(token).at.getTime() - Date.now())).toBeLessThan(60_000);
});

test('a token with any changed byte of its signed content does not hold', async () => {
  const token = await requestTimestamp(tsa.url, data);
  const digestAt = token.indexOf(Buffer.from((await import('node:crypto')).hash('sha256', data, 'buffer')));
  const changed = Buffer.from(token);
  changed[digestAt] = (changed[digestAt] ?? 0) ^ 1;
  expect(await timestampHolds(changed, data)).toBe(false);
});

test('a stamp that answers another query is an error, not a token', async () => {
  let kept: Buffer | undefined;
  const replaying = createServer(async (request, response) => {
    const answer = await fetch(tsa.url, {
      method: 'POST',
      headers: { 'content-type': 'application/timestamp-query' },
      body: new Uint8Array(await buffer(request)),
    });
    kept ??= Buffer.from(await answer.arrayBuffer());
    response.end(kept);
  });
  await once(replaying.listen(0, '127.0.0.1'), 'listening');
  const url = `http://127.0.0.1:${(replaying.address() as AddressInfo).port}/`;
  try {
    expect(await timestampHolds(await requestTimestamp(url, data), data)).toBe(true);
    await expect(requestTimestamp(url, data)).rejects.toThrow('answers another query');
  } finally {
    replaying.closeAllConnections();
    replaying.close();
  }
});

test('an authority that is away or answers rubbish is an error, not a token', async () => {
  await expect(requestTimestamp('http://127.0.0.1:9/', data)).rejects.toThrow();
  await expect(requestTimestamp(`${tsa.url}/nowhere`, data)).rejects.toThrow();
});

test('nonces and serial numbers are integers as DER writes them, whatever chance says', () => {
  for (let i = 0; i < 2000; i++)
    expect(randomInteger(8)[0]).toSatisfy((first: number) => first >= 0x40 && first < 0x80);
});
