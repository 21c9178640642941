// SPDX-License-Identifier: Apache-2.0
/** The officers' desk beside real cases: conflicts, second officers, bulk work and the file for a court. */
import { createHash } from 'node:crypto';
import { agreeDecision, claimTask, decideTask, getTask, setSecondEyes } from '@stoa/cases/contract';
import casework from '@stoa/casework';
import * as desk from '@stoa/casework/contract';
import { newId } from '@stoa/kernel';
import { listHolders } from '@stoa/organisations/contract';
import { expect, test } from 'vitest';
import { permitBench } from '../../modules/cases/test/permit-bench.ts';

const permit = await permitBench({}, casework);
const { b, officer, aigerim } = permit;
const colleague = b.person({ name: 'Saule Bekova', duties: ['labour.permit-officer'], organisationId: 'XM-01-LABOUR' });
const elsewhere = b.person({ duties: ['labour.permit-officer'], organisationId: 'XM-02-LABOUR' });
const leader = b.person({ duties: ['casework.leader'], organisationId: 'XM-01-LABOUR' });
permit.colleagues.push(colleague, elsewhere);
b.stub(listHolders, async () => ({ items: [] }));

test('an officer who declares a conflict decides no more, and a colleague goes on with the case', async () => {
  const { id, taskId } = await permit.claimed();
  await b.call(desk.declareConflict, { caseId: id, reason: 'The director is my cousin.' }, officer);
  await expect(b.call(claimTask, { id: taskId }, officer)).rejects.toMatchObject({
    code: 'cases.conflict-of-interest',
  });
  const { items } = await b.call(desk.workInBulk, { ids: [taskId], act: 'claim' }, officer);
  expect(items).toEqual([{ id: taskId, result: 'conflict' }]);
  expect((await b.call(desk.workInBulk, { ids: [taskId], act: 'claim' }, colleague)).items).toMatchObject([
    { result: 'done' },
  ]);
  await b.call(decideTask, { id: taskId, outcome: 'grant' }, colleague);
});

test('what a decision leads to is what happens then', async () => {
  const { id, taskId } = await permit.claimed();
  const { effects } = await b.call(desk.getDesk, { caseId: id, taskId }, officer);
  const of = (outcome: string) => effects.find((one) => one.outcome === outcome)?.effects ?? [];
  expect(of('grant').map(({ kind, perhaps }) => [kind, perhaps])).toEqual([
    ...[
      ['output', false],
      ['told', false],
      // To the register of foreign workers, and to the assessment of quality.
      ['reported', false],
      ['reported', false],
      ['ends', false],
    ],
  ]);
  expect(of('grant')[0]?.title.en).toBe('Work permit');
  expect(of('refuse').map(({ kind }) => kind)).toEqual(['output', 'told', 'reported', 'ends']);
  await b.call(decideTask, { id: taskId, outcome: 'grant' }, officer);
  await b.drain();
  expect((await permit.page(id)).outputs.map(({ title }) => title.en)).toEqual(['Work permit']);
});

test('a decision that two take is proposed, agreed and taken; one that is drawn is looked at afterwards', async () => {
  await b.call(setSecondEyes, { officeId: 'XM-01-LABOUR', items: [{ outcome: 'grant' }] }, leader);
  await b.call(desk.setSampling, { officeId: 'XM-01-LABOUR', perMille: 1000 }, leader);
  const { id, taskId } = await permit.claimed();
  await expect(b.call(decideTask, { id: taskId, outcome: 'grant' }, officer)).rejects.toMatchObject({
    code: 'cases.second-eyes-needed',
  });
  const review = await b.call(desk.proposeDecision, { caseId: id, taskId, outcome: 'grant' }, officer);
  await expect(b.call(desk.answerReview, { id: review.id, agrees: true }, elsewhere)).rejects.toMatchObject({
    code: 'casework.review-unknown',
  });
  await b.call(desk.answerReview, { id: review.id, agrees: true }, colleague);
  await b.call(decideTask, { id: taskId, outcome: 'grant' }, officer);
  await b.drain();
  await b.call(setSecondEyes, { officeId: 'XM-01-LABOUR', items: [] }, leader);
  const drawn = (await b.call(desk.listReviews, { state: 'open' }, colleague)).items.find((one) => one.caseId === id);
  expect(drawn).toMatchObject({ kind: 'after', outcome: 'grant' });
  const answer = { id: drawn?.id ?? '', agrees: false, reason: 'The text is too short.' };
  await expect(b.call(desk.answerReview, answer, officer)).rejects.toMatchObject({ code: 'casework.own-decision' });
  expect(await b.call(desk.answerReview, answer, colleague)).toMatchObject({ state: 'returned' });
  await expect(b.call(agreeDecision, { id: taskId, outcome: 'grant' }, colleague)).rejects.toMatchObject({
    code: 'cases.task-closed',
  });
});

test('the whole file is a signed PDF for who works on the case, and for nobody else; that it was made is kept', async () => {
  const { id, taskId } = await permit.claimed();
  const note = { kind: 'visit' as const, person: 'مدير الشركة', text: 'جاء بالأصل \u2066A-1\u2069' };
  await expect(b.call(desk.writeNote, { caseId: id, on: '2026-01-01', ...note }, officer)).rejects.toMatchObject({
    kind: 'invalid',
  });
  await b.call(desk.writeNote, { caseId: id, on: '2026-01-01', ...note, text: 'جاء بالأصل' }, officer);
  const path = desk.caseFilePath(taskId);
  const get = async (who: typeof officer, at = path) => {
    b.resolveWith(async () => who);
    const response = await fetch(b.platform.url + at, { headers: { authorization: `Bearer ${newId()}` } });
    return { status: response.status, body: Buffer.from(await response.arrayBuffer()) };
  };
  const { status, body } = await get(officer);
  expect(status).toBe(200);
  expect(body.subarray(0, 5).toString('latin1')).toBe('%PDF-');
  expect(body.includes('/ByteRange')).toBe(true);
  for (const who of [elsewhere, aigerim, leader]) expect((await get(who)).status).toBe(403);
  expect((await get(officer, desk.caseFilePath(newId()))).status).toBe(404);
  const [kept] = await b.sql<{ sha256: string }>('select sha256 from casework.file_made where case_id = $1', [id]);
  expect(kept?.sha256).toBe(createHash('sha256').update(body).digest('hex'));
  expect((await b.call(getTask, { id: taskId }, officer)).state).toBe('claimed');
});
