// SPDX-License-Identifier: Apache-2.0
/** A correction goes to the office that keeps the register, which answers once, by a term. */
import { listHolders, tellPosts } from '@stoa/organisations/contract';
import { newId, retentionOperation } from '@stoa/kernel';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { world } from './world.ts';

const { b, told, aigerim, other, corrector, elsewhere } = await world();
b.clock.set(new Date('2031-10-15T09:00:00Z'));
const asked = {
  ...{ register: 'population', field: 'address', stands: '40 Unity Street', wanted: '41 Unity Street' },
  reason: 'We moved in May, see the lease.',
};
const ask = (who = aigerim, more = {}) => b.call(contract.askCorrection, { ...asked, ...more }, who);
const decide = (id: string, accept: boolean, who = corrector) =>
  b.call(contract.decideCorrection, { id, accept, answer: 'The lease says so.' }, who);

test('it is kept sealed, shown to whom it is about and to the office alone, and answered within ten working days', async () => {
  const one = await ask();
  expect(one).toMatchObject({
    state: 'open',
    dueOn: '2031-10-30',
    overdue: false,
    mayTakeBack: true,
    mayDecide: false,
  });
  expect(await b.dump('consent.correction')).not.toContain('Unity');
  await expect(ask()).rejects.toMatchObject({ code: 'consent.asked-already' });
  await ask(aigerim, { field: 'citizenship' });
  const { id } = one;
  for (const who of [other, elsewhere, b.person()])
    await expect(b.call(contract.getCorrection, { id }, who)).rejects.toMatchObject({ kind: 'forbidden' });
  expect((await b.call(contract.listCorrections, {}, elsewhere)).items).toEqual([]);
  expect((await b.call(contract.listCorrections, {}, corrector)).items).toHaveLength(2);
  expect(await b.call(contract.getCorrection, { id }, corrector)).toMatchObject({
    ...{ personName: 'Aigerim Seitkali', wanted: '41 Unity Street', mayDecide: true, mayTakeBack: false },
  });
});

test('the office accepts with a reason that the person is told; it is answered once', async () => {
  const [one] = (await b.call(contract.listMyCorrections, {}, aigerim)).items.filter(
    ({ field }) => field.en === 'Address',
  );
  const { id = '' } = one ?? {};
  await expect(decide(id, true, aigerim)).rejects.toMatchObject({ kind: 'forbidden' });
  await expect(decide(id, true, elsewhere)).rejects.toMatchObject({ kind: 'forbidden' });
  expect(await decide(id, true)).toMatchObject({ state: 'accepted', answer: 'The lease says so.' });
  await expect(decide(id, false)).rejects.toMatchObject({ code: 'consent.correction-over' });
  await b.drain();
  expect(told).toEqual([{ to: aigerim.personKey, subject: 'Your correction was accepted' }]);
  expect(await b.dump('consent.correction')).not.toContain('lease');
});

test('nobody answers what they asked for themselves', async () => {
  const own = b.person({ snils: '16778802009', duties: ['consent.corrector'], organisationId: 'XM-INTERIOR-MINISTRY' });
  const { id, mayDecide } = await ask(own);
  expect(mayDecide).toBe(false);
  await expect(decide(id, true, own)).rejects.toMatchObject({ code: 'consent.own-correction' });
  expect(await decide(id, false)).toMatchObject({ state: 'declined' });
});

test('who asked takes it back while it is open, and may ask again', async () => {
  const { id } = await ask(other);
  await expect(b.call(contract.takeBackCorrection, { id }, aigerim)).rejects.toMatchObject({ kind: 'forbidden' });
  expect(await b.call(contract.takeBackCorrection, { id }, other)).toMatchObject({
    state: 'taken-back',
    mayTakeBack: false,
  });
  await expect(b.call(contract.takeBackCorrection, { id }, other)).rejects.toMatchObject({
    code: 'consent.correction-over',
  });
  await ask(other);
});

test('an entry that is none, and a correction that is none, are refused', async () => {
  await expect(ask(aigerim, { field: 'shoeSize' })).rejects.toMatchObject({ code: 'consent.field-unknown' });
  await expect(ask(aigerim, { register: 'nothing' })).rejects.toMatchObject({ code: 'consent.field-unknown' });
  await expect(b.call(contract.getCorrection, { id: newId() }, corrector)).rejects.toMatchObject({
    code: 'consent.correction-unknown',
  });
  await expect(ask(b.person())).rejects.toMatchObject({ kind: 'forbidden' });
  await expect(b.call(contract.listCorrections, {}, aigerim)).rejects.toMatchObject({ kind: 'forbidden' });
  await expect(b.call(contract.listMyCorrections, {}, b.person())).rejects.toMatchObject({ kind: 'forbidden' });
  expect((await b.call(contract.listRegisters, {})).items.map(({ code }) => code)).toContain('population');
});

test('what passed its term is shown as overdue, and told to the office once', async () => {
  const posts: { posts: readonly string[]; body: string }[] = [];
  const post = newId();
  b.stub(listHolders, async () => ({ items: [{ postId: post } as never] }));
  b.stub(tellPosts, async (input) => {
    posts.push({ posts: input.posts, body: input.body.en });
    return { people: 1 };
  });
  b.clock.set(new Date('2031-10-31T09:00:00Z'));
  for (let time = 0; time < 2; time++) {
    await b.drain();
    b.clock.advance({ seconds: 3601 });
  }
  expect(posts).toEqual([{ posts: [post], body: expect.stringContaining(': 2.') }]);
  const { items } = await b.call(contract.listCorrections, { overdue: true }, corrector);
  expect(items.map(({ overdue }) => overdue)).toEqual([true, true]);
});

test('answered ones are erased when their term is over, open ones are not; the erasure is on record', async () => {
  const officer = b.person({ duties: ['privacy.officer'] });
  const before = (await b.sql('select 1 from consent.correction')).length;
  b.clock.advance({ days: 1830 });
  await b.drain();
  const left = await b.sql<{ state: string }>('select state from consent.correction');
  expect(new Set(left.map(({ state }) => state))).toEqual(new Set(['open']));
  const { items, rules } = await b.call(retentionOperation('consent'), {}, officer);
  expect(rules).toEqual([{ rule: 'corrections', days: 1825 }]);
  expect(items).toMatchObject([{ rule: 'corrections', days: 1825, count: before - left.length }]);
  await expect(b.call(retentionOperation('consent'), {}, aigerim)).rejects.toMatchObject({ kind: 'forbidden' });
});
