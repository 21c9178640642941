// SPDX-License-Identifier: Apache-2.0
import { dataAccessed } from '@stoa/kernel/contract';
import { cookieName, type ModuleRuntime, newId } from '@stoa/kernel';
import { benchWith } from '@stoa/kernel/testing';
import * as client from 'openid-client';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import identity from '../src/index.ts';
import { providerOf } from '../src/provider.ts';
import { Browser } from './browser.ts';

const vendor = {
  client_id: 'vendor',
  client_name: 'Vendor App',
  client_secret: 'vendor-secret-vendor-secret-1234',
  redirect_uris: ['http://127.0.0.1:9/cb'],
  response_types: ['code'],
  grant_types: ['authorization_code'],
};
const b = await benchWith({ STOA_OIDC_CLIENTS: JSON.stringify([vendor]) }, identity);
const sessionCookie = cookieName('session', b.platform.config.circuit);
const operator = b.person({ duties: ['platform.operator'] });
const system = { kind: 'system' } as const;
const register = (login: string, snils: string) =>
  b.call(
    contract.registerPerson,
    { snils, name: `Person ${login}`, email: `${login}@example.org`, login, password: 'correct horse' },
    system,
  );
await b.call(
  contract.registerOrganisation,
  { id: '0105234510', kind: 'company', name: { en: 'Steppe Build LLP' } },
  system,
);
await b.call(
  contract.registerOrganisation,
  { id: 'XM-01-LABOUR', kind: 'government', name: { en: 'Labour Department' }, regionCode: 'XM-01' },
  system,
);
const ann = await register('ann', '11223344595');
await b.call(
  contract.grantMandate,
  { personId: ann.id, organisationId: '0105234510', role: { en: 'Director' } },
  system,
);
await b.call(
  contract.assignDuty,
  { personId: ann.id, code: 'labour.permit-officer', organisationId: 'XM-01-LABOUR' },
  system,
);

async function signIn(login: string, password = 'correct horse') {
  const browser = new Browser(b.platform.url);
  const page = await browser.follow('/sign-in?returnTo=/cabinet', /\/sign-in\/[A-Za-z0-9_-]{21,}$/);
  const uid = new URL(page.url).pathname.split('/').at(-1) ?? '';
  const end = await browser.form(`/sign-in/${uid}/continue`, { login, password }, /\/cabinet$|refused=/);
  return { browser, uid, url: end.url };
}

test('somebody signs in with code and PKCE, picks a company by mandate, and signs out', async () => {
  const { browser, url } = await signIn('ann');
  expect(new URL(url).pathname).toBe('/cabinet');
  const token = browser.cookie(sessionCookie) ?? '';
  const { principal } = await b.call(contract.resolveToken, { token }, { kind: 'service', id: 'portal' });
  expect(principal).toMatchObject({
    kind: 'person',
    id: ann.id,
    personKey: ann.personKey,
    duties: [{ code: 'labour.permit-officer', organisationId: 'XM-01-LABOUR' }],
  });
  const me = principal as Parameters<typeof b.call>[2];
  expect(await b.call(contract.actFor, { organisationId: '0105234510' }, me)).toMatchObject({
    actingFor: { name: { en: 'Steppe Build LLP' } },
  });
  const again = await b.call(contract.resolveToken, { token }, system);
  expect(again.principal).toMatchObject({ actingFor: { kind: 'organisation', id: '0105234510' } });
  expect(await b.call(contract.getProfile, {}, again.principal as never)).toMatchObject({
    mandates: [{ organisation: { id: '0105234510' }, role: { en: 'Director' } }],
    actingFor: { id: '0105234510' },
  });
  await browser.follow('/sign-out');
  expect(await b.call(contract.resolveToken, { token }, system)).toEqual({});
});

test('a company without a mandate, or with one that ended, cannot be acted for', async () => {
  await b.call(contract.registerOrganisation, { id: '7700000001', kind: 'company', name: { en: 'Other' } }, system);
  const { browser } = await signIn('ann');
  const { principal } = await b.call(contract.resolveToken, { token: browser.cookie(sessionCookie) ?? '' }, system);
  await expect(b.call(contract.actFor, { organisationId: '7700000001' }, principal as never)).rejects.toMatchObject({
    kind: 'forbidden',
    code: 'identity.mandate-missing',
  });
  const until = new Date(b.clock.now().getTime() + 60_000).toISOString();
  await b.call(
    contract.grantMandate,
    { personId: ann.id, organisationId: '7700000001', role: { en: 'Deputy' }, validUntil: until },
    system,
  );
  await b.call(contract.actFor, { organisationId: '7700000001' }, principal as never);
  b.clock.advance({ minutes: 2 });
  const later = await b.call(contract.resolveToken, { token: browser.cookie(sessionCookie) ?? '' }, system);
  expect(later.principal).not.toHaveProperty('actingFor');
  await expect(b.call(contract.actFor, { organisationId: '7700000001' }, b.person())).rejects.toMatchObject({
    code: 'identity.no-session',
  });
});

test('a wrong password and an unknown login are refused alike, and the account waits after five', async () => {
  await register('bob', '14567890105');
  expect((await signIn('nobody', 'x')).url).toContain('refused=identity.sign-in-refused');
  for (let i = 0; i < 5; i++) expect((await signIn('bob', 'wrong')).url).toContain('refused=identity.sign-in-refused');
  expect((await signIn('bob')).url).toContain('refused=identity.account-locked');
  b.clock.advance({ minutes: 2 });
  expect(new URL((await signIn('bob')).url).pathname).toBe('/cabinet');
});

test('a session ends by itself', async () => {
  const { browser } = await signIn('ann');
  const token = browser.cookie(sessionCookie) ?? '';
  b.clock.advance({ hours: 9 });
  expect(await b.call(contract.resolveToken, { token }, system)).toEqual({});
});

test('a forged state, a used code and a foreign return address lead nowhere', async () => {
  const browser = new Browser(b.platform.url);
  await browser.send('/sign-in?returnTo=//evil.example/');
  const response = await browser.send('/sign-in/callback?code=x&state=forged');
  expect(response.headers.get('location')).toBe('/?notice=sign-in-failed');
  const stale = await new Browser(b.platform.url).send('/sign-in/abcdefghijklmnopqrstu/continue', {
    method: 'POST',
    body: 'login=ann',
  });
  expect(stale.headers.get('location')).toBe('/?notice=sign-in-expired');
  await expect(b.call(contract.describeInteraction, { uid: 'abcdefghijklmnopqrstu' })).rejects.toMatchObject({
    kind: 'gone',
    code: 'identity.interaction-expired',
  });
});

test("another vendor's client signs people in after their consent and reads the API with its token", async () => {
  const config = await client.discovery(
    new URL(`${b.platform.url}/oidc`),
    vendor.client_id,
    undefined,
    client.ClientSecretBasic(vendor.client_secret),
    { execute: [client.allowInsecureRequests] },
  );
  const verifier = client.randomPKCECodeVerifier();
  const to = client.buildAuthorizationUrl(config, {
    redirect_uri: vendor.redirect_uris[0] ?? '',
    scope: 'openid profile',
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state: 's1',
  });
  const browser = new Browser(b.platform.url);
  const uidOf = (url: string) => new URL(url).pathname.split('/').at(-1) ?? '';
  const login = await browser.follow(to.href, /\/sign-in\/[A-Za-z0-9_-]{21,}$/);
  expect(await b.call(contract.describeInteraction, { uid: uidOf(login.url) })).toMatchObject({
    waitsFor: 'password',
    clientName: 'Vendor App',
  });
  const consent = await browser.form(
    `/sign-in/${uidOf(login.url)}/continue`,
    { login: 'ann', password: 'correct horse' },
    /\/sign-in\/[A-Za-z0-9_-]{21,}$/,
  );
  expect(await b.call(contract.describeInteraction, { uid: uidOf(consent.url) })).toMatchObject({
    waitsFor: 'consent',
    scopes: ['openid', 'profile'],
  });
  const back = await browser.form(`/sign-in/${uidOf(consent.url)}/continue`, { consent: 'yes' }, /127\.0\.0\.1:9\/cb/);
  const tokens = await client.authorizationCodeGrant(config, new URL(back.url), {
    pkceCodeVerifier: verifier,
    expectedState: 's1',
  });
  expect(tokens.claims()).toMatchObject({ sub: ann.id });
  const { principal } = await b.call(contract.resolveToken, { token: tokens.access_token }, system);
  expect(principal).toMatchObject({ kind: 'person', id: ann.id });
  await expect(
    client.authorizationCodeGrant(config, new URL(back.url), { pkceCodeVerifier: verifier, expectedState: 's1' }),
  ).rejects.toThrow();
});

test('a client that asks without PKCE is refused', async () => {
  const query = new URLSearchParams({
    client_id: 'vendor',
    response_type: 'code',
    scope: 'openid',
    redirect_uri: vendor.redirect_uris[0] ?? '',
  });
  const { url } = await new Browser(b.platform.url).follow(`/oidc/auth?${query}`, /:9\/cb/);
  expect(new URL(url).searchParams.get('error')).toBe('invalid_request');
});

test('people see who read their data, newest first and page by page, and nobody else does', async () => {
  for (let i = 0; i < 3; i++) {
    await b.deliver(dataAccessed, {
      entryId: newId(),
      at: new Date(Date.UTC(2026, 0, 1 + i)).toISOString(),
      module: 'cases',
      action: 'cases.case-read',
      subject: ann.personKey,
      actorKind: 'person',
      actorName: 'Officer',
      organisationId: 'XM-01-LABOUR',
      objectType: 'case',
      objectId: 'c1',
      purpose: 'Deciding',
    });
  }
  const me = b.person({ id: ann.id, snils: '11223344595' });
  const first = await b.call(contract.listDataAccesses, { limit: 2 }, me);
  expect(first.items).toMatchObject([
    { at: '2026-01-03T00:00:00.000Z', organisation: { en: 'Labour Department' }, actorName: 'Officer' },
    { at: '2026-01-02T00:00:00.000Z' },
  ]);
  const rest = await b.call(contract.listDataAccesses, { limit: 2, cursor: first.nextCursor ?? '' }, me);
  expect(rest).toMatchObject({ items: [{ at: '2026-01-01T00:00:00.000Z' }] });
  expect(rest).not.toHaveProperty('nextCursor');
  expect((await b.call(contract.listDataAccesses, {}, b.person({ snils: '14567890105' }))).items).toEqual([]);
});

test('administration is for operators, contacts and tokens are for modules', async () => {
  const organisation = { id: 'X-1', kind: 'company' as const, name: { en: 'X' } };
  await expect(b.call(contract.registerOrganisation, organisation, b.person())).rejects.toMatchObject({
    code: 'kernel.not-permitted',
  });
  expect(await b.call(contract.registerOrganisation, organisation, operator)).toEqual({ id: 'X-1' });
  await expect(b.call(contract.findContact, { personKey: ann.personKey }, operator)).rejects.toMatchObject({
    code: 'kernel.not-permitted',
  });
  await expect(b.call(contract.resolveToken, { token: 'xxxxxxxxxx' }, operator)).rejects.toMatchObject({
    code: 'kernel.not-permitted',
  });
  await expect(b.call(contract.getProfile, {})).rejects.toMatchObject({ code: 'kernel.sign-in-required' });
  expect(
    await b.call(contract.findContact, { personKey: ann.personKey }, { kind: 'service', id: 'notifications' }),
  ).toMatchObject({ known: true, email: 'ann@example.org' });
  expect(await b.call(contract.findContact, { personKey: 'none' }, { kind: 'service', id: 'notifications' })).toEqual({
    known: false,
  });
});

test('unknown people and organisations, and a login that is taken, are refused', async () => {
  const nobody = newId();
  await expect(
    b.call(contract.assignDuty, { personId: nobody, code: 'a.b', organisationId: 'X-1' }, system),
  ).rejects.toMatchObject({ code: 'identity.person-unknown' });
  await expect(
    b.call(contract.grantMandate, { personId: ann.id, organisationId: 'NONE', role: { en: 'x' } }, system),
  ).rejects.toMatchObject({ code: 'identity.organisation-unknown' });
  await expect(register('ann', '00000000000')).rejects.toMatchObject({
    kind: 'conflict',
    code: 'identity.login-taken',
  });
  await expect(b.call(contract.getProfile, {}, b.person())).rejects.toMatchObject({ code: 'identity.person-unknown' });
});

test('a session cookie opens the API only to requests of this site', async () => {
  expect((await b.http().get('/api/identity/me', { cookie: `${sessionCookie}=unknown-session-token` })).status).toBe(
    401,
  );
  const answer = await b
    .http()
    .post(
      '/api/identity/acting-for',
      {},
      { cookie: `${sessionCookie}=unknown-session-token`, 'sec-fetch-site': 'cross-site' },
    );
  expect(answer).toMatchObject({ status: 403, body: { code: 'kernel.foreign-origin' } });
});

test('a code the provider does not know ends the sign-in', async () => {
  const browser = new Browser(b.platform.url);
  const started = await browser.send('/sign-in?returnTo=/cabinet');
  const state = new URL(started.headers.get('location') ?? '', b.platform.url).searchParams.get('state');
  const response = await browser.send(`/sign-in/callback?code=unknown&state=${state}`);
  expect([response.status, await response.json()]).toMatchObject([401, { code: 'identity.code-refused' }]);
});

test('before the provider is up, sign-in says so', () => {
  expect(() => providerOf({} as ModuleRuntime)).toThrow(
    expect.objectContaining({ kind: 'unavailable', code: 'identity.starting' }),
  );
});
