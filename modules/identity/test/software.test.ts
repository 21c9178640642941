// SPDX-License-Identifier: Apache-2.0
/** An organisation's software signs in by its key, and acts within its power. */
import { execFile } from 'node:child_process';
import { createPublicKey, generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { personKey } from '@stoa/kernel';
import type { Principal } from '@stoa/kernel/contract';
import { calculateJwkThumbprint, exportJWK, SignJWT } from 'jose';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { identityWorld } from './world.ts';

const { b } = await identityWorld();
const powers = { kind: 'service', id: 'powers' } as const;
const token = `${b.platform.url}/oidc/token`;
const pair = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });
const { publicKey, privateKey } = pair();
let revision = 0;

async function tell(id: string, more: object = {}, over = false, key = publicKey): Promise<void> {
  const { kty, crv, x, y } = key.export({ format: 'jwk' }) as Record<string, string>;
  const power = {
    ...{ id, kind: 'organisation' as const, onBehalfOf: '7701234567', name: { en: 'Steppe Build' }, role: 'software' },
    ...{
      services: ['work-permit'],
      acts: ['read' as const],
      from: '2026-01-01T00:00:00.000Z',
      until: '2090-01-01T00:00:00.000Z',
    },
  };
  const software = {
    ...{ id, name: 'Payroll 3', jwk: { kty, crv, x, y } as Record<string, string>, scopes: ['identity:self'] },
  };
  await b.call(
    contract.holdPowers,
    { personKey: `software:${id}`, revision: ++revision, powers: over ? [] : [{ ...power, ...more }], software },
    powers,
  );
}
async function software(more: object = {}): Promise<string> {
  const id = randomUUID();
  await tell(id, more);
  return id;
}

interface Claims {
  iss?: string;
  aud?: string;
  jti?: string;
  seconds?: number;
  key?: KeyObject;
}
const assertion = (
  id: string,
  { iss = id, aud = token, jti = randomUUID(), seconds = 60, key = privateKey }: Claims = {},
) =>
  new SignJWT({ jti })
    .setProtectedHeader({ alg: 'ES256' })
    .setIssuer(iss)
    .setSubject(id)
    .setAudience(aud)
    .setIssuedAt()
    .setExpirationTime(Math.floor(Date.now() / 1000) + seconds)
    .sign(key);
async function ask(
  id: string,
  signed: string,
  more: Record<string, string> = {},
  headers: Record<string, string> = {},
) {
  const answer = await fetch(token, {
    method: 'POST',
    headers,
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: id,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: signed,
      ...more,
    }),
  });
  const body = (await answer.json()) as {
    access_token?: string;
    expires_in?: number;
    token_type?: string;
    error?: string;
  };
  return { status: answer.status, body };
}
const bearer = (value = '') => ({ authorization: `Bearer ${value}` });
const me = (value?: string) => b.http().get('/api/identity/me', bearer(value));
const principalOf = async (value = ''): Promise<Principal | undefined> => {
  const presented = { kind: 'access-token', token: value, scheme: 'Bearer' } as const;
  return (await b.call(contract.resolveToken, presented, { kind: 'service', id: 'server' })).principal as
    | Principal
    | undefined;
};

test('with its own key it gets a token for ten minutes, and is itself in the name of its company', async () => {
  const id = await software();
  for (const aud of [token, `${b.platform.url}/oidc`]) {
    const { status, body } = await ask(id, await assertion(id, { aud }));
    expect([status, body.token_type, body.expires_in]).toEqual([200, 'Bearer', 600]);
    expect(await principalOf(body.access_token)).toEqual({
      ...{ kind: 'person', id, name: 'Payroll 3', duties: [], assurance: 2 },
      actingFor: {
        ...{ kind: 'organisation', id: '7701234567', name: 'Steppe Build', role: 'software' },
        limits: [{ services: ['work-permit'], acts: ['read'] }],
      },
      client: { id, scopes: ['identity:self'] },
    });
  }
});

test('another key, another issuer or audience, a long or a past term are no sign-in', async () => {
  const id = await software();
  const other = await software();
  const wrong = [
    { key: pair().privateKey },
    { iss: other },
    { aud: 'https://elsewhere.example/token' },
    { seconds: 3600 },
    { seconds: -60 },
  ];
  for (const claims of wrong)
    expect(await ask(id, await assertion(id, claims)), JSON.stringify(Object.keys(claims))).toMatchObject({
      status: 401,
      body: { error: 'invalid_client' },
    });
  const none = new URLSearchParams({ grant_type: 'client_credentials', client_id: id });
  expect((await fetch(token, { method: 'POST', body: none })).status).toBe(401);
  const stranger = randomUUID();
  expect((await ask(stranger, await assertion(stranger))).body.error).toBe('invalid_client');
});

test('an assertion is good once, also where it is sent at once', async () => {
  const id = await software();
  const signed = await assertion(id);
  expect((await ask(id, signed)).status).toBe(200);
  expect(await ask(id, signed)).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
  const twice = await assertion(id);
  const both = await Promise.all(Array.from({ length: 12 }, () => ask(id, twice)));
  expect(both.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(both.every(({ status }) => status < 500)).toBe(true);
});

test('withdrawn, its running token opens nothing any more and it gets no other', async () => {
  const id = await software();
  const { body } = await ask(id, await assertion(id));
  expect((await principalOf(body.access_token))?.kind).toBe('person');
  await tell(id, {}, true);
  expect(await principalOf(body.access_token)).toBeUndefined();
  expect((await me(body.access_token)).status).toBe(401);
  expect(await ask(id, await assertion(id))).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
});

test('its power ends by the clock, and its token with it', async () => {
  const until = new Date(b.clock.now().getTime() + 120_000).toISOString();
  const id = await software({ until });
  const { body } = await ask(id, await assertion(id));
  expect((await principalOf(body.access_token))?.kind).toBe('person');
  b.clock.advance({ minutes: 3 });
  expect(await principalOf(body.access_token)).toBeUndefined();
});

test('it calls what its power covers, and gets no other scope, resource or grant', async () => {
  const id = await software();
  const { body } = await ask(id, await assertion(id));
  const wanted = { snils: '11223344595', name: 'X', email: 'x@example.org', login: 'nobody' };
  expect(await b.http().post('/api/identity/people', wanted, bearer(body.access_token))).toMatchObject({
    status: 403,
    body: { code: 'kernel.scope-missing' },
  });
  expect((await ask(id, await assertion(id), { scope: 'identity:administer' })).status).toBe(400);
  expect((await ask(id, await assertion(id), { resource: 'https://elsewhere.example' })).status).toBe(400);
  expect((await ask(id, await assertion(id), { grant_type: 'authorization_code', code: 'x' })).status).toBe(400);
  // A person's pseudonym is no software's.
  expect((await ask(personKey(b.module, 'xm:snils', '1'), 'x')).status).toBeLessThan(500);
});

test('bound to a key by a proof, the token is good only with a proof', async () => {
  const id = await software();
  const jwk = await exportJWK(publicKey);
  const proof = await new SignJWT({ htm: 'POST', htu: token, jti: randomUUID() })
    .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk })
    .setIssuedAt()
    .sign(privateKey);
  const { body } = await ask(id, await assertion(id), {}, { DPoP: proof });
  expect(body.token_type).toBe('DPoP');
  expect(await calculateJwkThumbprint(jwk)).toHaveLength(43);
  expect((await me(body.access_token)).status).toBe(401);
});

test('the commands of the guide make a key and get a token', async () => {
  const guide = await readFile(new URL('../../../docs/guides/let-software-act.md', import.meta.url), 'utf8');
  const [makeKey = '', getToken = ''] = [...guide.matchAll(/```sh\n(.*?)```/gs)].map(([, block]) => block);
  const cwd = await mkdtemp(join(tmpdir(), 'stoa-software-'));
  const id = randomUUID();
  const env = { ...process.env, STOA: b.platform.url, ID: id };
  const run = async (commands: string) => (await promisify(execFile)('bash', ['-euc', commands], { cwd, env })).stdout;
  try {
    await run(makeKey);
    await tell(id, {}, false, createPublicKey(await readFile(join(cwd, 'software.pub'), 'utf8')));
    // As what follows in the guide uses it.
    const given = await run(`${getToken}\necho "$TOKEN"`);
    expect(await principalOf(given.trim())).toMatchObject({ id, name: 'Payroll 3' });
  } finally {
    await rm(cwd, { recursive: true });
  }
});
