// SPDX-License-Identifier: Apache-2.0
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import type { AdapterAnswer } from '../src/adapters/adapter.ts';
import { restAdapter as adapterOf } from '../src/adapters/rest.ts';
import { log } from './fixture.ts';

const noSpool = () => {
  throw new Error('nothing here is large');
};
const restAdapter = (settings: Parameters<typeof adapterOf>[0], to: typeof log) =>
  adapterOf(settings, { limit: 1_000_000, spool: noSpool }, to);

const seen: { method: string; url: string; headers: IncomingMessage['headers']; body: string }[] = [];
const answers: RequestListener = async (request, response) => {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  const { method = '', url = '', headers } = request;
  seen.push({ method, url, headers, body });
  const json = (status: number, value: unknown) =>
    response
      .writeHead(status, { 'content-type': 'application/json', 'x-inside': 'secret', 'x-road-client': 'forged' })
      .end(JSON.stringify(value));
  if (url.includes('hang')) return;
  if (url.includes('moved')) return void response.writeHead(302, { location: '/elsewhere' }).end();
  if (url.includes('none')) return void response.writeHead(204).end();
  if (url.includes('broken')) return void json(500, { trace: 'at line 7' });
  if (url.includes('strict')) return void json(422, { trace: 'field tin' });
  if (url.includes('text')) return void response.end('no json');
  json(200, { record: { tin: '77', debt_kopecks: 12_050 }, got: body });
};
const own = createServer((request, response) => void answers(request, response));
await new Promise<void>((resolve) => own.listen(0, '127.0.0.1', resolve));
const url = `http://127.0.0.1:${(own.address() as AddressInfo).port}/api/v1/`;
afterAll(() => {
  own.closeAllConnections();
  own.close();
});

const ask = (
  adapter: ReturnType<typeof restAdapter>,
  method: string,
  path: string,
  body = '',
  headers: Record<string, string> = {},
) => adapter({ method, path, headers, body: Buffer.from(body) });
const read = ({ status, body }: AdapterAnswer) => [status, JSON.parse(body.toString())] as [number, { code?: string }];

test('without operations path, query, method and body pass as they are, and headers come back but those of X-Road', async () => {
  const adapter = restAdapter({ url }, log);
  const answer = await ask(adapter, 'PATCH', '/a%20b?x=1', 'body', {
    'content-type': 'text/plain',
    'x-road-id': 'i',
    cookie: 'c',
  });
  expect(answer).toMatchObject({ status: 200, headers: { 'content-type': 'application/json' } });
  expect(answer.headers).not.toHaveProperty('x-road-client');
  expect(seen.at(-1)).toMatchObject({ method: 'PATCH', url: '/api/v1/a%20b?x=1', body: 'body' });
  expect(seen.at(-1)?.headers).toMatchObject({ 'content-type': 'text/plain', 'x-road-id': 'i' });
});

test('a redirect is an answer like any other', async () => {
  const before = seen.length;
  expect(await ask(restAdapter({ url }, log), 'GET', '/moved')).toMatchObject({
    status: 302,
    headers: { location: '/elsewhere' },
  });
  expect(seen.length).toBe(before + 1);
});

const mapped = restAdapter(
  {
    url,
    operations: [
      {
        match: 'GET /debts/{inn}',
        method: 'POST',
        path: '/query/{inn}?year={query.year}',
        headers: { 'x-api-key': 'k-1' },
        request: '{ "taxpayer": { "tin": $path.inn } }',
        answer: 'record ~> function($r) { { "inn": $r.tin, "debtMinor": $r.debt_kopecks } }',
        statuses: { '204': 404 },
      },
      { match: 'POST /debts', request: '{ "tin": inn, "sum": $number(sum) }', answer: '$eval(got)' },
      { match: 'GET /plain/{kind}', path: '/{kind}', statuses: { '422': 400 } },
      { match: 'GET /found/{kind}', path: '/{kind}', answer: 'record[tin = "none"]' },
      { match: 'GET /fails/{kind}', path: '/{kind}', answer: '$number("x")' },
      { match: 'GET /endless', path: '/x', answer: '($f := function($x) { $f($x + 1) }; $f(1))' },
    ],
  },
  log,
);

test('an operation maps method, path, headers, request and answer', async () => {
  expect(read(await ask(mapped, 'GET', '/debts/7%2F7?year=2026'))).toEqual([200, { inn: '77', debtMinor: 12_050 }]);
  expect(seen.at(-1)).toMatchObject({ method: 'POST', url: '/api/v1/query/7%2F7?year=2026' });
  expect(JSON.parse(seen.at(-1)?.body ?? '')).toEqual({ taxpayer: { tin: '7/7' } });
  expect(seen.at(-1)?.headers).toMatchObject({ 'x-api-key': 'k-1', 'content-type': 'application/json' });
  expect(read(await ask(mapped, 'POST', '/debts', '{"inn":"5","sum":"12"}'))).toEqual([200, { tin: '5', sum: 12 }]);
});

test.each([
  ['a status the settings translate', 'GET', '/debts/none', '', 404, 'connector.system-refused'],
  ['an answer the expression finds nothing in', 'GET', '/found/x', '', 404, 'connector.nothing-found'],
  ['a path that is not mapped', 'GET', '/other', '', 404, 'connector.no-such-path'],
  ['another method', 'PUT', '/debts/5', '', 404, 'connector.no-such-path'],
  ['a parameter that climbs', 'GET', '/plain/%2e%2e', '', 400, 'connector.parameter-malformed'],
  ['a body that is no JSON', 'POST', '/debts', '{', 400, 'connector.body-malformed'],
  ['a body nested too deep', 'POST', '/debts', '['.repeat(300) + ']'.repeat(300), 400, 'connector.body-malformed'],
  ['a body the expression cannot take', 'POST', '/debts', '{"sum":"x"}', 422, 'connector.body-unsuitable'],
])('%s is refused with its code', async (_name, method, path, body, status, code) => {
  const answer = read(await ask(mapped, method, path, body));
  expect([answer[0], answer[1].code]).toEqual([status, code]);
});

test.each(['/debts/broken', '/found/text', '/fails/x', '/endless'])(
  "the system's failure behind %s is a fault that tells nothing of its inside",
  async (path) => {
    const answer = await ask(mapped, 'GET', path);
    expect(answer).toMatchObject({ status: 500, headers: { 'x-road-error': 'server.serverproxy.service_failed' } });
    expect(answer.body.toString()).not.toContain('line 7');
  },
);

test('an answer without an expression passes with its status translated', async () => {
  expect(read(await ask(mapped, 'GET', '/plain/strict'))).toEqual([400, { trace: 'field tin' }]);
});

test('a system that hangs ends at its deadline', async () => {
  const adapter = restAdapter({ url, deadlineMs: 100 }, log);
  expect(await ask(adapter, 'GET', '/hang')).toMatchObject({
    headers: { 'x-road-error': 'server.serverproxy.service_failed' },
  });
});

test.each([
  [{ match: 'GET /a/{b}', path: '/{c}' }, 'GET /a/{b}: the path names {c}, which the match does not have'],
  [{ match: 'GET /a', answer: '{ "a": ' }, /^GET \/a: answer is no JSONata: .+ \(at character \d+\)$/],
])('settings that cannot work are refused', (operation, message) => {
  expect(() => restAdapter({ url, operations: [operation] }, log)).toThrow(message);
});

test('a system with an authority of its own is reached with a client certificate, and not without', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'stoa-tls-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const at = (name: string) => join(folder, name);
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'ignore' });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  openssl('req', '-x509', ...key, '-keyout', 'ca.key', '-out', 'ca.pem', '-subj', '/CN=Own CA', '-days', '2');
  await writeFile(at('san'), 'subjectAltName=IP:127.0.0.1');
  for (const name of ['server', 'client']) {
    openssl('req', ...key, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', `/CN=${name}`);
    openssl(
      'x509',
      '-req',
      '-in',
      `${name}.csr`,
      '-CA',
      'ca.pem',
      '-CAkey',
      'ca.key',
      '-out',
      `${name}.pem`,
      '-days',
      '2',
      '-extfile',
      'san',
    );
  }
  const pem = (name: string) => readFileSync(at(name));
  const server = createTlsServer(
    { key: pem('server.key'), cert: pem('server.pem'), ca: pem('ca.pem'), requestCert: true, rejectUnauthorized: true },
    (request, response) => void answers(request, response),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const tls = { ca: at('ca.pem'), certificate: at('client.pem'), key: at('client.key') };
  expect((await ask(restAdapter({ url: address, tls }, log), 'GET', '/x')).status).toBe(200);
  for (const lacking of [undefined, { ca: tls.ca }, { certificate: tls.certificate, key: tls.key }])
    expect((await ask(restAdapter({ url: address, ...(lacking && { tls: lacking }) }, log), 'GET', '/x')).status).toBe(
      500,
    );
  expect(() => restAdapter({ url: address, tls: { ca: at('missing.pem') } }, log)).toThrow(/^tls\.ca cannot be read/);
  server.closeAllConnections();
  server.close();
});
