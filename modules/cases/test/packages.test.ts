// SPDX-License-Identifier: Apache-2.0
/** Services without a line of TypeScript, walked from the form to the paper. */
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { permitBench, types } from './permit-bench.ts';

const { b, world } = await permitBench();
const snils = '11223344595';
const resident = b.person({ name: 'Aigerim Seitkali', snils });
world.state.persons.set(snils, {
  ...{ snils, familyName: 'Сейткали', givenName: 'Айгерим', nameLatin: 'Aigerim Seitkali' },
  ...{ birthOn: '1988-03-21', regionCode: 'XM-01' },
});
world.state.companies.set('0105234510', { name: { en: 'Steppe Build LLP' }, address: 'Unity Street 40, Aksu' });
const records = b.person({
  ...{ name: 'Zhanar Abenova', duties: ['interior.records-officer'], organisationId: 'XM-INTERIOR-MINISTRY' },
});
const inspector = b.person({ name: 'Daniyar Omarov', duties: ['labour.inspector'], organisationId: 'XM-01-LABOUR' });
const taxes = b.person({ name: 'Marat Bek', duties: ['taxes.debt-officer'], organisationId: 'XM-01-TAX' });

type Pages = Record<string, Record<string, string | number | boolean>>;

async function sent(serviceId: string, pages: Pages): Promise<string> {
  const { id } = await b.call(contract.startDraft, { serviceId, language: 'en' }, resident);
  for (const [pageId, answers] of Object.entries(pages))
    await b.call(contract.savePage, { id, pageId, answers }, resident);
  await b.call(contract.submitCase, { id, declaration: true }, resident);
  await b.drain();
  return id;
}

const openTask = async (id: string, officer: typeof inspector): Promise<string> => {
  const [task] = await b.sql<{ id: string }>("select id from task where case_id = $1 and state = 'open'", [id]);
  await b.call(contract.claimTask, { id: task?.id ?? '' }, officer);
  return task?.id ?? '';
};
const finish = async (id: string, officer: typeof inspector, outcome: string) => {
  await b.call(contract.finishTask, { id: await openTask(id, officer), outcome }, officer);
  await b.drain();
};
const decide = async (id: string, officer: typeof inspector, outcome: string) => {
  await b.call(contract.decideTask, { id: await openTask(id, officer), outcome }, officer);
  await b.drain();
};
const page = (id: string) => b.call(contract.getCase, { id }, resident);

const children: Pages = {
  number: { snils },
  purpose: { purpose: 'children' },
  'purpose-more': { firstThisYear: true },
  urgency: { urgency: 'normal' },
};

test('a clear criminal record is certified without a fee and without an officer', async () => {
  const id = await sent('criminal-record-certificate', children);
  world.reply(types.record, { clear: true, certificateNo: 'CR-1', issuedOn: '2026-11-20' });
  b.clock.advance({ seconds: 6 });
  await b.drain();
  expect(await page(id)).toMatchObject({ state: 'closed', outcome: 'issued', outputs: [{ code: 'certificate' }] });
});

test('an entry is compared by an officer and stated', async () => {
  const id = await sent('criminal-record-certificate', children);
  world.reply(types.record, { clear: false, certificateNo: 'CR-2', issuedOn: '2026-11-20', note: 'Not spent' });
  b.clock.advance({ seconds: 6 });
  await b.drain();
  await finish(id, records, 'own');
  await decide(id, records, 'entry');
  expect(await page(id)).toMatchObject({ state: 'closed', outcome: 'issued', outputs: [{ code: 'extract' }] });
});

test('an officer looks at the tax debt of a person, and a debt is refused with its ground', async () => {
  const id = await sent('tax-debt-certificate', {
    ...{ whom: { forWhom: 'person' }, number: { snils }, deferral: { deferred: false } },
    ...{ purpose: { purpose: 'loan' }, payment: {} },
  });
  await finish(id, taxes, 'owed');
  await decide(id, taxes, 'refuse');
  expect(await page(id)).toMatchObject({ state: 'closed', outcome: 'refused', outputs: [{ code: 'refusal' }] });
});

const complaint: Pages = {
  ...{ number: { snils }, 'employer-number': { employerInn: '0105234510' } },
  workplace: { workRegion: 'XM-01', workplace: 'Unity Street 40, Aksu' },
  ...{ danger: { danger: false }, wages: { wages: true }, dismissal: { dismissed: false } },
  'wages-more': { wagesSince: '2026-08-01' },
  conditions: { hours: false, noContract: false },
  story: { story: 'The foreman has not paid us since August.' },
  ...{ proof: { proof: false }, name: { mayName: false } },
};

test('an employer who does not explain within the term of the table loses', async () => {
  const id = await sent('labour-complaint', complaint);
  b.clock.advance({ days: 10 });
  await b.drain();
  await decide(id, inspector, 'uphold');
  expect(await page(id)).toMatchObject({ state: 'closed', outcome: 'upheld', outputs: [{ code: 'order' }] });
});

test('illness extends a visa free of charge', async () => {
  const visa = b.person({ name: 'Jana', duties: ['interior.visa-officer'], organisationId: 'XM-INTERIOR-MINISTRY' });
  const today = b.clock.now().getTime();
  const day = (days: number) => new Date(today + days * 86_400_000).toISOString().slice(0, 10);
  const id = await sent('visa-extension', {
    visa: { visaNumber: 'VV-2026-000412', enteredOn: day(-60), visaValidUntil: day(-5) },
    passport: { passportNumber: 'Z4582917', nationality: 'IND', passportValidUntil: day(900) },
    ground: { ground: 'illness' },
    'ground-more': { hindrance: 'A broken leg, the hospital keeps me.' },
    stay: { staysUntil: day(20), address: 'Unity Street 40, Aksu' },
    contact: { contactEmail: 'rahul@mail.example' },
  });
  await finish(id, visa, 'hindered');
  await decide(id, visa, 'extend');
  expect(await page(id)).toMatchObject({ state: 'closed', outcome: 'issued', outputs: [{ code: 'extension' }] });
});
