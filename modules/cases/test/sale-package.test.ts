// SPDX-License-Identifier: Apache-2.0
/** The sale of a vehicle: agreed on and entered, refused, waiting for a consent, and not taken by the register. */
import { abacusBureau } from '@stoa/country-xm';
import { expect, test } from 'vitest';
import { listOutputs } from '../src/contract.ts';
import { type Pages, packageWalk } from './package-walk.ts';
import { inn } from './permit-bench.ts';

const walk = await packageWalk();
const { aigerim, resident, snils, worker } = walk;
const office = walk.officer('interior.vehicle-inspector', 'XM-INTERIOR-MINISTRY');
const agreementType = 'urn:xm:portal:agreement:1.0#Request';
const entryType = 'urn:xm:interior:vehicle-transfer:1.0#Request';
const asked = (type: string) => walk.world.state.requests.filter((request) => request.type === type).at(-1)?.content;
const inDays = (days: number) =>
  walk.b.module.country.calendar.localDate(new Date(walk.b.clock.now().getTime() + days * 86_400_000));

const car = { make: 'Lada', model: 'Niva', year: 2015, registeredOn: '2015-06-01' };
for (const [plate, standing] of [
  ['100AAA01', 'free'],
  ['701AAT01', 'pledged'],
  ['702AAT01', 'arrested'],
  ['703AAT01', 'shared'],
  ['704AAT01', 'wanted'],
])
  walk.register({ [`owners/${snils}/${plate}`]: { ...car, plate, standing } });
walk.register({
  [`owners/${inn}/705AAT01`]: { ...car, plate: '705AAT01', standing: 'free' },
  [`companies/${abacusBureau.inn}`]: { inn: abacusBureau.inn, name: abacusBureau.name },
});
const child = '11223345698';
walk.world.state.persons.set(child, {
  ...{ snils: child, familyName: 'Сейткали', givenName: 'Алихан', nameLatin: 'Alikhan Seitkali' },
  ...{ birthOn: '2015-08-02', regionCode: 'XM-01', citizenship: 'XME', address: 'Аксу' },
});

const toPerson = (buyerSnils: string, buyerBirthOn: string): Pages => ({
  ...{ buyer: { buyerKind: 'person' }, 'buyer-number': { buyerSnils, buyerBirthOn } },
});
const toWorker = toPerson('14567890105', '1992-11-05');
const rest = (): Pages => ({
  ...{ terms: { price: 4200, handedOverOn: inDays(10) }, contact: { contactEmail: 'aigerim@mail.example' } },
});
const own = (plate: string, buyer: Pages = toWorker): Pages => ({
  ...{ seller: { sellerKind: 'person' }, number: { snils }, plate: { plate }, ...buyer, ...rest() },
});
const agree = (more: Record<string, unknown> = {}) =>
  walk.answer(agreementType, {
    ...{
      outcome: 'concluded',
      version: 2,
      agreementId: 'a',
      concludedAt: walk.b.clock.now().toISOString(),
      labels: {},
    },
    ...{ terms: { plate: '100AAA01', price: 4000, handedOverOn: inDays(10) }, ...more },
  });
const reasonOf = async (id: string, who: typeof aigerim) => JSON.stringify((await walk.page(id, who)).decision);

test('what buyer and seller have signed is entered in the register, and both have the contract', async () => {
  const id = await walk.sent(resident, 'vehicle-transfer', own('100AAA01'));
  const { number } = await walk.page(id, resident);
  expect(asked(agreementType)).toMatchObject({
    ...{ service: 'vehicle-transfer', caseId: id, act: 'sale', contract: number, mustAgree: true, law: null },
    proposer: { kind: 'person', number: snils, name: 'Айгерим Сейткали' },
    other: { kind: 'person', number: '14567890105', name: 'Rahul Sharma' },
    open: ['price', 'handedOverOn'],
    terms: { plate: '100AAA01', ownVehicle: 'Lada Niva, 2015', price: 4200 },
  });
  await agree();
  expect(asked(entryType)).toEqual({
    ...{ plate: '100AAA01', seller: snils, buyer: '14567890105', on: inDays(0), contract: number },
  });
  await walk.answer(entryType, { plate: '100AAA01', contract: number });
  expect(await walk.page(id, resident)).toMatchObject({ outcome: 'registered', outputs: [{ code: 'sale' }] });
  expect((await walk.b.call(listOutputs, {}, worker)).items).toMatchObject([{ caseId: id, code: 'sale' }]);
});

test('a company sells its lorry to another company', async () => {
  const id = await walk.sent(aigerim, 'vehicle-transfer', {
    ...{ seller: { sellerKind: 'company' }, plate: { plate: '705AAT01' }, buyer: { buyerKind: 'company' } },
    ...{ 'buyer-inn': { buyerInn: abacusBureau.inn }, ...rest() },
  });
  expect(asked(agreementType)).toMatchObject({
    ...{ caseId: id, proposer: { kind: 'organisation', number: inn, name: 'Steppe Build LLP' } },
    other: { kind: 'organisation', number: abacusBureau.inn, name: abacusBureau.name.en },
  });
  await agree();
  expect(asked(entryType)).toMatchObject({ seller: inn, buyer: abacusBureau.inn });
});

test.each([
  ['wanted', '704AAT01', '17(2)'],
  ['arrested', '702AAT01', '17(3)'],
  ['pledged', '701AAT01', '17(4)'],
])('a vehicle that is %s is not proposed to anybody', async (_, plate, article) => {
  const before = walk.world.state.requests.length;
  const id = await walk.sent(resident, 'vehicle-transfer', own(plate));
  await walk.decide(id, office, 'refuse');
  expect(await reasonOf(id, resident)).toContain(`Art. ${article}`);
  expect(await walk.page(id, resident)).toMatchObject({ outcome: 'refused', outputs: [{ code: 'refusal' }] });
  expect(walk.world.state.requests.slice(before).filter(({ type }) => type === agreementType)).toEqual([]);
});

test('nobody sells to themselves, a vehicle that is not theirs, or under the number of somebody else', async () => {
  const id = await walk.sent(resident, 'vehicle-transfer', own('100AAA01', toPerson(snils, '1988-03-21')));
  await walk.decide(id, office, 'refuse');
  expect(await reasonOf(id, resident)).toContain('Art. 17(5)');
  await expect(walk.sent(resident, 'vehicle-transfer', own('999AAA99'))).rejects.toMatchObject({
    code: 'cases.register-missing',
  });
  await expect(
    walk.sent(worker, 'vehicle-transfer', { seller: { sellerKind: 'person' }, number: { snils } }),
  ).rejects.toMatchObject({ code: 'cases.identifier-not-yours' });
});

test('a buyer is found by number and date of birth together, not by the number alone', async () => {
  const guessed = own('100AAA01', toPerson('14567890105', '1990-01-01'));
  await expect(walk.sent(resident, 'vehicle-transfer', guessed)).rejects.toMatchObject({
    code: 'cases.register-missing',
  });
});

test('a co-owner who consents later keeps the application waiting, not refused', async () => {
  const id = await walk.sent(resident, 'vehicle-transfer', own('703AAT01'));
  await walk.finish(id, office, 'missing');
  expect(await walk.page(id, resident)).toMatchObject({ outputs: [{ code: 'consent' }] });
  await walk.days(19);
  await walk.finish(id, office, 'given');
  await walk.decide(id, office, 'propose');
  expect(asked(agreementType)).toMatchObject({ caseId: id });
  const agreed = await walk.sent(resident, 'vehicle-transfer', own('703AAT01'));
  await walk.finish(agreed, office, 'given');
  expect(asked(agreementType)).toMatchObject({ caseId: agreed });
});

test('a child buys with the consent of a parent; without one in 20 days the sale is refused', async () => {
  const id = await walk.sent(resident, 'vehicle-transfer', own('100AAA01', toPerson(child, '2015-08-02')));
  await walk.finish(id, office, 'missing');
  await walk.days(21);
  await walk.decide(id, office, 'refuse');
  expect(await reasonOf(id, resident)).toContain('Art. 18(4)');
});

test('a sale that is declined, or that nobody signs, changes nothing in the register', async () => {
  const entries = walk.world.state.requests.filter(({ type }) => type === entryType).length;
  const declined = await walk.sent(resident, 'vehicle-transfer', own('100AAA01'));
  await agree({ outcome: 'declined' });
  expect(await walk.page(declined, resident)).toMatchObject({ outcome: 'not-agreed' });
  const silent = await walk.sent(resident, 'vehicle-transfer', own('100AAA01'));
  await walk.days(36);
  expect(await walk.page(silent, resident)).toMatchObject({ outcome: 'not-agreed', outputs: [] });
  expect(walk.world.state.requests.filter(({ type }) => type === entryType)).toHaveLength(entries);
});

test('what the register does not take, because the owner changed meanwhile, ends by an outcome of its own', async () => {
  const id = await walk.sent(resident, 'vehicle-transfer', own('100AAA01'));
  await agree();
  await walk.reject(entryType, 'The vehicle is not entered for the seller.');
  expect(await walk.page(id, resident)).toMatchObject({ outcome: 'not-entered', outputs: [] });
});
