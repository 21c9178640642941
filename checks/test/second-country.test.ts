// SPDX-License-Identifier: Apache-2.0
/** Another country than Meridia: its pack is all that changes. */
import { fileURLToPath } from 'node:url';
import analytics from '@stoa/analytics';
import { getRatings } from '@stoa/analytics/contract';
import catalogue, { lintPackage } from '@stoa/catalogue';
import identity from '@stoa/identity';
import { registerPerson } from '@stoa/identity/contract';
import { timerDueAt } from '@stoa/kernel/processes';
import { bench, benchWith } from '@stoa/kernel/testing';
import organisations from '@stoa/organisations';
import { listTerritories, requestChange } from '@stoa/organisations/contract';
import quality from '@stoa/quality';
import { submitCard } from '@stoa/quality/contract';
import surveys from '@stoa/surveys';
import { expect, test } from 'vitest';

const packAt = (file: string) => fileURLToPath(new URL(`second-country/${file}`, import.meta.url));
const b = await benchWith({ STOA_COUNTRY: packAt('pack.ts') }, identity, organisations, quality, surveys, analytics);
const operator = b.person({ duties: ['platform.operator'] });
const grantor = b.person({ duties: ['identity.grantor'] });

test('its territories are listed by name, and no other is taken for one of its own', async () => {
  const names = async (partOf?: string) =>
    (await b.call(listTerritories, partOf ? { partOf } : {})).items.map(({ name }) => name.en);
  expect(await names()).toEqual(['Zembla', 'Onhava']);
  expect(await names('QZ')).toEqual(['Onhava']);
  expect(await names('XM')).toEqual([]);
  const ask = (regionCode: string) => {
    const facts = { kind: 'local' as const, name: { en: 'Harbour Office' } as never, regionCode, from: '2026-01-01' };
    const asked = { kind: 'organisation' as const, id: 'QZ-ON-HARBOUR', facts, validFrom: '2026-01-01' };
    return b.call(requestChange, { asked, reason: 'Order No. 1' }, grantor);
  };
  await ask('QZ-ON');
  await expect(ask('XM-01')).rejects.toMatchObject({ code: 'organisations.region-unknown' });
});

test('its people are known by its own numbers', async () => {
  const about = { name: 'Charles Kinbote', email: 'kinbote@zembla.example', login: 'kinbote' };
  await expect(b.call(registerPerson, { ...about, snils: '10000000001' }, operator)).rejects.toMatchObject({
    code: 'identity.snils-invalid',
  });
  const { personKey } = await b.call(registerPerson, { ...about, snils: '90000000001' }, operator);
  // The same number of Meridia is somebody else.
  expect(personKey).not.toBe(b.person({ snils: '90000000001' }).personKey);
});

test('its offices are rated, under its own regions', async () => {
  const card = {
    senderId: 'QZ/GOV/1/PORT',
    recordId: '1',
    organisationName: 'Harbour Office of Onhava',
    organisationAddress: '1 Quay, Onhava',
    inn: '1111111111',
    ogrn: '1111111111111',
    kpp: '111111111',
    organisationType: 'harbour',
    familyName: 'Kinbote',
    givenName: 'Charles',
    birthOn: '1915-07-05',
    snils: '90000000001',
    serviceCode: 'berth',
    renderedOn: b.module.country.calendar.localDate(b.clock.now()),
  };
  const sender = { kind: 'service', id: 'cases' } as const;
  expect(await b.call(submitCard, card, sender)).toMatchObject({ state: 'MATCHED', reasons: [] });
  expect(await b.call(submitCard, { ...card, recordId: '2', snils: '10000000001' }, sender)).toMatchObject({
    state: 'REJECTED',
    reasons: ['snils-invalid'],
  });
  const ratings = await b.call(getRatings, {}, { kind: 'service', id: 'quality' });
  expect([ratings.country.code, ratings.regions.map(({ code }) => code)]).toEqual(['QZ', ['QZ-ON']]);
  const offices = ratings.regions.flatMap(({ organisations: all }) => all.map(({ name }) => name.en));
  expect(offices).toContain('Harbour Office of Onhava');
});

test('its week decides when a term of working days ends', () => {
  const wednesday = new Date('2027-06-09T08:00:00Z');
  const { calendar } = b.module.country;
  // Thursday, Sunday; Friday and Saturday are days off. It ends at midnight in a zone three hours ahead.
  expect(timerDueAt(calendar, 'P2WD', wednesday).toISOString()).toBe('2027-06-13T21:00:00.000Z');
});

test('a service of Meridia is not published there: it asks for numbers that nobody has', async () => {
  const folder = fileURLToPath(new URL('../../services/address-certificate', import.meta.url));
  expect(await lintPackage(folder)).toEqual([]);
  expect(await lintPackage(folder, packAt('pack.ts'))).not.toEqual([]);
});

test.each([
  ['zz', 'STOA_COUNTRY names "zz", for which there is no country pack'],
  ['../xm', 'STOA_COUNTRY names "../xm", for which there is no country pack'],
  [packAt('nowhere.ts'), 'for which there is no country pack'],
  [packAt('odd-pack.ts'), 'lacks territories, timeZone;'],
  [packAt('no-pack.ts'), 'lacks territories, calendar, offices, identifiers, personScheme, companyScheme'],
])('the setting %s is refused at start with one clear line', async (named, line) => {
  await expect(benchWith({ STOA_COUNTRY: named }, catalogue)).rejects.toThrow(line);
});

test('Meridia is the country where the setting names none', async () => {
  expect((await bench(catalogue)).module.country.name.en).toBe('Meridia');
  expect((await benchWith({ STOA_COUNTRY: '' }, catalogue)).module.country.name.en).toBe('Meridia');
});
