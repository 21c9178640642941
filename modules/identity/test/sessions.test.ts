// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { Browser } from './browser.ts';
import { identityWorld, password } from './world.ts';

const { b, account, signIn, resolve, authorize, consent, redeem } = await identityWorld();
const ann = await account('ann', '11223344595');
await account('bob', '14567890105');
const api = `${b.platform.url}/api`;

/** What a client got from the person at this browser. */
async function tokenFrom(browser: Browser): Promise<string> {
  const { url, verifier } = await authorize(browser, 'helper', 'openid identity:self', { resource: api });
  const code = await consent(browser, url);
  return (await redeem('helper', code, verifier, { resource: api })).body.access_token ?? '';
}
const works = async (token: string) =>
  (await b.http().get('/api/identity/me', { authorization: `Bearer ${token}` })).status;
const asksForPassword = async (browser: Browser) => {
  const { url } = await authorize(browser, 'helper', 'openid identity:self', { resource: api });
  const uid = new URL(url).pathname.split('/').at(-1) ?? '';
  return new URL(url).port === '9' ? 'code' : (await b.call(contract.describeInteraction, { uid })).waitsFor;
};

test('signing out ends the session here, at the provider, and of every client that got a token in it', async () => {
  const { browser, token } = await signIn('ann');
  const given = await tokenFrom(browser);
  expect(await works(given)).toBe(200);
  expect(await asksForPassword(browser)).not.toBe('password');
  const kept = () => b.sql(`select 1 from oidc_record where model in ('Session', 'Grant', 'AccessToken')`);
  expect((await kept()).length).toBeGreaterThan(2);
  await browser.form('/sign-out', {});
  expect(await resolve(token)).toBeUndefined();
  expect(await kept()).toEqual([]);
  expect(await works(given)).toBe(401);
  expect(await asksForPassword(browser)).toBe('password');
  const audit = await b.sql<{ action: string }>(`select action from audit where object_id = $1 order by at, entry_id`, [
    ann.id,
  ]);
  expect(audit.map(({ action }) => action)).toEqual(
    expect.arrayContaining(['identity.signed-in', 'identity.signed-out']),
  );
});

test('a link or a form of another site signs nobody out', async () => {
  const { browser, token } = await signIn('ann');
  expect((await browser.send('/sign-out')).status).toBe(404);
  const foreign = await browser.send('/sign-out', {
    method: 'POST',
    headers: { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' },
  });
  expect(foreign.status).toBe(403);
  expect(await resolve(token)).toBeDefined();
});

test('a new sign-in at the same browser ends the session before, of the same person or another', async () => {
  const first = await signIn('ann');
  const given = await tokenFrom(first.browser);
  // As after the cookie of the portal alone was lost: the provider still knows who was here.
  const second = await signInAgain(first.browser, 'ann');
  expect(await resolve(first.token)).toBeUndefined();
  expect(await works(given)).toBe(401);
  expect(await resolve(second)).toMatchObject({ id: ann.id });
  const third = await signInAgain(first.browser, 'bob');
  expect(await resolve(second)).toBeUndefined();
  expect(await resolve(third)).toMatchObject({ name: 'Person bob' });
});

async function signInAgain(browser: Browser, login: string): Promise<string> {
  browser.forget(/session/);
  return (await signIn(login, password, browser)).token;
}

test('a session ends after an hour without use, and after eight hours in any case', async () => {
  const { token, browser } = await signIn('ann');
  const given = await tokenFrom(browser);
  for (let i = 0; i < 3; i++) {
    b.clock.advance({ minutes: 50 });
    expect(await resolve(token), `after ${(i + 1) * 50} minutes in use`).toBeDefined();
  }
  b.clock.advance({ minutes: 61 });
  expect(await resolve(token)).toBeUndefined();
  expect(await works(given)).toBe(401);
  expect(await asksForPassword(browser)).toBe('password');
  const busy = await signIn('ann');
  for (let i = 0; i < 9; i++) {
    expect(await resolve(busy.token)).toBeDefined();
    b.clock.advance({ minutes: 52 });
  }
  b.clock.advance({ minutes: 15 });
  expect(await resolve(busy.token)).toBeUndefined();
  await b.drain();
});

test('people see where they are signed in and end a session they do not know', async () => {
  const mine = await signIn('ann');
  const lost = await signIn('ann');
  const me = await resolve(mine.token);
  const { items } = await b.call(contract.listSessions, {}, me);
  expect(items.filter(({ current }) => current)).toHaveLength(1);
  const other = items.find(({ current }) => !current)?.id ?? '';
  const bob = await resolve((await signIn('bob')).token);
  await expect(b.call(contract.endSession, { id: other }, bob)).rejects.toMatchObject({
    kind: 'missing',
    code: 'identity.session-unknown',
  });
  await b.call(contract.endSession, { id: other }, me);
  expect(await resolve(lost.token)).toBeUndefined();
  expect(await resolve(mine.token)).toBeDefined();
});

test('two tabs that sign in at one browser both arrive where they wanted', async () => {
  const browser = new Browser(b.platform.url);
  const begin = async (returnTo: string) => {
    const { url } = await browser.follow(`/sign-in?returnTo=${returnTo}`, /\/sign-in\/[A-Za-z0-9_-]{21,}$/);
    return new URL(url).pathname.split('/').at(-1) ?? '';
  };
  const one = await begin('/one');
  const two = await begin('/two');
  const answer = (uid: string) =>
    browser.form(`/sign-in/${uid}/continue`, { login: 'ann', password }, /\/(one|two|cabinet)$|notice=/);
  expect(new URL((await answer(one)).url).pathname).toBe('/one');
  expect(new URL((await answer(two)).url).pathname).toBe('/two');
  // A third tab, opened before, is told by nobody to type a password again.
  expect((await browser.send('/sign-in?returnTo=/three')).headers.get('location')).toBe('/three');
});

test('the browser goes back to a finished sign-in without harm', async () => {
  const { browser } = await signIn('ann');
  expect((await browser.send('/sign-in/callback?code=x&state=gone')).headers.get('location')).toBe('/cabinet');
});

test('under https cookies belong to this host alone', async () => {
  const secure = await identityWorld({ STOA_PUBLIC_URL: 'https://stoa.example' });
  const response = await fetch(`${secure.b.platform.url}/sign-in?returnTo=/cabinet`, { redirect: 'manual' });
  const [line = ''] = response.headers.getSetCookie();
  expect(line).toMatch(/^__Host-stoa_sign_in_\w+=.*; Path=\/; HttpOnly; SameSite=Lax; .*; Secure$/);
});

test('while the database is away a sign-in is told to try again, not that something failed', async () => {
  const [role] = await b.sql<{ name: string }>(
    `select usename as name from pg_stat_activity where datname = current_database() and usename <> current_user limit 1`,
  );
  const limited = (count: number) => b.sql(`alter role "${role?.name}" connection limit ${count}`);
  const begun = await fetch(`${b.platform.url}/sign-in`, { redirect: 'manual' });
  const address = new URL(begun.headers.get('location') ?? '', b.platform.url);
  await limited(0);
  try {
    await b.sql(`select pg_terminate_backend(pid) from pg_stat_activity where usename = $1`, [role?.name ?? '']);
    expect((await fetch(address, { redirect: 'manual' })).status).toBe(503);
  } finally {
    await limited(-1);
  }
});
