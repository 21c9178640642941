// SPDX-License-Identifier: Apache-2.0
/** What others try: answers of other bodies by id, everything twenty times at once, odd words. */
import { newId } from '@stoa/kernel';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { demo, integratorWorld, interior, labour } from './world.ts';

const { b, owner, stranger, architect, chief, approver, enter, element, campaign, read, rest } =
  await integratorWorld();
await enter([element(), element(), element({ ownerId: interior })]);
const codeOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'ok',
    (error: { code?: string }) => error.code ?? String(error),
  );
const atOnce = async (call: () => Promise<unknown>, times = 20) => {
  const codes = await Promise.all(Array.from({ length: times }, () => codeOf(call())));
  const count = (code: string) => codes.filter((one) => one === code).length;
  return { ok: count('ok'), others: [...new Set(codes.filter((one) => one !== 'ok'))] };
};

test('nobody reads or writes a questionnaire of another body, nor decides as its owner', async () => {
  const { answerId: id } = await campaign();
  const { id: assessmentId } = await b.call(contract.startAssessment, { organisationId: labour }, owner);
  const everything: ((as: typeof owner) => Promise<unknown>)[] = [
    (as) => b.call(contract.getAnswer, { id }, as),
    (as) => b.call(contract.answerItems, { id, items: [], restOfSection: 'objects' }, as),
    (as) => b.call(contract.answerQuestions, { id, version: 1, facts: {} }, as),
    (as) =>
      b.call(
        contract.addMissing,
        { id, section: 'objects', kind: 'object', code: 'X1', name: 'Name', language: 'en' },
        as,
      ),
    (as) => b.call(contract.sendAnswer, { id }, as),
    (as) => b.call(contract.writeRemark, { id, text: 'Hello there' }, as),
    (as) => b.call(contract.getAssessment, { id: assessmentId }, as),
    (as) => b.call(contract.saveClaims, { id: assessmentId, claims: [], send: true }, as),
    (as) => b.call(contract.getProject, { organisationId: labour }, as),
    (as) => b.call(contract.getRecommendations, { organisationId: labour }, as),
    (as) => b.call(contract.compareBody, { organisationId: labour, template: 'unified' }, as),
    (as) => b.call(contract.decideAnswer, { id, accept: true }, as),
  ];
  for (const as of [stranger, approver, b.person()])
    for (const attempt of everything)
      expect(['kernel.not-permitted', 'integrator.answer-unknown', 'integrator.assessment-unknown']).toContain(
        await codeOf(attempt(as)),
      );
  expect(await codeOf(b.call(contract.decideAnswer, { id, accept: true }, owner))).toBe('kernel.not-permitted');
  for (const attempt of everything.slice(1, 5)) expect(await codeOf(attempt(architect))).toBe('kernel.not-permitted');
  expect((await read(id)).answered).toBe(0);
  const { answers } = await b.call(contract.getCampaign, { id: (await read(id)).campaignId }, stranger);
  expect(answers.map(({ organisationId }) => organisationId)).toEqual([interior]);
  expect(
    (await b.call(contract.listOwnAnswers, {}, stranger)).items.every((one) => one.organisationId === interior),
  ).toBe(true);
  const unknown = newId();
  expect(await codeOf(b.call(contract.getAnswer, { id: unknown }, architect))).toBe('integrator.answer-unknown');
});

test('twenty at once: sent once, accepted once, closed once, begun once', async () => {
  const { id: campaignId, answerId: id } = await campaign();
  const [first] = (await read(id, 'objects')).page.items;
  const gone = { id: first?.id ?? '', version: 1, verdict: 'gone' as const };
  expect(await atOnce(() => b.call(contract.answerItems, { id, items: [gone] }, owner))).toEqual({
    ...{ ok: 1, others: ['integrator.changed-meanwhile'] },
  });
  await rest(id);
  expect(await atOnce(() => b.call(contract.sendAnswer, { id }, owner))).toEqual({
    ok: 1,
    others: ['integrator.not-open'],
  });
  expect(await b.sql(`select count(*)::integer as n from architecture.change where state = 'asked'`)).toEqual([
    { n: 1 },
  ]);
  expect(await atOnce(() => b.call(contract.decideAnswer, { id, accept: true }, architect))).toEqual({
    ...{ ok: 1, others: ['integrator.not-sent'] },
  });
  expect(await b.sql('select count(*)::integer as n from architecture.attestation')).toEqual([{ n: 1 }]);
  expect(await atOnce(() => b.call(contract.closeCampaign, { id: campaignId }, chief))).toEqual({
    ...{ ok: 1, others: ['integrator.campaign-closed'] },
  });
  expect(await atOnce(() => b.call(contract.startAssessment, { organisationId: labour }, owner))).toEqual({
    ok: 20,
    others: [],
  });
  expect(await b.sql('select count(*)::integer as n from integrator.assessment')).toEqual([{ n: 1 }]);
});

test('odd words are refused by name and never an error; the demo enters nothing for strangers', async () => {
  const { answerId: id } = await campaign();
  const write = (text: string) => b.http(owner).post(`/api/integrator/answers/${id}/remarks`, { text });
  for (const text of ['', 'ab', 'a\u0000bc', '\u202eturned', 'x'.repeat(1001)])
    expect([text, (await write(text)).status]).toEqual([text, 422]);
  for (const text of [`'; drop table answer; --`, '<script>alert(1)</script>', '=SUM(A1)', 'قانون 7', '😀😀😀'])
    expect([text, (await write(text)).status]).toEqual([text, 200]);
  expect((await read(id)).thread).toHaveLength(5);
  expect((await b.http(owner).get('/api/integrator/answers/not-an-id')).status).toBe(422);
  expect((await b.http(owner).get(`/api/integrator/answers/${newId()}?cursor=xxx`)).status).toBe(404);
  expect(await codeOf(b.call(contract.enterDemoYears, { part: 'all' }, architect))).toBe('kernel.not-permitted');
  expect(await codeOf(b.call(contract.enterDemoYears, { part: 'all' }, demo))).toBe('integrator.demo-off');
});
