// SPDX-License-Identifier: Apache-2.0
/** What many do at the very same instant happens once, and says the same afterwards as it did. */
import { joinPerson, openAccount, setProofing } from '@stoa/identity/contract';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { passport } from './documents.ts';
import { accountsWorld, password, self } from './world.ts';

const { b, sent, lastTo, open, found } = await accountsWorld();
let serial = 0;
const lines = () => passport({ issuer: 'IND', primary: 'RAO', given: 'AT', number: `O${++serial}` }).join('\n');
const byPassport = async (login: string) => {
  await b.call(contract.registerByPassport, { mrz: lines(), email: `${login}@example.org` });
  return open(`${login}@example.org`, login);
};
const codes = (ended: readonly PromiseSettledResult<unknown>[]) => [
  ...new Set(ended.flatMap((one) => (one.status === 'rejected' ? [String(one.reason.code ?? one.reason)] : []))),
];
const fulfilled = (ended: readonly PromiseSettledResult<unknown>[]) =>
  ended.filter(({ status }) => status === 'fulfilled').length;

test('one entry of the register is joined to one account, whoever is joined or registers at the same instant', async () => {
  const people: Awaited<ReturnType<typeof byPassport>>[] = [];
  for (let at = 0; at < 6; at++) people.push(await byPassport(`join-${at}`));
  const personKey = 'register:joined-at-once';
  const opening = { personKey, name: 'At Once', email: 'join@example.org', login: 'join-new', password, proofing: 2 };
  const ended = await Promise.allSettled([
    ...people.map(({ account }) =>
      b.call(joinPerson, { personId: account.personId, personKey, name: 'At Once' }, self),
    ),
    b.call(openAccount, opening, self),
  ]);
  expect(fulfilled(ended)).toBe(1);
  expect(codes(ended)).toEqual(['identity.person-known']);
});

test('what gives a right to one account opens one, for whoever asks', async () => {
  const once = '01919191-0000-7000-8000-000000000042';
  const opening = (at: number) => ({
    ...{ personKey: `register:once-${at}`, name: 'Once', email: 'once@example.org', login: `once-${at}` },
    ...{ password, proofing: 2, once },
  });
  const ended = await Promise.allSettled([1, 2, 3].map((at) => b.call(openAccount, opening(at), self)));
  expect(fulfilled(ended)).toBe(1);
  expect(codes(ended)).toEqual(['identity.opened-once']);
});

test('of many ways back asked for at the same instant the last one alone leads back', async () => {
  await byPassport('ways');
  const ask = { kind: 'password', login: 'ways' } as const;
  for (let time = 0; time < 4; time++) await b.call(contract.recoverPassword, { login: ask.login });
  await b.drain();
  const links = sent.filter(({ link }) => link?.startsWith('/recover/link/'));
  expect(links.length).toBeGreaterThan(0);
  const open = await b.sql<{ count: number }>(
    'select count(*)::integer as count from accounts.recovery where used_at is null',
  );
  expect(open[0]?.count).toBe(1);
  await expect(
    b.sql(
      `insert into accounts.recovery (id, person_id, kind, created_at, ready_at, expires_at)
       select gen_random_uuid(), person_id, kind, created_at, ready_at, expires_at from accounts.recovery where used_at is null`,
    ),
  ).rejects.toThrow(/recovery_open/);
});

test('a word for somebody and a refusal at the same instant: what is written down is what happened', async () => {
  const director = () => ({
    ...b.person(),
    actingFor: { kind: 'organisation' as const, id: '0105234510', name: 'Steppe' },
  });
  for (let round = 0; round < 8; round++) {
    const { account, me } = await byPassport(`vouched-${round}`);
    const { id } = await b.call(contract.askSponsor, { organisationId: '0105234510' }, me);
    const ended = await Promise.allSettled(
      [true, false, true, false].map((vouched) =>
        b.call(contract.answerSponsorship, { id, vouched }, director() as never),
      ),
    );
    expect(fulfilled(ended)).toBe(1);
    expect(codes(ended)).toEqual(['accounts.request-unknown']);
    const [row] = await b.sql<{ vouched: boolean }>('select vouched from accounts.sponsorship where id = $1', [id]);
    expect({ vouched: row?.vouched, proofing: (await found({ personId: account.personId }))?.proofing }).toEqual({
      vouched: row?.vouched,
      proofing: row?.vouched ? 2 : 1,
    });
  }
});

test('a process that ended while somebody was vouched for leaves a word that nobody takes back, and that is ended by repeating', async () => {
  const director = { ...b.person(), actingFor: { kind: 'organisation' as const, id: '0105234510', name: 'Steppe' } };
  const { account, me } = await byPassport('vouched-cut');
  const { id } = await b.call(contract.askSponsor, { organisationId: '0105234510' }, me);
  await b.sql('update accounts.sponsorship set vouched = true where id = $1', [id]);
  await expect(b.call(contract.answerSponsorship, { id, vouched: false }, director as never)).rejects.toMatchObject({
    code: 'accounts.request-unknown',
  });
  expect((await b.call(contract.listSponsorships, {}, director as never)).items).toHaveLength(1);
  await b.call(contract.answerSponsorship, { id, vouched: true }, director as never);
  expect((await found({ personId: account.personId }))?.proofing).toBe(2);
  expect(await lastTo('vouched-cut@example.org')).toBeDefined();
});

test('how well somebody is known never goes down, whichever of two who say so is later', async () => {
  const { account } = await byPassport('known');
  for (const proofing of [3, 2])
    await b.call(setProofing, { personId: account.personId, proofing }, { kind: 'service', id: 'accounts' });
  expect((await found({ personId: account.personId }))?.proofing).toBe(3);
});
