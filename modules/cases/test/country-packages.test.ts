// SPDX-License-Identifier: Apache-2.0
/** Services of the demo country's departments, each walked by the ways that are its own. */
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { type Pages, packageWalk } from './package-walk.ts';
import { inn, types } from './permit-bench.ts';

const walk = await packageWalk();
const { aigerim } = walk;
const expert = walk.officer('education.expert', 'XM-EDUCATION-MINISTRY');
const ministry = walk.officer('education.recognition-officer', 'XM-EDUCATION-MINISTRY');
const inspector = walk.officer('interior.vehicle-inspector', 'XM-INTERIOR-MINISTRY');
const passports = walk.officer('interior.passport-officer', 'XM-INTERIOR-MINISTRY');
const head = walk.officer('interior.passport-head', 'XM-INTERIOR-MINISTRY');
const registrar = walk.officer('companies.registrar', 'XM-COMPANIES-AGENCY');
const labour = walk.officer('labour.permit-officer', 'XM-01-LABOUR');

/** Of the papers of a case, in the order of the alphabet. */
const codes = async (id: string, who: typeof aigerim) =>
  (await walk.page(id, who)).outputs.map(({ code }) => code).sort();

const permit = {
  ...{ number: 'WP-2026-000118', state: 'active', occupation: '7112', validUntil: '2031-06-30' },
  worker: { snils: '14567890105', nameLatin: 'Rahul Sharma', birthOn: '1992-11-05' },
};
walk.register({
  [`permits/${inn}/WP-2026-000118`]: permit,
  [`permits/${inn}/WP-2026-000119`]: { ...permit, number: 'WP-2026-000119', occupation: '3112' },
  'vehicles/102CMO01': { plate: '102CMO01', make: 'KamAZ', model: '5490', year: 2018, wanted: false },
  'names/Steppe%20Wind': { state: 'free', like: [] },
  'names/Steppe%20Buld': { state: 'like', like: ['Steppe Build LLP'] },
  'quotas/XM-01/7115': { left: 3 },
  'quotas/XM-01/2142': { left: 2 },
  'quotas/XM-01/8332': { left: 0 },
  'quotas/XM-01/9112': { left: 0 },
});
const change = (newOccupation: string, more: Pages = {}, permitNumber = 'WP-2026-000118'): Pages => ({
  ...{ 'permit-number': { permitNumber }, occupation: { newOccupation }, region: { workRegion: 'XM-01' } },
  ...{ ground: { ground: 'retraining' }, ...more, contact: { contactEmail: 'hr@steppe-build.example' } },
});

test('an occupation of the same group is changed at once, without an officer', async () => {
  const id = await walk.sent(aigerim, 'occupation-change', change('7115'));
  expect(walk.invoiceOf(id)[1]?.amountMinor).toBe(2000);
  await walk.passed();
  expect(await walk.page(id, aigerim)).toMatchObject({ state: 'closed', outcome: 'issued' });
  const papers = (await walk.b.call(contract.listOutputs, {}, walk.worker)).items;
  expect(papers).toMatchObject([{ caseId: id, code: 'amendment' }]);
});

test('a full quota keeps the application waiting until a place becomes free', async () => {
  const id = await walk.sent(aigerim, 'occupation-change', change('8332'));
  expect(await walk.page(id, aigerim)).toMatchObject({ outputs: [{ code: 'notice' }] });
  await walk.finish(id, labour, 'freed');
  await walk.grant(id, labour);
  expect(await codes(id, aigerim)).toEqual(['amendment', 'notice']);
});

test('nobody gives up a place in 30 days, and the officer refuses by that article', async () => {
  const id = await walk.sent(aigerim, 'occupation-change', change('8332'));
  await walk.days(31);
  await walk.decide(id, labour, 'refuse');
  const page = await walk.page(id, aigerim);
  expect(page).toMatchObject({ state: 'closed', outcome: 'refused' });
  expect(JSON.stringify(page.decision)).toContain('Art. 22(3)');
});

test('a technician becomes an engineer by a diploma that the register knows', async () => {
  const diploma: Pages = { diploma: { diplomaNumber: 'IN-2014-048213' } };
  const id = await walk.sent(aigerim, 'occupation-change', change('2142', diploma, 'WP-2026-000119'));
  await walk.answer(types.diploma, { found: true, diplomaNumber: 'IN-2014-048213', level: 'bachelor' });
  await walk.grant(id, labour);
  expect(await walk.page(id, aigerim)).toMatchObject({ outcome: 'issued', outputs: [{ code: 'amendment' }] });
});

test('illness changes the occupation outside the quota and free of charge', async () => {
  const ill: Pages = { ground: { ground: 'health' }, 'ground-more': { medicalPaper: '7714 of 3 November' } };
  const id = await walk.sent(aigerim, 'occupation-change', change('9112', ill));
  expect(walk.invoiceOf(id)[1]).toBeUndefined();
  await walk.finish(id, labour, 'confirmed');
  await walk.grant(id, labour);
  expect(await walk.page(id, aigerim)).toMatchObject({ outcome: 'issued' });
});

test('without a place for the new occupation the permit stays as it was', async () => {
  walk.world.state.placeLeft = false;
  const id = await walk.sent(aigerim, 'occupation-change', change('7115'));
  await walk.passed();
  walk.world.state.placeLeft = true;
  expect(await walk.page(id, aigerim)).toMatchObject({ outcome: 'no-place', outputs: [] });
});

test('the permit of another employer is found by nobody, and nothing is sent', async () => {
  const sent = walk.sent(aigerim, 'occupation-change', change('7115', {}, 'WP-2026-000777'));
  await expect(sent).rejects.toMatchObject({ code: 'cases.register-missing' });
});

const diplomaOf = (profession: string, lost?: string): Pages => ({
  ...{ number: { snils: '14567890105' }, profession: { profession }, papers: { papersLost: lost !== undefined } },
  ...(lost ? { 'papers-more': { howLost: lost } } : { 'diploma-number': { diplomaNumber: 'IN-2014-048213' } }),
  diploma: { country: 'IND', institution: 'State University', level: 'bachelor', graduatedOn: '2014-05-30' },
  contact: { contactEmail: 'rahul@mail.example' },
});

test('a diploma that the register knows is recognised at once', async () => {
  const id = await walk.sent(walk.worker, 'diploma-recognition', diplomaOf('other'));
  await walk.answer(types.diploma, { found: true, diplomaNumber: 'IN-2014-048213', level: 'bachelor' });
  expect(await walk.page(id, walk.worker)).toMatchObject({ outcome: 'issued', outputs: [{ code: 'recognition' }] });
});

test('of two opinions on a regulated profession the stricter counts, and a test makes up for what is missing', async () => {
  const id = await walk.sent(walk.worker, 'diploma-recognition', diplomaOf('nurse'));
  expect(walk.invoiceOf(id)[1]?.amountMinor).toBe(8000);
  await walk.answer(types.diploma, { found: false });
  await walk.finish(id, expert, 'equivalent');
  await walk.finish(id, expert, 'partial');
  expect(await codes(id, walk.worker)).toEqual(['measure']);
  await walk.finish(id, expert, 'passed');
  await walk.decide(id, ministry, 'recognise');
  expect(await codes(id, walk.worker)).toEqual(['measure', 'recognition']);
});

test('nobody comes to the test in 90 days, and the diploma is refused by that article', async () => {
  const id = await walk.sent(walk.worker, 'diploma-recognition', diplomaOf('architect'));
  await walk.answer(types.diploma, { found: false });
  for (const opinion of ['partial', 'partial']) await walk.finish(id, expert, opinion);
  await walk.days(91);
  await walk.decide(id, ministry, 'refuse');
  const page = await walk.page(id, walk.worker);
  expect(page).toMatchObject({ outcome: 'refused' });
  expect(JSON.stringify(page.decision)).toContain('Art. 34(3)');
});

test('a silent register leaves the comparison to one expert, who finds a part of the studies missing', async () => {
  const id = await walk.sent(walk.worker, 'diploma-recognition', diplomaOf('other'));
  await walk.days(9);
  await walk.finish(id, expert, 'partial');
  await walk.decide(id, ministry, 'partial');
  expect(await codes(id, walk.worker)).toEqual(['partial']);
});

test('who lost the papers in a disaster is interviewed and pays nothing', async () => {
  const id = await walk.sent(
    walk.worker,
    'diploma-recognition',
    diplomaOf('doctor', 'The archive burnt down in 2019.'),
  );
  expect(walk.invoiceOf(id)[1]).toBeUndefined();
  await walk.answer(types.diploma, { found: false });
  await walk.finish(id, expert, 'passed');
  await walk.decide(id, ministry, 'recognise');
  expect(await codes(id, walk.worker)).toEqual(['recognition']);
});

const plateType = 'urn:xm:interior:vehicle-plate:1.0#Request';
const entryType = 'urn:xm:interior:vehicle-entry:1.0#Request';
const vehicle = (kind: string, year: number, more: Pages): Pages => ({
  ...{ owner: { ownerKind: 'person' }, number: { snils: walk.snils }, kind: { kind } },
  ...(kind === 'trailer' ? {} : { engine: { engine: 'diesel' } }),
  ...{ vehicle: { vin: 'XMA2123BCD4567890', make: 'KamAZ 5490', year }, origin: { origin: 'new' }, ...more },
  contact: { contactEmail: 'aigerim@mail.example' },
});
const used: Pages = { origin: { origin: 'bought' }, plate: { plate: '102CMO01' } };
const free = { plate: '417KMX01', stolen: false, entered: false };
const told = () => walk.world.state.requests.filter(({ type }) => type === entryType).at(-1)?.content;
const thisYear = Number(walk.today().slice(0, 4));

test('a new vehicle is entered at once under the plate number that was kept for it', async () => {
  const id = await walk.sent(walk.resident, 'vehicle-registration', vehicle('trailer', thisYear, {}));
  expect(walk.invoiceOf(id)[1]?.amountMinor).toBe(2000);
  await walk.answer(plateType, free);
  expect(await walk.page(id, walk.resident)).toMatchObject({ outcome: 'issued', outputs: [{ code: 'card' }] });
  expect(told()).toMatchObject({ plate: '417KMX01', entered: true, owner: walk.snils, make: 'KamAZ 5490' });
});

test('a used lorry that is not fit is repaired, shown again and entered', async () => {
  const id = await walk.sent(walk.resident, 'vehicle-registration', vehicle('lorry', 2018, used));
  await walk.answer(plateType, { ...free, entered: true });
  await walk.finish(id, inspector, 'unfit');
  expect(await codes(id, walk.resident)).toEqual(['repair']);
  await walk.finish(id, inspector, 'fit');
  await walk.decide(id, inspector, 'enter');
  expect(await codes(id, walk.resident)).toEqual(['card', 'repair']);
  expect(told()).toMatchObject({ entered: true, owner: null });
});

test('a lorry that is not shown again in 20 days is refused, and its plate number is given back', async () => {
  const id = await walk.sent(walk.resident, 'vehicle-registration', vehicle('lorry', 2018, used));
  await walk.answer(plateType, free);
  await walk.finish(id, inspector, 'unfit');
  await walk.days(21);
  await walk.decide(id, inspector, 'refuse');
  expect(await walk.page(id, walk.resident)).toMatchObject({ outcome: 'refused' });
  expect(told()).toMatchObject({ plate: '417KMX01', entered: false });
});

test('an imported car of thirty years is entered as historic, whatever its inspection says', async () => {
  const imported: Pages = { origin: { origin: 'imported' }, customs: { customs: 'XM-10204/261104' } };
  const id = await walk.sent(walk.resident, 'vehicle-registration', vehicle('car', thisYear - 30, imported));
  await walk.answer(plateType, free);
  await walk.finish(id, inspector, 'unfit');
  await walk.decide(id, inspector, 'limited');
  expect(await codes(id, walk.resident)).toEqual(['historic']);
});

const passportType = 'urn:xm:interior:passport:1.0#Request';
const passport = (reason: string, urgent: boolean, lost: Pages = {}): Pages => ({
  ...{ number: { snils: walk.snils }, reason: { reason } },
  ...(reason === 'first' ? {} : { old: { oldNumber: 'PM1048213' } }),
  ...{ ...lost, urgency: { urgent }, contact: { contactEmail: 'aigerim@mail.example' } },
});
const loss = (): Pages => ({ loss: { lostOn: walk.today(), lostHow: 'In the train to the Coast.' } });
const nothingKnown = { travelBan: false, earlierLosses: 0, cancelled: false };

test('a first passport is made once photo and fingerprints are taken', async () => {
  const id = await walk.sent(walk.resident, 'passport', passport('first', false));
  await walk.answer(passportType, nothingKnown);
  await walk.finish(id, passports, 'taken');
  await walk.decide(id, passports, 'grant');
  await walk.answer(passportType, { number: 'PM7001122' });
  expect(await walk.page(id, walk.resident)).toMatchObject({ outcome: 'issued', outputs: [{ code: 'passport' }] });
});

test('an urgent passport that no officer decided in two working days is decided by the head', async () => {
  const id = await walk.sent(walk.resident, 'passport', passport('renewal', true));
  expect(walk.invoiceOf(id)[1]?.amountMinor).toBe(10_000);
  await walk.answer(passportType, nothingKnown);
  await walk.finish(id, passports, 'taken');
  await walk.days(5);
  await expect(walk.decide(id, passports, 'grant')).rejects.toMatchObject({ kind: 'forbidden' });
  await walk.decide(id, head, 'grant');
  await walk.answer(passportType, { number: 'PM7001123' });
  expect(await codes(id, walk.resident)).toEqual(['passport']);
});

test('a passport lost for the third time is made invalid at once, and a new one is for a year', async () => {
  const id = await walk.sent(walk.resident, 'passport', passport('lost', false, loss()));
  await walk.answer(passportType, { ...nothingKnown, cancelled: true, earlierLosses: 2 });
  expect(await codes(id, walk.resident)).toEqual(['invalid']);
  await walk.finish(id, passports, 'proven');
  await walk.finish(id, passports, 'taken');
  await walk.decide(id, passports, 'limited');
  await walk.answer(passportType, { number: 'PM7001124' });
  const { outputs } = await walk.page(id, walk.resident);
  const year = Number(walk.today().slice(0, 4)) + 1;
  const made = outputs.find(({ code }) => code === 'passport');
  expect(made?.validUntil).toContain(String(year));
});

test('nobody comes for the photo in 30 days, and the passport is refused', async () => {
  const id = await walk.sent(walk.resident, 'passport', passport('damaged', false));
  await walk.answer(passportType, nothingKnown);
  await walk.days(31);
  await walk.decide(id, passports, 'refuse');
  expect(await walk.page(id, walk.resident)).toMatchObject({ outcome: 'refused', outputs: [{ code: 'refusal' }] });
});

const companyType = 'urn:xm:companies:registration:1.0#Request';
const company = (companyName: string, capital: number): Pages => ({
  ...{
    number: { snils: walk.snils },
    name: { companyName },
    form: { legalForm: 'llp' },
    activity: { activity: 'trade' },
  },
  ...{ capital: { founders: 1, capital }, place: { region: 'XM-01', address: '40 Unity Street, Aksu' } },
  contact: { contactEmail: 'aigerim@mail.example' },
});
const entry = { inn: '0105612345', ogrn: '1260150000017', registeredOn: '2026-11-20' };

test('a company with a free name and enough capital is entered at once, and its extract bears its numbers', async () => {
  const id = await walk.sent(walk.resident, 'company-registration', company('Steppe Wind', 1000));
  await walk.answer(companyType, entry);
  expect(await walk.page(id, walk.resident)).toMatchObject({ outcome: 'issued', outputs: [{ code: 'extract' }] });
});

test('a name like another one is compared, and capital that is missing is waited for', async () => {
  const id = await walk.sent(walk.resident, 'company-registration', company('Steppe Buld', 400));
  await walk.finish(id, registrar, 'distinct');
  expect(await codes(id, walk.resident)).toEqual(['notice']);
  await walk.finish(id, registrar, 'paid');
  await walk.decide(id, registrar, 'enter');
  await walk.answer(companyType, entry);
  expect(await codes(id, walk.resident)).toEqual(['extract', 'notice']);
});

test('capital that nobody pays in within 15 days is a ground to refuse', async () => {
  const id = await walk.sent(walk.resident, 'company-registration', company('Steppe Wind', 400));
  await walk.days(16);
  await walk.decide(id, registrar, 'refuse');
  const page = await walk.page(id, walk.resident);
  expect(page).toMatchObject({ outcome: 'refused' });
  expect(JSON.stringify(page.decision)).toContain('Art. 12(3)');
});

test('a name that another company took meanwhile is not entered, and the founder is told what to do', async () => {
  const id = await walk.sent(walk.resident, 'company-registration', company('Steppe Wind', 1000));
  await walk.reject(companyType, 'Another company has this name.');
  expect(await walk.page(id, walk.resident)).toMatchObject({ outcome: 'name-taken', outputs: [{ code: 'taken' }] });
});
