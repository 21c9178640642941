// SPDX-License-Identifier: Apache-2.0
import { beforeEach, expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { readAgain } from '../src/registers.ts';
import { takeMandates } from '../src/hand-over.ts';
import { aigerim, b, heldBy, inn, keyOf, mandates, numbers, registers, worker } from './world.ts';

const refusedWith = (code: string) => expect.objectContaining({ code });
const company = (id: string, status = 'active') => ({ inn: id, name: { en: `Company ${id}` }, status });
const find = (number: string, who = aigerim) => b.call(contract.findInRegisters, { number }, who);
const again = async (hours: number) => {
  b.clock.advance({ hours });
  await readAgain(b.module);
  await b.drain();
};

beforeEach(() => {
  registers.companies.set(numbers.aigerim, [company(inn)]);
  registers.families.clear();
  registers.away.clear();
});

test('a director acts for the company at once, until the register says otherwise', async () => {
  expect(await find(numbers.aigerim)).toEqual({ found: 1, away: [] });
  await b.drain();
  expect(heldBy(keyOf(numbers.aigerim))).toMatchObject([{ kind: 'organisation', onBehalfOf: inn, role: 'director' }]);
  expect(heldBy(keyOf(numbers.aigerim))[0]).not.toHaveProperty('services');
  await find(numbers.aigerim);
  await b.drain();
  expect(heldBy(keyOf(numbers.aigerim))).toHaveLength(1);
  const [power] = (await b.call(contract.listPowers, { side: 'received', current: true }, aigerim)).items;
  expect(power).toMatchObject({ origin: 'register', may: [] });
  const withdraw = b.call(contract.withdrawPower, { id: power?.id ?? '' }, aigerim);
  await expect(withdraw).rejects.toEqual(refusedWith('powers.of-register'));

  registers.companies.set(numbers.aigerim, [company(inn, 'liquidated'), company('0800000001')]);
  await again(1);
  expect(heldBy(keyOf(numbers.aigerim))).toMatchObject([{ onBehalfOf: inn }]);
  await again(24);
  expect(heldBy(keyOf(numbers.aigerim))).toMatchObject([{ onBehalfOf: '0800000001' }]);
  expect(await b.call(contract.getPower, { id: power?.id ?? '' }, aigerim)).toMatchObject({ endedBy: 'register' });
});

test('a register that is away changes nothing, and is asked again soon', async () => {
  await find(numbers.aigerim);
  registers.away.add('companies');
  expect(await find(numbers.aigerim)).toEqual({ found: 0, away: ['companies'] });
  await b.drain();
  expect(heldBy(keyOf(numbers.aigerim))).toMatchObject([{ onBehalfOf: inn }]);
  expect(await b.call(contract.getReading, {}, aigerim)).toMatchObject({ away: ['companies'] });
  registers.away.clear();
  registers.companies.set(numbers.aigerim, []);
  await again(1);
  expect(heldBy(keyOf(numbers.aigerim))).toEqual([]);
  registers.away.add('companies').add('families');
  await expect(find(numbers.aigerim)).rejects.toEqual(refusedWith('powers.registers-away'));
});

test('parents act for their children until they come of age, not for the rest of the family', async () => {
  const child = { relation: 'child', snils: numbers.child, nameLatin: 'Anaya Sharma', birthOn: '2012-02-29' };
  registers.families.set(numbers.worker, [
    child,
    { ...child, relation: 'spouse', snils: '16000000094', birthOn: '1993-01-01' },
    { ...child, snils: '17000000095', birthOn: '2001-01-01' },
  ]);
  expect(await find(numbers.worker, worker)).toMatchObject({ found: 1 });
  await b.drain();
  expect(heldBy(keyOf(numbers.worker))).toMatchObject([
    { kind: 'person', onBehalfOf: keyOf(numbers.child), role: 'parent', name: { en: 'Anaya Sharma' } },
  ]);
  const until = heldBy(keyOf(numbers.worker))[0]?.until ?? '';
  expect(b.module.country.calendar.localDate(new Date(until))).toBe('2030-03-01');
});

test("somebody else's number, and one with a mistake, ask no register", async () => {
  await expect(find(numbers.worker)).rejects.toEqual(refusedWith('powers.number-not-yours'));
  await expect(find('14567890100')).rejects.toEqual(refusedWith('powers.number-invalid'));
  await expect(find('1'.repeat(30))).rejects.toMatchObject({ kind: 'invalid' });
  await expect(
    b.call(contract.readRegisters, { number: numbers.worker, name: 'x' }, worker as never),
  ).rejects.toMatchObject({ kind: 'forbidden' });
  const demo = { kind: 'service', id: 'demo' } as const;
  const wrong = b.call(contract.readRegisters, { number: '14567890100', name: 'x' }, demo);
  await expect(wrong).rejects.toEqual(refusedWith('powers.number-invalid'));
});

test('the number is kept sealed, and is in no ledger', async () => {
  await find(numbers.aigerim);
  const kept = await b.sql('select * from reading');
  const ledger = await b.sql('select record from ledger_entry');
  expect(JSON.stringify([kept, ledger])).not.toContain(numbers.aigerim);
});

test('mandates of before become powers without limits, once', async () => {
  const organisationName = { en: 'Old Company' } as never;
  const old = { personKey: 'old-key', personName: 'Old Person', organisationId: '0600000001', organisationName };
  mandates.push(old, { ...old, organisationId: '0600000002' });
  await takeMandates(b.module);
  await b.drain();
  expect(heldBy('old-key').map(({ onBehalfOf }) => onBehalfOf)).toEqual(['0600000001', '0600000002']);
  mandates.push(old);
  await takeMandates(b.module);
  await b.drain();
  expect(heldBy('old-key')).toHaveLength(2);
});

test('quality learns who cares for a child by a mandate that stands, nobody else does', async () => {
  const child = numbers.worker;
  registers.families.set(numbers.aigerim, [
    { relation: 'child', snils: child, nameLatin: 'Alikhan Seitkali', birthOn: '2015-08-02' },
  ]);
  await find(numbers.aigerim);
  const ask = (who: Parameters<typeof b.call>[2]) => b.call(contract.listCarers, { personKey: keyOf(child) }, who);
  const quality = { kind: 'service', id: 'quality' } as const;
  expect(await ask(quality)).toEqual({ items: [{ personKey: keyOf(numbers.aigerim), role: 'parent' }] });
  await expect(ask(aigerim)).rejects.toEqual(refusedWith('kernel.not-permitted'));
  registers.families.clear();
  await again(25);
  expect(await ask(quality)).toEqual({ items: [] });
});

test('who reminds a company learns who may apply for it, for this service, and nobody else does', async () => {
  const portfolio = { kind: 'service', id: 'portfolio' } as const;
  await find(numbers.aigerim);
  const ask = (who: Parameters<typeof b.call>[2]) =>
    b.call(contract.listActors, { organisationId: inn, serviceId: 'work-permit' }, who);
  expect(await ask(portfolio)).toEqual({ items: [{ personKey: keyOf(numbers.aigerim) }] });
  await expect(ask(aigerim)).rejects.toEqual(refusedWith('kernel.not-permitted'));
  registers.companies.clear();
  await again(25);
  expect(await ask(portfolio)).toEqual({ items: [] });
});
