// SPDX-License-Identifier: Apache-2.0
/** A work visa with its interview and lists, visas of relatives, and how they end together. */
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { type Pages, packageWalk } from './package-walk.ts';

const walk = await packageWalk();
const { worker } = walk;
const interior = 'XM-INTERIOR-MINISTRY';
const officer = walk.officer('interior.visa-officer', interior);
const second = walk.b.person({ name: 'Jana Novak', duties: ['interior.visa-officer'], organisationId: interior });
const types = {
  consulate: 'urn:xm:interior:consulate:1.0#Request',
  places: 'urn:xm:portal:places:1.0#Request',
  watch: 'urn:xm:interior:watch-list:1.0#Request',
  entry: 'urn:xm:interior:visa-entry:1.0#Request',
};
const inn = '0105234510';
const inDays = (days: number) => new Date(walk.b.clock.now().getTime() + days * 86_400_000).toISOString().slice(0, 10);
const asked = (type: string) => walk.world.state.requests.filter((request) => request.type === type).at(-1)?.content;
const granted = { done: true, places: 1, granted: 1, taken: 0, left: 1 };
const contact: Pages = { contact: { contactEmail: 'rahul@mail.example' } };

walk.register({
  [`permits/${inn}/WP-2025-000118`]: {
    ...{ worker: { nameLatin: 'Rahul Sharma', birthOn: '1992-11-05' }, state: 'active', validUntil: inDays(900) },
  },
});
const application = (): Pages => ({
  passport: { passportNumber: 'Z4582917', nationality: 'IND', passportValidUntil: inDays(1500) },
  'permit-number': { birthOn: '1992-11-05', sponsorInn: inn, permitNumber: 'WP-2025-000118' },
  journey: { arrivesOn: inDays(60) },
  interview: { consulate: 'delhi', on: inDays(10), at: '10-00' },
  ...contact,
});

/** As far as the lists are asked: the hour is taken and the fee is paid. */
async function applied() {
  const id = await walk.sent(worker, 'work-visa', application());
  await walk.answer(types.consulate, { offered: true, secondOn: inDays(24) });
  await walk.answer(types.places, granted);
  await walk.passed();
  await walk.pay(id);
  return id;
}
const page = (id: string) => walk.page(id, worker);

async function visa() {
  const id = await applied();
  await walk.answer(types.watch, { found: 'clear' });
  await walk.days(11);
  await walk.finish(id, officer, 'credible');
  await walk.decide(id, officer, 'grant');
  return id;
}

test('a credible interview and clear lists are a visa that the register enters', async () => {
  const id = await visa();
  const { number, outcome, outputs } = await page(id);
  expect({ outcome, codes: outputs.map(({ code }) => code) }).toEqual({ outcome: 'issued', codes: ['visa'] });
  expect(asked(types.entry)).toMatchObject({ do: 'enter', number, sponsorInn: inn, boundTo: null });
});

test('who is in the lists is refused by no machine: two officers decide, and the applicant does not see why', async () => {
  const id = await applied();
  await walk.answer(types.watch, { found: 'hit' });
  await walk.days(11);
  await walk.finish(id, officer, 'credible');
  const seen = await page(id);
  expect(seen.outcome).toBeUndefined();
  expect(JSON.stringify(seen)).not.toContain('"hit"');
  const task = await walk.claim(id, officer);
  const decided = () =>
    walk.b.call(contract.decideTask, { id: task, outcome: 'grant', text: 'Another person of that name.' }, officer);
  await expect(decided()).rejects.toMatchObject({ code: 'cases.second-eyes-needed' });
  await walk.b.call(contract.agreeDecision, { id: task, outcome: 'grant' }, second);
  await decided();
  await walk.b.drain();
  expect(await page(id)).toMatchObject({ outcome: 'issued' });
  expect(JSON.stringify(await page(id))).not.toContain('"hit"');
});

test('lists that do not answer in 15 working days keep nobody waiting for ever', async () => {
  const id = await applied();
  await walk.days(11);
  await walk.finish(id, officer, 'credible');
  await walk.days(20);
  const [task] = await walk.b.sql<{ node: string }>("select node from task where case_id = $1 and state = 'open'", [
    id,
  ]);
  expect(task?.node).toBe('reviewTogether');
});

test('who misses the interview is given one other day, and is refused after that', async () => {
  const id = await applied();
  await walk.answer(types.watch, { found: 'clear' });
  await walk.days(11);
  await walk.finish(id, officer, 'absent');
  await walk.answer(types.places, granted);
  await walk.passed();
  expect((await page(id)).outputs.map(({ code }) => code)).toEqual(['invitation']);
  await walk.days(20);
  await walk.finish(id, officer, 'absent');
  await walk.decide(id, officer, 'refuse');
  const refused = await page(id);
  expect(refused).toMatchObject({ outcome: 'refused' });
  expect(JSON.stringify(refused.decision)).toContain('Art. 13(3)');
});

test('an hour that the consulate does not offer costs nothing', async () => {
  const id = await walk.sent(worker, 'work-visa', application());
  await walk.answer(types.consulate, { offered: false, secondOn: inDays(24) });
  expect(await page(id)).toMatchObject({ outcome: 'no-hour', outputs: [] });
});

/** As the register shows it. */
const registered = (number: string, more: object = {}) =>
  walk.register({
    [`visas/Z4582917/${number}`]: {
      ...{ holder: 'Rahul Sharma', state: 'active', until: inDays(800), sponsorInn: inn, ...more },
    },
  });
const relative = (nameLatin: string, relation: string, passport: string) => ({
  ...{ nameLatin, relation, birthOn: '2017-06-30', passport, nationality: 'IND' },
});

async function relatives(workVisa: string) {
  registered(workVisa);
  const { id } = await walk.b.call(contract.startDraft, { serviceId: 'dependant-visa', language: 'en' }, worker);
  const save = (pageId: string, answers: Record<string, string>) =>
    walk.b.call(contract.savePage, { id, pageId, answers }, worker);
  await save('number', { passportNumber: 'Z4582917', visaNumber: workVisa });
  for (const values of [relative('Priya Sharma', 'spouse', 'Z4582918'), relative('Anaya Sharma', 'child', 'Z4582919')])
    await walk.b.call(contract.saveEntry, { id, field: 'members', values }, worker);
  await save('journey', { arrivesOn: inDays(60) });
  await save('contact', { contactEmail: 'rahul@mail.example' });
  await walk.b.call(contract.submitCase, { id, declaration: true }, worker);
  await walk.b.drain();
  await walk.pay(id);
  return id;
}

test('of two relatives one is granted and one refused, and both end with the work visa and verify as revoked', async () => {
  const work = await visa();
  const number = (await page(work)).number ?? '';
  const id = await relatives(number);
  for (const passport of ['Z4582918', 'Z4582919'])
    walk.world.reply(types.watch, { found: 'clear' }, (content) => content.passport === passport);
  await walk.passed();
  await walk.finish(id, officer, 'accept');
  await walk.finish(id, officer, 'object');
  await walk.decide(id, officer, 'part');
  expect(asked(types.entry)).toMatchObject({ do: 'enter', boundTo: number });
  const { holder, refused } = asked(types.entry) as { holder: string; refused: string };
  expect([holder, refused].sort()).toEqual(['Anaya Sharma (Z4582919)', 'Priya Sharma (Z4582918)']);
  const own = (await page(id)).number ?? '';
  await walk.answer(types.entry, { number: own, numbers: [own], holder, refused });
  expect((await page(id)).outputs.map(({ code }) => code).sort()).toEqual(['part', 'visa']);

  const cancellation = await walk.sent(worker, 'visa-cancellation', {
    number: { passportNumber: 'Z4582917', visaNumber: number },
    ...{ side: { side: 'holder', ground: 'work-ended' }, ends: { endsOn: walk.today() }, ...contact },
  });
  await walk.passed();
  expect(asked(types.entry)).toMatchObject({ do: 'end', number });
  // A number of another service, and one that is nobody's, end nothing.
  await walk.answer(types.entry, { number, numbers: [number, own, 'XX-2026-1'], holder: '', refused: '' });
  expect(await page(cancellation)).toMatchObject({
    outcome: 'cancelled',
    outputs: [{ code: 'ending', state: 'valid' }],
  });
  expect((await page(cancellation)).timeline.map(({ kind }) => kind)).toContain('papers-ended');
  const states = [...(await page(work)).outputs, ...(await page(id)).outputs];
  expect(new Set(states.map(({ state }) => state))).toEqual(new Set(['revoked']));
  const code = states[0]?.verificationCode ?? '';
  expect(await walk.b.call(contract.verifyOutput, { code })).toMatchObject({ state: 'revoked' });
});

test('a visa of somebody else is ended only after an officer has found that the applicant may', async () => {
  registered('WV-2026-000099', { holder: 'Somebody Else' });
  const id = await walk.sent(worker, 'visa-cancellation', {
    number: { passportNumber: 'Z4582917', visaNumber: 'WV-2026-000099' },
    ...{ side: { side: 'holder', ground: 'left' }, ends: { endsOn: walk.today() }, ...contact },
  });
  await walk.finish(id, officer, 'not-entitled');
  await walk.decide(id, officer, 'refuse');
  expect(await page(id)).toMatchObject({ outcome: 'refused' });
});

test('who misses the first interview at one consulate has the second hour there, and comes', async () => {
  const id = await walk.sent(worker, 'work-visa', {
    ...application(),
    interview: { consulate: 'ankara', on: inDays(10), at: '14-00' },
  });
  await walk.answer(types.consulate, { offered: true, secondOn: inDays(24) });
  expect(asked(types.places)).toMatchObject({ key: `ankara:${inDays(10)}:14-00` });
  await walk.answer(types.places, granted);
  await walk.passed();
  await walk.pay(id);
  await walk.answer(types.watch, { found: 'clear' });
  const second = inDays(24);
  await walk.days(11);
  await walk.finish(id, officer, 'absent');
  expect(asked(types.places)).toMatchObject({ key: expect.stringContaining(`ankara:${second}`) });
  await walk.answer(types.places, granted);
  await walk.passed();
  await walk.days(14);
  await walk.finish(id, officer, 'credible');
  await walk.decide(id, officer, 'grant');
  expect(await page(id)).toMatchObject({ outcome: 'issued' });
});
