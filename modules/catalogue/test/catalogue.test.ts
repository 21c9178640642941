// SPDX-License-Identifier: Apache-2.0
import { bench, benchWith } from '@stoa/kernel/testing';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import catalogue from '../src/index.ts';
import { checkPackage } from '../src/linter.ts';
import type { ServicePackage } from '../src/package-model.ts';
import { publish, publishServices } from '../src/publication.ts';
import { changed } from './fixtures.ts';

const b = await bench(catalogue);
await publishServices(b.module);
const cases = { kind: 'service', id: 'cases' } as const;
const answers = { employerRegistered: true, workerForeign: true, months: 24, workerDocumentValid: true };
const known = [
  'address-certificate',
  'birth-registration',
  'building-permit',
  'child-benefit',
  'company-registration',
  'criminal-record-certificate',
  'dependant-visa',
  'diploma-recognition',
  'doctor-appointment',
  'e-contract',
  'establishment-compliance',
  'family-residence',
  'labour-complaint',
  'occupation-change',
  'passport',
  'qualification-certificate',
  'residence-registration',
  'service-complaint',
  'tax-debt-certificate',
  'vehicle-registration',
  'vehicle-transfer',
  'visa-cancellation',
  'visa-extension',
  'visit-visa',
  'wage-report',
  'work-permit',
  'work-permit-change',
  'work-visa',
  'worker-quota',
];

test('services are found by life event and audience without sign-in', async () => {
  const all = await b.call(contract.listServices, {});
  expect(all.items.map((service) => service.id)).toEqual(known);
  const hiring = await b.call(contract.listServices, { lifeEvent: 'hiring-a-worker', audience: 'organisation' });
  expect(hiring.items.map((service) => [service.id, service.hasFee])).toEqual([
    ['e-contract', false],
    ['occupation-change', true],
    ['work-permit', true],
    ['work-permit-change', true],
    ['worker-quota', false],
  ]);
  const events = await b.call(contract.listLifeEvents, {});
  expect(events.items.find((event) => event.code === 'moving-home')?.services.map((service) => service.id)).toEqual([
    'address-certificate',
    'residence-registration',
  ]);
});

test('the page of a service says what it needs, costs and takes', async () => {
  const page = await b.call(contract.getService, { id: 'work-permit' });
  expect(page.deadlineWorkingDays).toBe(15);
  expect(page.fees).toHaveLength(8);
  expect(page.fees[0]).toMatchObject({
    amountMinor: 12000,
    currency: 'EUR',
    law: 'State Fees Act, Schedule 2, item 1',
    lawText: { ar: 'قانون الرسوم الحكومية، الجدول 2، البند 1' },
  });
  expect(page.legalBasis.map((act) => act.articleText?.uk)).toEqual(['статті 12–19', 'додаток 2']);
  expect(page.eligibility.map((question) => question.name)).toContain('workerForeign');
});

test('an unknown service is refused', async () => {
  await expect(b.call(contract.getService, { id: 'nothing' })).rejects.toMatchObject({
    code: 'catalogue.service-unknown',
  });
  expect((await b.http().get('/api/catalogue/services/nothing')).status).toBe(404);
});

test('eligibility is explained rule by rule', async () => {
  const open = await b.call(contract.checkEligibility, { id: 'work-permit', answers });
  expect(open.outcome).toBe('eligible');
  const closed = await b.call(contract.checkEligibility, { id: 'work-permit', answers: { ...answers, months: 37 } });
  expect(closed.outcome).toBe('not-eligible');
  expect(closed.rules.filter((rule) => !rule.met).map((rule) => [rule.id, rule.law])).toEqual([
    ['eligibility-months', 'Labour Migration Act, Art. 13(1)'],
  ]);
});

test.each(['١٢', '\u200e12', '12'])('a number of months typed as %j is read', async (months) => {
  const { outcome } = await b.call(contract.checkEligibility, { id: 'work-permit', answers: { ...answers, months } });
  expect(outcome).toBe('eligible');
});

test.each([
  ['a missing answer', { ...answers, months: null }, 'catalogue.answer-missing'],
  ['an answer of another kind', { ...answers, months: 'many' }, 'catalogue.answer-invalid'],
  ['a number in another notation', { ...answers, months: '0x0C' }, 'catalogue.answer-invalid'],
  ['half a month', { ...answers, months: '1,5' }, 'catalogue.answer-invalid'],
  ['a question nobody asked', { ...answers, colour: 'red' }, 'catalogue.question-unknown'],
])('%s is refused', async (_, given, code) => {
  await expect(b.call(contract.checkEligibility, { id: 'work-permit', answers: given })).rejects.toMatchObject({
    code,
  });
});

test('a decision names the rule that matched and its article of law', async () => {
  const { version } = await b.call(contract.getPackage, { id: 'work-permit' }, cases);
  const context = { answers: { occupation: '2142', months: 24, employerEmployees: 120 } };
  const result = await b.call(
    contract.evaluateDecision,
    { id: 'work-permit', version, decision: 'fee', context },
    cases,
  );
  expect(result.outputs).toEqual([{ amountMinor: 30000 }]);
  expect(result.matched[0]).toMatchObject({ id: 'fee-skilled-long-large', law: 'State Fees Act, Schedule 2, item 4' });
  const ask = (change: object) =>
    b.call(contract.evaluateDecision, { id: 'work-permit', version, decision: 'fee', context, ...change }, cases);
  await expect(ask({ context: { answers: { occupation: '2142', months: 24 } } })).rejects.toMatchObject({
    code: 'catalogue.decision-input-missing',
  });
  await expect(
    ask({ context: { answers: { occupation: '2142', months: 40, employerEmployees: 1 } } }),
  ).rejects.toMatchObject({ code: 'catalogue.decision-undecided' });
  await expect(ask({ decision: 'constructor' })).rejects.toMatchObject({ code: 'catalogue.decision-unknown' });
  await expect(ask({ version: `sha256:${'0'.repeat(64)}` })).rejects.toMatchObject({
    code: 'catalogue.version-unknown',
  });
});

test('people may not read packages or run decisions', async () => {
  await expect(b.call(contract.getPackage, { id: 'work-permit' }, b.person())).rejects.toMatchObject({
    kind: 'forbidden',
  });
  const version = `sha256:${'0'.repeat(64)}`;
  const asked = b.call(
    contract.evaluateDecision,
    { id: 'work-permit', version, decision: 'fee', context: {} },
    b.person(),
  );
  await expect(asked).rejects.toMatchObject({ kind: 'forbidden' });
});

test('a new version is announced once and the old one stays as it was', async () => {
  await b.drain();
  const before = await b.call(contract.getPackage, { id: 'work-permit' }, cases);
  await publishServices(b.module);
  await b.drain();
  expect(b.events(contract.servicePublished.type)).toHaveLength(known.length);
  const { pkg } = await checkPackage(
    await changed({ 'service.yaml': (text) => text.replace('deadlineWorkingDays: 15', 'deadlineWorkingDays: 10') }),
    b.module.country,
  );
  await b.module.tx({ kind: 'system' }, (tx) => publish(tx, pkg as ServicePackage));
  await b.drain();
  expect(b.events(contract.servicePublished.type)).toHaveLength(known.length + 1);
  expect((await b.call(contract.getService, { id: 'work-permit' })).deadlineWorkingDays).toBe(10);
  const old = await b.call(contract.getPackage, { id: 'work-permit', version: before.version }, cases);
  expect(old.facts.deadlineWorkingDays).toBe(15);
  await expect(b.sql("update service_version set package = '{}'")).rejects.toThrow('never changes');
});

test('two rules that fit where one may is refused as ambiguous', async () => {
  const pkg = await b.call(contract.getPackage, { id: 'work-permit' }, cases);
  const twice = {
    ...pkg,
    version: `sha256:${'1'.repeat(64)}`,
    decisions: { fee: pkg.decisions.fee?.replace('(12..36]', '[1..36]') ?? '' },
  };
  await b.module.tx({ kind: 'system' }, (tx) => publish(tx, twice));
  const context = { answers: { occupation: '2142', months: 6, employerEmployees: 1 } };
  const asked = b.call(
    contract.evaluateDecision,
    { id: 'work-permit', version: twice.version, decision: 'fee', context },
    cases,
  );
  await expect(asked).rejects.toMatchObject({ code: 'catalogue.decision-ambiguous' });
});

test('the catalogue is exported as CPSV-AP', async () => {
  const exported = await b.call(contract.exportCpsv, {});
  const permit = exported['@graph'].find((node) => node['dct:identifier'] === 'work-permit');
  expect(permit).toMatchObject({ '@type': 'cpsv:PublicService' });
  const ids = new Set(exported['@graph'].map((node) => node['@id']));
  const authority = permit?.['cv:hasCompetentAuthority'] as { '@id': string };
  expect(ids.has(authority['@id'])).toBe(true);
  expect(ids.size).toBe(exported['@graph'].length);
});

test('a folder of packages that is none is refused at start with one clear line', async () => {
  const started = benchWith({ STOA_SERVICES: '/nowhere' }, catalogue);
  await expect(started).rejects.toThrow('STOA_SERVICES must be a folder of service packages');
});
