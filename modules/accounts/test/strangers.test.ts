// SPDX-License-Identifier: Apache-2.0
/** What somebody tries with accounts of others: their mailbox, their invitation, their word for somebody. */
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { passport } from './documents.ts';
import { accountsWorld, password } from './world.ts';

const { b, sent, lastTo, tokenIn, open, found } = await accountsWorld();
const officer = b.person({ duties: ['accounts.officer'], name: 'Olga Officer' });
let serial = 0;
const lines = (given: string) =>
  passport({ issuer: 'IND', primary: 'SHARMA', given, number: `S${++serial}` }).join('\n');

test('one address gets a few messages, whoever asks in whatever name', async () => {
  const email = 'victim@example.org';
  const ask = () =>
    b.call(contract.registerByPassport, { mrz: lines('RAVI'), email }).then(
      () => 'sent',
      (error: { code: string }) => error.code,
    );
  const answers: string[] = [];
  for (let time = 0; time < 12; time++) answers.push(await ask());
  await b.drain();
  expect(answers.at(-1)).toBe('accounts.too-many-attempts');
  expect(sent.filter(({ to }) => to.email === email).length).toBeLessThanOrEqual(5);
  b.clock.advance({ hours: 2 });
  expect(await ask()).toBe('sent');
});

test('an invitation opens one account, however many began with it', async () => {
  await b.call(contract.invite, { email: 'guest@example.org' }, officer);
  const invitation = tokenIn((await lastTo('guest@example.org'))?.link);
  const begin = async (name: string) => {
    await b.call(contract.registerByPassport, { mrz: lines(name), email: `${name}@example.org`, invitation });
    return tokenIn((await lastTo(`${name}@example.org`))?.link);
  };
  const [first, second] = [await begin('one'), await begin('two')];
  await b.call(contract.completeRegistration, { token: first, login: 'guest-one', password });
  await expect(
    b.call(contract.completeRegistration, { token: second, login: 'guest-two', password }),
  ).rejects.toMatchObject({ code: 'accounts.invitation-invalid' });
  expect(await found({ login: 'guest-two' })).toBeUndefined();
});

test('of thirty who finish one invitation at the very same instant one gets an account, and the others are told why not', async () => {
  await b.call(contract.invite, { email: 'crowd@example.org' }, officer);
  const invitation = tokenIn((await lastTo('crowd@example.org'))?.link);
  const crowd = Array.from({ length: 30 }, (_, at) => `crowd-${at}`);
  for (const name of crowd)
    await b.call(contract.registerByPassport, { mrz: lines('CROWD'), email: `${name}@example.org`, invitation });
  await b.drain();
  const links = crowd.map((name) => tokenIn(sent.findLast(({ to }) => to.email === `${name}@example.org`)?.link));
  const ended = await Promise.allSettled(
    crowd.map((login, at) => b.call(contract.completeRegistration, { token: links[at] ?? '', login, password })),
  );
  const opened = await Promise.all(crowd.map((login) => found({ login })));
  expect(opened.filter(Boolean)).toHaveLength(1);
  expect(ended.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  const codes = new Set(ended.flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : [])));
  expect([...codes]).toEqual(['accounts.invitation-invalid']);
});

test('whoever presses one link in thirty tabs at once has one account, and hears of it once', async () => {
  await b.call(contract.registerByPassport, { mrz: lines('MANY'), email: 'many@example.org' });
  const token = tokenIn((await lastTo('many@example.org'))?.link);
  const ended = await Promise.allSettled(
    Array.from({ length: 30 }, () => b.call(contract.completeRegistration, { token, login: 'many', password })),
  );
  const codes = ended.flatMap((one) => (one.status === 'rejected' ? [one.reason.code ?? one.reason] : []));
  expect(codes.filter((code) => !['accounts.account-exists', 'accounts.link-invalid'].includes(code))).toEqual([]);
  expect(ended.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  const person = await found({ login: 'many' });
  const audited = await b.sql(
    `select 1 from accounts.audit where action = 'accounts.registration-completed' and subject = $1`,
    [person?.personKey],
  );
  // By who opened it, and by one other tab that found it open before that was written down.
  expect([1, 2]).toContain(audited.length);
  const [used] = await b.sql<{ facts: unknown; used: boolean }>(
    'select facts, used_at is not null as used from accounts.registration order by created_at desc, id desc limit 1',
  );
  expect(used).toEqual({ facts: null, used: true });
});

test('a process that ended right after the account was opened leaves an invitation that opens no other one', async () => {
  await b.call(contract.invite, { email: 'cut@example.org' }, officer);
  const invitation = tokenIn((await lastTo('cut@example.org'))?.link);
  const begin = async (name: string) => {
    await b.call(contract.registerByPassport, { mrz: lines(name), email: `${name}@example.org`, invitation });
    return tokenIn((await lastTo(`${name}@example.org`))?.link);
  };
  const [token, second] = [await begin('cutone'), await begin('cuttwo')];
  // As a kill between the two transactions leaves it: identity has the account, and nothing is written down here.
  await b.sql('create table accounts.kept as select * from accounts.registration');
  await b.sql('create table accounts.kept_invitation as select * from accounts.invitation');
  await b.call(contract.completeRegistration, { token, login: 'cutone', password });
  await b.sql(
    'update accounts.registration r set used_at = k.used_at, facts = k.facts, sealed = k.sealed from accounts.kept k where k.id = r.id',
  );
  await b.sql(
    'update accounts.invitation i set used_at = k.used_at, facts = k.facts, sealed = k.sealed from accounts.kept_invitation k where k.id = i.id',
  );
  await expect(
    b.call(contract.completeRegistration, { token: second, login: 'cuttwo', password }),
  ).rejects.toMatchObject({ code: 'accounts.invitation-invalid' });
  expect(await found({ login: 'cuttwo' })).toBeUndefined();
  // Repeated, it ends what was left: the account is there, link and invitation are good no more.
  await expect(b.call(contract.completeRegistration, { token, login: 'cutone', password })).rejects.toMatchObject({
    code: 'accounts.account-exists',
  });
  await expect(b.call(contract.describeRegistration, { token })).rejects.toMatchObject({
    code: 'accounts.link-invalid',
  });
  await expect(b.call(contract.describeInvitation, { token: invitation })).rejects.toMatchObject({
    code: 'accounts.invitation-invalid',
  });
});

test('only who may do everything for an organisation vouches in its name', async () => {
  await b.call(contract.registerByPassport, { mrz: lines('FRIEND'), email: 'friend@example.org' });
  const { me } = await open('friend@example.org', 'friend');
  const { id } = await b.call(contract.askSponsor, { organisationId: '0105234510' }, me);
  const accountant = (limits?: readonly object[]) => ({
    ...b.person(),
    actingFor: { kind: 'organisation' as const, id: '0105234510', name: 'Steppe', ...(limits ? { limits } : {}) },
  });
  const narrow = accountant([{ services: ['work-permit'], acts: ['apply'] }]) as never;
  await expect(b.call(contract.listSponsorships, {}, narrow)).rejects.toMatchObject({ code: 'accounts.not-acting' });
  await expect(b.call(contract.answerSponsorship, { id, vouched: true }, narrow)).rejects.toMatchObject({
    code: 'accounts.not-acting',
  });
  await b.call(contract.answerSponsorship, { id, vouched: true }, accountant() as never);
});

test('a link pressed in two tabs at once changes the password once', async () => {
  await b.call(contract.registerByPassport, { mrz: lines('TABS'), email: 'tabs@example.org' });
  await open('tabs@example.org', 'tabs');
  const mrz = passport({ issuer: 'IND', primary: 'SHARMA', given: 'TABS', number: `S${serial}` }).join('\n');
  await b.call(contract.recoverPassword, { login: 'tabs' });
  const token = tokenIn((await lastTo('tabs@example.org'))?.link);
  const both = await Promise.allSettled(
    ['violet harbour 44 one', 'violet harbour 44 two'].map((renewed) =>
      b.call(contract.finishRecovery, { token, password: renewed, mrz }),
    ),
  );
  expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  const replaced = await b.sql<{ count: number }>(
    `select count(*)::integer as count from identity.audit where action = 'identity.password-replaced'`,
  );
  expect(replaced[0]?.count).toBe(1);
});
