// SPDX-License-Identifier: Apache-2.0
/** The X-Road REST protocol as an unmodified client sees it: plain curl against a connector. */
import { execFile } from 'node:child_process';
import { hash } from 'node:crypto';
import { createServer } from 'node:http';
import { promisify } from 'node:util';
import { grantRight, publishService } from '@stoa/exchange/contract';
import { afterAll, describe, expect, test } from 'vitest';
import { consumerId, providerId, startExchangeWorld, strangerId } from './fixture.ts';

const run = promisify(execFile);
const hasCurl = await run('curl', ['--version']).then(
  () => true,
  () => false,
);
if (!hasCurl) process.stderr.write('SKIPPED: curl is not installed, so X-Road compatibility was not tested\n');

const { b, connect, consumer, logged } = await startExchangeWorld();
const heard: { method: string; url: string; headers: [string, string][]; body: string }[] = [];
const echo = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const pairs = request.rawHeaders.flatMap((name, i, all) =>
      i % 2 ? [] : [[name.toLowerCase(), all[i + 1] ?? ''] as [string, string]],
    );
    heard.push({
      method: request.method ?? '',
      url: request.url ?? '',
      headers: pairs,
      body: Buffer.concat(chunks).toString(),
    });
    if (request.url?.includes('/moved')) return void response.writeHead(302, { location: 'http://x.test/y' }).end();
    if (request.url?.includes('/none')) return void response.writeHead(204).end();
    response.setHeader('Server', 'own-system/1.0');
    response.setHeader('X-Road-Error', 'server.forged');
    response.setHeader('X-Own', 'kept');
    response.setHeader('Vary', ['Accept', 'Origin']);
    response.writeHead(200, { 'content-type': 'text/plain' }).end('done');
  });
});
await new Promise<void>((resolve) => echo.listen(0, '127.0.0.1', resolve));
afterAll(() => void echo.close());
const address = echo.address();
const echoUrl = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/base`;
const system = { kind: 'system' } as const;
await b.call(publishService, { subsystemId: strangerId, code: 'echo', name: { en: 'Echo' } }, system);
await b.call(grantRight, { consumerId, target: `${strangerId}/echo`, purpose: 'Testing' }, system);
await connect(strangerId, { echo: { rest: { url: echoUrl } } });
const old = await connect(consumerId, undefined, { faults: '7.7' });

/** Status, headers by lower-case name and body of what curl got. */
async function curl(path: string, args: readonly string[] = [], base = consumer.connector.url) {
  const { stdout } = await run('curl', ['-s', '-i', '--max-time', '20', ...args, base + path]);
  const answer = stdout.replace('HTTP/1.1 100 Continue\r\n\r\n', '');
  const end = answer.indexOf('\r\n\r\n');
  const [line = '', ...lines] = answer.slice(0, end).split('\r\n');
  const headers = Object.fromEntries(
    lines.map((one) => [one.slice(0, one.indexOf(':')).toLowerCase(), one.slice(one.indexOf(':') + 1).trim()]),
  );
  return { status: Number(line.split(' ')[1]), headers, body: answer.slice(end + 4) };
}
const client = ['-H', `X-Road-Client: ${consumerId}`];
const r1 = `/r1/${strangerId}/echo`;
const headerOf = (name: string) =>
  heard
    .at(-1)
    ?.headers.filter(([n]) => n === name)
    .map(([, v]) => v);

describe.skipIf(!hasCurl)('with curl', () => {
  test.each(['DELETE', 'GET', 'OPTIONS', 'PATCH', 'POST', 'PUT', 'TRACE'])('%s reaches the provider', async (verb) => {
    const body = ['PATCH', 'POST', 'PUT', 'DELETE'].includes(verb) ? ['--data-binary', 'x=1'] : [];
    const answer = await curl(`${r1}/a/b?q=%20x&q=2`, [...client, '-X', verb, ...body]);
    expect([answer.status, answer.body]).toEqual([200, 'done']);
    expect(heard.at(-1)).toMatchObject({ method: verb, url: '/base/a/b?q=%20x&q=2', body: body.length ? 'x=1' : '' });
  });

  test('HEAD answers the head alone', async () => {
    const answer = await curl(r1, [...client, '--head']);
    expect([answer.status, answer.headers['x-own'], answer.body]).toEqual([200, 'kept', '']);
  });

  test('all headers pass but those of the connection, the server and the exchange', async () => {
    const own = ['Accept-Language: ar', 'Authorization: Bearer a.b.c', 'X-Own: 1', 'X-Own: 2', 'Cookie: a=b'];
    const dropped = ['Connection: X-Hop', 'X-Hop: 1', 'TE: trailers', 'Expect: 100-continue', 'X-Stoa-Authority: evil'];
    const forged = ['X-Road-Request-Id: forged', 'Signature: a=:b:', 'Content-Digest: sha-256=:x:'];
    const answer = await curl(r1, [
      ...client,
      ...[...own, ...dropped, ...forged].flatMap((header) => ['-H', header]),
      '--data-binary',
      'text',
    ]);
    expect(answer.status).toBe(200);
    expect([headerOf('accept-language'), headerOf('authorization'), headerOf('x-own'), headerOf('cookie')]).toEqual([
      ['ar'],
      ['Bearer a.b.c'],
      ['1, 2'],
      ['a=b'],
    ]);
    for (const name of ['x-hop', 'te', 'expect', 'user-agent', 'signature', 'content-digest', 'x-stoa-authority'])
      expect(headerOf(name), name).toEqual([]);
    expect(headerOf('x-road-request-id')).toEqual([answer.headers['x-road-request-id']]);
    expect(answer.headers).toMatchObject({ 'x-own': 'kept', vary: 'Accept, Origin', 'content-type': 'text/plain' });
    expect(answer.headers.server).toBeUndefined();
    expect(answer.headers['x-road-error']).toBeUndefined();
    expect(answer.headers.signature).toBeUndefined();
  });

  test('a missing Accept means JSON, redirects pass and an answer may be empty', async () => {
    await curl(r1, [...client, '-H', 'Accept:']);
    expect(headerOf('accept')).toEqual(['application/json']);
    const moved = await curl(`${r1}/moved`, client);
    expect([moved.status, moved.headers.location]).toEqual([302, 'http://x.test/y']);
    expect((await curl(`${r1}/none`, client)).status).toBe(204);
  });

  test('the last X-Road-Client counts, its parts are percent-encoded each, an id is made and told', async () => {
    const encoded = consumerId.replace('LABOUR', '%4CABOUR');
    const answer = await curl(r1, ['-H', 'X-Road-Client: XM/GOV/1/OTHER', '-H', `X-Road-Client: ${encoded}`]);
    expect(answer.status).toBe(200);
    expect(answer.headers['x-road-id']).toMatch(/^[0-9a-f-]{36}$/);
    expect([answer.headers['x-road-client'], answer.headers['x-road-service']]).toEqual([
      consumerId,
      `${strangerId}/echo`,
    ]);
    const spelled = await curl(r1.replace('echo', '%65cho'), client);
    expect([spelled.status, spelled.headers['x-road-service']]).toEqual([200, `${strangerId}/echo`]);
  });

  test('the request hash can be computed again by the consumer', async () => {
    const target = `${r1}/hash?a=b`;
    const answer = await curl(target, [...client, '--data-binary', 'the body']);
    const names = ['x-road-client', 'x-road-id', 'x-road-request-id'];
    const head = `POST ${target}\r\n`.replace(' ', '\r\n') + names.map((n) => `${n}:${answer.headers[n]}\r\n`).join('');
    const both = Buffer.concat([hash('sha512', head, 'buffer'), hash('sha512', 'the body', 'buffer')]);
    expect(answer.headers['x-road-request-hash']).toBe(hash('sha512', both, 'base64'));
  });

  test('user, issue, represented party and security server reach the provider and the signed log', async () => {
    const answer = await curl(r1, [
      ...client,
      ...[
        'X-Road-UserId: EE1',
        'X-Road-Issue: case-7',
        'X-Road-Represented-Party: COM/77',
        'X-Road-Security-Server: XM/GOV/1/ss',
      ].flatMap((header) => ['-H', header]),
    ]);
    expect([headerOf('x-road-userid'), headerOf('x-road-issue'), headerOf('x-road-represented-party')]).toEqual([
      ['EE1'],
      ['case-7'],
      ['COM/77'],
    ]);
    expect(headerOf('x-road-security-server')).toEqual(['XM/GOV/1/ss']);
    const messages = await logged(answer.headers['x-road-id'] ?? '');
    expect(messages.map((m) => [m.direction, m.issue, m.signature])).toEqual([
      ['request', 'case-7', 'valid'],
      ['response', 'case-7', 'valid'],
    ]);
    expect(await b.sql(`select value #>> '{}' as party from ledger_personal where field = 'representedParty'`)).toEqual(
      [{ party: 'COM/77' }],
    );
  });

  test.each([
    ['a client of two parts', ['-H', 'X-Road-Client: XM/GOV'], 'client.invalid_header'],
    ['a client with a broken escape', ['-H', 'X-Road-Client: XM/GOV/1/%zz'], 'client.invalid_header'],
    ['the member instead of the subsystem', ['-H', 'X-Road-Client: XM/GOV/1001'], 'client.client_mismatch'],
    [
      'a represented party of three parts',
      [...client, '-H', 'X-Road-Represented-Party: a/b/c'],
      'client.invalid_header',
    ],
    ['a security server of three parts', [...client, '-H', 'X-Road-Security-Server: a/b/c'], 'client.invalid_header'],
    ['a head over the limit', [...client, '-H', `X-Long: ${'x'.repeat(13_000)}`], 'client.malformed_request'],
  ])('%s is refused', async (_name, args, code) => {
    const answer = await curl(r1, args);
    expect([answer.status, answer.headers['x-road-error']]).toEqual([400, code]);
  });

  test('faults are JSON or XML, spelled as X-Road 7.8 or 7.7 does', async () => {
    const path = r1.replace('/echo', '/no-such');
    const now = await curl(path, client);
    expect(JSON.parse(now.body)).toMatchObject({
      type: 'server.serverproxy.unknown_service',
      detail: expect.any(String),
    });
    const before = await curl(path, client, old.connector.url);
    expect([before.status, before.headers['x-road-error'], (JSON.parse(before.body) as { type: string }).type]).toEqual(
      [500, 'Server.ServerProxy.UnknownService', 'Server.ServerProxy.UnknownService'],
    );
    const xml = await curl(path, [...client, '-H', 'Accept: text/*'], old.connector.url);
    expect(xml.headers['content-type']).toBe('application/xml;charset=utf-8');
    expect(xml.body).toMatch(
      /^<error><type>Server\.ServerProxy\.UnknownService<\/type><message>There is no service .+<\/message><detail>[0-9a-f-]{36}<\/detail><\/error>$/,
    );
    const broken = await curl(`/r1/${providerId}/persons/broken`, [...client, '-H', 'Accept: application/xml']);
    expect(broken.body).toMatch(/^<error><type>server\.serverproxy\.service_failed<\/type>.*<detail>[0-9a-f-]{36}</);
  });
});
