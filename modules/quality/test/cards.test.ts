// SPDX-License-Identifier: Apache-2.0
import { namedPeople } from '@stoa/country-xm';
import { personJoined } from '@stoa/identity/contract';
import { newId } from '@stoa/kernel';
import { dataAccessed } from '@stoa/kernel/contract';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import quality from '../src/index.ts';
import { seal, unseal } from '../src/vault.ts';
import { benchWith } from '@stoa/kernel/testing';
import { qualityBench } from './fixture.ts';

const b = await qualityBench();
const analyst = b.person({ duties: ['quality.analyst'] });

test('the person served sees who read the card and why', async () => {
  const { id } = await b.invite();
  await b.call(contract.getCard, { id }, analyst);
  await b.call(contract.revealPerson, { id, purpose: 'Complaint 17 of the citizen' }, analyst);
  await b.drain();
  const seen = b
    .events(dataAccessed.type)
    .map((event) => event.data as { action: string; subject: string; objectId: string; purpose?: string });
  const own = seen.filter((one) => one.objectId === id);
  expect(own.map((one) => one.action)).toEqual([
    'quality.card-received',
    'quality.card-read',
    'quality.person-revealed',
  ]);
  expect(new Set(own.map((one) => one.subject))).toEqual(new Set([b.personKey(namedPeople.worker.snils)]));
  expect(own.at(-1)?.purpose).toBe('Complaint 17 of the citizen');
});

test('a card is about the same person after their pseudonym has become another', async () => {
  const { id } = await b.invite();
  const moved = { from: b.personKey(namedPeople.worker.snils), to: b.personKey(namedPeople.workerWife.snils) };
  for (const event of [newId(), newId()]) await b.deliver(personJoined, moved, event);
  await b.call(contract.getCard, { id }, analyst);
  await b.drain();
  const seen = b
    .events(dataAccessed.type)
    .map(({ data }) => data as { subject: string; objectId: string; action: string });
  expect(seen.find((one) => one.objectId === id && one.action === 'quality.card-read')?.subject).toBe(moved.to);
});

test('a card shows no personal data, revealing them needs a purpose', async () => {
  const { id } = await b.invite();
  const card = JSON.stringify(await b.call(contract.getCard, { id }, analyst));
  for (const secret of [namedPeople.worker.familyName, namedPeople.worker.snils]) expect(card).not.toContain(secret);
  expect(await b.http(analyst).post(`/api/quality/cards/${id}/person`, { purpose: '' })).toMatchObject({ status: 422 });
  expect((await b.call(contract.revealPerson, { id, purpose: 'Complaint 17 of the citizen' }, analyst)).snils).toBe(
    namedPeople.worker.snils,
  );
});

test('sealed data that were changed or moved to another card do not open', () => {
  const id = newId();
  const person = { fullName: 'A B', birthOn: '1990-01-01', snils: namedPeople.worker.snils };
  const sealed = seal(b.module, id, person);
  expect(unseal(b.module, id, sealed)).toEqual(person);
  expect(() => unseal(b.module, newId(), sealed)).toThrow();
  sealed[20] = (sealed[20] ?? 0) ^ 1;
  expect(() => unseal(b.module, id, sealed)).toThrow();
});

test('cards are listed page by page, newest first, each once', async () => {
  for (let i = 0; i < 5; i++) {
    await b.submit();
    b.clock.advance({ seconds: 1 });
  }
  const all = (await b.call(contract.listCards, { limit: 100 }, analyst)).items.map((card) => card.id);
  const paged: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await b.call(contract.listCards, { limit: 2, ...(cursor && { cursor }) }, analyst);
    paged.push(...page.items.map((card) => card.id));
    cursor = page.nextCursor;
  } while (cursor);
  expect(paged).toEqual(all);
  const matched = await b.call(contract.listCards, { state: 'MATCHED' }, analyst);
  expect(matched.items).toHaveLength(5);
  await expect(b.call(contract.listCards, { cursor: 'bm9uZQ' }, analyst)).rejects.toMatchObject({
    code: 'kernel.input-invalid',
  });
});

test('an unknown card is refused everywhere', async () => {
  const id = newId();
  const code = 'quality.card-unknown';
  await expect(b.call(contract.getCard, { id }, analyst)).rejects.toMatchObject({ code });
  await expect(b.call(contract.revealPerson, { id, purpose: 'Complaint 17' }, analyst)).rejects.toMatchObject({ code });
  await expect(b.call(contract.withdrawCard, { id, reason: 'mistake' }, analyst)).rejects.toMatchObject({ code });
  await expect(b.call(contract.holdLink, { id, held: true, reason: 'mistake' }, analyst)).rejects.toMatchObject({
    code,
  });
});

test('a rejected card has nothing to withdraw or to lock', async () => {
  const { id } = await b.submit({ snils: '14567890100' });
  await expect(b.call(contract.withdrawCard, { id, reason: 'mistake' }, analyst)).rejects.toMatchObject({
    kind: 'conflict',
    code: 'quality.card-closed',
  });
  await expect(b.call(contract.holdLink, { id, held: true, reason: 'mistake' }, analyst)).rejects.toMatchObject({
    code: 'quality.link-closed',
  });
});

test('operators see how intake and feed stand', async () => {
  const state = await b.call(contract.getState, {}, b.person({ duties: ['platform.operator'] }));
  expect(state.cards.find((one) => one.state === 'REJECTED')?.count).toBe(1);
  expect(state).toMatchObject({ intake: { configured: false }, feed: { configured: false, waiting: 0 } });
});

test.each([
  ['list cards', contract.listCards, {}],
  ['read a card', contract.getCard, { id: newId() }],
  ['reveal a person', contract.revealPerson, { id: newId(), purpose: 'Curiosity of an officer' }],
  ['withdraw a card', contract.withdrawCard, { id: newId(), reason: 'mistake' }],
  ['lock a link', contract.holdLink, { id: newId(), held: true, reason: 'mistake' }],
  ['see the state', contract.getState, {}],
])('an officer may not %s', async (_name, operation, input) => {
  const officer = b.person({ duties: ['labour.permit-officer'] });
  await expect(b.call(operation as typeof contract.getState, input as never, officer)).rejects.toMatchObject({
    code: 'kernel.not-permitted',
  });
});

test.each([
  [{ STOA_QUALITY_CONNECTOR_URL: 'connector' }, /STOA_QUALITY_CONNECTOR_URL must be a URL/],
  [{ STOA_MONITORING_URL: 'http://127.0.0.1:1' }, /STOA_MONITORING_SECRET must be set/],
])('wrong settings %j keep the process from starting', async (env, message) => {
  await expect(benchWith(env, quality)).rejects.toThrow(message);
});
