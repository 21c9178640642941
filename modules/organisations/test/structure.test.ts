// SPDX-License-Identifier: Apache-2.0
/** Posts oblige and entitle; people come and go. */
import identity from '@stoa/identity';
import * as people from '@stoa/identity/contract';
import { namedPeople } from '@stoa/country-xm';
import { bench } from '@stoa/kernel/testing';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import organisations from '../src/index.ts';

const b = await bench(organisations, identity);
const asks = b.person({ name: 'Ainur Asks', duties: ['identity.grantor'] });
const decides = b.person({ name: 'Dmitry Decides', duties: ['identity.grantor'] });
const operator = b.person({ duties: ['platform.operator'] });
const reason = 'Order No. 12 of the ministry';
const office = 'XM-01-LABOUR';
const duty = 'labour.permit-officer';

const request = (asked: contract.Asked, who = asks) => b.call(contract.requestChange, { asked, reason }, who);
async function made(asked: contract.Asked) {
  const { id } = await request(asked);
  const change = await b.call(contract.decideChange, { id, approved: true }, decides);
  await b.drain();
  return change;
}
const structure = (at?: string) => b.call(contract.getStructure, { id: office, ...(at ? { at } : {}) }, decides);
let serial = 0;
async function person(who: keyof typeof namedPeople): Promise<string> {
  const { snils, nameLatin: name } = namedPeople[who];
  const input = { snils, name, email: `${who}@mail.example`, login: `person-${serial++}` };
  return (await b.call(people.registerPerson, input, operator)).id;
}
/** A new post with the duty, open from the beginning of 2026. */
async function post(title: string, duties = [duty]): Promise<string> {
  await made({ kind: 'post', organisationId: office, title: { en: title }, duties, from: '2026-01-01' });
  const found = (await structure()).posts.find((one) => one.title.en === title);
  return found?.id ?? '';
}
const at = (day: string) => `2026-${day}T00:00:00.000Z`;
const dutiesOf = async (personId: string, when?: string) =>
  (await b.call(contract.listDuties, { personId, ...(when ? { at: when } : {}) }, decides)).items;
/** What a session would know of them now. */
const heldNow = async (personId: string, organisationId = office) =>
  (await b.call(people.findDutyHolder, { personId, code: duty, organisationId }, { kind: 'service', id: 'cases' }))
    .name;

test('who is put on a post holds its duties for as long as they are on it, in their session too', async () => {
  const officer = await person('officer');
  const desk = await post('Permit officer');
  await made({ kind: 'holding', postId: desk, personId: officer, as: 'holder', from: at('01-10') });
  expect(await dutiesOf(officer)).toMatchObject([{ code: duty, organisationId: office, as: 'holder', postId: desk }]);
  expect(await dutiesOf(officer, at('01-09'))).toEqual([]);
  expect(await heldNow(officer)).toBe('Daniyar Omarov');
  expect(await heldNow(officer, 'XM-02-LABOUR')).toBeUndefined();
  const [holding] = (await structure()).posts.find(({ id }) => id === desk)?.holdings ?? [];
  const end = new Date(b.clock.now().getTime() + 3_600_000).toISOString();
  await made({ kind: 'end', what: 'holding', id: holding?.id ?? '', at: end });
  expect(await heldNow(officer)).toBe('Daniyar Omarov');
  const about = async (personId: string) =>
    (await b.call(contract.listChanges, { state: 'all', personId }, decides)).items.map(({ asked }) => asked.kind);
  expect([await about(officer), await about(asks.id)]).toEqual([['end', 'holding'], []]);
  expect((await b.call(contract.listDuties, { personId: officer }, decides)).name).toBe('Daniyar Omarov');
  // No event is needed for what ends by the clock.
  b.clock.advance({ minutes: 61 });
  expect(await heldNow(officer)).toBeUndefined();
  expect(await dutiesOf(officer)).toEqual([]);
  expect(await dutiesOf(officer, at('05-03'))).toMatchObject([{ code: duty }]);
});

test('a substitute holds the duties of the post meanwhile, and it is known in whose place', async () => {
  const [head, deputy, third] = [await person('auditor'), await person('analyst'), await person('engineer')];
  const desk = await post('Head of permits');
  await made({ kind: 'holding', postId: desk, personId: head, as: 'holder', from: at('01-10') });
  const [holding] = (await structure()).posts.find(({ id }) => id === desk)?.holdings ?? [];
  const until = new Date(b.clock.now().getTime() + 86_400_000).toISOString();
  await made({
    ...{ kind: 'holding', postId: desk, personId: deputy, as: 'substitute', forId: holding?.id ?? '' },
    ...{ reason: 'Leave', from: b.clock.now().toISOString(), until },
  });
  expect(await dutiesOf(deputy)).toMatchObject([{ code: duty, as: 'substitute', inPlaceOf: 'Elena Petrova' }]);
  const holders = await b.call(contract.listHolders, { code: duty, organisationId: office }, decides);
  expect(holders.items.map(({ name }) => name).sort()).toEqual(['Elena Petrova', 'Samal Nurlan']);
  const [, substitute] = (await structure()).posts.find(({ id }) => id === desk)?.holdings ?? [];
  await expect(
    request({
      ...{ kind: 'holding', postId: desk, personId: third, as: 'substitute', forId: substitute?.id ?? '' },
      from: b.clock.now().toISOString(),
    }),
  ).rejects.toMatchObject({ code: 'organisations.substitute-of-substitute' });
  b.clock.advance({ days: 1, minutes: 1 });
  expect(await heldNow(deputy)).toBeUndefined();
});

test('when the one who is substituted leaves the post, the substitute has nothing to stand for', async () => {
  const [head, deputy] = [await person('aigerim'), await person('operator')];
  const desk = await post('Head of visas');
  await made({ kind: 'holding', postId: desk, personId: head, as: 'holder', from: at('01-10') });
  const [holding] = (await structure()).posts.find(({ id }) => id === desk)?.holdings ?? [];
  await made({
    ...{ kind: 'holding', postId: desk, personId: deputy, as: 'substitute', forId: holding?.id ?? '' },
    from: at('02-01'),
  });
  expect(await heldNow(deputy)).toBe('Taras Bondar');
  await made({ kind: 'end', what: 'holding', id: holding?.id ?? '', at: b.clock.now().toISOString() });
  expect([await heldNow(head), await heldNow(deputy)]).toEqual([undefined, undefined]);
});

test('a post has one holder at a time, and an end comes after a beginning', async () => {
  const [one, other] = [await person('worker'), await person('officer2')];
  const desk = await post('Registrar');
  const on = (personId: string, from: string, until?: string) =>
    request({ kind: 'holding', postId: desk, personId, as: 'holder', from, ...(until ? { until } : {}) });
  await made({ kind: 'holding', postId: desk, personId: one, as: 'holder', from: at('03-01'), until: at('06-01') });
  await expect(on(other, at('05-31'))).rejects.toMatchObject({ code: 'organisations.post-taken' });
  await on(other, at('06-01'));
  await expect(on(other, at('09-01'), at('08-01'))).rejects.toMatchObject({ code: 'organisations.period-backwards' });
  await expect(on(decides.id, at('07-01'))).rejects.toMatchObject({ code: 'organisations.person-unknown' });
});

test('nobody is put on a post by themselves, asking or deciding', async () => {
  const desk = await post('Grantor', ['identity.grantor']);
  const asked = { kind: 'holding', postId: desk, personId: asks.id, as: 'holder', from: at('03-01') } as const;
  await expect(request(asked)).rejects.toMatchObject({ code: 'organisations.power-for-oneself' });
});

test('duties that exclude each other are held by two people', async () => {
  await b.sql(
    `insert into organisations.duty_conflict values ('treasury.approver', 'treasury.payer', 'Budget Code, Art. 40')`,
  );
  const somebody = await person('workerWife');
  const [pays, approves] = [await post('Payer', ['treasury.payer']), await post('Approver', ['treasury.approver'])];
  await made({ kind: 'holding', postId: pays, personId: somebody, as: 'holder', from: at('03-01') });
  await expect(
    request({ kind: 'holding', postId: approves, personId: somebody, as: 'acting', from: at('04-01') }),
  ).rejects.toMatchObject({ code: 'organisations.duties-conflict', message: expect.stringContaining('Budget Code') });
});

test('units stand in one another within their organisation', async () => {
  await made({ kind: 'unit', organisationId: office, name: { en: 'Permits' }, from: '2026-01-01' });
  const [permits] = (await structure()).units;
  await made({
    ...{ kind: 'unit', organisationId: office, parentId: permits?.id ?? '', name: { en: 'Visas' }, from: '2026-01-01' },
  });
  expect((await structure()).units.map(({ name, parentId }) => [name.en, parentId])).toEqual([
    ['Permits', undefined],
    ['Visas', permits?.id],
  ]);
  await expect(
    request({
      ...{ kind: 'post', organisationId: 'XM-02-LABOUR', unitId: permits?.id ?? '', title: { en: 'x' }, duties: [] },
      from: '2026-01-01',
    }),
  ).rejects.toMatchObject({ code: 'organisations.unit-unknown' });
  for (const [what, code] of [
    ['post', 'organisations.post-unknown'],
    ['holding', 'organisations.holding-unknown'],
  ] as const)
    await expect(request({ kind: 'end', what, id: asks.id, at: at('03-01') })).rejects.toMatchObject({ code });
});

test('an office that ends takes its duties with it at midnight there, and gives them back where that is undone', async () => {
  const clerk = await person('workerDaughter');
  const school = 'XM-02-SCHOOL-2';
  await made({ kind: 'post', organisationId: school, title: { en: 'Clerk' }, duties: [duty], from: '2026-01-01' });
  const { posts } = await b.call(contract.getStructure, { id: school }, decides);
  await made({ kind: 'holding', postId: posts[0]?.id ?? '', personId: clerk, as: 'holder', from: at('02-01') });
  expect(await heldNow(clerk, school)).toBe('Anaya Sharma');
  const on = b.module.country.calendar.localDate(new Date(b.clock.now().getTime() + 2 * 86_400_000));
  const { id } = await made({ kind: 'merge', id: school, into: 'XM-02-SCHOOL-1', on });
  const midnight = b.module.country.calendar.startOfDate(on).toISOString();
  expect((await dutiesOf(clerk)).map(({ until }) => until)).toEqual([midnight]);
  const untilAtIdentity = async () =>
    (await b.sql<{ until_at: Date | null }>('select until_at from held_duty where person_id = $1', [clerk]))[0]
      ?.until_at;
  expect((await untilAtIdentity())?.toISOString()).toBe(midnight);
  await b.call(contract.undoChange, { id }, decides);
  await b.drain();
  expect(await untilAtIdentity()).toBeNull();
});

test('what is told of a person late does nothing', async () => {
  const somebody = await person('workerSon');
  const as = { kind: 'service', id: 'organisations' } as const;
  const duties = [{ code: duty, organisationId: office, as: 'holder' as const, from: at('01-01') }];
  expect(await b.call(people.holdDuties, { personId: somebody, revision: 2, duties }, as)).toEqual({ held: true });
  expect(await b.call(people.holdDuties, { personId: somebody, revision: 1, duties: [] }, as)).toEqual({ held: false });
  expect(await heldNow(somebody)).toBe('Arjun Sharma');
});

test('a change says in words what was and what becomes; who is meant is found by words of the name', async () => {
  const personId = await person('accountant');
  const { nameLatin: name } = namedPeople.accountant;
  const { items: found } = await b.call(contract.findPeople, { words: name.split(' ').reverse().join(' ') }, asks);
  expect(found).toEqual([{ personId, name }]);
  await expect(b.call(contract.findPeople, { words: name }, operator)).rejects.toMatchObject({ kind: 'forbidden' });
  const desk = await post('Archivist');
  const asked = { kind: 'holding', postId: desk, personId, as: 'holder', from: '2026-01-10' } as const;
  const open = await request(asked);
  const expected = [
    { fact: 'post', after: { en: 'Archivist' } },
    { fact: 'person', after: name },
    { fact: 'as', after: 'holder' },
    { fact: 'from', after: '2026-01-10' },
  ];
  expect(open.facts).toEqual(expected);
  await b.call(contract.decideChange, { id: open.id, approved: true }, decides);
  const [holding] = (await structure()).posts.find(({ id }) => id === desk)?.holdings ?? [];
  // A day begins where the country is, not where the server is.
  expect(holding?.from).toBe(b.module.country.calendar.startOfDate('2026-01-10').toISOString());
  const { facts } = await made({ kind: 'end', what: 'holding', id: holding?.id ?? '', at: '2026-02-10' });
  expect(facts).toEqual([
    { fact: 'post', after: { en: 'Archivist' } },
    { fact: 'person', after: name },
    { fact: 'until', after: '2026-02-10' },
  ]);
  const { id, revision: _, ...before } = await b.call(contract.getOrganisation, { id: 'XM-01-LABOUR' });
  const corrected = await request({
    ...{ kind: 'organisation', id, validFrom: '2026-03-01', facts: { ...before, kind: 'central' } },
  });
  const kind = [{ fact: 'kind', before: before.kind, after: 'central' }];
  expect(corrected.facts).toEqual(kind);
  await b.call(contract.decideChange, { id: corrected.id, approved: false }, decides);
  const { items } = await b.call(contract.listChanges, { state: 'all' }, decides);
  expect(items.find((one) => one.id === corrected.id)?.facts).toEqual(kind);
  const { items: counted } = await b.call(contract.countDuties, {}, decides);
  const holders = (await b.call(contract.listHolders, { code: duty }, decides)).items;
  const people = new Set(holders.map((one) => one.personId)).size;
  expect(counted.find(({ code }) => code === duty)?.people).toBe(people);
});

test('a duty is given by two people together, the person is told, and the ledger says what was given to whom', async () => {
  const chosen = await person('aigerimSon');
  await b.sql(`update identity.account set password_hash = 'chosen' where person_id = $1`, [chosen]);
  const desk = await post('Desk of two');
  const asked = { kind: 'holding', postId: desk, personId: chosen, as: 'holder', from: at('01-10') } as const;
  await expect(request(asked, operator)).rejects.toMatchObject({ kind: 'forbidden' });
  const { id } = await request(asked);
  const decide = (who: typeof asks, approved = true) => b.call(contract.decideChange, { id, approved }, who);
  await expect(decide(operator)).rejects.toMatchObject({ kind: 'forbidden' });
  await expect(decide(asks)).rejects.toMatchObject({ code: 'organisations.second-person-needed' });
  expect(await heldNow(chosen)).toBeUndefined();
  // Two who decide at once decide once.
  const answers = await Promise.allSettled(Array.from({ length: 20 }, () => decide(decides)));
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  await b.drain();
  expect(await heldNow(chosen)).toBe(namedPeople.aigerimSon.nameLatin);
  const told = b.events('identity.person-concerned.v1').map(({ data }) => JSON.stringify(data));
  expect(told.filter((one) => one.includes('You were given a duty'))).toHaveLength(1);
  const entries = await b.sql<{ record: string }>('select record::text from organisations.ledger_entry');
  const entry = entries.map(({ record }) => record).find((one) => one.includes('change-decided') && one.includes(id));
  for (const fact of [chosen, desk, office, asks.id, decides.id]) expect(entry).toContain(fact);
});
