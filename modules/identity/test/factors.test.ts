// SPDX-License-Identifier: Apache-2.0
import { totpCode, totpStep } from '@stoa/kernel/totp';
import type { Principal } from '@stoa/kernel/contract';
import { describe, expect, it, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { Browser } from './browser.ts';
import { appSecret, identityWorld, password } from './world.ts';

const world = await identityWorld();
const { b, account, app, codeOf, duty, resolve, signIn } = world;
const ann = await account('ann', '11223344595');
const officer = await account('officer', '14567890105');
const clerk = await account('clerk', '98765432183');
await duty(clerk.id, 'labour.permit-officer', 'XM-01-LABOUR');
await duty(officer.id, 'labour.permit-officer', 'XM-01-LABOUR');

/** A sign-in under way, as far as the password brings it. */
async function begin(login: string, browser = new Browser(b.platform.url), query = 'returnTo=/cabinet') {
  const page = await browser.follow(`/sign-in?${query}`, /\/sign-in\/[A-Za-z0-9_-]{21,}$|\/cabinet/);
  const uid = new URL(page.url).pathname.split('/').at(-1) ?? '';
  const answer = async (fields: Record<string, string>) =>
    (
      await browser.form(
        `/sign-in/${uid}/continue`,
        fields,
        /\/cabinet|refused=|sent=1|\/sign-in\/[A-Za-z0-9_-]{21,}$|notice=/,
      )
    ).url;
  if (login) await answer({ login, password });
  return { browser, uid, answer, describe: () => b.call(contract.describeInteraction, { uid }) };
}
const mailed = async (): Promise<string> => {
  const [row] = await b.sql<{ id: string }>('select id from mail_code order by id desc limit 1');
  return (await b.call(contract.revealCode, { id: row?.id ?? '' }, { kind: 'service', id: 'notifications' })).code;
};
const cookieOf = (browser: Browser) => browser.cookie(world.sessionCookie) ?? '';
const person = async (token: string) => (await resolve(token)) as Extract<Principal, { kind: 'person' }>;

test('a password alone is level 1; a code by mail raises the same session to 2 and renews its token', async () => {
  const { browser, token } = await signIn('ann');
  const before = await person(token);
  expect(before).toMatchObject({ assurance: 1 });
  const step = await begin('', browser, 'returnTo=/cabinet/here&level=2');
  expect(await step.describe()).toMatchObject({
    waitsFor: 'second-factor',
    offers: ['mail'],
    mailTo: 'a…@example.org',
  });
  expect(await step.answer({ send: 'mail' })).toMatch(/sent=1$/);
  expect(new URL(await step.answer({ by: 'mail', code: await mailed() })).pathname).toBe('/cabinet/here');
  const after = await person(cookieOf(browser));
  expect(after).toMatchObject({ assurance: 2, sessionId: before.sessionId });
  // Whoever planted or saw the token before has nothing of it.
  expect(await resolve(token)).toBeUndefined();
});

test('a code by mail is taken once, in its own sign-in, within ten minutes, and dies after five guesses', async () => {
  const { browser } = await signIn('ann');
  const step = await begin('', browser, 'returnTo=/cabinet&level=2');
  await step.answer({ send: 'mail' });
  const code = await mailed();
  const other = await begin('', (await signIn('ann')).browser, 'returnTo=/cabinet&level=2');
  expect(await other.answer({ by: 'mail', code })).toContain('refused=identity.code-wrong');
  const wrong = code === '000000' ? '000001' : '000000';
  for (let i = 0; i < 10; i++) {
    b.clock.advance({ seconds: 45 });
    expect(await step.answer({ by: 'mail', code: wrong })).toMatch(/refused=identity.(code-wrong|sign-in-delayed)/);
  }
  b.clock.advance({ minutes: 2 });
  expect(await step.answer({ by: 'mail', code })).toContain('refused=identity.code-wrong');
  await step.answer({ send: 'mail' });
  const late = await mailed();
  b.clock.advance({ minutes: 11 });
  expect(await step.answer({ by: 'mail', code: late })).toContain('refused=identity.code-wrong');
  await expect(mailed()).rejects.toMatchObject({ code: 'identity.code-gone' });
  for (let i = 0; i < 6; i++) await step.answer({ send: 'mail' });
  expect(await step.answer({ send: 'mail' })).toContain('refused=identity.codes-too-many');
});

describe('duties', () => {
  it('wait for a second factor, and an official without one is led to set it up', async () => {
    const { browser, token } = await signIn('officer');
    expect(await person(token)).toMatchObject({ duties: [], dutiesWait: 'for-setup' });
    const led = await browser.send('/sign-in?returnTo=/office&level=2&duties=1');
    expect(led.headers.get('location')).toBe('/cabinet/security/second-factor?returnTo=%2Foffice');
    // Mail is not in anybody's hands: it raises the level, and opens no duty.
    const step = await begin('', browser, 'returnTo=/cabinet&level=2');
    await step.answer({ send: 'mail' });
    await step.answer({ by: 'mail', code: await mailed() });
    const raised = await person(cookieOf(browser));
    expect(raised).toMatchObject({ assurance: 2, duties: [], dutiesWait: 'for-setup' });
    const { id } = await b.call(contract.startTotp, { name: 'Phone' }, raised);
    const { secret, uri, picture } = await b.call(contract.showTotp, { id }, raised);
    expect(uri).toContain(`secret=${secret}`);
    expect(picture).toContain('<svg');
    await expect(b.call(contract.confirmTotp, { id, code: '000000' }, raised)).rejects.toMatchObject({
      code: 'identity.code-wrong',
    });
    await b.call(contract.confirmTotp, { id, code: totpCode(secret, totpStep(b.clock.now())) }, raised);
    await expect(b.call(contract.showTotp, { id }, raised)).rejects.toMatchObject({ code: 'identity.factor-unknown' });
    // It counts once the browser has a new token.
    expect(await person(cookieOf(browser))).toMatchObject({ duties: [] });
    const on = await browser.send('/sign-in?returnTo=/office&level=2&duties=1');
    expect(on.headers.get('location')).toBe('/office');
    expect(await person(cookieOf(browser))).toMatchObject({ duties: [{ code: 'labour.permit-officer' }] });
    const [row] = await b.sql<{ secret: string | null; sealed: string }>('select secret, sealed from factor');
    expect(row?.secret).toBeNull();
    expect(row?.sealed).not.toContain(secret);
  });
});

describe('an app for codes', () => {
  it('is asked for at the sign-in; its code is taken once, also of two tabs at the same instant', async () => {
    const eve = await account('eve', '12345678964');
    await app(eve.id);
    const [one, two] = [await begin('eve'), await begin('eve')];
    expect(await one.describe()).toMatchObject({ waitsFor: 'second-factor', offers: ['otp'] });
    const code = await codeOf('eve');
    const told = await Promise.all([one.answer({ by: 'otp', code }), two.answer({ by: 'otp', code })]);
    expect(told.filter((url) => url.endsWith('/cabinet'))).toHaveLength(1);
    expect(told.filter((url) => url.includes('refused=identity.code-wrong'))).toHaveLength(1);
    expect(await begin('eve').then(({ answer }) => answer({ by: 'otp', code }))).toContain('identity.code-wrong');
    // One step early is taken, and those before it are not any more.
    b.clock.advance({ seconds: 90 });
    const step = totpStep(b.clock.now());
    expect(await (await begin('eve')).answer({ by: 'otp', code: totpCode(appSecret, step + 1) })).toMatch(/cabinet$/);
    expect(await (await begin('eve')).answer({ by: 'otp', code: totpCode(appSecret, step) })).toContain('code-wrong');
  });
  it('is slowed as a password is', async () => {
    b.clock.advance({ minutes: 20 });
    const { answer } = await begin('eve');
    const told: string[] = [];
    for (let i = 0; i < 8; i++) told.push(await answer({ by: 'otp', code: '000000' }));
    expect(told.at(-1)).toContain('refused=identity.sign-in-delayed');
    b.clock.advance({ minutes: 20 });
  });
  it('a lost phone is replaced by a recovery code, once each', async () => {
    const { token } = await signIn('eve');
    const { codes } = await b.call(contract.renewRecoveryCodes, {}, await person(token));
    expect(new Set(codes).size).toBe(10);
    const [code = ''] = codes;
    expect(await (await begin('eve')).answer({ by: 'recovery', code: code.toLowerCase() })).toMatch(/cabinet$/);
    expect(await (await begin('eve')).answer({ by: 'recovery', code })).toContain('refused=identity.code-wrong');
    expect(await b.dump('identity.recovery_code')).not.toContain(code.replaceAll('-', ''));
    expect(await b.call(contract.listFactors, {}, await person(token))).toMatchObject({ recoveryCodesLeft: 9 });
  });
});

describe('changes of factors', () => {
  it('ask for a new proof, for the best the person has, and are told', async () => {
    const { token } = await signIn('ann');
    const ownMail = await person(token);
    await expect(b.call(contract.startTotp, { name: 'x' }, ownMail)).rejects.toMatchObject({
      code: 'kernel.stronger-sign-in-needed',
    });
    b.clock.advance({ minutes: 20 });
    await app(clerk.id);
    const late = await person((await signIn('clerk')).token);
    const [own] = (await b.call(contract.listFactors, {}, late)).items;
    const id = own?.id ?? '';
    b.clock.advance({ minutes: 16 });
    const older = { code: 'kernel.stronger-sign-in-needed' };
    await expect(b.call(contract.removeFactor, { id }, late)).rejects.toMatchObject(older);
    await expect(b.call(contract.requestEmailChange, { email: 'x@example.org' }, late)).rejects.toMatchObject(older);
    const now = await person((await signIn('clerk')).token);
    await b.call(contract.renameFactor, { id, name: 'Work phone' }, now);
    await expect(b.call(contract.removeFactor, { id }, now)).rejects.toMatchObject({ code: 'identity.last-factor' });
    const client = { ...now, client: { id: 'helper', scopes: ['identity:self'] } };
    await expect(b.call(contract.removeFactor, { id }, client)).rejects.toMatchObject({ code: 'identity.no-session' });
    await b.call(contract.removeFactor, { id, anyway: true }, now);
    await b.drain();
    const told = b.events('identity.person-concerned.v1').map(({ data }) => (data as { key: string }).key);
    expect(told).toEqual(expect.arrayContaining([`identity-factor-removed-${id}`]));
  });
  it('what accounts has somebody begin anew with ends factors and sessions', async () => {
    const { token } = await signIn('eve');
    const accounts = { kind: 'service', id: 'accounts' } as const;
    await expect(b.call(contract.forgetFactors, { personId: ann.id }, await person(token))).rejects.toMatchObject({
      kind: 'forbidden',
    });
    const { id } = await person(token);
    await b.call(contract.forgetFactors, { personId: id }, accounts);
    expect(await resolve(token)).toBeUndefined();
    expect(await person((await signIn('eve')).token)).toMatchObject({ assurance: 1 });
    await expect(
      b.call(contract.forgetFactors, { personId: '01919191-0000-7000-8000-000000000001' }, accounts),
    ).rejects.toMatchObject({ code: 'identity.person-unknown' });
  });
});

test('the level is never above how well the identity itself was proven, and who lacks that is told so', async () => {
  await b.sql('update person set proofing = 1 where id = $1', [ann.id]);
  const { browser } = await signIn('ann');
  const step = await begin('', browser, 'returnTo=/cabinet/here&level=2');
  await step.answer({ send: 'mail' });
  await step.answer({ by: 'mail', code: await mailed() });
  expect(await person(cookieOf(browser))).toMatchObject({ assurance: 1 });
  const again = await browser.send('/sign-in?returnTo=/cabinet/here&level=2');
  expect(again.headers.get('location')).toBe('/account/proofing');
  await b.sql('update person set proofing = 3 where id = $1', [ann.id]);
});

test('people see how they signed in, what was refused, and are told of a browser not seen before', async () => {
  await begin('').then(({ answer }) => answer({ login: 'ann', password: 'a wrong password' }));
  const { token } = await signIn('ann');
  const seen = await b.call(contract.listSignIns, { limit: 2 }, await person(token));
  expect(seen.items).toMatchObject([
    { succeeded: true, methods: ['pwd'], network: '127.0.0.*' },
    { succeeded: false, methods: ['pwd'], network: '127.0.0.*' },
  ]);
  expect(seen.nextCursor).toBeDefined();
  const browser = new Browser(b.platform.url);
  const send = browser.send;
  browser.send = (url, init = {}) =>
    send.call(browser, url, { ...init, headers: { ...init.headers, 'user-agent': 'New/1' } });
  await signIn('ann', password, browser);
  await b.drain();
  const told = b.events('identity.person-concerned.v1').map(({ data }) => (data as { key: string }).key);
  expect(told.some((key) => key.startsWith('identity-new-device-'))).toBe(true);
});

test('a program that is withdrawn has no access from that instant', async () => {
  const { browser, token } = await signIn('ann');
  const api = `${b.platform.url}/api`;
  const { url, verifier } = await world.authorize(browser, 'helper', 'openid identity:self', { resource: api });
  const code = await world.consent(browser, url);
  const { body } = await world.redeem('helper', code, verifier, { resource: api });
  const reads = async () =>
    (await b.http().get('/api/identity/me', { authorization: `Bearer ${body.access_token}` })).status;
  expect(await reads()).toBe(200);
  const me = await person(token);
  expect(await b.call(contract.listClients, {}, me)).toMatchObject({
    items: [{ id: 'helper', name: 'The app helper', scopes: expect.arrayContaining(['identity:self']) }],
  });
  await b.call(contract.withdrawClient, { id: 'helper' }, me);
  expect(await reads()).toBe(401);
  await expect(b.call(contract.withdrawClient, { id: 'helper' }, me)).rejects.toMatchObject({
    code: 'identity.client-unknown',
  });
  const other = await signIn('ann');
  expect((await b.call(contract.endOtherSessions, {}, me)).ended).toBeGreaterThan(0);
  expect(await resolve(other.token)).toBeUndefined();
  expect(await resolve(token)).toBeDefined();
});

test('a sign-in that one process began is finished by another', async () => {
  await app(ann.id);
  const { browser, uid } = await begin('ann');
  const twin = await b.startTwin();
  try {
    const rest = new Browser(twin.url);
    rest.send = (url, init) => browser.send(url.replace(b.platform.url, twin.url), init);
    const end = await rest.form(
      `/sign-in/${uid}/continue`,
      { by: 'otp', code: await codeOf('ann') },
      /oidc\/auth\/|refused=/,
    );
    expect(end.url).toMatch(/oidc\/auth\//);
  } finally {
    await twin.close();
  }
});
