// SPDX-License-Identifier: Apache-2.0
/** Who may speak for the department at its connector. */
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, stat } from 'node:fs/promises';
import { connect as open } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text as read } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { connectorClient } from '@stoa/exchange/contract';
import { expect, test } from 'vitest';
import { startConnector } from '../src/index.ts';
import { consumerId, log, providerId, startExchangeWorld } from './fixture.ts';

const run = promisify(execFile);
const { connect, seen } = await startExchangeWorld();
const [first, second] = [randomUUID(), randomUUID()];
const folder = await mkdtemp(join(tmpdir(), 'stoa-access-'));
const known = { systems: { first: { token: first }, second: { token: second } }, names: ['connector.labour.xm'] };
const asked = { anybodyOnThisMachine: undefined } as object;
const { connector, settings } = await connect(consumerId, undefined, { ...asked, ...known });
const at = (path = `/r1/${providerId}/persons/persons/1`) => connector.url + path;
const host = new URL(connector.url).host;
const client = { 'x-road-client': consumerId };

const paths = [
  `/r1/${providerId}/persons/persons/1`,
  '/listClients',
  '/mailbox/responses/next',
  '/mailbox/attachments/1',
  '/events/types',
  `/r1/${consumerId}/api/v1/eventType`,
];
test.each(paths)('%s is answered to nobody whom the settings do not name', async (path) => {
  for (const given of [{}, { authorization: 'Bearer wrong' }, { authorization: `Basic ${first}` }]) {
    const headers = { ...client, 'x-govstack-client': consumerId, ...given };
    const answer = await fetch(at(path), { headers });
    expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
    expect(await answer.json()).toMatchObject({ type: 'client.unauthenticated' });
  }
});

test('each system is known by its own token, which goes no further', async () => {
  for (const token of [first, second]) {
    const answer = await fetch(at(), { headers: { ...client, authorization: `Bearer ${token}` } });
    expect(answer.status).toBe(200);
    expect(JSON.stringify(seen.at(-1)?.headers)).not.toContain(token);
  }
});

test('a system that needs Authorization for the provider names itself otherwise', async () => {
  const headers = { ...client, 'x-stoa-system-token': first, authorization: 'Bearer for-the-provider' };
  expect((await fetch(at(), { headers })).status).toBe(200);
  expect(seen.at(-1)?.headers.authorization).toBe('Bearer for-the-provider');
  expect(JSON.stringify(seen.at(-1)?.headers)).not.toContain(first);
});

test.each([
  ['a page of another site', { origin: 'https://evil.example' }, 403, 'client.browser_refused'],
  ['a page of the same address', { 'sec-fetch-site': 'same-origin' }, 403, 'client.browser_refused'],
])('%s is refused, token or not', async (_who, given, status, type) => {
  const args = Object.entries({ ...client, authorization: `Bearer ${first}`, ...given });
  const { stdout } = await run('curl', [
    '-s',
    '-w',
    '\n%{http_code}',
    ...args.flatMap(([k, v]) => ['-H', `${k}: ${v}`]),
    at(),
  ]);
  expect(JSON.parse(stdout.split('\n')[0] ?? '')).toMatchObject({ type });
  expect(Number(stdout.split('\n')[1])).toBe(status);
});

/** Sends a request line as it is. */
async function raw(line: string, ...headers: string[]): Promise<{ status: number; rest: string }> {
  const socket = open(Number(new URL(connector.url).port), '127.0.0.1');
  const own = [`X-Road-Client: ${consumerId}`, `Authorization: Bearer ${first}`, 'Connection: close'];
  socket.write([line, ...own, ...headers, '', ''].join('\r\n'), 'latin1');
  const rest = await read(socket);
  return { status: Number(rest.split(' ')[1]), rest };
}
const path = `/r1/${providerId}/persons/persons/1`;

test.each([
  ['another name of this address', 'evil.example', 421],
  ['an address written as a name', '127.0.0.1.evil.example:80', 421],
  ['its address', host, 200],
  ['localhost', 'localhost:1', 200],
  ['an address of version 6', '[::1]:4801', 200],
  ['a name of its own', 'Connector.Labour.XM', 200],
])('called by %s', async (_name, name, status) => {
  expect((await raw(`GET ${path} HTTP/1.1`, `Host: ${name}`)).status).toBe(status);
});

test.each([
  ['absolute', `http://${host}${path}`, 'evil.example', 200],
  ['absolute without a path', `http://${host}`, host, 400],
  ['absolute, of another host', `http://evil.example${path}`, host, 421],
  ['absolute, with a user', `http://a@${host}${path}`, host, 400],
  ['of another scheme', `ftp://${host}${path}`, host, 400],
  ['an asterisk', '*', host, 400],
])('a request target that is %s', async (_name, target, name, status) => {
  expect((await raw(`GET ${target} HTTP/1.1`, `Host: ${name}`)).status).toBe(status);
  expect((await raw(`CONNECT ${host} HTTP/1.1`, `Host: ${host}`)).rest).not.toMatch(/^HTTP\/1.1 2/);
});

test('what is not ASCII in the words of the exchange is refused, not guessed at', async () => {
  const utf8 = Buffer.from('дело 7').toString('latin1');
  for (const header of ['X-Road-Issue', 'X-Road-UserId', 'X-Stoa-Purpose']) {
    const { status, rest } = await raw(`GET ${path} HTTP/1.1`, `Host: ${host}`, `${header}: ${utf8}`);
    expect([status, rest]).toEqual([400, expect.stringContaining('client.invalid_header')]);
    expect(rest).toContain('percent-encoded, in UTF-8');
  }
  const issue = `X-Road-Issue: ${encodeURIComponent('дело 7')}`;
  expect((await raw(`GET ${path} HTTP/1.1`, `Host: ${host}`, issue)).status).toBe(200);
});

const pem = async (name: string) => {
  const [key, certificate] = [join(folder, `${name}.key`), join(folder, `${name}.pem`)];
  const subject = ['-subj', `/CN=${name}`, '-addext', 'subjectAltName=IP:127.0.0.1'];
  const make = ['req', '-x509', '-newkey', 'ed25519', '-nodes', '-days', '2', '-keyout', key, '-out', certificate];
  await run('openssl', [...make, ...subject]);
  return { key, certificate };
};

test('with mutual TLS a system is known by its certificate, and by no other', async () => {
  const [own, system, other] = await Promise.all([pem('connector'), pem('system'), pem('other')]);
  const systems = { system: { certificate: system.certificate } };
  const { connector: secure } = await connect(consumerId, undefined, { ...asked, systems, tls: own });
  expect(secure.url).toMatch(/^https:/);
  const status = async (as?: { key: string; certificate: string }) => {
    const args = ['-s', '-o', '/dev/null', '-w', '%{http_code}', '--cacert', own.certificate];
    const mine = as ? ['--key', as.key, '--cert', as.certificate] : [];
    return (await run('curl', [...args, ...mine, '-H', `X-Road-Client: ${consumerId}`, secure.url + path])).stdout;
  };
  expect([await status(system), await status(other), await status()]).toEqual(['200', '401', '401']);
});

test('on a Unix socket its owner and group are let in, without a port or a token', async () => {
  const socket = join(folder, 'connector.sock');
  const { connector: local } = await connect(consumerId, undefined, { ...asked, socket });
  expect([local.url, ((await stat(socket)).mode & 0o777).toString(8)]).toEqual([`unix:${socket}`, '660']);
  const answer = await connectorClient(local.url, consumerId).call(`${providerId}/persons`, '/persons/1');
  expect(answer.status).toBe(200);
});

test.each([
  ['beyond loopback without systems', { host: '0.0.0.0', systems: {} }, /listening on 0.0.0.0 needs systems/],
  [
    'beyond loopback for anybody',
    { host: '0.0.0.0', anybodyOnThisMachine: 'may speak for the department' as const },
    /otherwise anybody on the network/,
  ],
  ['with a certificate and no TLS', { systems: { a: { certificate: 'a.pem' } } }, /needs tls/],
])('it does not start %s', async (_how, more, why) => {
  await expect(startConnector({ ...settings, port: 0, ...more }, log)).rejects.toThrow(why);
});
