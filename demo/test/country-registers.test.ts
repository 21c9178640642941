// SPDX-License-Identifier: Apache-2.0
/** Departments that the demo country's services ask: what they answer, and what they refuse. */
import {
  abacusBureau,
  foreignWorkerPermits,
  namedPeople,
  steppeBuild,
  technicianPermit,
  validOgrn,
  validOrganisationInn,
} from '@stoa/country-xm';
import { afterAll, expect, test } from 'vitest';
import {
  enterCompany,
  examine,
  fireOpinion,
  healthOpinion,
  keepPassports,
  keepPlate,
  landOpinion,
  noteEntry,
  nameState,
  startForeignWorkerRegister,
} from '../src/index.ts';

const register = await startForeignWorkerRegister();
afterAll(() => register.close());
const get = async (path: string) => {
  const response = await fetch(`${register.url}${path}`);
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};

test('an employer finds the permits of its own workers, and nobody else does', async () => {
  expect(new Set(foreignWorkerPermits().map(({ number }) => number)).size).toBe(foreignWorkerPermits().length);
  expect(await get(`/permits/${steppeBuild.inn}/${technicianPermit.number}`)).toEqual({
    status: 200,
    body: technicianPermit,
  });
  expect(await get(`/permits/${abacusBureau.inn}/${technicianPermit.number}`)).toMatchObject({
    ...{ status: 404, body: { code: 'foreigners.permit-unknown' } },
  });
  expect(await get(`/permits/0105234511/${technicianPermit.number}`)).toMatchObject({
    ...{ status: 400, body: { code: 'foreigners.inn-malformed' } },
  });
});

test('a quota says how many places are left, and one is full', async () => {
  expect((await get('/quotas/XM-01/8332')).body).toMatchObject({ left: 0 });
  const { left } = (await get('/quotas/XM-01/2142')).body;
  expect(left).toBeGreaterThan(0);
  expect(await get('/quotas/XM-01/2142')).toMatchObject({ body: { left } });
  for (const path of ['/quotas/XM-09/2142', '/quotas/XM-01/0000'])
    expect(await get(path)).toMatchObject({ status: 404, body: { code: 'foreigners.quota-unknown' } });
});

test('the vehicle office keeps one plate number for a vehicle, and says what it knows of it', () => {
  const first = keepPlate({ vin: 'XMA2123BCD4567890', kind: 'car' });
  expect(first).toMatchObject({ content: { plate: expect.stringMatching(/^[6-9]\d\d[A-Z]{3}01$/), stolen: false } });
  expect(keepPlate({ vin: 'XMA2123BCD4567890' })).toEqual(first);
  expect(keepPlate({ vin: 'XMA2123BCD4567000' })).toMatchObject({ content: { stolen: true, entered: false } });
  expect(keepPlate({ vin: 'XMA2123BCD4567111' })).toMatchObject({ content: { stolen: false, entered: true } });
  for (const answer of [keepPlate({ vin: 'IOQ' }), keepPlate('nonsense'), noteEntry({})])
    expect(answer).toMatchObject({ rejection: { code: 'FAILURE' } });
  expect(noteEntry({ vin: 'XMA2123BCD4567890', plate: '600ABC01', entered: true })).toEqual({ content: {} });
});

test('the passport office cancels a lost passport, knows the third loss, and makes a new one', () => {
  const { snils } = namedPeople.aigerim;
  expect(keepPassports({ do: 'look', snils, number: null })).toMatchObject({
    content: { cancelled: false, earlierLosses: 0, travelBan: false },
  });
  expect(keepPassports({ do: 'cancel', snils, number: 'PM1048217' })).toMatchObject({
    content: { cancelled: true, earlierLosses: 2 },
  });
  const made = keepPassports({ do: 'make', snils, number: 'PM1048217' });
  expect(made).toMatchObject({ content: { number: expect.stringMatching(/^PM\d{7}$/) } });
  expect(keepPassports({ do: 'make', snils, number: 'PM1048217' })).toEqual(made);
  for (const content of [{ do: 'burn', snils }, { do: 'make', snils: '11223344590' }, undefined])
    expect(keepPassports(content)).toMatchObject({ rejection: { code: 'FAILURE' } });
});

test('a name is free, like another one, or taken, and a company that is entered takes its name', () => {
  expect(nameState('Northern Lights', [])).toEqual({ state: 'free', like: [] });
  expect(nameState('Steppe Buld', [])).toEqual({ state: 'like', like: ['Steppe Build LLP'] });
  expect(nameState('steppe build', [])).toMatchObject({ state: 'taken' });
  const asked = { name: 'Northern Lights', legalForm: 'llp', founderSnils: namedPeople.aigerim.snils, region: 'XM-01' };
  const { content } = enterCompany(asked, [], '2026-11-20');
  expect(validOrganisationInn(String((content as { inn: string }).inn))).toBe(true);
  expect(validOgrn(String((content as { ogrn: string }).ogrn))).toBe(true);
  const taken = { rejection: { description: 'Another company has this name.' } };
  expect(enterCompany(asked, ['Northern Lights'], '2026-11-20')).toMatchObject(taken);
  expect(enterCompany({ ...asked, agreed: true }, ['Northern Lights'], '2026-11-20')).toEqual({ content });
  for (const wrong of [{ ...asked, founderSnils: '1' }, { ...asked, region: 'XM-09' }, null])
    expect(enterCompany(wrong, [], '2026-11-20')).toMatchObject({ rejection: { code: 'FAILURE' } });
});

test('the examination centre gives points in the parts asked for, and a hairdresser passes the second time', () => {
  const asked = { snils: namedPeople.worker.snils, grade: 3 };
  const points = (trade: string, part: string) =>
    examine({ ...asked, trade, part }, '2026-11-20').content as { theory?: number; practice?: number };
  expect(points('welder', 'both').theory).toBeGreaterThanOrEqual(75);
  expect(points('hairdresser', 'both').practice).toBe(55);
  expect(points('hairdresser', 'practice').practice).toBeGreaterThanOrEqual(75);
  expect(points('crane', 'practice')).not.toHaveProperty('theory');
  for (const wrong of [{ ...asked, trade: 'cook', part: 'all' }, { snils: '1', trade: 'cook', part: 'both' }, 7])
    expect(examine(wrong, '2026-11-20')).toMatchObject({ rejection: { code: 'FAILURE' } });
});

test('each body has its own opinion of a building', () => {
  const house = { parcel: '01:03:100274:3', kind: 'house', floors: 2, area: 140, drawings: 'P-114' };
  const opinions = (building: object) =>
    [landOpinion, fireOpinion, healthOpinion].map((ask) => (ask(building).content as { opinion: string }).opinion);
  expect(opinions(house)).toEqual(['agrees', 'agrees', 'agrees']);
  expect(opinions({ ...house, parcel: '01:03:100274:10' })).toEqual(['objects', 'agrees', 'agrees']);
  expect(opinions({ ...house, floors: 4 })).toEqual(['agrees', 'conditions', 'agrees']);
  expect(opinions({ ...house, floors: 10 })).toEqual(['agrees', 'redraw', 'agrees']);
  for (const ask of [landOpinion, fireOpinion, healthOpinion])
    expect(ask({ parcel: 7 })).toMatchObject({ rejection: { code: 'FAILURE' } });
});
