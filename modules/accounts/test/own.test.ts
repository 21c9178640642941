// SPDX-License-Identifier: Apache-2.0
import { closeAccount } from '@stoa/identity/contract';
import { newId } from '@stoa/kernel';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { passport } from './documents.ts';
import { accountsWorld, password, self } from './world.ts';

const { b, population, sent, cases, somebody, lastTo, tokenIn, found, hold, open } = await accountsWorld();
const fresh = `${password} anew`;

async function resident(login: string) {
  const who = somebody();
  await b.call(contract.registerByNumber, { ...who.facts, email: `${login}@example.org` });
  return { ...who, ...(await open(`${login}@example.org`, login)) };
}
/** The last message to a person's known address. */
const told = async (personKey: string) => {
  await b.drain();
  return sent.findLast(({ to }) => to.personKey === personKey);
};
const signIn = (personId: string) =>
  b.sql('update identity.person set signed_in_at = $2 where id = $1', [personId, b.clock.now()]);

test('a lost password takes the link at the known address and the facts; once, and every session ends', async () => {
  const { account, facts } = await resident('pia');
  const answers = [
    await b.call(contract.recoverPassword, { login: 'pia' }),
    await b.call(contract.recoverPassword, { login: 'nobody-has-this' }),
  ];
  expect(answers).toEqual([{ sent: true }, { sent: true }]);
  const token = tokenIn((await lastTo('pia@example.org'))?.link);
  expect(await b.call(contract.describeRecovery, { token })).toEqual({ kind: 'password' });
  await expect(b.call(contract.finishRecovery, { token, password: fresh })).rejects.toMatchObject({
    code: 'accounts.proof-missing',
  });
  const others = somebody().facts;
  await expect(b.call(contract.finishRecovery, { token, password: fresh, ...others })).rejects.toMatchObject({
    kind: 'forbidden',
    code: 'accounts.proof-wrong',
  });
  expect(await b.call(contract.finishRecovery, { token, password: fresh, ...facts })).toEqual({ login: 'pia' });
  expect(await told(account.personKey)).toMatchObject({ subject: { en: 'Your password was replaced' } });
  await expect(b.call(contract.finishRecovery, { token, password: fresh, ...facts })).rejects.toMatchObject({
    code: 'accounts.link-invalid',
  });
});

test('everything lost takes the facts, a day in which the person is told, and the link', async () => {
  const { account, facts } = await resident('quin');
  await b.call(contract.recoverEverything, { ...facts, birthOn: '1950-05-05' });
  await b.call(contract.recoverEverything, facts);
  const waits = await told(account.personKey);
  expect(waits).toMatchObject({ subject: { en: 'Somebody asks for a way back to your account' } });
  expect(waits).not.toHaveProperty('link');
  b.clock.advance({ hours: 25 });
  const token = tokenIn((await told(account.personKey))?.link);
  const factors = () => b.sql('select id from identity.factor where person_id = $1', [account.personId]);
  const factor = `insert into identity.factor (id, person_id, kind, name, created_at, confirmed_at) values ($1, $2, 'totp', 'App', $3, $3)`;
  await b.sql(factor, [newId(), account.personId, b.clock.now()]);
  expect(await factors()).toHaveLength(1);
  expect(await b.call(contract.finishRecovery, { token, password: fresh })).toEqual({ login: 'quin' });
  expect(await factors()).toEqual([]);
});

test('a sign-in within the day ends the way back', async () => {
  const { account, facts } = await resident('rosa');
  await b.call(contract.recoverEverything, facts);
  await b.drain();
  b.clock.advance({ hours: 5 });
  await signIn(account.personId);
  b.clock.advance({ hours: 20 });
  expect(await told(account.personKey)).not.toHaveProperty('link');
});

test('who registered by passport comes back by all of it, not by its number alone', async () => {
  const facts = { issuer: 'IND', primary: 'RAO', given: 'KIRAN', number: 'K1' };
  const mrz = passport(facts).join('\n');
  await b.call(contract.registerByPassport, { mrz, email: 'kiran@example.org' });
  const { account } = await open('kiran@example.org', 'kiran');
  await b.call(contract.recoverEverything, { mrz: passport({ ...facts, birth: '900215' }).join('\n') });
  expect(await told(account.personKey)).toMatchObject({ subject: { en: 'Your account is ready' } });
  await b.call(contract.recoverEverything, { mrz });
  expect(await told(account.personKey)).toMatchObject({
    subject: { en: 'Somebody asks for a way back to your account' },
  });
});

test('guesses of others are few, and a register that is away says so', async () => {
  const { facts } = somebody();
  population.away = true;
  for (let pressed = 0; pressed < 7; pressed++)
    await expect(b.call(contract.recoverEverything, facts)).rejects.toMatchObject({ code: 'accounts.register-away' });
  population.away = false;
  for (let tried = 0; tried < 5; tried++) await b.call(contract.recoverEverything, facts);
  await expect(b.call(contract.recoverEverything, facts)).rejects.toMatchObject({ code: 'accounts.too-many-attempts' });
  for (let tried = 0; tried < 5; tried++) await b.call(contract.recoverPassword, { login: 'guessed' });
  await expect(b.call(contract.recoverPassword, { login: 'guessed' })).rejects.toMatchObject({ kind: 'limit' });
});

test('an account closes fourteen days after its person asked, who may register again', async () => {
  const { account, me, facts } = await resident('vera');
  cases.push({ state: 'in-progress' });
  expect(await b.call(contract.getClosing, {}, me)).toMatchObject({ asked: false, openCases: 1 });
  await expect(b.call(contract.askClosing, {}, me)).rejects.toMatchObject({ code: 'accounts.cases-open' });
  cases.length = 0;
  await expect(b.call(contract.askClosing, {}, b.person())).rejects.toMatchObject({ code: 'accounts.person-unknown' });
  await b.call(contract.askClosing, {}, me);
  expect(await b.call(contract.getClosing, {}, me)).toMatchObject({ asked: true });
  b.clock.advance({ days: 15 });
  await b.drain();
  expect(await found({ login: 'vera' })).toMatchObject({ closed: true });
  expect(await lastTo('vera@example.org')).toMatchObject({ subject: { en: 'Your account is closed' } });
  await b.call(contract.registerByNumber, { ...facts, email: 'vera@example.org' });
  expect((await open('vera@example.org', 'vera')).account).toMatchObject({ personId: account.personId, closed: false });
});

test('an account is closed, and power is given, only soon after a strong sign-in', async () => {
  const old = new Date(b.clock.now().getTime() - 31 * 60_000).toISOString();
  const weak = [b.person({ assurance: 1 }), b.person({ authenticatedAt: old })];
  for (const who of weak)
    await expect(b.call(contract.askClosing, {}, who)).rejects.toMatchObject({
      code: 'kernel.stronger-sign-in-needed',
    });
  const officer = b.person({ duties: ['accounts.officer'], authenticatedAt: old });
  const decided = b.call(contract.decideRequest, { id: officer.id, approved: true }, officer);
  await expect(decided).rejects.toMatchObject({ code: 'kernel.stronger-sign-in-needed' });
});

test('a sign-in or a change of mind keeps the account, and held duties keep it from closing', async () => {
  const { account, me } = await resident('walter');
  await b.call(contract.askClosing, {}, me);
  b.clock.advance({ days: 3 });
  await signIn(account.personId);
  expect(await b.call(contract.getClosing, {}, me)).toMatchObject({ asked: false });
  b.clock.advance({ days: 12 });
  await b.drain();
  expect(await found({ login: 'walter' })).toMatchObject({ closed: false });
  await b.call(contract.askClosing, {}, me);
  expect(await b.call(contract.keepAccount, {}, me)).toEqual({ kept: true });
  await hold(account.personId, 'a.b');
  await expect(b.call(contract.askClosing, {}, me)).rejects.toMatchObject({ code: 'accounts.duties-held' });
  await expect(b.call(closeAccount, { personId: account.personId }, self)).rejects.toMatchObject({
    code: 'identity.duties-held',
  });
});

test('an employer vouches for a person by passport who asked for it', async () => {
  const mrz = passport({ issuer: 'IND', primary: 'DAS', given: 'TARA', number: 'T1' }).join('\n');
  await b.call(contract.registerByPassport, { mrz, email: 'tara@example.org' });
  const { me } = await open('tara@example.org', 'tara');
  const { id } = await b.call(contract.askSponsor, { organisationId: '0101001089' }, me);
  await expect(b.call(contract.listSponsorships, {}, me)).rejects.toMatchObject({ code: 'accounts.not-acting' });
  const actingFor = { kind: 'organisation', id: '0101001089', name: 'Steppe' } as const;
  const director = b.person({ actingFor });
  expect((await b.call(contract.listSponsorships, {}, director)).items).toMatchObject([{ id, name: 'Tara Das' }]);
  await expect(b.call(contract.answerSponsorship, { id, vouched: true }, { ...me, actingFor })).rejects.toMatchObject({
    code: 'accounts.for-oneself',
  });
  await b.call(contract.answerSponsorship, { id, vouched: true }, director);
  expect(await found({ login: 'tara' })).toMatchObject({ proofing: 2 });
  await expect(b.call(contract.answerSponsorship, { id, vouched: true }, director)).rejects.toMatchObject({
    code: 'accounts.request-unknown',
  });
  await expect(b.call(contract.askSponsor, { organisationId: '0101001089' }, me)).rejects.toMatchObject({
    code: 'accounts.proofing-not-higher',
  });
});

test('a barrier that somebody reports is numbered, kept, and read by those who run the platform alone', async () => {
  const { number } = await b.call(contract.reportBarrier, { text: 'The reader skips the table', page: '/quality' });
  expect(number).toMatch(/^B-\d+$/);
  const operator = b.person({ duties: ['platform.operator'] });
  expect((await b.call(contract.listBarriers, {}, operator)).items).toMatchObject([{ number, page: '/quality' }]);
  await expect(b.call(contract.listBarriers, {}, b.person({ id: newId() }))).rejects.toMatchObject({
    kind: 'forbidden',
  });
});
