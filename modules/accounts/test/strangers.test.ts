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
