// SPDX-License-Identifier: Apache-2.0
/** What holds for every request, whichever module answers it. */
import { request as httpRequest } from 'node:http';
import { Type } from 'typebox';
import { describe, expect, it, test } from 'vitest';
import { operation } from '../src/contract.ts';
import { authorise, defineModule, handle, handleOutsideTx, rawRoute, readConfig } from '../src/index.ts';
import { benchWith } from '../testing/index.ts';

const declared = {
  method: 'POST' as const,
  summary: 'x',
  input: Type.Object({ id: Type.Optional(Type.String({ maxLength: 10 })) }),
  output: Type.Object({}),
  permission: 'outside:act',
  audit: 'none',
};
const forgets = operation({ ...declared, name: 'outside.forgets', path: '/outside/forgets', check: 'resource' });
const asks = operation({ ...declared, name: 'outside.asks', path: '/outside/asks', check: 'resource' });
const silent = operation({ ...declared, name: 'outside.silent', path: '/outside/silent', audit: 'outside.acted' });
const says = operation({
  ...declared,
  name: 'outside.says',
  path: '/outside/says',
  audit: 'outside.said',
  about: { type: 'thing', id: 'id', facts: ['id'] },
});
const guessed = operation({
  ...declared,
  name: 'outside.guessed',
  path: '/outside/guessed',
  permission: 'public',
  limit: 3,
});
const renamed = operation({
  ...declared,
  name: 'outside.renamed',
  method: 'GET',
  path: '/outside/:id/new',
  input: Type.Object({ id: Type.String({ maxLength: 10 }) }),
  output: Type.Object({ id: Type.String() }),
  audit: 'outside.read',
  about: { type: 'thing', id: 'id', facts: [] },
  formerly: { name: 'outside.old', path: '/outside/:id/old', since: '2026-11-28' },
});
const outside = defineModule({
  name: 'outside',
  contract: { forgets, asks, silent, says, guessed, renamed },
  routes: [
    handleOutsideTx(forgets, async () => ({})),
    handleOutsideTx(asks, async (module, { id }, principal) => {
      await module.tx(principal, async (tx) => authorise(tx, { type: 'Thing', id: id ?? '' }));
      return {};
    }),
    handleOutsideTx(silent, async () => ({})),
    handleOutsideTx(says, async () => ({})),
    handle(guessed, async () => ({})),
    handle(renamed, async (_tx, input) => input),
    rawRoute({
      method: 'GET',
      path: '/outside/file',
      summary: 'x',
      permission: 'outside:act',
      audit: 'none',
      handler: (_module, _request, reply) => reply.send('a file'),
    }),
  ],
  handlers: [],
  migrations: new URL('./http/migrations/', import.meta.url),
  policies: new URL('./http/policies.cedar', import.meta.url),
});

const b = await benchWith({ STOA_HOSTS: 'inside.example:81,other.example' }, outside);
const actor = b.person({ duties: ['outside.actor'] });

describe('an operation that opens its own transactions', () => {
  it('fails when it forgets to ask, and passes when it asks', async () => {
    await expect(b.call(forgets, {}, actor)).rejects.toThrow(/never asked authorise/);
    expect(await b.call(asks, { id: 'x' }, actor)).toEqual({});
    await expect(b.call(asks, { id: 'x' }, b.person())).rejects.toMatchObject({ code: 'kernel.not-permitted' });
  });
  it('fails when nobody says what its audit entry is about, and leaves the entry that its declaration describes', async () => {
    await expect(b.call(silent, {}, actor)).rejects.toThrow(/declares no object/);
    await b.call(says, { id: 'x-1' }, actor);
    expect(await b.sql(`select object_type, object_id from audit where action = 'outside.said'`)).toEqual([
      { object_type: 'thing', object_id: 'x-1' },
    ]);
  });
});

test('who tried what they may not stands in the ledger', async () => {
  const stranger = b.person();
  await expect(b.call(says, { id: 'x-2' }, stranger)).rejects.toMatchObject({ kind: 'forbidden' });
  expect(await b.sql(`select action, object_id from audit where actor_id = $1`, [stranger.id])).toEqual([
    { action: 'outside.operation-refused', object_id: 'outside.says' },
  ]);
});

test('strangers learn nothing from how their input is answered', async () => {
  const wrong = { id: 'far too long for this field', more: 1 };
  for (const one of [says, asks])
    expect(await b.http().post(`/api${one.path}`, wrong)).toMatchObject({
      status: 401,
      body: { code: 'kernel.sign-in-required' },
    });
  expect(await b.http(b.person()).post(`/api${says.path}`, wrong)).toMatchObject({ status: 403 });
  expect(await b.http(actor).post(`/api${says.path}`, wrong)).toMatchObject({ status: 422 });
});

test('a client acts within the scopes that the person gave it, whatever the person may', async () => {
  const through = (scopes: string[]) => ({ ...actor, client: { id: 'app', scopes } });
  await expect(b.call(says, { id: 'x-3' }, through(['outside:other']))).rejects.toMatchObject({
    code: 'kernel.scope-missing',
  });
  expect(await b.call(says, { id: 'x-3' }, through(['outside:act']))).toEqual({});
  expect((await b.http(through([])).get('/outside/file')).body).toMatchObject({ code: 'kernel.scope-missing' });
});

test('an operation answers at its former address too, which says that it is deprecated and where it is now', async () => {
  const deprecated = { deprecation: '@1795824000', link: '</api/outside/a%20b/new>; rel="successor-version"' };
  const now = await b.http(actor).get('/api/outside/a%20b/new');
  expect(now).toMatchObject({ status: 200, body: { id: 'a b' } });
  expect(now.headers).not.toHaveProperty('deprecation');
  const before = await b.http(actor).get('/api/outside/a%20b/old');
  expect(before).toMatchObject({ status: 200, body: now.body, headers: deprecated });
  expect(await b.sql(`select object_id from audit where action = 'outside.read'`)).toHaveLength(2);
  expect(await b.http(b.person()).get('/api/outside/a%20b/old')).toMatchObject({ status: 403, headers: deprecated });
  expect(await b.http().get('/api/outside/a%20b/old')).toMatchObject({ status: 401 });
  const { paths } = (await b.http().get('/api/openapi.json')).body as { paths: Record<string, Record<string, object>> };
  expect(paths['/outside/{id}/new']?.get).not.toHaveProperty('deprecated');
  expect(paths['/outside/{id}/old']?.get).toMatchObject({ operationId: 'outside.old', deprecated: true });
});

test.each(['%', '%E0%A4%A', '%ED%A0%80', 'x'.repeat(5000)])(
  'a name that is no text, or a long one (%#), is answered like any that nobody has',
  async (name) => {
    expect(await b.http().get(`/api/nowhere/${name}`)).toMatchObject({
      status: 404,
      body: { code: 'kernel.no-such-address' },
    });
    const answer = await b.http(actor).get(`/api/outside/${name}/new?x=%`);
    expect(answer).toMatchObject({ status: 422, body: { code: 'kernel.input-invalid' } });
  },
);

/** With a Host header of one's own, which fetch does not let one choose. */
const asked = (path: string, host: string, method = 'GET') =>
  new Promise<{ status: number; location: string | undefined }>((resolve, reject) => {
    const { port } = new URL(b.platform.url);
    httpRequest({ host: '127.0.0.1', port, path, method, headers: { host } }, (answer) => {
      answer.resume();
      resolve({ status: answer.statusCode ?? 0, location: answer.headers.location });
    })
      .once('error', reject)
      .end();
  });

test('a page asked for under another name of this machine is sent to the public one, other names are refused', async () => {
  const { port } = new URL(b.platform.url);
  expect(await asked('/cabinet?a=1', `localhost:${port}`)).toEqual({
    status: 307,
    location: `${b.platform.url}/cabinet?a=1`,
  });
  expect((await asked('//evil.example/', `localhost:${port}`)).location).toBe(`${b.platform.url}//evil.example/`);
  for (const host of ['evil.example', `evil.example:${port}`, '10.0.0.1', 'localhost.evil.example'])
    for (const path of ['/', '/api/openapi.json', '/outside/file'])
      expect([host, path, (await asked(path, host)).status]).toEqual([host, path, 421]);
  for (const host of ['inside.example:81', 'other.example', 'other.example:99', `localhost:${port}`])
    expect((await asked('/api/openapi.json', host)).status).toBe(200);
  expect((await asked('/health/live', 'probe')).status).toBe(200);
});

test('what is for one person is kept by nobody, and every answer says what a browser may do with it', async () => {
  const answer = await b.http(actor).get('/outside/file');
  expect(answer.headers).toMatchObject({
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'permissions-policy': expect.stringContaining('camera=()'),
    'content-security-policy': expect.stringContaining("default-src 'none'"),
  });
  expect(answer.headers).not.toHaveProperty('strict-transport-security');
  const secure = await benchWith({ STOA_PUBLIC_URL: 'https://stoa.example' }, outside);
  expect((await secure.http().get('/api/openapi.json')).headers).toMatchObject({
    'strict-transport-security': expect.stringContaining('max-age='),
  });
});

describe('too many requests', () => {
  it('are refused at every route, those of modules and those of the kernel', async () => {
    const strict = await benchWith({ STOA_RATE_LIMIT: '2' }, outside);
    for (const path of ['/api/openapi.json', '/health/live', '/metrics', '/outside/file', '/nowhere']) {
      const told: number[] = [];
      for (let i = 0; i < 6; i++) told.push((await strict.http().get(path)).status);
      expect([path, told.at(-1)]).toEqual([path, 429]);
    }
    for (const one of [forgets, asks, silent, says, guessed]) {
      const told: number[] = [];
      for (let i = 0; i < 6; i++) told.push((await strict.http().post(`/api${one.path}`, {})).status);
      expect([one.name, told.at(-1)]).toEqual([one.name, 429]);
    }
  });
  it('are refused sooner where guessing would pay, and are then not looked up', async () => {
    const usual = await benchWith({ STOA_RATE_LIMIT: '6000' }, outside);
    const told: number[] = [];
    for (let i = 0; i < 5; i++) told.push((await usual.http().post('/api/outside/guessed', {})).status);
    expect(told).toEqual([200, 200, 200, 429, 429]);
  });
  it('are counted for the person behind a proxy that is trusted, and for the proxy otherwise', async () => {
    const from = (address: string) => ({ 'x-forwarded-for': address });
    const trusting = await benchWith({ STOA_RATE_LIMIT: '2', STOA_TRUSTED_PROXIES: '127.0.0.0/8' }, outside);
    for (let i = 0; i < 6; i++)
      expect((await trusting.http().get('/api/openapi.json', from(`192.0.2.${i}`))).status).toBe(200);
    const alone = await benchWith({ STOA_RATE_LIMIT: '2' }, outside);
    const told: number[] = [];
    for (let i = 0; i < 6; i++) told.push((await alone.http().get('/api/openapi.json', from(`192.0.2.${i}`))).status);
    expect(told.at(-1)).toBe(429);
  });
  it('asks for networks that are networks', () => {
    expect(() => readConfig({ STOA_TRUSTED_PROXIES: '10.0.0.0/8,nonsense' }, [])).toThrow(/STOA_TRUSTED_PROXIES/);
    expect(() => readConfig({ STOA_TRUSTED_PROXIES: '10.0.0.0/33' }, [])).toThrow(/STOA_TRUSTED_PROXIES/);
    expect(readConfig({ STOA_TRUSTED_PROXIES: '10.0.0.0/8, ::1' }, []).trustedProxies).toEqual(['10.0.0.0/8', '::1']);
  });
});
