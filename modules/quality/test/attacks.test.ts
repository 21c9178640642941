// SPDX-License-Identifier: Apache-2.0
/** What somebody tries who means no good: other people's data by id, odd texts, edited cursors, days that there are not. */
import { randomUUID } from 'node:crypto';
import { snils } from '@stoa/country-xm';
import { recordRendered } from '@stoa/analytics/contract';
import { matchOrganisation } from '@stoa/organisations/contract';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { reportRendered } from '../src/coverage/coverage.ts';
import { whoServed } from '../src/matching.ts';
import { cardById } from '../src/queries.ts';
import { fullMarks, qualityBench } from './fixture.ts';

const b = await qualityBench();
const analyst = b.person({ duties: ['quality.analyst'] });
const office = (organisationId: string) => ({
  ...b.person({ duties: [] }),
  duties: [{ code: 'quality.organisation', organisationId }],
});
let serial = 155_600_000;
const somebody = () => ({ snils: snils((serial += 1)) });
const self = { kind: 'service', id: 'quality' } as const;

test('an organisation reaches no card of another by its id, and hands out no link of it', async () => {
  const { id } = await b.invite(somebody());
  const [owner, stranger] = [office('XM-01-LABOUR'), office('XM-02-LABOUR')];
  expect(await b.call(contract.getCard, { id }, owner)).toMatchObject({ id });
  for (const read of [contract.getCard, contract.givePaper]) {
    const missing = await b.call(read, { id: randomUUID() }, stranger).catch((error: Error) => error);
    const foreign = await b.call(read, { id }, stranger).catch((error: Error) => error);
    expect(foreign).toMatchObject({ kind: 'missing', code: 'quality.card-unknown' });
    expect(String(foreign)).toBe(String(missing));
  }
  const { items } = await b.call(contract.listCards, { organisationId: 'XM-01-LABOUR' }, stranger);
  expect(items).toEqual([]);
  expect((await b.call(contract.listCards, { search: id }, stranger)).items).toEqual([]);
  for (const act of [
    () => b.call(contract.revealPerson, { id, purpose: 'Curiosity, no more' }, owner),
    () => b.call(contract.withdrawCard, { id, reason: 'no reason' }, owner),
    () => b.call(contract.retryCard, { id }, owner),
    () => b.call(contract.holdLink, { id, held: true, reason: 'no reason' }, owner),
  ])
    await expect(act()).rejects.toMatchObject({ kind: 'forbidden' });
});

test.each([
  ['an id of nothing', 'bm90aGluZw'],
  ['a day that there is not', Buffer.from(`2026-02-31T00:00:00.000Z ${randomUUID()}`).toString('base64url')],
  ['an instant beyond all time', Buffer.from(`999999-01-01T00:00:00.000Z ${randomUUID()}`).toString('base64url')],
  ['a statement', Buffer.from("2026-01-01T00:00:00.000Z ' or 1=1 --").toString('base64url')],
  ['ten thousand characters', 'A'.repeat(10_000)],
  ['the zero character', '\u0000'],
])('a cursor edited to %s is refused', async (_what, cursor) => {
  for (const list of [contract.listCards, contract.listReidentifications, contract.listComments])
    await expect(b.call(list, { cursor }, analyst)).rejects.toMatchObject({ kind: 'invalid' });
});

test.each(['2026-02-31', '2026-13-01', '0000-00-00', '2026-1-1', '2026-11-20T00:00:00Z'])(
  'the day %s is refused wherever a day is asked for',
  async (day) => {
    for (const changes of [{ renderedOn: day }, { birthOn: day }])
      await expect(b.submit({ ...somebody(), ...changes })).rejects.toMatchObject({ kind: 'invalid' });
    await expect(b.call(contract.coverage, { from: day, to: day }, analyst)).rejects.toMatchObject({ kind: 'invalid' });
    await expect(b.call(contract.listCards, { from: day }, analyst)).rejects.toMatchObject({ kind: 'invalid' });
  },
);

test('the twenty-ninth of February is a day every fourth year', async () => {
  await expect(b.submit({ ...somebody(), birthOn: '2001-02-29' })).rejects.toMatchObject({ kind: 'invalid' });
  expect((await b.submit({ ...somebody(), birthOn: '2000-02-29' })).state).toBe('MATCHED');
});

test('marks that turn words round, and unseen ones, are taken off what a card names', async () => {
  const { id } = await b.submit({
    ...somebody(),
    organisationName: '\u202eDepartment\u2066 of\u00a0\u00a0labour\u200b',
    organisationAddress: 'Abai\u202d 1\n\nAksu',
  });
  const card = await b.call(contract.getCard, { id }, analyst);
  expect(card).toMatchObject({ organisationName: 'Department of labour', organisationAddress: 'Abai 1 Aksu' });
});

test('a card with such marks sent again is the card it was', async () => {
  const { submit } = b;
  const changes = { ...somebody(), recordId: 'turned', organisationName: '\u202eDepartment' };
  expect((await submit(changes)).id).toBe((await submit(changes)).id);
});

test('a name of which nothing can be seen is none', async () => {
  const { state, reasons } = await b.submit({ ...somebody(), familyName: '\u200b\u2060', givenName: '\u202e' });
  expect([state, reasons]).toEqual(['REJECTED', ['name-incomplete']]);
});

test.each([
  ['the zero character', 'a\u0000b'],
  ['half a surrogate pair', 'a\ud800'],
  ['ten thousand characters', 'x'.repeat(10_000)],
])('%s is refused in each text of a card and of an answer', async (_what, text) => {
  for (const field of ['organisationName', 'organisationAddress', 'familyName', 'serviceCode', 'recordId'] as const)
    await expect(b.submit({ ...somebody(), [field]: text })).rejects.toMatchObject({ kind: 'invalid' });
  const { id, token } = await b.invite(somebody());
  for (const send of [contract.submitAnswers, contract.saveAnswers])
    await expect(b.call(send, { token, answers: fullMarks, comment: text })).rejects.toMatchObject({ kind: 'invalid' });
  await expect(b.call(contract.revealPerson, { id, purpose: text }, analyst)).rejects.toMatchObject({
    kind: 'invalid',
  });
  await expect(b.call(contract.listCards, { search: text }, analyst)).rejects.toMatchObject({ kind: 'invalid' });
});

test('marks that turn words round are refused where a person types', async () => {
  const { id, token } = await b.invite(somebody());
  const comment = 'good \u202edoog';
  await expect(b.call(contract.submitAnswers, { token, answers: fullMarks, comment })).rejects.toMatchObject({
    kind: 'invalid',
  });
  await expect(b.call(contract.withdrawCard, { id, reason: 'sent by \u2066mistake' }, analyst)).rejects.toMatchObject({
    kind: 'invalid',
  });
});

test('answers to questions that every object seems to have are answers to none', async () => {
  const { token } = await b.invite(somebody());
  for (const name of ['constructor', 'valueof', '__proto__', 'tostring'])
    await expect(b.call(contract.submitAnswers, { token, answers: { ...fullMarks, [name]: 5 } })).rejects.toMatchObject(
      { kind: 'invalid' },
    );
  const raw = `{"token":"${token}","answers":{"__proto__":{"overall":5},"organisation":5}}`;
  const sent = await fetch(`${b.platform.url}/api/quality/survey-answers`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: raw,
  });
  expect(sent.status).toBeGreaterThanOrEqual(400);
  expect(sent.status).toBeLessThan(500);
});

test('a link that was answered is answered by nobody again: not after Back, not in another tab, not with what was kept', async () => {
  const { token } = await b.invite(somebody());
  await b.call(contract.saveAnswers, { token, answers: fullMarks });
  const { receiptNo } = await b.call(contract.submitAnswers, { token, answers: fullMarks });
  const other = { ...fullMarks, overall: 1 };
  for (const again of [
    () => b.call(contract.submitAnswers, { token, answers: other }),
    () => b.call(contract.submitAnswers, { token, answers: fullMarks, comment: 'And more' }),
    () => b.call(contract.saveAnswers, { token, answers: other }),
    () => b.call(contract.startSurvey, { token }),
  ])
    await expect(again()).rejects.toMatchObject({ kind: 'conflict', code: 'quality.already-answered' });
  expect(await b.call(contract.openSurvey, { token })).toMatchObject({ state: 'used', receiptNo });
});

test('a department that reports beyond all measure breaks neither the list nor what is told of it', async () => {
  const { inn, kpp } = (await b.call(contract.listCards, { organisationId: 'XM-01-LABOUR' }, analyst)).items[0] ?? {};
  await b.call(
    contract.setSource,
    {
      ...{ id: 'XM/GOV/1/BOASTS', informationType: 'urn:xm:boasts:1.0#Request', name: { en: 'Boasts' } },
      ...{ everyMinutes: 60, since: b.today(), active: false },
    },
    analyst,
  );
  await b.sql(
    `insert into quality.rendered_total (source_id, inn, kpp, rendered_on, count)
     select 'XM/GOV/1/BOASTS', $1, $2, $3::date - n, 2000000000 from generate_series(0, 2) n`,
    [inn, kpp, b.today()],
  );
  const from = new Date(Date.parse(b.today()) - 5 * 86_400_000).toISOString().slice(0, 10);
  const { items } = await b.call(contract.coverage, { from, to: b.today() }, analyst);
  expect(items.find((one) => one.inn === inn && one.kpp === kpp)).toMatchObject({ reported: 6_000_000_000, low: true });
  const told: unknown[] = [];
  b.stub(recordRendered, async (input) => {
    told.push(...input.items);
    return { months: input.items.length };
  });
  await reportRendered(b.module);
  expect(told.length).toBeGreaterThan(0);
});

test('a sphere that is no code is not taken where the directory knows none', async () => {
  const { id } = await b.submit(somebody());
  const office = {
    id: 'XM-01-LABOUR',
    name: { en: 'Labour' },
    kind: 'local' as const,
    from: '2020-01-01',
    revision: 1,
  };
  b.stub(matchOrganisation, async () => office);
  await b.module.tx(self, async (tx) => {
    const card = await cardById(tx, id);
    if (!card) throw new Error('the card is there');
    const match = (organisationType: string) => whoServed(tx, { ...card, organisationType });
    expect(await match('Ünknown sphere!')).toBe('organisation-type-differs');
    expect(await match('tax')).toMatchObject({ organisationId: 'XM-01-LABOUR', sphere: 'tax' });
  });
});
