// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTimestampAuthority } from '@stoa/demo';
import { afterAll, expect, test } from 'vitest';
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

test('an authority that is away or answers rubbish is an error, not a token', async () => {
  await expect(requestTimestamp('http://127.0.0.1:9/', data)).rejects.toThrow();
  await expect(requestTimestamp(`${tsa.url}/nowhere`, data)).rejects.toThrow();
});
