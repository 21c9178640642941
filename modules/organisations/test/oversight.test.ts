// SPDX-License-Identifier: Apache-2.0
/** Duties taken in an emergency, and who holds which duty looked at again. */
import identity from '@stoa/identity';
import * as people from '@stoa/identity/contract';
import { namedPeople } from '@stoa/country-xm';
import { bench } from '@stoa/kernel/testing';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import organisations from '../src/index.ts';

const b = await bench(organisations, identity);
const operator = b.person({ duties: ['platform.operator'] });
const asks = b.person({ name: 'Ainur Asks', duties: ['identity.grantor'] });
const decides = b.person({ name: 'Dmitry Decides', duties: ['identity.grantor'] });
const auditor = b.person({ name: 'Elena Audits', duties: ['audit.auditor'] });
const service = { kind: 'service', id: 'cases' } as const;
const [office, duty] = ['XM-01-LABOUR', 'labour.permit-officer'];
const from = '2026-01-01T00:00:00.000Z';

async function made(asked: contract.Asked) {
  const { id } = await b.call(contract.requestChange, { asked, reason: 'Order No. 12' }, asks);
  await b.call(contract.decideChange, { id, approved: true }, decides);
  await b.drain();
}
const structure = async () => (await b.call(contract.getStructure, { id: office }, decides)).posts;
async function post(title: string, duties: string[]) {
  await made({ kind: 'post', organisationId: office, title: { en: title }, duties, from: '2026-01-01' });
  return (await structure()).find((one) => one.title.en === title)?.id ?? '';
}
let serial = 0;
async function official(who: keyof typeof namedPeople, postId?: string) {
  const { snils, nameLatin: name } = namedPeople[who];
  const input = { snils, name, email: `${who}@mail.example`, login: `person-${serial++}` };
  const { id } = await b.call(people.registerPerson, input, operator);
  if (postId) await made({ kind: 'holding', postId, personId: id, as: 'holder', from });
  return b.person({ id, name, duties: ['labour.clerk'] });
}
const heldNow = async (personId: string) =>
  (await b.call(people.findDutyHolder, { personId, code: duty, organisationId: office }, service)).name;
const reason = 'The officer is ill and a permit must be issued today';

const desk = await post('Permit officer', []);
await made({ kind: 'duty', postId: desk, code: duty, emergency: true, from });
await made({ kind: 'duty', postId: desk, code: 'labour.visa-officer', from });
const dutiesOfDesk = (await structure()).find(({ id }) => id === desk)?.duties ?? [];
const takeable = dutiesOfDesk.find(({ code }) => code === duty)?.id ?? '';
const kept = dutiesOfDesk.find(({ code }) => code === 'labour.visa-officer')?.id ?? '';
const clerk = await official('officer', await post('Clerk', ['labour.clerk']));
const stranger = await official('worker');
const take = (dutyId: string, who = clerk, minutes = 30) =>
  b.call(contract.takeEmergency, { dutyId, reason, minutes }, who);

test('an official takes a duty that is offered for emergencies at once, for at most an hour, and the audit says so', async () => {
  await expect(take(kept)).rejects.toMatchObject({ code: 'organisations.emergency-not-offered' });
  await expect(take(takeable, stranger)).rejects.toMatchObject({ code: 'organisations.not-an-official' });
  await expect(take(takeable, clerk, 61)).rejects.toMatchObject({ kind: 'invalid' });
  await expect(take(takeable, b.person())).rejects.toMatchObject({ kind: 'forbidden' });
  expect((await b.call(contract.listTakeable, {}, clerk)).items).toMatchObject([{ dutyId: takeable, code: duty }]);
  expect((await b.call(contract.listTakeable, {}, stranger)).items).toEqual([]);
  const taken = await take(takeable);
  expect(taken).toMatchObject({ code: duty, organisationId: office, name: clerk.name, reason });
  await expect(take(takeable)).rejects.toMatchObject({ code: 'organisations.emergency-runs' });
  await b.drain();
  expect(await heldNow(clerk.id)).toBe(clerk.name);
  const held = await b.call(contract.listDuties, { personId: clerk.id }, decides);
  expect(held.items).toContainEqual(expect.objectContaining({ code: duty, as: 'emergency', until: taken.until }));
  const [entry] = await b.sql<{ record: string }>(
    `select record from organisations.ledger_entry where record like '%emergency-taken%'`,
  );
  expect(entry?.record).toContain(office);
  b.clock.advance({ minutes: 31 });
  expect(await heldNow(clerk.id)).toBeUndefined();
});

test('those who give duties and those who audit are told of it at once', async () => {
  const grantor = await official('auditor');
  await b.call(
    people.holdDuties,
    {
      ...{ personId: grantor.id, revision: 100 },
      duties: [{ code: 'identity.grantor', organisationId: office, as: 'holder', from }],
    },
    { kind: 'service', id: 'organisations' },
  );
  await take(takeable);
  await b.drain();
  const told = b.events().filter(({ type }) => type === contract.officialConcerned.type);
  expect(told).toHaveLength(1);
  expect(JSON.stringify(told[0])).toContain(reason);
});

test('somebody else reviews it afterwards, once, and what still runs ends', async () => {
  const waiting = await b.call(contract.listEmergencies, { state: 'waiting' }, auditor);
  expect(waiting.items).toHaveLength(2);
  const id = waiting.items[0]?.id ?? '';
  const review = (who: typeof clerk, of = id) =>
    b.call(contract.reviewEmergency, { id: of, justified: false, note: 'A colleague was there' }, who);
  const self = b.person({ id: clerk.id, name: clerk.name, duties: ['identity.grantor'] });
  await expect(review(self)).rejects.toMatchObject({ code: 'organisations.second-person-needed' });
  await expect(review(clerk)).rejects.toMatchObject({ kind: 'forbidden' });
  await expect(review(auditor, desk)).rejects.toMatchObject({ code: 'organisations.emergency-unknown' });
  expect(await heldNow(clerk.id)).toBe(clerk.name);
  expect(await review(auditor)).toMatchObject({ justified: false, reviewedBy: 'Elena Audits' });
  await b.drain();
  expect(await heldNow(clerk.id)).toBeUndefined();
  await expect(review(auditor)).rejects.toMatchObject({ code: 'organisations.emergency-reviewed-already' });
});

test('taking a duty may not join two that exclude each other', async () => {
  await b.sql(`insert into organisations.duty_conflict values ('labour.clerk', '${duty}', 'Labour Code, Art. 7')`);
  await expect(take(takeable)).rejects.toMatchObject({ code: 'organisations.duties-conflict' });
  await b.sql('delete from organisations.duty_conflict');
});

test('duties of an organisation are reviewed every so many months: opened once, reminded of, said to be overdue', async () => {
  const today = () => b.module.country.calendar.localDate(b.clock.now());
  const rule = { id: office, months: 6, nextOn: today() };
  await expect(b.call(contract.setReviewRule, rule, clerk)).rejects.toMatchObject({ kind: 'forbidden' });
  await expect(b.call(contract.setReviewRule, { ...rule, id: 'NOBODY' }, asks)).rejects.toMatchObject({
    code: 'organisations.organisation-unknown',
  });
  await b.call(contract.setReviewRule, rule, asks);
  const open = async () => (await b.call(contract.listReviews, { state: 'open' }, auditor)).items;
  b.clock.advance({ hours: 2 });
  await b.drain();
  b.clock.advance({ hours: 2 });
  await b.drain();
  const [review] = await open();
  expect(await open()).toMatchObject([{ organisationId: office, overdue: false, items: 1, open: 1 }]);
  b.clock.advance({ days: 31 });
  await b.drain();
  expect(await open()).toMatchObject([{ overdue: true }]);
  const subjects = b.events().filter(({ type }) => type === contract.officialConcerned.type);
  expect(JSON.stringify(subjects)).toContain('A review of duties has begun');
  expect(JSON.stringify(subjects)).toContain('A review of duties is overdue');

  const id = review?.id ?? '';
  const { items } = await b.call(contract.getReview, { id }, auditor);
  expect(items).toMatchObject([{ name: clerk.name, post: { en: 'Clerk' }, duties: ['labour.clerk'] }]);
  const holdingId = items[0]?.holdingId ?? '';
  const decide = (who: typeof clerk, kept: boolean, of = id) =>
    b.call(contract.reviewHolding, { id: of, holdingId, kept }, who);
  const self = b.person({ id: clerk.id, duties: ['identity.grantor'] });
  await expect(decide(self, true)).rejects.toMatchObject({ code: 'organisations.power-for-oneself' });
  await expect(decide(decides, true, desk)).rejects.toMatchObject({ code: 'organisations.review-unknown' });
  await expect(b.call(contract.getReview, { id: desk }, auditor)).rejects.toMatchObject({
    code: 'organisations.review-unknown',
  });
  expect(await decide(decides, false)).toMatchObject({ open: 0, closedAt: expect.any(String) });
  await expect(decide(decides, true)).rejects.toMatchObject({ code: 'organisations.reviewed-already' });
  expect((await structure()).find(({ title }) => title.en === 'Clerk')?.holdings).toEqual([]);
  expect(await open()).toEqual([]);
});

test('who oversees nothing sees neither emergencies nor reviews', async () => {
  for (const operation of [
    () => b.call(contract.listEmergencies, {}, clerk),
    () => b.call(contract.listReviews, {}, clerk),
    () => b.call(contract.getReview, { id: desk }, clerk),
    () => b.call(contract.reviewHolding, { id: desk, holdingId: desk, kept: true }, auditor),
    () => b.call(contract.takeEmergency, { dutyId: desk, reason, minutes: 5 }, b.person()),
  ])
    await expect(operation()).rejects.toMatchObject({ kind: 'forbidden' });
});

test('everybody who is on a post now is told of its work once, with where it leads', async () => {
  const words = { subject: { en: 'A document waits' }, body: { en: 'Agree to it.' }, link: '/documents/desk' };
  const tell = (as: Parameters<typeof b.call>[2]) =>
    b.call(contract.tellPosts, { key: 'work-1', posts: [desk], ...words }, as);
  const execution = { kind: 'service', id: 'execution' } as const;
  expect(await tell(execution)).toEqual({ people: 0 });
  await expect(tell(decides)).rejects.toMatchObject({ kind: 'forbidden' });
  const holder = await official('officer2', desk);
  const before = b.events().length;
  expect(await tell(execution)).toEqual({ people: 1 });
  await b.drain();
  const told = b
    .events()
    .slice(before)
    .filter(({ type }) => type === contract.officialConcerned.type);
  expect(told).toMatchObject([{ data: { ...words } }]);
  expect(holder.name).toBeDefined();
});
