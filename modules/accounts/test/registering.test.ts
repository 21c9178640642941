// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { passport } from './documents.ts';
import { accountsWorld, password } from './world.ts';

const { b, population, sent, somebody, lastTo, tokenIn, found, open } = await accountsWorld();
const byNumber = (input: Record<string, unknown>) => b.call(contract.registerByNumber, input as never);

test('who says what the register has gets a link, chooses login and password, and is known substantially', async () => {
  const { facts, person } = somebody();
  expect(await byNumber({ ...facts, email: 'one@example.org', language: 'kk' })).toEqual({ sent: true });
  const message = await lastTo('one@example.org');
  expect(message).toMatchObject({ subject: { en: 'Finish your registration' } });
  const token = tokenIn(message?.link);
  expect(await b.call(contract.describeRegistration, { token })).toMatchObject({
    way: 'number',
    email: 'one@example.org',
  });
  const weak = b.call(contract.completeRegistration, { token, login: 'one', password: 'short' });
  await expect(weak).rejects.toMatchObject({ code: 'identity.password-weak' });
  const { account } = await open('one@example.org', 'one');
  expect(account).toMatchObject({ name: person.nameLatin, proofing: 2, email: 'one@example.org' });
  for (const use of [
    () => b.call(contract.describeRegistration, { token }),
    () => b.call(contract.completeRegistration, { token, login: 'two', password }),
  ])
    await expect(use()).rejects.toMatchObject({ kind: 'gone', code: 'accounts.link-invalid' });
});

test('nobody, somebody, and somebody with an account are answered alike; only the mail says which', async () => {
  const { facts } = somebody();
  const wrong = await byNumber({ ...facts, birthOn: '1971-01-01', email: 'wrong@example.org' });
  expect(await lastTo('wrong@example.org')).toMatchObject({ subject: { en: 'No account was opened' } });
  const right = await byNumber({ ...facts, email: 'right@example.org' });
  const { account } = await open('right@example.org', 'right');
  const again = await byNumber({ ...facts, email: 'other@example.org' });
  const unknown = await byNumber({ ...facts, number: '10120230449', email: 'unknown@example.org' });
  expect([wrong, again, unknown]).toEqual([right, right, right]);
  const [other, nobody] = [await lastTo('other@example.org'), await lastTo('unknown@example.org')];
  expect(other?.subject).toEqual(nobody?.subject);
  expect(other).not.toHaveProperty('link');
  expect(sent.findLast(({ to }) => to.personKey === account.personKey && to.email === undefined)).toMatchObject({
    subject: { en: 'Somebody tried to register as you' },
  });
  // Each asks the register once: none is quicker.
  expect(population.calls.slice(-4)).toHaveLength(4);
});

test.each(['familyName', 'birthOn', 'documentNumber'] as const)('a wrong %s opens nothing', async (field) => {
  const { facts } = somebody();
  const wrong = { familyName: 'Nobody', birthOn: '1901-01-01', documentNumber: 'N0' }[field];
  await byNumber({ ...facts, [field]: wrong, email: `${field.toLowerCase()}@example.org` });
  expect(await lastTo(`${field.toLowerCase()}@example.org`)).toMatchObject({
    subject: { en: 'No account was opened' },
  });
});

test('a family name may be written in Latin letters, small, and with blanks around', async () => {
  const { facts, person } = somebody();
  const latin = person.nameLatin.split(' ').at(-1) ?? '';
  await byNumber({ ...facts, familyName: ` ${latin.toUpperCase()} `, email: 'latin@example.org' });
  expect(await lastTo('latin@example.org')).toMatchObject({ subject: { en: 'Finish your registration' } });
});

test('facts of somebody else are guessed a few times only, and the register that is away is said', async () => {
  const { facts } = somebody();
  population.away = true;
  // Whoever presses again and again meanwhile has guessed nothing.
  for (let pressed = 0; pressed < 7; pressed++)
    await expect(byNumber({ ...facts, email: 'b@example.org' })).rejects.toMatchObject({
      kind: 'unavailable',
      code: 'accounts.register-away',
    });
  population.away = false;
  for (let tried = 0; tried < 5; tried++) await byNumber({ ...facts, birthOn: '1950-01-01', email: 'a@example.org' });
  await expect(byNumber({ ...facts, email: 'a@example.org' })).rejects.toMatchObject({
    kind: 'limit',
    code: 'accounts.too-many-attempts',
  });
  b.clock.advance({ hours: 2 });
  expect(await byNumber({ ...facts, email: 'a@example.org' })).toEqual({ sent: true });
  await expect(byNumber({ ...facts, number: '10120230440', email: 'a@example.org' })).rejects.toMatchObject({
    kind: 'invalid',
    code: 'accounts.number-invalid',
  });
});

test('of two tabs that finish at once one opens the account, and the other says it is there', async () => {
  const { facts } = somebody();
  await byNumber({ ...facts, email: 'tab1@example.org' });
  await byNumber({ ...facts, email: 'tab2@example.org' });
  const tokens = [tokenIn((await lastTo('tab1@example.org'))?.link), tokenIn((await lastTo('tab2@example.org'))?.link)];
  const answers = await Promise.allSettled(
    tokens.map((token, at) => b.call(contract.completeRegistration, { token, login: `tab${at}`, password })),
  );
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(answers.find(({ status }) => status === 'rejected')).toMatchObject({
    reason: { code: 'accounts.account-exists' },
  });
  // After a process ended between opening and remembering, the same link says so too, and opens no second account.
  const { facts: other } = somebody();
  await byNumber({ ...other, email: 'killed@example.org' });
  const { account } = await open('killed@example.org', 'killed');
  const token = tokenIn(sent.findLast(({ to }) => to.email === 'killed@example.org')?.link);
  await expect(b.call(contract.completeRegistration, { token, login: 'killed2', password })).rejects.toMatchObject({
    code: 'accounts.link-invalid',
  });
  expect(await found({ login: 'killed2' })).toBeUndefined();
  expect(account.login).toBe('killed');
});

test('a login that is taken is refused, and the link stays good', async () => {
  const { facts } = somebody();
  await byNumber({ ...facts, email: 'taken@example.org' });
  const token = tokenIn((await lastTo('taken@example.org'))?.link);
  await expect(b.call(contract.completeRegistration, { token, login: 'one', password })).rejects.toMatchObject({
    code: 'identity.login-taken',
  });
  expect(await b.call(contract.completeRegistration, { token, login: 'taken', password })).toEqual({ login: 'taken' });
});

test('somebody in no register registers by passport and is known a little; a wrong digit is named with its line', async () => {
  const lines = passport({ issuer: 'IND', primary: 'SHARMA', given: 'ASHA<DEVI', number: 'Z7654321' });
  const wrong = lines.join('\n').replace('900214', '900215');
  await expect(b.call(contract.registerByPassport, { mrz: wrong, email: 'p@example.org' })).rejects.toMatchObject({
    kind: 'invalid',
    code: 'accounts.mrz-invalid',
    errors: [{ pointer: '/mrz', code: 'accounts.mrz-birth-check-digit', message: expect.stringContaining('Line 2') }],
  });
  await b.call(contract.registerByPassport, { mrz: lines.join('\n'), email: 'p@example.org' });
  const { account } = await open('p@example.org', 'asha');
  expect(account).toMatchObject({ name: 'Asha Devi Sharma', proofing: 1 });
  // The same passport again opens nothing, and its holder learns of it.
  expect(await b.call(contract.registerByPassport, { mrz: lines.join('\n'), email: 'q@example.org' })).toEqual({
    sent: true,
  });
  expect(await lastTo('q@example.org')).toMatchObject({ subject: { en: 'No account was opened' } });
});

test('people of one name register by passport', async () => {
  const lines = passport({ issuer: 'IDN', primary: 'SUKARNO', given: '', number: 'X1' });
  await b.call(contract.registerByPassport, { mrz: lines.join('\n'), email: 'mono@example.org' });
  expect((await open('mono@example.org', 'sukarno')).account.name).toBe('Sukarno');
});

test('an official invites, once; nobody else does, and a forged or used invitation says so', async () => {
  const grantor = b.person({ duties: ['identity.grantor'], name: 'Grace Grantor' });
  await expect(b.call(contract.invite, { email: 'i@example.org' }, b.person())).rejects.toMatchObject({
    kind: 'forbidden',
  });
  await b.call(contract.invite, { email: 'i@example.org' }, grantor);
  const invitation = tokenIn((await lastTo('i@example.org'))?.link);
  expect(await b.call(contract.describeInvitation, { token: invitation })).toMatchObject({
    email: 'i@example.org',
    invitedBy: 'Grace Grantor',
  });
  const { facts } = somebody();
  await byNumber({ ...facts, email: 'i@example.org', invitation });
  await open('i@example.org', 'invited');
  const invalid = { code: 'accounts.invitation-invalid' };
  await expect(b.call(contract.describeInvitation, { token: invitation })).rejects.toMatchObject(invalid);
  await expect(byNumber({ ...facts, email: 'i@example.org', invitation: 'x'.repeat(48) })).rejects.toMatchObject(
    invalid,
  );
});

test.each(['\0', 'x'.repeat(10_000), '\u202eevil'])('odd text is refused plainly: %#', async (text) => {
  const { facts } = somebody();
  for (const field of ['familyName', 'documentNumber', 'number'])
    await expect(byNumber({ ...facts, email: 'odd@example.org', [field]: text })).rejects.toMatchObject({
      kind: expect.stringMatching(/^(invalid|limit)$/),
    });
  await expect(b.call(contract.registerByPassport, { mrz: text, email: 'odd@example.org' })).rejects.toMatchObject({
    kind: 'invalid',
  });
});

test('what somebody said is unreadable in the database, and goes after a day', async () => {
  const { facts } = somebody();
  await byNumber({ ...facts, email: 'sealed@example.org' });
  await b.drain();
  expect(JSON.stringify(await b.sql('select * from accounts.registration'))).not.toContain('sealed@example.org');
  const token = tokenIn((await lastTo('sealed@example.org'))?.link);
  b.clock.advance({ hours: 25 });
  await expect(b.call(contract.describeRegistration, { token })).rejects.toMatchObject({
    code: 'accounts.link-invalid',
  });
});
