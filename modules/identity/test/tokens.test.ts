// SPDX-License-Identifier: Apache-2.0
import { createHash, randomUUID } from 'node:crypto';
import type { Operation } from '@stoa/kernel/contract';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, SignJWT } from 'jose';
import * as openid from 'openid-client';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { clients, identityWorld } from './world.ts';
import { Browser } from './browser.ts';

const world = await identityWorld();
const { b, account, duty, register, signIn, authorize, consent, redeem } = world;
const ann = await account('ann', '11223344595');
await duty(ann.id, 'platform.operator', 'XM-01-LABOUR');
await world.app(ann.id);
const api = `${b.platform.url}/api`;
const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
const jwk = await exportJWK(publicKey);

const proof = (htm: string, htu: string, token?: string, more: object = {}) =>
  new SignJWT({
    htm,
    htu,
    jti: randomUUID(),
    ...(token ? { ath: createHash('sha256').update(token).digest('base64url') } : {}),
    ...more,
  })
    .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk })
    .setIssuedAt(Math.floor(b.clock.now().getTime() / 1000))
    .sign(privateKey);

/** A token of the client after the person's consent. */
async function tokenOf(
  clientId: 'vendor' | 'helper',
  scope: string,
  { resource, dpop }: { resource?: string; dpop?: boolean } = {},
) {
  const { browser } = await signIn('ann');
  const more: Record<string, string> = resource ? { resource } : {};
  const { url, verifier } = await authorize(browser, clientId, scope, more);
  const code = await consent(browser, url);
  const headers: Record<string, string> = dpop ? { DPoP: await proof('POST', `${b.platform.url}/oidc/token`) } : {};
  const answer = await redeem(clientId, code, verifier, more, headers);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return { browser, token: answer.body.access_token ?? '' };
}
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

test('a token that only signs somebody in opens no operation at all', async () => {
  const { token } = await tokenOf('vendor', 'openid profile');
  const operations = (Object.values(contract) as unknown[]).filter(
    (one): one is Operation => typeof one === 'object' && one !== null && 'method' in one && 'path' in one,
  );
  expect(operations.length).toBeGreaterThan(15);
  for (const { name, method, path } of operations) {
    const url = `/api${path.replace(/:\w+/g, '11111111-1111-7111-8111-111111111111')}`;
    const http = b.http();
    const answer =
      method === 'GET' || method === 'DELETE'
        ? await http[method === 'GET' ? 'get' : 'delete'](url, bearer(token))
        : await http[method === 'POST' ? 'post' : method === 'PATCH' ? 'patch' : 'put'](url, {}, bearer(token));
    expect([name, answer.status, answer.body.code]).toEqual([name, 403, 'identity.token-not-for-here']);
  }
});

test('a client without scopes of its own cannot ask for this interface, nor a client for another one', async () => {
  const { browser } = await signIn('ann');
  const { url } = await authorize(browser, 'vendor', 'openid identity:administer', { resource: api });
  expect(await errorOrScopes(url)).not.toContain('identity:administer');
  const other = await authorize(browser, 'helper', 'openid', { resource: 'https://elsewhere.example/api' });
  expect(new URL(other.url).searchParams.get('error')).toBe('invalid_target');
});
async function errorOrScopes(url: string): Promise<string[]> {
  const error = new URL(url).searchParams.get('error');
  if (error) return [error];
  const uid = new URL(url).pathname.split('/').at(-1) ?? '';
  return (await b.call(contract.describeInteraction, { uid })).scopes;
}

test('a token opens what its person agreed to, as the client, and nothing beside it', async () => {
  const { token } = await tokenOf('helper', 'openid identity:self', { resource: api });
  expect(await b.http().get('/api/identity/me', bearer(token))).toMatchObject({ status: 200, body: { id: ann.id } });
  const { id } = await register('late', '10620730807');
  const again = `/api/identity/people/${id}/activation`;
  const refused = await b.http().post(again, {}, bearer(token));
  expect(refused).toMatchObject({ status: 403, body: { code: 'kernel.scope-missing' } });
  expect(refused.headers['www-authenticate']).toContain('scope="identity:administer"');
  const wide = await tokenOf('helper', 'openid identity:administer', { resource: api });
  expect(await b.http().post(again, {}, bearer(wide.token))).toMatchObject({ status: 200 });
  // For whom a person acts is chosen in the portal, never by a client.
  expect(await b.http().post('/api/identity/acting-for', {}, bearer(token))).toMatchObject({
    status: 409,
    body: { code: 'identity.no-session' },
  });
});

test("a vendor's own OpenID library discovers, signs in, and gets a token for this interface", async () => {
  const { client_id: id, client_secret: secret, redirect_uris: uris } = clients.helper;
  const config = await openid.discovery(
    new URL(`${b.platform.url}/oidc`),
    id,
    undefined,
    openid.ClientSecretBasic(secret),
    {
      execute: [openid.allowInsecureRequests],
    },
  );
  const verifier = openid.randomPKCECodeVerifier();
  const to = openid.buildAuthorizationUrl(config, {
    redirect_uri: uris[0] ?? '',
    scope: 'openid profile identity:self',
    resource: api,
    code_challenge: await openid.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state: 's1',
  });
  const { browser } = await signIn('ann');
  const asked = await browser.follow(to.href, /\/sign-in\/[A-Za-z0-9_-]{21,}$/);
  const uid = new URL(asked.url).pathname.split('/').at(-1) ?? '';
  const back = await browser.form(`/sign-in/${uid}/continue`, { consent: 'yes' }, /:9\/cb/);
  const checks = { pkceCodeVerifier: verifier, expectedState: 's1' };
  const tokens = await openid.authorizationCodeGrant(config, new URL(back.url), checks, { resource: api });
  expect(tokens.claims()).toMatchObject({ sub: ann.id });
  expect(await b.http().get('/api/identity/me', bearer(tokens.access_token))).toMatchObject({ body: { id: ann.id } });
  await expect(openid.authorizationCodeGrant(config, new URL(back.url), checks, { resource: api })).rejects.toThrow();
});

test('the consent page names what is asked for', async () => {
  const { browser } = await signIn('ann');
  const { url } = await authorize(browser, 'helper', 'openid profile identity:self', { resource: api });
  expect(await errorOrScopes(url)).toEqual(expect.arrayContaining(['profile', 'identity:self']));
});

test('a token bound to a key comes as DPoP with its proof, once, for this request, and never as Bearer', async () => {
  const { token } = await tokenOf('helper', 'openid identity:self', { resource: api, dpop: true });
  const me = `${api}/identity/me`;
  const get = (headers: Record<string, string>) => b.http().get('/api/identity/me', headers);
  const as = async (dpop: string) => get({ authorization: `DPoP ${token}`, dpop });
  expect(await get(bearer(token))).toMatchObject({ status: 401, body: { code: 'kernel.token-invalid' } });
  const once = await proof('GET', me, token);
  expect((await as(once)).status).toBe(200);
  const invalid = { status: 401, body: { code: 'identity.dpop-invalid' } };
  expect(await as(once)).toMatchObject(invalid);
  expect(await get({ authorization: `DPoP ${token}` })).toMatchObject(invalid);
  expect(await as(await proof('POST', me, token))).toMatchObject(invalid);
  expect(await as(await proof('GET', `${api}/identity/me/sessions`, token))).toMatchObject(invalid);
  expect(await as(await proof('GET', me, 'another token'))).toMatchObject(invalid);
  expect(await as(await proof('GET', me, token, { jti: 5 }))).toMatchObject(invalid);
  const other = await generateKeyPair('ES256', { extractable: true });
  const foreign = await new SignJWT({
    htm: 'GET',
    htu: me,
    jti: 'j',
    ath: createHash('sha256').update(token).digest('base64url'),
  })
    .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk: await exportJWK(other.publicKey) })
    .setIssuedAt()
    .sign(other.privateKey);
  expect(await as(foreign)).toMatchObject(invalid);
  expect(await calculateJwkThumbprint(jwk)).toHaveLength(43);
  const many = await proof('GET', me, token);
  const answers = await Promise.all(Array.from({ length: 50 }, () => as(many)));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
});

test('a token that is bound to no key is not taken as DPoP', async () => {
  const { token } = await tokenOf('helper', 'openid identity:self', { resource: api });
  const dpop = await proof('GET', `${api}/identity/me`, token);
  expect((await b.http().get('/api/identity/me', { authorization: `DPoP ${token}`, dpop })).status).toBe(401);
});

test('a code redeemed fifty times at once makes one token, and the repetition ends that one too', async () => {
  const { browser } = await signIn('ann');
  const { url, verifier } = await authorize(browser, 'helper', 'openid identity:self', { resource: api });
  const code = await consent(browser, url);
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => redeem('helper', code, verifier, { resource: api })),
  );
  const good = answers.filter(({ status }) => status === 200);
  expect(good.length).toBeLessThanOrEqual(1);
  expect(answers.filter(({ status }) => status === 400)).toHaveLength(50 - good.length);
  const token = good[0]?.body.access_token ?? 'none-at-all';
  expect((await b.http().get('/api/identity/me', bearer(token))).status).toBe(401);
});

test('nothing a browser or program presents stands in the tables as it is presented', async () => {
  const { browser, token } = await tokenOf('helper', 'openid identity:self', { resource: api });
  const secrets = [
    token,
    browser.cookie(world.sessionCookie) ?? '',
    ...['oidc_session'].map((name) => browser.cookie(`stoa_${name}_${b.platform.config.circuit}`) ?? ''),
  ];
  const rows = await b.sql<{ text: string }>(
    'select r::text as text from oidc_record r union all select s::text from session s union all select o::text from outbox o',
  );
  const all = rows.map(({ text }) => text).join('\n');
  for (const secret of secrets) {
    expect(secret.length).toBeGreaterThan(15);
    expect(all.includes(secret)).toBe(false);
    expect(all.includes(Buffer.from(secret).toString('hex'))).toBe(false);
  }
});

test.each(['nonsense', '{}', '[{"client_id":"bank"}]', '[{"redirect_uris":["https://a.example/cb"]}]'])(
  'the clients %j stop the start with a line that names the setting',
  async (text) => {
    await expect(identityWorld({ STOA_OIDC_CLIENTS: text })).rejects.toThrow(/STOA_OIDC_CLIENTS must be a JSON list/);
  },
);

test('a client that asks without PKCE is refused', async () => {
  const query = new URLSearchParams({
    client_id: 'vendor',
    response_type: 'code',
    scope: 'openid',
    redirect_uri: 'http://127.0.0.1:9/cb',
  });
  const { url } = await new Browser(b.platform.url).follow(`/oidc/auth?${query}`, /:9\/cb/);
  expect(new URL(url).searchParams.get('error')).toBe('invalid_request');
});

test('addresses in the discovery document are the public ones, whatever the request claims', async () => {
  const { port } = new URL(b.platform.url);
  const claims: Record<string, string>[] = [
    { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' },
    { forwarded: 'host=evil.example' },
  ];
  for (const headers of claims) {
    const answer = await b.http().get('/oidc/.well-known/openid-configuration', headers);
    expect(answer.body).toMatchObject({
      issuer: `http://127.0.0.1:${port}/oidc`,
      token_endpoint: `http://127.0.0.1:${port}/oidc/token`,
    });
  }
});

test('what the provider shows carries the headers of every other page', async () => {
  const answer = await fetch(`${b.platform.url}/oidc/auth?client_id=nobody`);
  expect(answer.status).toBe(400);
  expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  expect(answer.headers.get('permissions-policy')).toBeTruthy();
});
