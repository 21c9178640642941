// SPDX-License-Identifier: Apache-2.0
/** The employment contract: proposed, agreed on elsewhere, entered in the register; refused, waiting, and below the minimum. */
import { expect, test } from 'vitest';
import { listOutputs } from '../src/contract.ts';
import { type Pages, packageWalk } from './package-walk.ts';
import { inn } from './permit-bench.ts';

const walk = await packageWalk();
const { aigerim, worker } = walk;
const labour = walk.officer('labour.permit-officer', 'XM-01-LABOUR');
const agreementType = 'urn:xm:portal:agreement:1.0#Request';
const entryType = 'urn:xm:labour:contract-entry:1.0#Request';
const asked = (type: string) => walk.world.state.requests.filter((request) => request.type === type).at(-1)?.content;
/** As the country counts its days. */
const inDays = (days: number) =>
  walk.b.module.country.calendar.localDate(new Date(walk.b.clock.now().getTime() + days * 86_400_000));

const contract = {
  ...{ number: 'EC-2025-000118', state: 'active', occupation: '3112', wage: 1300, hours: 40, region: 'XM-01' },
  employer: { inn, name: 'Steppe Build LLP' },
  worker: { snils: '14567890105', name: 'Rahul Sharma' },
};
walk.register({
  [`employers/${inn}/EC-2025-000118`]: contract,
  [`employers/${inn}/EC-2025-000119`]: { ...contract, number: 'EC-2025-000119', state: 'ended' },
  'workers/14567890105/EC-2025-000118': contract,
});
const terms = { occupation: '2142', wage: 1800, hours: 40 };
const labels = { occupation: { en: 'Civil engineers' } };
const contact: Pages = { contact: { contactEmail: 'hr@steppe-build.example' } };
const conclude = (more: { wage?: number; hours?: number; trainee?: boolean } = {}): Pages => ({
  ...{
    act: { act: 'conclude' },
    'worker-number': { workerSnils: '14567890105', workerBirthOn: '1992-11-05' },
    occupation: { occupation: '2142' },
  },
  pay: { wage: 1800, hours: 40, trainee: false, ...more },
  place: { workRegion: 'XM-01', workAddress: '40 Unity Street, Aksu' },
  ...{ period: { startsOn: inDays(14) }, term: { months: 24 }, ...contact },
});
const known: Pages = { 'contract-number': { contractNumber: 'EC-2025-000118' } };
const agree = (more: Record<string, unknown> = {}) =>
  walk.answer(agreementType, {
    ...{ outcome: 'concluded', version: 2, agreementId: 'a', concludedAt: walk.b.clock.now().toISOString() },
    ...{ labels, terms: { ...terms, workAddress: '40 Unity Street, Aksu', startsOn: inDays(14), months: 24 }, ...more },
  });
const codes = async (id: string, who: typeof aigerim) => (await walk.page(id, who)).outputs.map(({ code }) => code);

test('a lawful contract is proposed to the worker, agreed on, entered, and both sides have it', async () => {
  const id = await walk.sent(aigerim, 'e-contract', conclude());
  const { number } = await walk.page(id, aigerim);
  expect(asked(agreementType)).toMatchObject({
    ...{ service: 'e-contract', caseId: id, act: 'conclude', contract: number, mustAgree: true, law: 'terms' },
    proposer: { kind: 'organisation', number: inn, name: 'Steppe Build LLP' },
    other: { kind: 'person', number: '14567890105', name: 'Rahul Sharma' },
    ...{ terms: { wage: 1800, months: 24, endsOn: null }, until: inDays(30) },
  });
  await agree({ terms: { ...terms, wage: 1900, workAddress: 'x', startsOn: inDays(14), months: 24 } });
  expect(asked(entryType)).toMatchObject({ do: 'enter', number, employer: { inn }, terms: { wage: 1900 } });
  await walk.answer(entryType, { number: number ?? '' });
  expect(await walk.page(id, aigerim)).toMatchObject({ outcome: 'registered', outputs: [{ code: 'contract' }] });
  expect((await walk.b.call(listOutputs, {}, worker)).items).toMatchObject([{ caseId: id, code: 'contract' }]);
});

test('a proposal that nobody answers waits, and ends without an agreement', async () => {
  const id = await walk.sent(aigerim, 'e-contract', conclude());
  await walk.days(34);
  expect((await walk.page(id, aigerim)).outcome).toBeUndefined();
  await walk.days(2);
  expect(await walk.page(id, aigerim)).toMatchObject({ state: 'closed', outcome: 'not-agreed', outputs: [] });
});

test('what the worker declines changes nothing in the register', async () => {
  const entries = walk.world.state.requests.filter(({ type }) => type === entryType).length;
  const id = await walk.sent(aigerim, 'e-contract', conclude());
  await walk.answer(agreementType, { outcome: 'declined', version: 1, terms, labels });
  expect(await walk.page(id, aigerim)).toMatchObject({ outcome: 'not-agreed' });
  expect(walk.world.state.requests.filter(({ type }) => type === entryType)).toHaveLength(entries);
});

test('wages below the minimum and too many hours go to an officer, who refuses by the article', async () => {
  const low = await walk.sent(aigerim, 'e-contract', conclude({ wage: 1000 }));
  await walk.decide(low, labour, 'refuse');
  expect(JSON.stringify((await walk.page(low, aigerim)).decision)).toContain('Art. 23(1)');
  const long = await walk.sent(aigerim, 'e-contract', conclude({ hours: 60, wage: 9000 }));
  await walk.decide(long, labour, 'refuse');
  expect(JSON.stringify((await walk.page(long, aigerim)).decision)).toContain('Art. 22(1)');
  expect(await codes(long, aigerim)).toEqual(['refusal']);
});

test('a genuine traineeship is proposed below the minimum, ordinary work under that name is not', async () => {
  const genuine = await walk.sent(aigerim, 'e-contract', conclude({ wage: 1000, trainee: true }));
  await walk.finish(genuine, labour, 'genuine');
  expect(asked(agreementType)).toMatchObject({ caseId: genuine, law: null });
  const sham = await walk.sent(aigerim, 'e-contract', conclude({ wage: 1000, trainee: true }));
  await walk.finish(sham, labour, 'sham');
  await walk.decide(sham, labour, 'refuse');
  expect(JSON.stringify((await walk.page(sham, aigerim)).decision)).toContain('Art. 24(3)');
});

test('a contract is changed, and one that has ended is not', async () => {
  const change: Pages = {
    ...{ act: { act: 'amend' }, ...known, occupation: { occupation: '2142' } },
    ...{ pay: { wage: 1900, hours: 40, trainee: false }, period: { startsOn: inDays(10) }, ...contact },
  };
  const id = await walk.sent(aigerim, 'e-contract', change);
  expect(asked(agreementType)).toMatchObject({ act: 'amend', contract: 'EC-2025-000118' });
  await agree({ terms: { ...terms, startsOn: inDays(10) } });
  await walk.answer(entryType, { number: 'EC-2025-000118' });
  expect(await codes(id, aigerim)).toEqual(['amendment']);
  const ended = { ...change, 'contract-number': { contractNumber: 'EC-2025-000119' } };
  const late = await walk.sent(aigerim, 'e-contract', ended);
  await walk.decide(late, labour, 'refuse');
  expect(JSON.stringify((await walk.page(late, aigerim)).decision)).toContain('Art. 30(1)');
});

test('an end by notice needs no signature of the other side, but the days of the law', async () => {
  const notice = (days: number): Pages => ({
    ...{ act: { act: 'notice' }, ...known, 'employer-ground': { employerGround: 'redundancy' } },
    ...{ ending: { endsOn: inDays(days) }, ...contact },
  });
  const id = await walk.sent(aigerim, 'e-contract', notice(60));
  expect(asked(agreementType)).toMatchObject({ act: 'notice', mustAgree: false, open: [] });
  await agree({ outcome: 'told', terms: { endsOn: inDays(60) } });
  expect(asked(entryType)).toMatchObject({ do: 'end', number: 'EC-2025-000118', terms: { endsOn: inDays(60) } });
  await walk.answer(entryType, { number: 'EC-2025-000118' });
  expect(await codes(id, aigerim)).toEqual(['ending']);
  const short = await walk.sent(aigerim, 'e-contract', notice(59));
  await walk.decide(short, labour, 'refuse');
  expect(JSON.stringify((await walk.page(short, aigerim)).decision)).toContain('Art. 31(1)');
});

test('a worker leaves by the contract that the register knows, at once where wages are not paid', async () => {
  const id = await walk.sent(worker, 'e-contract', {
    ...{ act: { act: 'resign' }, number: { snils: '14567890105' }, 'own-number': { ownNumber: 'EC-2025-000118' } },
    ...{ 'worker-ground': { workerGround: 'unpaid' }, ending: { endsOn: inDays(0) }, ...contact },
  });
  expect(asked(agreementType)).toMatchObject({
    ...{
      act: 'resign',
      proposer: { kind: 'person', name: 'Rahul Sharma' },
      other: { kind: 'organisation', number: inn },
    },
  });
  await agree({ outcome: 'told', terms: { endsOn: inDays(0) } });
  await walk.answer(entryType, { number: 'EC-2025-000118' });
  expect(await walk.page(id, worker)).toMatchObject({ outcome: 'registered', outputs: [{ code: 'ending' }] });
});

test('an entry that the register does not take ends the case by an outcome of its own', async () => {
  const id = await walk.sent(aigerim, 'e-contract', conclude());
  await agree();
  await walk.reject(entryType, 'A contract of this number is registered already.');
  expect(await walk.page(id, aigerim)).toMatchObject({ outcome: 'not-entered', outputs: [] });
});

test('a contract of another employer is found by nobody', async () => {
  const foreign: Pages = { act: { act: 'end' }, 'contract-number': { contractNumber: 'EC-2025-000777' } };
  const sent = walk.sent(aigerim, 'e-contract', { ...foreign, ending: { endsOn: inDays(3) }, ...contact });
  await expect(sent).rejects.toMatchObject({ code: 'cases.register-missing' });
});
