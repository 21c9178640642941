// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { joinPerson, mergePeople } from '@stoa/identity/contract';
import { newId } from '@stoa/kernel';
import * as contract from '../src/contract.ts';
import { passport } from './documents.ts';
import { accountsWorld, password, self } from './world.ts';

const { b, sent, somebody, lastTo, tokenIn, found, hold, open } = await accountsWorld();
const officer = b.person({ duties: ['accounts.officer'], name: 'Olga Officer' });
const second = b.person({ duties: ['accounts.officer'] });

async function foreigner(login: string, number: string) {
  const lines = passport({ issuer: 'IND', primary: 'SHARMA', given: login.toUpperCase(), number });
  await b.call(contract.registerByPassport, { mrz: lines.join('\n'), email: `${login}@example.org` });
  return { ...(await open(`${login}@example.org`, login)), mrz: lines.join('\n') };
}
async function resident(login: string) {
  const who = somebody();
  await b.call(contract.registerByNumber, { ...who.facts, email: `${login}@example.org` });
  return { ...(await open(`${login}@example.org`, login)), ...who };
}

test('an official finds a person by exact number or login, who sees it; nobody else looks, and nobody is told of part', async () => {
  const { account, facts } = await resident('lena');
  expect(
    await b.call(contract.findPerson, { by: facts.number, purpose: 'She came to the desk' }, officer),
  ).toMatchObject({
    found: { login: 'lena' },
  });
  expect(await b.call(contract.findPerson, { by: 'lena', purpose: 'Desk' }, officer)).toHaveProperty('found');
  expect(await b.call(contract.findPerson, { by: 'len', purpose: 'Desk' }, officer)).toEqual({});
  await expect(b.call(contract.findPerson, { by: 'lena', purpose: 'Desk' }, b.person())).rejects.toMatchObject({
    kind: 'forbidden',
  });
  await b.call(contract.readPerson, { personId: account.personId }, officer);
  await expect(b.call(contract.readPerson, { personId: newId() }, officer)).rejects.toMatchObject({
    code: 'accounts.person-unknown',
  });
  await b.drain();
  expect(b.events('kernel.data-accessed.v1').map(({ data }) => data)).toContainEqual(
    expect.objectContaining({
      subject: account.personKey,
      action: 'accounts.person-sought',
      purpose: 'She came to the desk',
    }),
  );
});

test('one official who saw the document raises the proofing, not of themselves and not downwards', async () => {
  const { account } = await foreigner('ravi', 'R1');
  const raise = (by = officer, proofing = 2) =>
    b.call(contract.raiseProofing, { personId: account.personId, proofing, document: 'Passport seen' }, by);
  const own = { ...officer, id: account.personId };
  await expect(raise(own)).rejects.toMatchObject({ code: 'accounts.for-oneself' });
  await raise();
  expect(await found({ login: 'ravi' })).toMatchObject({ proofing: 2 });
  await expect(raise()).rejects.toMatchObject({ code: 'accounts.proofing-not-higher' });
});

test('a person by passport is joined to the register by two, once, and their pseudonym changes everywhere', async () => {
  const { account } = await foreigner('mira', 'M1');
  const { facts } = somebody();
  const ask = { personId: account.personId, number: facts.number, reason: 'Residence granted' };
  await expect(b.call(contract.askJoin, { ...ask, number: '10120230449' }, officer)).rejects.toMatchObject({
    code: 'accounts.number-unknown',
  });
  const { id } = await b.call(contract.askJoin, ask, officer);
  expect(await b.call(contract.readRequest, { id }, second)).toMatchObject({
    person: { passport: { number: 'M1' } },
    entry: { number: facts.number, birthOn: facts.birthOn },
  });
  await expect(b.call(contract.decideRequest, { id, approved: true }, officer)).rejects.toMatchObject({
    code: 'accounts.second-person-needed',
  });
  await b.call(contract.decideRequest, { id, approved: true }, second);
  const joined = await found({ login: 'mira' });
  expect(joined?.personKey).not.toBe(account.personKey);
  expect(joined).toMatchObject({ proofing: 2 });
  await b.drain();
  expect(b.events('identity.person-joined.v1').map(({ data }) => data)).toContainEqual({
    from: account.personKey,
    to: joined?.personKey,
  });
  await expect(b.call(contract.decideRequest, { id, approved: true }, second)).rejects.toMatchObject({
    code: 'accounts.request-decided',
  });
  await expect(b.call(contract.decideRequest, { id: newId(), approved: true }, second)).rejects.toMatchObject({
    code: 'accounts.request-unknown',
  });
  const other = await foreigner('nila', 'N1');
  await expect(b.call(contract.askJoin, { ...ask, personId: other.account.personId }, officer)).rejects.toMatchObject({
    code: 'accounts.number-taken',
  });
  await expect(
    b.call(joinPerson, { personId: other.account.personId, personKey: joined?.personKey ?? '', name: 'X' }, self),
  ).rejects.toMatchObject({ code: 'identity.person-known' });
});

test('a join that was carried out and not yet written down is never declined: approving again ends it', async () => {
  const { account } = await foreigner('kira', 'K1');
  const { facts } = somebody();
  const asked = { personId: account.personId, number: facts.number, reason: 'Residence granted' };
  const { id } = await b.call(contract.askJoin, asked, officer);
  // Killed after identity joined them.
  await b.sql(`create function killed() returns trigger language plpgsql as $$ begin raise exception 'killed'; end $$`);
  await b.sql(`create trigger killed before update on request for each row when (new.decided_at is not null)
    execute function killed()`);
  await expect(b.call(contract.decideRequest, { id, approved: true }, second)).rejects.toThrow('killed');
  await b.sql('drop trigger killed on request');
  const joined = await found({ login: 'kira' });
  expect(joined?.personKey).not.toBe(account.personKey);
  const third = b.person({ duties: ['accounts.officer'] });
  await expect(b.call(contract.decideRequest, { id, approved: false }, third)).rejects.toMatchObject({
    code: 'accounts.request-decided',
  });
  await b.call(contract.decideRequest, { id, approved: true }, third);
  expect((await b.call(contract.listRequests, {}, officer)).items.map((one) => one.id)).not.toContain(id);
  expect(await found({ login: 'kira' })).toEqual(joined);
});

test('a join that identity refuses may still be declined', async () => {
  const [one, other] = [await foreigner('lika', 'L1'), await foreigner('lola', 'L2')];
  const { facts } = somebody();
  const ask = (personId: string) =>
    b.call(contract.askJoin, { personId, number: facts.number, reason: 'Residence granted' }, officer);
  const [first, late] = [await ask(one.account.personId), await ask(other.account.personId)];
  await b.call(contract.decideRequest, { id: first.id, approved: true }, second);
  await expect(b.call(contract.decideRequest, { id: late.id, approved: true }, second)).rejects.toMatchObject({
    code: 'identity.person-known',
  });
  await b.call(contract.decideRequest, { id: late.id, approved: false }, second);
});

test('doubles become one by two officials; the other closes and its pseudonym goes over', async () => {
  const kept = await resident('keeper');
  const double = await foreigner('double', 'D1');
  const ask = { personId: kept.account.personId, otherId: double.account.personId, reason: 'The same person' };
  await expect(b.call(contract.askMerge, { ...ask, otherId: ask.personId }, officer)).rejects.toMatchObject({
    code: 'identity.same-person',
  });
  await expect(b.call(mergePeople, { personId: ask.personId, otherId: ask.personId }, self)).rejects.toMatchObject({
    code: 'identity.same-person',
  });
  const { id } = await b.call(contract.askMerge, ask, officer);
  expect(await b.call(contract.readRequest, { id }, second)).toMatchObject({ other: { login: 'double' } });
  expect((await b.call(contract.listRequests, {}, second)).items.map((one) => one.id)).toContain(id);
  await hold(double.account.personId, 'a.b');
  await expect(b.call(contract.decideRequest, { id, approved: true }, second)).rejects.toMatchObject({
    code: 'identity.duties-held',
  });
  await hold(double.account.personId);
  await b.call(contract.decideRequest, { id, approved: true }, second);
  expect(await found({ login: 'double' })).toMatchObject({ closed: true });
  expect(await found({ login: 'keeper' })).toMatchObject({ closed: false });
  await b.drain();
  expect(b.events('identity.person-joined.v1').at(-1)?.data).toEqual({
    from: double.account.personKey,
    to: kept.account.personKey,
  });
});

test('at a front office two officials give a way back to an address said there, and the known address learns of it', async () => {
  const { account } = await resident('lost');
  const ask = { personId: account.personId, email: 'new-lost@example.org', reason: 'Phone and password lost' };
  const { id } = await b.call(contract.askRecovery, ask, officer);
  await b.call(contract.decideRequest, { id, approved: true }, second);
  const token = tokenIn((await lastTo('new-lost@example.org'))?.link);
  expect(await b.call(contract.describeRecovery, { token })).toEqual({ kind: 'office' });
  expect(await b.call(contract.finishRecovery, { token, password: `${password} new` })).toEqual({ login: 'lost' });
  expect(sent.map(({ subject }) => subject.en)).toContain('A front office gave a way back to your account');
  const { id: declined } = await b.call(contract.askRecovery, ask, officer);
  await b.call(contract.decideRequest, { id: declined, approved: false }, officer);
  await expect(b.call(contract.askRecovery, ask, b.person())).rejects.toMatchObject({ kind: 'forbidden' });
});
