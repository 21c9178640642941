// SPDX-License-Identifier: Apache-2.0
import { personJoined } from '@stoa/identity/contract';
import { newId } from '@stoa/kernel';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { aigerim, b, director, heldBy, inn, keyOf, numbers, registers, worker } from './world.ts';

const narrow = { services: ['work-permit'], acts: ['read' as const] };
const give = async (who: typeof aigerim, number: string, taker: typeof aigerim) => {
  const to = { kind: 'person' as const, number, name: taker.name };
  const { id } = await b.call(contract.draftPower, { taker: to, role: 'accountant', further: false, ...narrow }, who);
  await b.call(contract.offerPower, { id }, who);
  await b.call(contract.answerPower, { id, accepted: true }, taker);
  return id;
};
const join = async (from: string, to: string) => {
  for (const event of [newId(), newId()]) await b.deliver(personJoined, { from, to }, event);
  await b.drain();
};

test('powers taken and given go with the person to another pseudonym, and identity is told of both sides', async () => {
  const other = b.person({ name: 'Rahul Sharma', snils: numbers.child });
  const taken = await give(director, numbers.worker, worker);
  const given = await give(worker, numbers.aigerim, aigerim);
  await b.drain();
  await join(keyOf(numbers.worker), keyOf(numbers.child));
  expect(heldBy(keyOf(numbers.child))).toMatchObject([{ id: taken, onBehalfOf: inn }]);
  expect(heldBy(keyOf(numbers.aigerim))).toMatchObject([{ id: given, onBehalfOf: keyOf(numbers.child) }]);
  expect(await b.call(contract.getPower, { id: taken }, other)).toMatchObject({ state: 'accepted' });
  await expect(b.call(contract.getPower, { id: taken }, worker)).rejects.toMatchObject({ kind: 'missing' });
});

test('where two become one, a power between them ends and one by law stands once', async () => {
  registers.companies.set(numbers.aigerim, [{ inn: '0800000002', name: { en: 'One' }, status: 'active' }]);
  registers.companies.set(numbers.worker, [{ inn: '0800000002', name: { en: 'One' }, status: 'active' }]);
  await b.call(contract.findInRegisters, { number: numbers.aigerim }, aigerim);
  await b.call(contract.findInRegisters, { number: numbers.worker }, worker);
  const between = await give(worker, numbers.aigerim, aigerim);
  await b.drain();
  await join(keyOf(numbers.worker), keyOf(numbers.aigerim));
  const held = heldBy(keyOf(numbers.aigerim));
  expect(held.filter(({ onBehalfOf }) => onBehalfOf === '0800000002')).toHaveLength(1);
  expect(held.map(({ id }) => id)).not.toContain(between);
  expect(await b.call(contract.getPower, { id: between }, aigerim)).toMatchObject({ state: 'withdrawn' });
  expect(await b.call(contract.getReading, {}, worker)).toEqual({ away: [] });
});
