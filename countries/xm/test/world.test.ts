// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import {
  architectureSubjects,
  activity,
  centralOrganisations,
  companies,
  companiesDirectedBy,
  criminalRecordOf,
  criminalRecords,
  demoAccounts,
  diplomas,
  findDiploma,
  governmentOrganisation,
  governmentOrganisations,
  knownCountry,
  languages,
  namedPeople,
  people,
  personBySnils,
  regions,
  steppeBuild,
  territories,
  territory,
  transliterate,
  validKpp,
  validOgrn,
  validOrganisationInn,
  validSnils,
  workerDiploma,
} from '../src/index.ts';

const unique = (values: readonly string[]) => new Set(values).size === values.length;

test('the world is the same on every run', () => {
  const world = JSON.stringify([
    people(),
    companies(),
    diplomas(),
    criminalRecords(),
    governmentOrganisations,
    demoAccounts,
  ]);
  expect(createHash('sha256').update(world).digest('hex')).toBe(
    '6c775d2b3138ba925cc85f1b544525c03702810b441ad3d7faeeeba2a418e7bd',
  );
});

test('people have valid unique SNILS, documents of known countries and live in a region', () => {
  expect(people().length).toBeGreaterThanOrEqual(320);
  expect(unique(people().map((person) => person.snils))).toBe(true);
  for (const person of people()) {
    expect(validSnils(person.snils)).toBe(true);
    expect(knownCountry(person.citizenship)).toBe(true);
    expect(person.foreigner).toBe(person.citizenship !== 'XME');
    expect(person.foreigner).toBe(person.residence !== undefined);
    expect(territory(person.regionCode)?.kind).toBe('region');
    expect(person.document.issuedOn < person.document.expiresOn).toBe(true);
    expect(personBySnils(person.snils)).toBe(person);
  }
  const foreigners = people().filter((person) => person.foreigner);
  expect(foreigners.length).toBeGreaterThanOrEqual(60);
  expect(new Set(foreigners.map((person) => person.citizenship)).size).toBeGreaterThanOrEqual(20);
});

test("a citizen's Latin name has Latin letters only", () => {
  for (const person of people()) expect(person.nameLatin).toMatch(/^[\p{Script=Latin} ]+$/u);
  expect(transliterate('Айгерим Щукина')).toBe('Aigerim Shchukina');
});

test('there are 65 companies with valid unique numbers and directors from the population register', () => {
  expect(companies()).toHaveLength(65);
  expect(unique(companies().map((company) => company.inn))).toBe(true);
  expect(unique(companies().map((company) => company.ogrn))).toBe(true);
  expect(unique(companies().map((company) => company.name.en))).toBe(true);
  for (const company of companies()) {
    expect(validOrganisationInn(company.inn) && validOgrn(company.ogrn) && validKpp(company.kpp)).toBe(true);
    expect(company.employees).toBeGreaterThanOrEqual(1);
    expect(company.employees).toBeLessThanOrEqual(900);
    expect(activity(company.activityCode)).toBeDefined();
    for (const director of company.directors) expect(personBySnils(director.snils)?.nameLatin).toBe(director.name);
  }
  expect(new Set(companies().map((company) => company.regionCode)).size).toBe(3);
});

test('some companies are liquidated, some owe taxes, and sizes spread', () => {
  expect(companies().some((company) => company.status === 'liquidated')).toBe(true);
  expect(companies().some((company) => company.taxDebt)).toBe(true);
  expect(companies().some((company) => company.employees < 10)).toBe(true);
  expect(companies().some((company) => company.employees > 250)).toBe(true);
});

test('about half of the foreigners have a diploma, in their own name', () => {
  const foreigners = people().filter((person) => person.foreigner).length;
  expect(diplomas().length).toBeGreaterThan(foreigners * 0.4);
  expect(diplomas().length).toBeLessThan(foreigners * 0.6);
  expect(unique(diplomas().map((diploma) => diploma.diplomaNumber))).toBe(true);
  for (const diploma of diplomas()) expect(personBySnils(diploma.snils)?.nameLatin).toBe(diploma.nameLatin);
  expect(findDiploma(namedPeople.worker.snils, workerDiploma.diplomaNumber)).toBe(workerDiploma);
  expect(findDiploma(namedPeople.aigerim.snils, workerDiploma.diplomaNumber)).toBeUndefined();
});

test('a few people have a criminal record, nobody whom the demo names', () => {
  expect(criminalRecords().length).toBeGreaterThanOrEqual(3);
  expect(criminalRecords().length).toBeLessThan(20);
  for (const person of Object.values(namedPeople)) expect(criminalRecordOf(person.snils)).toBeUndefined();
});

const known = (id: string) =>
  governmentOrganisation(id) !== undefined || architectureSubjects.some((subject) => subject.id === id);

test('demo accounts are people of the register with duties in known organisations', () => {
  expect(demoAccounts.map((account) => account.login)).toEqual([
    'aigerim',
    'worker',
    'accountant',
    'officer',
    'officer2',
    'auditor',
    'analyst',
    'operator',
    'clerk',
    'head',
    'deputy',
    'executor',
    'clerk2',
    'head2',
    'architect',
    'architect2',
    'owner',
    'examiner',
    'examiner2',
    'chief',
    'approver',
    'engineer',
    'methodologist',
    'federal',
    'regional',
    'clinic',
    'moderator',
    'treasurer',
    'treasurer2',
    'intake',
    'bookkeeper',
    'chief-accountant',
    'helpdesk',
    'lead',
    'counter',
    'counter2',
    'counter-head',
    'steward',
    'privacy',
    'certifier',
    'lawyer',
    'designer',
  ]);
  for (const account of demoAccounts) {
    expect(personBySnils(account.person.snils)).toBe(account.person);
    for (const duty of account.duties) expect(known(duty.organisationId)).toBe(true);
  }
  expect(companiesDirectedBy(namedPeople.aigerim.snils)).toEqual([steppeBuild]);
});

test('each region has several organisations, all with valid unique numbers and names in each language', () => {
  expect(unique(governmentOrganisations.map((organisation) => organisation.id))).toBe(true);
  expect(unique(governmentOrganisations.map((organisation) => organisation.inn))).toBe(true);
  expect(unique(governmentOrganisations.map((organisation) => organisation.ogrn))).toBe(true);
  for (const organisation of governmentOrganisations) {
    expect(validOrganisationInn(organisation.inn) && validOgrn(organisation.ogrn) && validKpp(organisation.kpp)).toBe(
      true,
    );
    for (const language of languages) expect(organisation.name[language].length).toBeGreaterThan(3);
  }
  for (const region of regions) {
    const here = governmentOrganisations.filter((organisation) => organisation.regionCode === region.code);
    expect(new Set(here.map((organisation) => organisation.type)).size).toBeGreaterThanOrEqual(5);
  }
  expect(centralOrganisations.interiorMinistry.subsystems).toEqual(['XM/GOV/1003/POPULATION', 'XM/GOV/1003/POLICE']);
});

test('every district is part of a region, every region of the country', () => {
  for (const place of territories) if (place.partOf) expect(territory(place.partOf)).toBeDefined();
  expect(territories.filter((place) => !place.partOf).map((place) => place.code)).toEqual(['XM']);
});
