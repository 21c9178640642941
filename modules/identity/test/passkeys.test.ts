// SPDX-License-Identifier: Apache-2.0
import { type AddressInfo, createServer } from 'node:net';
import type { Principal } from '@stoa/kernel/contract';
import { describe, expect, it, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { authenticator } from './authenticator.ts';
import { Browser } from './browser.ts';
import { identityWorld } from './world.ts';

// Browsers bind passkeys to names: the platform is known by one, and reached at its address.
const port = await new Promise<number>((resolve) => {
  const server = createServer().listen(0, '127.0.0.1', () => {
    const { port: free } = server.address() as AddressInfo;
    server.close(() => resolve(free));
  });
});
const origin = `http://localhost:${port}`;
const world = await identityWorld({ STOA_PUBLIC_URL: origin, PORT: String(port) });
const { b, account, app, codeOf, duty, resolve } = world;
const ann = await account('ann', '11223344595');
await duty(ann.id, 'labour.permit-officer', 'XM-01-LABOUR');
await b.sql('update person set proofing = 3 where id = $1', [ann.id]);
const key = authenticator(origin, 'localhost');
type Request = { challenge: string };

/** Somebody with a session, entered as a finished sign-in would have left it. */
async function session(personId: string, methods: string[]): Promise<Extract<Principal, { kind: 'person' }>> {
  const token = `token-${personId}-${methods.join('-')}-${Math.random()}`;
  await b.sql(
    `insert into session (id, token_hash, person_id, assurance, methods, authenticated_at, created_at, last_seen_at, expires_at)
     values (gen_random_uuid(), sha256(convert_to($1, 'UTF8')), $2, 1, $3, $4, $4, $4, $5)`,
    [token, personId, methods, b.clock.now(), new Date(b.clock.now().getTime() + 3_600_000)],
  );
  return (await resolve(token)) as Extract<Principal, { kind: 'person' }>;
}
const challengeFor = async (me: Principal) =>
  ((await b.call(contract.preparePasskey, {}, me)).options as Request).challenge;

/** A sign-in under way at a browser of its own. */
async function begin() {
  const browser = new Browser(origin);
  const page = await browser.follow('/sign-in?returnTo=/cabinet', /\/sign-in\/[A-Za-z0-9_-]{21,}$/);
  const uid = new URL(page.url).pathname.split('/').at(-1) ?? '';
  const describe = () => b.call(contract.describeInteraction, { uid });
  return {
    describe,
    challenge: async () => ((await describe()).passkey as Request).challenge,
    answer: async (fields: Record<string, string>) =>
      (await browser.form(`/sign-in/${uid}/continue`, fields, /oidc\/auth\/|refused=|\/sign-in\/[A-Za-z0-9_-]{21,}$/))
        .url,
  };
}
const signedIn = /\/oidc\/auth\//;

describe('a passkey that is added', () => {
  it('answers the challenge of this session, once', async () => {
    const me = await session(ann.id, ['pwd', 'mail']);
    const challenge = await challengeFor(me);
    const other = await session(ann.id, ['pwd', 'mail']);
    const add = (response: string, as = me) => b.call(contract.addPasskey, { name: 'Laptop', response }, as);
    const refused = { kind: 'invalid', code: 'identity.passkey-refused' };
    await expect(add(key.make(challenge), other)).rejects.toMatchObject(refused);
    for (const wrong of [
      { origin: 'https://evil.example' },
      { rpId: 'evil.example' },
      { flags: 1 + 64 },
      { type: 'webauthn.get' },
    ])
      await expect(add(key.make(await challengeFor(me), wrong)), JSON.stringify(wrong)).rejects.toMatchObject(refused);
    for (const text of ['', '{}', 'null', '[]', '"x"', '{"id":7,"response":{}}', `{"id":"${'x'.repeat(19_000)}"}`])
      await expect(add(text), text.slice(0, 20)).rejects.toMatchObject(refused);
    const last = await challengeFor(me);
    await add(key.make(last));
    await expect(add(authenticator(origin, 'localhost').make(last))).rejects.toMatchObject(refused);
    await expect(add(key.make(await challengeFor(me)))).rejects.toMatchObject(refused);
    expect((await b.call(contract.listFactors, {}, me)).items).toMatchObject([{ kind: 'passkey', name: 'Laptop' }]);
  });
});

describe('a sign-in with a passkey', () => {
  it('needs nothing beside it, is level 3 and opens duties', async () => {
    const { challenge, answer } = await begin();
    expect(await answer({ passkey: key.give(await challenge()) })).toMatch(signedIn);
    expect(await session(ann.id, ['pop'])).toMatchObject({ assurance: 3, duties: [{ code: 'labour.permit-officer' }] });
  });
  it('counts against nobody: an office behind one address signs in all day', async () => {
    const { challenge, answer } = await begin();
    const counted = () => b.sql<{ sum: number }>('select coalesce(sum(failures), 0)::int as sum from sign_in_attempt');
    const before = await counted();
    expect(await answer({ passkey: key.give(await challenge()) })).toMatch(signedIn);
    expect(await counted()).toEqual(before);
  });
  it.each([
    ['another origin', { origin: 'https://evil.example' }],
    ['another name', { rpId: 'evil.example' }],
    ['a device that nobody unlocked', { flags: 1 }],
    ['an answer to something else', { type: 'webauthn.create' }],
  ])('is refused for %s', async (_, wrong) => {
    const { challenge, answer } = await begin();
    expect(await answer({ passkey: key.give(await challenge(), wrong) })).toContain('refused=identity.passkey-refused');
  });
  it('takes each challenge once, and only in its own sign-in', async () => {
    const one = await begin();
    const two = await begin();
    const challenge = await one.challenge();
    expect(await two.answer({ passkey: key.give(challenge) })).toContain('refused=identity.passkey-refused');
    // An answer that was refused ends its challenge too.
    expect(await one.answer({ passkey: '{"id":"nobody"}' })).toContain('refused=');
    expect(await one.answer({ passkey: key.give(challenge) })).toContain('refused=identity.passkey-refused');
    expect(await one.answer({ passkey: key.give(await one.challenge()) })).toMatch(signedIn);
  });
  it('is asked for after a password too, from whose it is alone', async () => {
    const bob = await account('bob', '14567890105');
    await app(bob.id);
    const { answer, challenge } = await begin();
    expect(await answer({ login: 'ann', password: 'violet harbour 44 lanterns' })).toMatch(/\/sign-in\//);
    expect(await answer({ passkey: key.give(await challenge()) })).toMatch(signedIn);
    const other = await begin();
    await other.answer({ login: 'bob', password: 'violet harbour 44 lanterns' });
    expect(await other.describe()).toMatchObject({ waitsFor: 'second-factor', offers: ['otp'] });
    expect(await other.answer({ by: 'otp', code: await codeOf('bob') })).toMatch(signedIn);
  });
  it('with a counter that does not rise is refused, the passkey is stopped, and its owner told', async () => {
    const first = await begin();
    expect(await first.answer({ passkey: key.give(await first.challenge(), { counter: 90 }) })).toMatch(signedIn);
    const copy = await begin();
    expect(await copy.answer({ passkey: key.give(await copy.challenge(), { counter: 90 }) })).toContain('refused=');
    const after = await begin();
    expect(await after.answer({ passkey: key.give(await after.challenge(), { counter: 91 }) })).toContain('refused=');
    const me = await session(ann.id, ['pwd']);
    expect((await b.call(contract.listFactors, {}, me)).items).toMatchObject([{ suspended: true }]);
    await b.drain();
    const told = b.events('identity.person-concerned.v1').map(({ data }) => (data as { key: string }).key);
    expect(told.some((one) => one.startsWith('identity-factor-suspended-'))).toBe(true);
  });
});

test('where the platform is reached by a number there are no passkeys, and it says so', async () => {
  const plain = await identityWorld();
  const eve = await plain.account('eve', '12345678964');
  const { token } = await plain.signIn('eve');
  const me = (await plain.resolve(token)) as Principal;
  expect(await plain.b.call(contract.listFactors, {}, me)).toMatchObject({ passkeysPossible: false });
  await expect(plain.b.call(contract.preparePasskey, {}, me)).rejects.toMatchObject({ code: 'identity.passkeys-off' });
  expect(eve.id).toBeDefined();
});
