// SPDX-License-Identifier: Apache-2.0
/** A child is born and gets a benefit; a doctor's hour is taken, waited for, given back and missed. */
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { type Pages, packageWalk } from './package-walk.ts';

const walk = await packageWalk();
const { resident, snils } = walk;
const records = walk.officer('interior.records-officer', 'XM-INTERIOR-MINISTRY');
const labour = walk.officer('labour.permit-officer', 'XM-01-LABOUR');
const registrar = walk.officer('health.registrar', 'XM-01-CLINIC-1');
const types = {
  agreement: 'urn:xm:portal:agreement:1.0#Request',
  birth: 'urn:xm:interior:birth-entry:1.0#Request',
  payout: 'urn:xm:portal:payout:1.0#Request',
  appointment: 'urn:xm:health:appointment:1.0#Request',
  places: 'urn:xm:portal:places:1.0#Request',
};
const codes = async (id: string) => (await walk.page(id, resident)).outputs.map(({ code }) => code).sort();
const asked = (type: string) => walk.world.state.requests.filter((request) => request.type === type).at(-1)?.content;
const article = async (id: string) => JSON.stringify((await walk.page(id, resident)).decision);
const contact: Pages = { contact: { contactEmail: 'aigerim@mail.example' } };
const daysAgo = (days: number) => new Date(walk.b.clock.now().getTime() - days * 86_400_000).toISOString().slice(0, 10);

const certificate = 'MB-20261102-001';
const born = (bornOn: string) => walk.register({ [`births/${snils}/${certificate}`]: { bornOn, sex: 'female' } });
const birth = (second: boolean): Pages => ({
  ...{ number: { snils }, certificate: { medicalNumber: certificate } },
  ...{
    child: { childFamilyName: 'Seitkali', childGivenName: 'Dana' },
    second: { secondParent: second ? 'yes' : 'no' },
  },
  ...(second ? { 'second-who': { secondSnils: '14567890105', secondName: 'Rahul Sharma' } } : {}),
  ...contact,
});
const entered = { snils: '70000012373', entry: 'BE-20261102-001' };

test('a mother registers a birth at once, and the certificate bears the number of the child', async () => {
  born(daysAgo(5));
  const id = await walk.sent(resident, 'birth-registration', birth(false));
  expect(asked(types.birth)).toMatchObject({
    ...{ certificate, mother: snils, second: null },
    child: { familyName: 'Seitkali', givenName: 'Dana', bornOn: daysAgo(5), sex: 'female' },
  });
  await walk.answer(types.birth, entered);
  expect(await walk.page(id, resident)).toMatchObject({ outcome: 'registered', outputs: [{ code: 'certificate' }] });
});

test('a second parent who signs is entered; one who does not answer in 35 days is not', async () => {
  born(daysAgo(5));
  const signed = await walk.sent(resident, 'birth-registration', birth(true));
  expect(asked(types.agreement)).toMatchObject({ act: 'parent', other: { number: '14567890105' }, mustAgree: true });
  await walk.answer(types.agreement, { outcome: 'concluded', terms: {} });
  expect(asked(types.birth)).toMatchObject({ second: '14567890105' });
  await walk.answer(types.birth, entered);
  expect(await codes(signed)).toEqual(['certificate']);
  const silent = await walk.sent(resident, 'birth-registration', birth(true));
  await walk.days(36);
  // More than a month has passed since the birth meanwhile, and an officer looks why.
  await walk.finish(silent, records, 'explained');
  expect(asked(types.birth)).toMatchObject({ second: null });
  await walk.reject(types.birth, 'The birth of this certificate is registered already.');
  expect(await walk.page(silent, resident)).toMatchObject({ outcome: 'not-entered', outputs: [] });
});

test('a birth that is reported late without a reason is refused by an officer', async () => {
  born(daysAgo(70));
  const id = await walk.sent(resident, 'birth-registration', birth(false));
  await walk.finish(id, records, 'unexplained');
  await walk.decide(id, records, 'refuse');
  expect(await article(id)).toContain('Art. 16(2)');
  expect(await codes(id)).toEqual(['refusal']);
});

const childSnils = '70000012373';
const family = (...children: string[]) =>
  walk.world.state.families.set(snils, { members: children.map((one) => ({ snils: one, relation: 'child' })) });
walk.world.state.persons.set(snils, { snils, nameLatin: 'Aigerim Seitkali', birthOn: '1988-03-21', foreigner: false });
walk.world.state.persons.set(childSnils, {
  ...{ snils: childSnils, familyName: 'Seitkali', givenName: 'Dana', nameLatin: 'Dana Seitkali' },
  birthOn: daysAgo(20),
});
const bornOn = daysAgo(20);
const benefit = (more: Pages): Pages => ({
  ...{ number: { snils }, child: { childSnils, childBirthOn: bornOn }, ...more, ...contact },
});

test('a benefit is paid every month until the child is 18, and stopped when it moves', async () => {
  family(childSnils);
  const id = await walk.sent(resident, 'child-benefit', benefit({ act: { act: 'begin' }, home: { livesWith: 'me' } }));
  const { number } = await walk.page(id, resident);
  expect(asked(types.payout)).toMatchObject({
    ...{ do: 'start', key: number, person: snils, programme: 'child-benefit', amountMinor: 8000, currency: 'EUR' },
    until: expect.stringContaining(String(Number(bornOn.slice(0, 4)) + 18)),
  });
  await walk.answer(types.payout, { done: true, from: '2026-11', until: '2044-11', amountMinor: 8000 });
  expect(await walk.page(id, resident)).toMatchObject({ outcome: 'granted', outputs: [{ code: 'grant' }] });
  const end = { benefitNumber: number ?? '', endsOn: walk.today(), endGround: 'moved' };
  const ended = await walk.sent(resident, 'child-benefit', benefit({ act: { act: 'end' }, end }));
  expect(asked(types.payout)).toEqual({ do: 'stop', key: number, person: snils, on: walk.today() });
  await walk.answer(types.payout, { done: true, from: '2026-11', until: '2026-11', amountMinor: 8000 });
  expect(await codes(ended)).toEqual(['ending']);
});

test('more children are more money each, and a child of others or in two homes is looked at or refused', async () => {
  family(childSnils, '15555555588', '18899774487');
  const third = await walk.sent(
    resident,
    'child-benefit',
    benefit({ act: { act: 'begin' }, home: { livesWith: 'both' } }),
  );
  await walk.finish(third, labour, 'here');
  expect(asked(types.payout)).toMatchObject({ amountMinor: 14_000 });
  await walk.answer(types.payout, { done: false, from: '', until: '', amountMinor: 0 });
  expect(await walk.page(third, resident)).toMatchObject({ outcome: 'not-started' });
  const late = await walk.sent(
    resident,
    'child-benefit',
    benefit({ act: { act: 'begin' }, home: { livesWith: 'both' } }),
  );
  await walk.days(31);
  await walk.decide(late, labour, 'refuse');
  expect(await article(late)).toContain('Art. 6(3)');
  family('15555555588');
  const other = await walk.sent(
    resident,
    'child-benefit',
    benefit({ act: { act: 'begin' }, home: { livesWith: 'me' } }),
  );
  await walk.decide(other, labour, 'refuse');
  expect(await article(other)).toContain('Art. 3(1)');
});

const inDays = (days: number) => daysAgo(-days);
const visit = (otherwise = 'none'): Pages => ({
  ...{ number: { snils }, doctor: { clinic: 'XM-01-CLINIC-1', speciality: 'therapist' } },
  ...{ time: { on: inDays(10), at: '09-30', otherwise }, ...contact },
});
const offered = { offered: true, doctor: 'Dr. Asel Nurbek', slot: 'one', absences: 0 };
const granted = { done: true, places: 1, granted: 1, taken: 0, left: 1 };
/** As far as the hour is asked for: the ledger of the departments' world answers that by itself. */
async function appointed(otherwise = 'none', absences = 0) {
  const id = await walk.sent(resident, 'doctor-appointment', visit(otherwise));
  await walk.answer(types.appointment, { ...offered, absences });
  if (absences < 2) await walk.answer(types.places, granted);
  return id;
}

test('a free hour is kept, the patient is reminded the day before, and comes', async () => {
  const id = await appointed();
  expect(asked(types.places)).toMatchObject({ do: 'grant', kind: 'appointments', holder: null, places: 1 });
  await walk.passed();
  expect(await codes(id)).toEqual(['appointment']);
  expect(asked(types.appointment)).toMatchObject({ do: 'book', at: '09-30' });
  await walk.days(9);
  expect(await codes(id)).toEqual(['appointment', 'reminder']);
  await walk.finish(id, registrar, 'came');
  expect(await walk.page(id, resident)).toMatchObject({ outcome: 'came' });
});

test('an hour that is taken is told at once, and who does not come is noted', async () => {
  walk.world.state.placeLeft = false;
  const taken = await appointed();
  await walk.passed();
  expect(await walk.page(taken, resident)).toMatchObject({ outcome: 'no-slot', outputs: [] });
  walk.world.state.placeLeft = true;
  const missed = await appointed();
  await walk.passed();
  await walk.days(10);
  await walk.finish(missed, registrar, 'absent');
  expect(asked(types.appointment)).toMatchObject({ do: 'absent' });
  expect(await walk.page(missed, resident)).toMatchObject({ outcome: 'absent' });
});

test('who missed two appointments is called first; who cancels frees the hour', async () => {
  const refused = await appointed('none', 2);
  await walk.finish(refused, registrar, 'unreachable');
  await walk.decide(refused, registrar, 'refuse');
  expect(await article(refused)).toContain('Art. 9(3)');
  const cancelled = await appointed();
  await walk.passed();
  await walk.b.call(contract.withdrawCase, { id: cancelled }, resident);
  await walk.b.drain();
  expect(asked(types.appointment)).toMatchObject({ do: 'free' });
  expect(await walk.page(cancelled, resident)).toMatchObject({ outcome: 'withdrawn' });
});

test('a day on which the doctor does not work is told at once', async () => {
  const id = await walk.sent(resident, 'doctor-appointment', visit());
  await walk.answer(types.appointment, { ...offered, offered: false });
  expect(await walk.page(id, resident)).toMatchObject({ outcome: 'not-offered' });
});
