// SPDX-License-Identifier: Apache-2.0
/** Request targets as RFC 9112, 3.2 has them. */
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { bench } from '../testing/index.ts';
import { originForm } from '../src/http/target.ts';
import { sample } from './sample/sample.ts';

const b = await bench(sample);
const { host, port, hostname } = new URL(b.platform.url);

async function raw(target: string): Promise<string> {
  const socket = connect(Number(port), hostname);
  socket.write(`GET ${target} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`, 'latin1');
  return text(socket);
}

test.each([
  ['/api/openapi.json', 200],
  ['/api/openapi.json?x=1', 200],
  [`http://${host}/api/openapi.json`, 200],
  [`HTTP://${host}/api/openapi.json?x=http://y/`, 200],
  [`http://${host}`, 404],
  [`http://user@${host}/api/openapi.json`, 422],
  ['ftp://x/api/openapi.json', 422],
  ['*', 422],
])('%s is answered %i', async (target, status) => {
  const answer = await raw(target);
  expect(Number(answer.split(' ')[1])).toBe(status);
  if (status === 422) expect(answer).toContain('kernel.target-malformed');
});

test('the host of an absolute target stands for the header Host', () => {
  const headers = { host: 'evil.example' };
  expect(originForm({ url: 'https://stoa.example:81?a=%2F', headers })).toEqual({
    path: '/?a=%2F',
    authority: 'stoa.example:81',
  });
  expect(originForm({ url: '//x/y', headers })).toEqual({ path: '//x/y', authority: 'evil.example' });
});
