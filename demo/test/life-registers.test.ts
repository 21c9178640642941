// SPDX-License-Identifier: Apache-2.0
/** Births, calendars of clinics and work permits that cases enter: what registers take, refuse and still know after a stop. */
import { namedPeople, steppeBuild, technicianPermit, validSnils } from '@stoa/country-xm';
import {
  type BirthEntry,
  birthsFrom,
  calendarFrom,
  medicalCertificate,
  type PermitEntry,
  permitsFrom,
  type SlotEntry,
} from '@stoa/demo';
import { expect, test } from 'vitest';

const { aigerim, worker } = namedPeople;

test('a medical certificate is of one mother and day; no such day, no such certificate', () => {
  const found = medicalCertificate('MB-20261102-001', '2026-11-20');
  expect(found).toMatchObject({ bornOn: '2026-11-02', mother: { snils: aigerim.snils } });
  expect(medicalCertificate('MB-20261102-001', '2026-11-20')).toEqual(found);
  expect(medicalCertificate('MB-20261102-017', '2026-11-20')?.mother.snils).not.toBe(aigerim.snils);
  for (const number of ['MB-20261102-000', 'MB-20261131-001', 'MB-20261121-001', 'WP-1'])
    expect(medicalCertificate(number, '2026-11-20')).toBeUndefined();
});

const child = { familyName: 'Seitkali', givenName: 'Dana', bornOn: '2026-11-02', sex: 'female' };
const birth: BirthEntry = { certificate: 'MB-20261102-001', child, mother: aigerim.snils, second: worker.snils };

test('a child that is entered is a person and a child of both parents from then on, also after a stop', () => {
  const kept: BirthEntry[] = [];
  const births = birthsFrom([], (entry) => kept.push(entry));
  const answer = births.enter(birth);
  const { snils } = answer.content as { snils: string };
  expect(validSnils(snils)).toBe(true);
  expect(births.enter(birth)).toEqual(answer);
  expect(births.enter({ ...birth, second: null })).toMatchObject({ rejection: { code: 'FAILURE' } });
  for (const wrong of [undefined, { ...birth, mother: '1' }, { ...birth, child: {} }])
    expect(births.enter(wrong)).toMatchObject({ rejection: { code: 'FAILURE' } });
  expect(kept).toEqual([birth]);
  const again = birthsFrom(kept, () => undefined);
  expect(again.find(snils)).toMatchObject({ nameLatin: 'Dana Seitkali', birthOn: '2026-11-02', citizenship: 'XME' });
  for (const parent of [aigerim, worker]) expect(again.childrenOf(parent.snils)).toMatchObject([{ snils }]);
  expect(again.childrenOf(namedPeople.accountant.snils)).toEqual([]);
});

test('a doctor is offered on working days ahead, and who did not come is known for a year', () => {
  const kept: SlotEntry[] = [];
  const calendar = calendarFrom([], (entry) => kept.push(entry));
  const slot = { clinic: 'XM-01-CLINIC-1', speciality: 'therapist', at: '09-30', snils: aigerim.snils };
  const offers = ['2026-11-23', '2026-11-24', '2026-11-25', '2026-11-26', '2026-11-27', '2026-11-28', '2026-11-29'].map(
    (on) => (calendar.enter({ do: 'offer', on, ...slot }, '2026-11-20').content as { offered: boolean }).offered,
  );
  expect(offers.filter(Boolean)).toHaveLength(4);
  expect(calendar.enter({ do: 'offer', on: '2026-11-20', ...slot }, '2026-11-20')).toMatchObject({
    content: { offered: false },
  });
  for (let twice = 0; twice < 2; twice += 1)
    expect(calendar.enter({ do: 'absent', on: '2026-11-24', ...slot }, '2026-11-25')).toEqual({ content: {} });
  expect(kept).toHaveLength(1);
  const absences = (today: string) =>
    calendarFrom(kept, () => undefined).enter({ do: 'offer', on: '2027-01-12', ...slot }, today).content;
  expect(absences('2026-12-01')).toMatchObject({ absences: 1 });
  expect(absences('2028-01-01')).toMatchObject({ absences: 0 });
  expect(calendar.enter({ do: 'offer' }, '2026-11-20')).toMatchObject({ rejection: { code: 'FAILURE' } });
});

test('a permit is entered once, changed and ended; what is not in force is neither', () => {
  const kept: PermitEntry[] = [];
  const permits = permitsFrom([], (entry) => kept.push(entry));
  const entry: PermitEntry = {
    ...{ do: 'enter', number: 'WP-2026-000001', inn: steppeBuild.inn, snils: worker.snils },
    ...{ nameLatin: 'Rahul Sharma', birthOn: '1992-11-05', occupation: '2142', validUntil: '2028-01-10' },
  };
  const none = { nameLatin: null, birthOn: null, occupation: null, validUntil: null };
  for (let twice = 0; twice < 2; twice += 1)
    expect(permits.enter(entry)).toEqual({ content: { number: 'WP-2026-000001' } });
  expect(permits.enter({ ...entry, occupation: '7112' })).toHaveProperty('rejection');
  expect(permits.enter({ ...entry, ...none, do: 'change', validUntil: '2030-01-10' })).toHaveProperty('content');
  expect(permits.find(steppeBuild.inn, entry.number)).toMatchObject({ occupation: '2142', validUntil: '2030-01-10' });
  expect(permits.ofWorker(worker.snils, entry.number)).toMatchObject({ state: 'active' });
  expect(permits.ofWorker(aigerim.snils, entry.number)).toBeUndefined();
  const end = { ...entry, ...none, do: 'end' as const, number: technicianPermit.number };
  expect(permits.enter({ ...end, snils: aigerim.snils })).toHaveProperty('rejection');
  expect(permits.enter(end)).toHaveProperty('content');
  expect(permits.enter({ ...end, do: 'change' })).toHaveProperty('rejection');
  expect(permits.enter('nonsense')).toHaveProperty('rejection');
  const again = permitsFrom(kept, () => undefined);
  expect(again.find(steppeBuild.inn, technicianPermit.number)).toMatchObject({ state: 'cancelled' });
});
