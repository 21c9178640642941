// SPDX-License-Identifier: Apache-2.0
/** Two sides of a contract: proposed, answered, signed by both, ended; and what nobody may do. */
import { caseClosed, caseWithdrawn } from '@stoa/cases/contract';
import type { InputOf } from '@stoa/kernel/contract';
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import type { Proposal } from '../src/contract.ts';
import {
  answerTo,
  ask,
  b,
  employer,
  inDays,
  inn,
  mailbox,
  passed,
  proposal,
  snils,
  stranger,
  told,
  worker,
} from './world.ts';

const refusedWith = (code: string) => expect.objectContaining({ code });
type Person = typeof worker;

/** The agreement that a proposal has become, as the worker finds it, and the request that asked for it. */
async function proposed(more: Partial<Proposal> = {}) {
  const content = proposal(more);
  const messageId = await ask(content);
  const { items } = await b.call(contract.listAgreements, {}, worker);
  const found = items.find(({ contract: number, act }) => number === content.contract && act === content.act);
  if (!found) throw new Error('the proposal did not arrive');
  return { id: found.id, messageId, content };
}
const read = (id: string, who: Person) => b.call(contract.getAgreement, { id }, who);
const counter = (id: string, seen: number, terms: InputOf<typeof contract.counterAgreement>['terms'], who: Person) =>
  b.call(contract.counterAgreement, { id, seen, terms }, who);
const sign = (id: string, seen: number, who: Person) => b.call(contract.signAgreement, { id, seen }, who);
const leave = (id: string, seen: number, who: Person, reason?: string) =>
  b.call(contract.leaveAgreement, { id, seen, ...(reason ? { reason } : {}) }, who);
const closed = (caseId: string, outcome: string) =>
  b.deliver(caseClosed, {
    ...{
      caseId,
      number: 'EC-1',
      serviceId: 'e-contract',
      version: 'v',
      outcome,
      closedAt: b.clock.now().toISOString(),
    },
  });

test('the worker answers by other terms, the employer accepts them, both sign, and the case is told once', async () => {
  const { id, messageId, content } = await proposed();
  expect(mailbox.acknowledged).toContain(messageId);
  expect(told.at(-1)).toMatchObject({ to: b.personKey(snils), subject: expect.stringContaining(content.contract) });
  expect(await read(id, worker)).toMatchObject({
    state: 'open',
    as: 'other',
    yourTurn: true,
    may: ['counter', 'sign', 'leave'],
  });
  expect(await read(id, employer)).toMatchObject({ as: 'proposer', yourTurn: false, may: ['leave'] });

  const countered = await counter(id, 1, { wage: '1650' }, worker);
  expect(countered.versions.map(({ number, side }) => [number, side])).toEqual([
    [1, 'proposer'],
    [2, 'other'],
  ]);
  expect(countered.versions[1]?.terms).toContainEqual(expect.objectContaining({ name: 'wage', value: 1650 }));

  const accepted = await sign(id, 2, employer);
  expect(accepted).toMatchObject({ state: 'accepted', yourTurn: false });
  expect(await read(id, worker)).toMatchObject({ yourTurn: true, may: ['sign', 'leave'] });
  const both = await sign(id, 2, worker);
  expect(both).toMatchObject({ state: 'concluded', may: [] });
  expect(both.versions[0]?.signatures).toEqual([]);
  expect(both.versions[1]?.signatures.map(({ side, name }) => [side, name])).toEqual([
    ['proposer', 'Aigerim Seitkali'],
    ['other', 'Rahul Sharma'],
  ]);
  mailbox.failing = 1;
  await passed();
  await passed(600);
  expect(answerTo(messageId)?.content).toMatchObject({
    ...{ outcome: 'concluded', agreementId: id, version: 2, concludedAt: expect.any(String) },
    terms: { wage: 1650, hours: 40, occupation: '2142' },
    labels: { occupation: { en: 'Civil engineers' } },
  });
  expect([...mailbox.responses.values()].filter(({ to }) => to === `reply#${messageId}`)).toHaveLength(1);

  await closed(content.caseId, 'registered');
  expect(await read(id, worker)).toMatchObject({ outcome: 'registered', outcomeText: { ar: expect.any(String) } });
});

test('each signature is over the statement that both read, and the ledger holds its hash', async () => {
  const { id } = await proposed();
  await sign(id, 1, worker);
  const { versions } = await sign(id, 1, employer);
  const [version] = versions;
  expect(
    createHash('sha256')
      .update(version?.statement ?? '')
      .digest('hex'),
  ).toBe(version?.sha256);
  expect(JSON.parse(version?.statement ?? '{}')).toMatchObject({
    ...{ agreement: id, version: 1, proposer: { kind: 'organisation', id: inn }, terms: { wage: 1500 } },
    other: { kind: 'person', id: b.personKey(snils) },
  });
  const signed = await b.sql(
    "select 1 from ledger_entry where record like '%agreements.agreement-signed%' and record like $1",
    [`%${version?.sha256}%`],
  );
  expect(signed).toHaveLength(2);
});

test('contracts of others are as unknown as what is not there', async () => {
  const { id } = await proposed();
  const otherCompany = b.person({ actingFor: { kind: 'organisation', id: '0105234524', name: 'Other LLP' } });
  const limited = (services: string[], acts?: ('read' | 'apply')[]) =>
    b.person({
      actingFor: {
        kind: 'organisation',
        id: inn,
        name: 'Steppe Build LLP',
        limits: [{ services, ...(acts ? { acts } : {}) }],
      },
    });
  const unknown = refusedWith('agreements.agreement-unknown');
  for (const who of [stranger, otherCompany, limited(['work-permit'])]) {
    await expect(read(id, who)).rejects.toEqual(unknown);
    await expect(sign(id, 1, who)).rejects.toEqual(unknown);
    await expect(counter(id, 1, { wage: 2000 }, who)).rejects.toEqual(unknown);
    await expect(leave(id, 1, who)).rejects.toEqual(unknown);
    const { items } = await b.call(contract.listAgreements, {}, who);
    expect(items.map((one) => one.id)).not.toContain(id);
  }
  const reader = limited(['e-contract'], ['read']);
  expect(await read(id, reader)).toMatchObject({ state: 'open', may: [] });
  await expect(leave(id, 1, reader)).rejects.toEqual(unknown);
  expect((await b.http(stranger).get(`/api/agreements/${id}`)).status).toBe(404);
  await expect(b.call(contract.listAgreements, {})).rejects.toEqual(refusedWith('kernel.sign-in-required'));
});

test('who answers what another tab has changed is told so, and nothing is signed unread', async () => {
  const { id } = await proposed();
  await counter(id, 1, { wage: 1700 }, worker);
  const stale = refusedWith('agreements.version-changed');
  await expect(sign(id, 1, employer)).rejects.toEqual(stale);
  await expect(counter(id, 1, { wage: 1600 }, employer)).rejects.toEqual(stale);
  await expect(leave(id, 1, employer)).rejects.toEqual(stale);
  const answer = await b.http(employer).post(`/api/agreements/${id}/signatures`, { seen: 1 });
  expect(answer).toMatchObject({ status: 409, body: { code: 'agreements.version-changed' } });
  expect(String(answer.body.detail)).toContain('Read version 2');
  expect((await read(id, employer)).versions[1]?.signatures).toEqual([]);
});

test('who has answered waits: neither two answers in a row nor two signatures of one side', async () => {
  const { id } = await proposed();
  const notNow = refusedWith('agreements.not-your-turn');
  await expect(sign(id, 1, employer)).rejects.toEqual(notNow);
  await counter(id, 1, { wage: 1700 }, worker);
  await expect(counter(id, 2, { wage: 1800 }, worker)).rejects.toEqual(notNow);
  await sign(id, 2, employer);
  await expect(sign(id, 2, employer)).rejects.toEqual(notNow);
  await expect(counter(id, 2, { wage: 1900 }, worker)).rejects.toEqual(notNow);
});

test('two signatures at the same moment are one', async () => {
  const { id, messageId } = await proposed();
  const twice = await Promise.allSettled([sign(id, 1, worker), sign(id, 1, worker)]);
  expect(twice.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  const same = await Promise.all(
    [1, 2].map(() => b.call(contract.signAgreement, { id, seen: 1 }, employer, 'same-key')),
  );
  expect(same.map(({ state }) => state)).toEqual(['concluded', 'concluded']);
  await passed();
  expect(answerTo(messageId)?.content).toMatchObject({ outcome: 'concluded' });
  expect(await b.sql('select 1 from signature where agreement_id = $1', [id])).toHaveLength(2);
});

test('other terms must be open, fit the form, differ, and be lawful', async () => {
  const { id } = await proposed();
  const fails = (terms: Record<string, string | number>, code: string) =>
    expect(counter(id, 1, terms, worker)).rejects.toEqual(refusedWith(code));
  await fails({ workRegion: 'XM-02' }, 'agreements.term-fixed');
  await fails({ nonsense: 'x' }, 'agreements.term-fixed');
  await fails({ wage: 'a lot' }, 'agreements.term-invalid');
  await fails({ wage: '' }, 'agreements.term-invalid');
  await fails({ startsOn: '2001-01-01' }, 'agreements.term-invalid');
  await fails({ wage: 1500 }, 'agreements.terms-same');
  await fails({ wage: 900 }, 'agreements.terms-unlawful');
  await fails({ hours: 60 }, 'agreements.terms-unlawful');
  await expect(counter(id, 1, { wage: 900 }, worker)).rejects.toThrow(/1,400 EUR.*Art\. 23/);
  expect((await read(id, worker)).versions).toHaveLength(1);
});

test('the worker declines, the employer withdraws, and the case is told which', async () => {
  const one = await proposed();
  await leave(one.id, 1, worker, 'I have found other work.');
  expect(await read(one.id, employer)).toMatchObject({ state: 'declined', reason: 'I have found other work.' });
  const two = await proposed();
  await sign(two.id, 1, worker);
  expect(await leave(two.id, 1, employer)).toMatchObject({ state: 'withdrawn', may: [] });
  for (const who of [worker, employer]) {
    await expect(sign(two.id, 1, who)).rejects.toEqual(refusedWith('agreements.settled-already'));
    await expect(leave(one.id, 1, who)).rejects.toEqual(refusedWith('agreements.settled-already'));
  }
  await passed();
  expect(answerTo(one.messageId)?.content).toMatchObject({ outcome: 'declined' });
  expect(answerTo(two.messageId)?.content).toMatchObject({ outcome: 'withdrawn' });
});

test('nobody is stuck: what nobody signs lapses after its last day, also before the round that says so', async () => {
  const { id, messageId } = await proposed({ until: inDays(2) });
  await sign(id, 1, worker);
  b.clock.advance({ days: 3 });
  await expect(sign(id, 1, employer)).rejects.toEqual(refusedWith('agreements.settled-already'));
  await passed(601);
  expect(await read(id, worker)).toMatchObject({ state: 'lapsed' });
  expect(answerTo(messageId)?.content).toMatchObject({ outcome: 'lapsed' });
});

test('a case that is withdrawn or over takes its proposal with it, but never what was signed', async () => {
  const one = await proposed();
  await b.deliver(caseWithdrawn, { caseId: one.content.caseId, number: 'EC-1', serviceId: 'e-contract', version: 'v' });
  expect(await read(one.id, worker)).toMatchObject({ state: 'withdrawn' });
  const two = await proposed();
  await closed(two.content.caseId, 'not-agreed');
  expect(await read(two.id, worker)).toMatchObject({ state: 'lapsed', outcome: 'not-agreed' });
  const three = await proposed();
  await sign(three.id, 1, worker);
  await sign(three.id, 1, employer);
  await closed(three.content.caseId, 'not-entered');
  expect(await read(three.id, worker)).toMatchObject({ state: 'concluded', outcome: 'not-entered' });
});

test('an end by notice is told, needs no signature, and stands in the history of the contract', async () => {
  const { id, content } = await proposed();
  await sign(id, 1, worker);
  await sign(id, 1, employer);
  const ended = await proposed({
    ...{ act: 'notice', contract: content.contract, mustAgree: false, law: null, open: [] },
    terms: { employerGround: 'redundancy', endsOn: inDays(60) },
  });
  expect(await read(ended.id, worker)).toMatchObject({ state: 'told', may: [], history: [{ id }, { id: ended.id }] });
  await passed();
  expect(answerTo(ended.messageId)?.content).toMatchObject({
    outcome: 'told',
    terms: { employerGround: 'redundancy' },
  });
});

test('the same request is kept once, and one that does not fit is answered with what is wrong', async () => {
  const content = proposal();
  const messageId = await ask(content);
  await ask(content, messageId);
  const { items } = await b.call(contract.listAgreements, {}, worker);
  expect(items.filter((one) => one.contract === content.contract)).toHaveLength(1);
  const bad: [unknown, RegExp][] = [
    ['nonsense', /does not fit the type/],
    [{ ...content, until: 'soon' }, /until/],
    [{ ...content, terms: { strange: 1 } }, /no field "strange"/],
    [{ ...content, service: 'nowhere' }, /no service "nowhere"/],
    [{ ...content, other: { ...content.other, number: '14567890100' } }, /check digits/],
    [{ ...content, law: 'nowhere' }, /no table "nowhere"/],
    [{ ...content, other: content.proposer }, /nobody agrees with themselves/],
  ];
  for (const [wrong, words] of bad) expect(answerTo(await ask(wrong))?.rejection?.description).toMatch(words);
});

test('a list is read in pages, newest first, and narrowed to what waits', async () => {
  const first = await proposed();
  const second = await proposed();
  await leave(first.id, 1, worker);
  const page = await b.call(contract.listAgreements, { limit: 1 }, worker);
  expect(page.items.map(({ id }) => id)).toEqual([second.id]);
  const next = await b.call(contract.listAgreements, { limit: 1, cursor: page.nextCursor ?? '' }, worker);
  expect(next.items.map(({ id }) => id)).toEqual([first.id]);
  const waiting = await b.call(contract.listAgreements, { limit: 100, waiting: true }, worker);
  expect(waiting.items.map(({ id }) => id)).not.toContain(first.id);
});
