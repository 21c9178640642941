// SPDX-License-Identifier: Apache-2.0
/** What others try: leading their own dossier, examining with a new interest, taking a file away under the examiners' eyes. */
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { integrator, labour, world } from './world.ts';

const w = await world();
const { b, owner, first, second, chief, get } = w;
const reason = 'It is better so';
const codeOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'ok',
    (error: { code?: string }) => error.code ?? String(error),
  );

test('a chief who has to do with a dossier leads it nowhere, not even its appeal', async () => {
  const both = w.on('Chief of both', integrator, contract.duties.chief);
  const inside = { ...both, duties: [...both.duties, { code: contract.duties.owner, organisationId: labour }] };
  await w.enter(both, { active: false });
  const author = { ...both, duties: inside.duties.slice(1) };
  const { id } = await w.draft(w.whole, author);
  await b.call(contract.submitDossier, { id }, owner);
  await b.drain();
  const asBound = [inside, both];
  const tried = async (call: (as: typeof both) => Promise<unknown>) => {
    for (const as of asBound) expect(await codeOf(call(as))).toBe('examination.conflict');
  };
  expect((await get(id, both)).may).not.toContain('assign');
  await tried((as) => b.call(contract.assignExaminers, { id, people: [first.id, second.id] }, as));
  await tried((as) => b.call(contract.returnDossier, { id, reason }, as));
  await w.assign(id);
  await tried((as) => b.call(contract.recuseExaminer, { id, personId: second.id, reason }, as));
  for (const one of [first, second]) await b.call(contract.acceptAssignment, { id }, one);
  for (const one of [first, second]) await w.opine(id, one, 'conditional');
  const said = { outcome: 'conditional' as const, text: 'With this.', language: 'en' as const };
  const conditions = [{ text: 'A security test', dueOn: '2026-01-01' }];
  await tried((as) => b.call(contract.consolidate, { id, ...said, conditions }, as));
  await w.conclude(id, { ...said, conditions });
  await tried((as) => b.call(contract.reopenReview, { id, reason }, as));
  await w.signAs(id, first);
  await w.signAs(id, chief);
  await tried((as) => b.call(contract.meetCondition, { id, number: 1, note: 'It is met' }, as));
  await tried((as) => b.call(contract.closeDossier, { id }, as));
  await b.call(contract.appealConclusion, { id, reason: 'You overlooked the annex' }, owner);
  await tried((as) => b.call(contract.decideAppeal, { id, grant: true, reason }, as));
  await b.sql(`update examination.dossier set state = 'lapsed' where id = '${id}'`);
  await tried((as) => b.call(contract.reinstateDossier, { id, reason }, as));
});

test('an interest that is entered after an examiner was given a dossier binds them as well', async () => {
  const id = await w.submitted();
  await w.assign(id);
  await w.enter(first, { interests: [labour] });
  expect(await codeOf(b.call(contract.acceptAssignment, { id }, first))).toBe('examination.conflict');
  await w.enter(first);
  await b.call(contract.acceptAssignment, { id }, first);
  await w.enter(first, { interests: [labour] });
  expect(await codeOf(w.opine(id, first))).toBe('examination.conflict');
  await w.enter(first);
  await w.opine(id, first);
});

test('a file that is taken out while remarks are answered stays with what was submitted, and its going is a new version', async () => {
  const { id } = await w.draft(w.whole);
  const content = Buffer.from('Justification').toString('base64');
  const file = await b.call(contract.addFile, { id, name: 'study.txt', content }, owner);
  await b.call(contract.submitDossier, { id }, owner);
  await b.drain();
  await w.assign(id);
  for (const one of [first, second]) await b.call(contract.acceptAssignment, { id }, one);
  const { remarkId } = await b.call(contract.putRemark, { id, part: 'purpose', clause: '1', text: 'Say why' }, first);
  await b.call(contract.sendRemarks, { id }, first);
  b.clock.advance({ hours: 1 });
  await b.call(contract.removeFile, { id, fileId: file.id }, owner);
  expect((await get(id, first)).files.map(({ name }) => name)).toEqual(['study.txt']);
  expect((await get(id, owner)).files).toEqual([]);
  await b.call(contract.answerRemark, { id, remarkId, text: 'It is not needed' }, owner);
  await b.call(contract.sendAnswers, { id }, owner);
  expect(await get(id, first)).toMatchObject({ version: 2, files: [] });
});
