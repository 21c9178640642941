// SPDX-License-Identifier: Apache-2.0
import { dataAccessed } from '@stoa/kernel/contract';
import { type ModuleRuntime, newId } from '@stoa/kernel';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { providerOf } from '../src/sign-in/provider.ts';
import { Browser } from './browser.ts';
import { hold } from './duties.ts';
import { identityWorld } from './world.ts';

const { b, app, sessionCookie, account, power, duty, signIn, resolve } = await identityWorld();
const operator = b.person({ duties: ['platform.operator'] });
const ann = await account('ann', '11223344595');
await power(ann, [{ onBehalfOf: '0105234510' }]);
await duty(ann.id, 'labour.permit-officer', 'XM-01-LABOUR');
await app(ann.id);

test('somebody signs in with code and PKCE, picks a company by mandate, and signs out', async () => {
  const { browser, url, token } = await signIn('ann');
  expect(new URL(url).pathname).toBe('/cabinet');
  const principal = await resolve(token);
  expect(principal).toMatchObject({
    kind: 'person',
    id: ann.id,
    personKey: ann.personKey,
    assurance: 2,
    duties: [{ code: 'labour.permit-officer', organisationId: 'XM-01-LABOUR' }],
  });
  expect(await b.call(contract.actFor, { organisationId: '0105234510' }, principal)).toMatchObject({
    actingFor: { name: { en: 'Steppe Build LLP' } },
  });
  const again = await resolve(token);
  expect(again).toMatchObject({ actingFor: { kind: 'organisation', id: '0105234510' } });
  expect(await b.call(contract.getProfile, {}, again)).toMatchObject({
    powers: [{ kind: 'organisation', onBehalfOf: '0105234510', role: 'director' }],
    actingFor: { onBehalfOf: '0105234510' },
  });
  await browser.form('/sign-out', {});
  expect(await resolve(token)).toBeUndefined();
});

test('who holds a duty in an organisation is told by name to modules, and nothing of who does not', async () => {
  const duty = { code: 'labour.permit-officer', organisationId: 'XM-01-LABOUR' };
  const ask = (more: object, as = service) =>
    b.call(contract.findDutyHolder, { personId: ann.id, ...duty, ...more }, as);
  expect(await ask({})).toEqual({ name: 'Person ann' });
  expect(await ask({ organisationId: '0105234510' })).toEqual({});
  expect(await ask({ code: 'audit.auditor' })).toEqual({});
  await hold(b, ann.id, { ...duty, until: new Date(1).toISOString() });
  expect(await ask({})).toEqual({});
  await hold(b, ann.id, duty);
  await expect(ask({}, b.person() as never)).rejects.toMatchObject({ kind: 'forbidden' });
});
const service = { kind: 'service', id: 'cases' } as const;

test('without a power, or with one that ended, nobody is acted for', async () => {
  const { token } = await signIn('ann');
  const principal = await resolve(token);
  await expect(b.call(contract.actFor, { organisationId: '7700000009' }, principal)).rejects.toMatchObject({
    kind: 'forbidden',
    code: 'identity.mandate-missing',
  });
  const until = new Date(b.clock.now().getTime() + 60_000).toISOString();
  await power(ann, [{ onBehalfOf: '7700000009', until }]);
  await b.call(contract.actFor, { organisationId: '7700000009' }, principal);
  expect(await resolve(token)).toMatchObject({ actingFor: { id: '7700000009', role: 'director' } });
  b.clock.advance({ minutes: 2 });
  expect(await resolve(token)).not.toHaveProperty('actingFor');
  await expect(b.call(contract.actFor, { organisationId: '7700000009' }, b.person())).rejects.toMatchObject({
    code: 'identity.no-session',
  });
});

test('one acts for a person too, within the limits of all powers for them together', async () => {
  const { token } = await signIn('ann');
  const principal = await resolve(token);
  const child = { kind: 'person' as const, onBehalfOf: 'key-of-a-child' };
  await power(ann, [
    { ...child, role: 'agent', services: ['address-certificate'] },
    { ...child, role: 'agent', services: ['work-permit'], acts: ['read'] },
  ]);
  const { powers } = await b.call(contract.getProfile, {}, principal);
  expect(powers).toMatchObject([{ kind: 'person', role: 'agent' }]);
  await b.call(contract.actFor, { powerId: powers[0]?.id }, principal);
  expect(await resolve(token)).toMatchObject({
    actingFor: {
      kind: 'person',
      id: 'key-of-a-child',
      limits: expect.arrayContaining([
        { services: ['address-certificate'] },
        { services: ['work-permit'], acts: ['read'] },
      ]),
    },
  });
  await power(ann, [{ ...child, role: 'parent' }]);
  expect(await resolve(token)).toMatchObject({ actingFor: { role: 'parent' } });
  expect((await resolve(token)) as object).not.toHaveProperty('actingFor.limits');
  await power(ann, []);
  expect(await resolve(token)).not.toHaveProperty('actingFor');
});

test('what is told late of powers does nothing, and only powers tells it', async () => {
  const told = (revision: number, as: object) =>
    b.call(contract.holdPowers, { personKey: ann.personKey, revision, powers: [] }, as as never);
  expect(await told(500, { kind: 'service', id: 'powers' })).toEqual({ held: true });
  expect(await told(499, { kind: 'service', id: 'powers' })).toEqual({ held: false });
  await expect(told(501, { kind: 'service', id: 'cases' })).rejects.toMatchObject({ kind: 'forbidden' });
});

test('mandates of before are handed over once', async () => {
  await b.sql(
    `insert into organisation (id, kind, name) values ('0105234510', 'company', '{"en": "Steppe Build LLP"}')`,
  );
  await b.sql(
    `insert into mandate (person_id, organisation_id, role) values ($1, '0105234510', '{"en": "Director"}')`,
    [ann.id],
  );
  const take = (taken: { personKey: string; organisationId: string }[]) =>
    b.call(contract.handOverMandates, { taken }, { kind: 'service', id: 'powers' });
  const { items } = await take([]);
  expect(items).toMatchObject([{ personKey: ann.personKey, personName: 'Person ann', organisationId: '0105234510' }]);
  expect(await take([])).toEqual({ items });
  expect(await take(items)).toEqual({ items: [] });
});

test('a forged state and a foreign return address lead nowhere', async () => {
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

test('a code the provider does not know ends the sign-in', async () => {
  const browser = new Browser(b.platform.url);
  const started = await browser.send('/sign-in?returnTo=/cabinet');
  const state = new URL(started.headers.get('location') ?? '', b.platform.url).searchParams.get('state');
  const response = await browser.send(`/sign-in/callback?code=unknown&state=${state}`);
  expect([response.status, await response.json()]).toMatchObject([401, { code: 'identity.code-refused' }]);
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
      capacity: { duty: 'labour.permit-officer', as: 'substitute', inPlaceOf: 'Saule' },
    });
  }
  const me = b.person({ id: ann.id, snils: '11223344595' });
  const [latest] = (await b.call(contract.listDataAccesses, {}, me)).items;
  expect(latest).toMatchObject({ as: 'substitute', inPlaceOf: 'Saule' });
  const first = await b.call(contract.listDataAccesses, { limit: 2 }, me);
  expect(first.items).toMatchObject([
    { at: '2026-01-03T00:00:00.000Z', organisationId: 'XM-01-LABOUR', actorName: 'Officer' },
    { at: '2026-01-02T00:00:00.000Z' },
  ]);
  const rest = await b.call(contract.listDataAccesses, { limit: 2, cursor: first.nextCursor ?? '' }, me);
  expect(rest).toMatchObject({ items: [{ at: '2026-01-01T00:00:00.000Z' }] });
  expect(rest).not.toHaveProperty('nextCursor');
  expect((await b.call(contract.listDataAccesses, {}, b.person({ snils: '14567890105' }))).items).toEqual([]);
});

test('administration is for operators, contacts and tokens are for modules', async () => {
  const refused = { code: 'kernel.not-permitted' };
  await expect(b.call(contract.findContact, { personKey: ann.personKey }, operator)).rejects.toMatchObject(refused);
  await expect(b.call(contract.resolveToken, { kind: 'session', token: 'xxxxxxxxxx' }, operator)).rejects.toMatchObject(
    refused,
  );
  const administrator = { login: 'root2', name: 'Root' };
  await expect(b.call(contract.createAdministrator, administrator, operator)).rejects.toMatchObject(refused);
  await expect(b.call(contract.getProfile, {})).rejects.toMatchObject({ code: 'kernel.sign-in-required' });
  const notifications = { kind: 'service', id: 'notifications' } as const;
  expect(await b.call(contract.findContact, { personKey: ann.personKey }, notifications)).toMatchObject({
    known: true,
    email: 'ann@example.org',
  });
  expect(await b.call(contract.findContact, { personKey: 'none' }, notifications)).toEqual({ known: false });
  await expect(b.call(contract.getProfile, {}, b.person())).rejects.toMatchObject({ code: 'identity.person-unknown' });
});

test('a session cookie opens the API only to requests of this site', async () => {
  const cookie = `${sessionCookie}=unknown-session-token`;
  expect((await b.http().get('/api/identity/me', { cookie })).status).toBe(401);
  const answer = await b.http().post('/api/identity/acting-for', {}, { cookie, 'sec-fetch-site': 'cross-site' });
  expect(answer).toMatchObject({ status: 403, body: { code: 'kernel.foreign-origin' } });
});

test('before the provider is up, sign-in says so', () => {
  expect(() => providerOf({} as ModuleRuntime)).toThrow(
    expect.objectContaining({ kind: 'unavailable', code: 'identity.starting' }),
  );
});

test('text that no database can hold is refused at every way into sign-in, and never a fault', async () => {
  const nul = '%00';
  for (const path of [
    `/sign-in?returnTo=/${nul}`,
    `/sign-in/callback?code=${nul}&state=${nul}`,
    `/oidc/auth?client_id=${nul}&scope=openid&response_type=code`,
    `/oidc/auth?client_id=portal&scope=openid&response_type=code&state=${nul}&redirect_uri=${nul}`,
    `/oidc/token`,
    `/sign-in/${nul}aaaaaaaaaaaaaaaaaaaaa/continue`,
  ])
    for (const method of ['GET', 'POST'] as const)
      expect([
        path,
        method,
        (
          await fetch(b.platform.url + path, {
            method,
            redirect: 'manual',
            ...(method === 'POST' ? { body: new URLSearchParams({ login: '\0', code: '\0', token: '\0' }) } : {}),
          })
        ).status < 500,
      ]).toEqual([path, method, true]);
  expect((await signIn('a\0nn')).url).toContain('refused=identity.sign-in-refused');
  expect((await signIn('ann', 'x\0y')).url).toContain('refused=identity.sign-in-refused');
});
