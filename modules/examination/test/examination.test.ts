// SPDX-License-Identifier: Apache-2.0
/** A dossier on its way to a signed conclusion, and what keeps it from going another way. */
import { newId } from '@stoa/kernel';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { integrator, interior, labour, world } from './world.ts';

const w = await world();
const { b, owner, stranger, first, second, third, chief, get, stateOf } = w;
const refused = (run: Promise<unknown>, code: string) => expect(run).rejects.toMatchObject({ code });

test('a dossier is drafted, changed by revision, submitted, checked and waits for examiners', async () => {
  const { id, number } = await w.draft(w.whole);
  expect(number).toMatch(/^E-\d{4}-\d{5}$/);
  const change = (revision: number, as = owner) =>
    b.call(contract.changeDossier, { id, revision, ...w.content({ ...w.whole, title: 'Permits, again' }) }, as);
  expect(await change(1)).toEqual({ id, revision: 2 });
  await refused(change(1), 'examination.changed-meanwhile');
  await refused(change(2, stranger), 'examination.dossier-unknown');
  await b.call(contract.submitDossier, { id }, owner);
  await refused(change(3), 'examination.state-forbids');
  await b.drain();
  const dossier = await get(id);
  expect(dossier).toMatchObject({
    state: 'auto-checked',
    version: 1,
    title: 'Permits, again',
    runs: [{ reason: 'submission' }],
  });
  expect(dossier.dueOn).toBeDefined();
  expect(dossier.history.map(({ what }) => what)).toEqual(['draft', 'submit', 'take', 'check']);
});

test('what lacks parts comes back with their names, is completed and submitted as its next version', async () => {
  const { id } = await w.draft();
  await b.call(contract.submitDossier, { id }, owner);
  await b.drain();
  const back = await get(id, owner);
  expect(back).toMatchObject({ state: 'returned', may: ['change', 'submit', 'withdraw'] });
  expect(back.history.at(-1)).toMatchObject({ what: 'incomplete', text: expect.stringContaining('functions, goals') });
  expect(back.dueOn).toBeUndefined();
  await b.call(contract.changeDossier, { id, revision: back.revision, ...w.content(w.whole) }, owner);
  await b.call(contract.submitDossier, { id }, owner);
  await b.drain();
  const again = await get(id);
  expect(again).toMatchObject({ state: 'auto-checked', version: 2 });
  expect(again.versions[1]?.changed).toEqual(expect.arrayContaining(['functions', 'users']));
});

test('files are taken by their content, read by who sees the dossier, and gone only from what comes', async () => {
  const { id } = await w.draft(w.whole);
  const add = (name: string, text: string, as = owner) =>
    b.call(contract.addFile, { id, name, content: Buffer.from(text).toString('base64') }, as);
  const file = await add('study.txt', 'Justification');
  await refused(add('study.pdf', 'not a PDF'), 'examination.file-refused');
  await refused(add('study.txt', 'x', stranger), 'examination.dossier-unknown');
  const read = (as: typeof owner) => b.http(as).get(contract.filePath(id, file.id));
  expect((await read(owner)).status).toBe(200);
  expect((await read(first)).status).toBe(200);
  expect((await read(stranger)).status).toBe(404);
  expect((await b.http(owner).get(contract.filePath(id, newId()))).status).toBe(404);
  expect((await b.http(owner).get('/api/examination/dossiers/x/files/y')).status).toBe(404);
  await b.call(contract.removeFile, { id, fileId: file.id }, owner);
  await refused(b.call(contract.removeFile, { id, fileId: file.id }, owner), 'examination.file-unknown');
  for (let nth = 0; nth < 30; nth++) await add(`file-${nth}.txt`, `${nth}`);
  await refused(add('one-more.txt', 'more'), 'examination.too-many-files');
  await b.call(contract.submitDossier, { id }, owner);
  await refused(add('late.txt', 'late'), 'examination.state-forbids');
});

test('a chain follows a dossier of the same organisation, in its order', async () => {
  const { id: proposal } = await w.draft(w.whole);
  const { id } = await w.draft({ ...w.whole, kind: 'specification', parentId: proposal });
  expect((await get(id)).parent?.id).toBe(proposal);
  expect((await get(proposal)).children.map((one) => one.id)).toEqual([id]);
  await refused(w.draft({ kind: 'proposal', parentId: proposal }), 'examination.parent-wrong');
  await refused(w.draft({ kind: 'feasibility', parentId: newId() }), 'examination.parent-wrong');
  await refused(w.draft({ kind: 'feasibility', parentId: proposal }, stranger, interior), 'examination.parent-wrong');
  await expect(w.draft({}, stranger)).rejects.toMatchObject({ kind: 'forbidden' });
});

test('who is bound to a dossier does not examine it: their own house, an interest, or having worked on it', async () => {
  const insider = w.on('Insider', labour, contract.duties.examiner);
  await w.enter(insider, { organisationId: labour });
  const friend = w.on('Friend', integrator, contract.duties.examiner);
  await w.enter(friend, { interests: [labour] });
  const author = w.on('Author', integrator, contract.duties.examiner);
  const asOwner = { ...author, duties: [{ code: contract.duties.owner, organisationId: labour }] };
  await w.enter(author);
  const { id } = await w.draft(w.whole, asOwner as typeof owner);
  await b.call(contract.submitDossier, { id }, owner);
  await b.drain();
  for (const bound of [insider, friend, author]) await refused(w.assign(id, [first, bound]), 'examination.conflict');
  const { proposed } = await get(id);
  expect(proposed.map(({ personId }) => personId)).toEqual(expect.arrayContaining([first.id, second.id, third.id]));
  for (const bound of [insider, friend, author])
    expect(proposed.map(({ personId }) => personId)).not.toContain(bound.id);
  await refused(w.assign(id, [w.on('Nobody', integrator, contract.duties.examiner)]), 'examination.examiner-unknown');
  await expect(b.call(contract.assignExaminers, { id, people: [first.id] }, first)).rejects.toMatchObject({
    kind: 'forbidden',
  });
  await w.assign(id);
  const moved = { ...first, duties: [...first.duties, { code: contract.duties.owner, organisationId: labour }] };
  await refused(b.call(contract.acceptAssignment, { id }, moved), 'examination.conflict');
  await refused(b.call(contract.acceptAssignment, { id }, third), 'examination.not-assigned');
});

test('an examiner steps aside and is not proposed again; a chief may say so of another', async () => {
  const id = await w.submitted();
  await w.assign(id, [first, second, third]);
  const recuse = (as: typeof first, personId?: string) =>
    b.call(contract.recuseExaminer, { id, reason: 'My brother sells it', ...(personId ? { personId } : {}) }, as);
  await recuse(first);
  await refused(recuse(first), 'examination.not-assigned');
  await refused(recuse(second, third.id), 'examination.not-assigned');
  await recuse(chief, third.id);
  const dossier = await get(id);
  expect(dossier.examiners).toEqual([second.name]);
  expect(dossier.proposed.map(({ personId }) => personId)).not.toContain(first.id);
  await refused(w.assign(id, [first]), 'examination.conflict');
  expect((await get(id, owner)).assignments.some(({ reason }) => reason)).toBe(false);
});

test('remarks stand by part and clause, are answered one by one while the clock stands, accepted or put again', async () => {
  const id = await w.reviewed();
  const put = (as = first) =>
    b.call(contract.putRemark, { id, part: 'cost', clause: '10.1', text: 'Why so dear?' }, as);
  await refused(b.call(contract.sendRemarks, { id }, first), 'examination.no-remark');
  await refused(put(third), 'examination.not-assigned');
  const { remarkId } = await put();
  await put(second);
  expect((await get(id, owner)).remarks).toEqual([]);
  b.clock.advance({ days: 2 });
  await b.call(contract.sendRemarks, { id }, first);
  const asked = await get(id, owner);
  expect(asked).toMatchObject({ state: 'remarks', may: ['change', 'withdraw', 'answer'] });
  expect([asked.dueOn, asked.answersDue !== undefined]).toEqual([undefined, true]);
  const answer = (one: string, as = owner) =>
    b.call(contract.answerRemark, { id, remarkId: one, text: 'It is cheaper now' }, as);
  await answer(remarkId);
  await refused(b.call(contract.sendAnswers, { id }, owner), 'examination.answer-missing');
  await refused(answer(remarkId, stranger), 'examination.dossier-unknown');
  await refused(answer(newId()), 'examination.remark-unknown');
  await answer(asked.remarks[1]?.id ?? '');
  await b.call(
    contract.changeDossier,
    { id, revision: asked.revision, ...w.content({ ...w.whole, title: 'Cheaper' }) },
    owner,
  );
  b.clock.advance({ days: 5 });
  await b.call(contract.sendAnswers, { id }, owner);
  const judge = (one: string, accept: boolean, text = '') =>
    b.call(contract.judgeRemark, { id, remarkId: one, accept, text }, first);
  expect(await get(id)).toMatchObject({ state: 'review', version: 2, title: 'Cheaper' });
  await judge(remarkId, true);
  await refused(judge(remarkId, true), 'examination.remark-unknown');
  const other = asked.remarks[1]?.id ?? '';
  await refused(judge(other, false), 'examination.reason-missing');
  await judge(other, false, 'Show the sum');
  for (const one of [first, second]) await w.opine(id, one);
  await refused(w.conclude(id), 'examination.remarks-open');
  await b.call(contract.sendRemarks, { id }, second);
  await answer(other);
  await b.call(contract.sendAnswers, { id }, owner);
  await judge(other, true);
  const { remarks } = await get(id);
  expect(remarks[1]?.turns.map(({ what }) => what)).toEqual(['put', 'answered', 'again', 'answered', 'accepted']);
  expect(await stateOf(id)).toBe('review');
});

test('remarks that nobody answers in time lapse, which a chief takes back; a clock put back changes nothing', async () => {
  const id = await w.reviewed();
  await b.call(contract.putRemark, { id, part: 'files', clause: '7.1', text: 'The study is missing' }, first);
  await b.call(contract.sendRemarks, { id }, first);
  b.clock.advance({ days: 40 });
  await b.drain();
  expect(await stateOf(id)).toBe('lapsed');
  await refused(b.call(contract.sendAnswers, { id }, owner), 'examination.state-forbids');
  await b.call(contract.reinstateDossier, { id, reason: 'The clock was wrong' }, chief);
  b.clock.advance({ days: -40 });
  await b.drain();
  const back = await get(id);
  expect(back.state).toBe('remarks');
  const instants = back.history.map(({ at }) => at);
  expect(instants).toEqual([...instants].sort());
});

test('other people’s dossiers are unknown to every call, and each list keeps to its own', async () => {
  const id = await w.concluded();
  const nobody = b.person();
  const at = [
    [contract.getDossier, {}],
    [contract.changeDossier, { revision: 1, ...w.content() }],
    [contract.submitDossier, {}],
    [contract.withdrawDossier, { reason: 'No more' }],
    [contract.addFile, { name: 'a.txt', content: 'eA==' }],
    [contract.removeFile, { fileId: newId() }],
    [contract.answerRemark, { remarkId: newId(), text: 'Yes it is' }],
    [contract.sendAnswers, {}],
    [contract.appealConclusion, { reason: 'It is not right' }],
  ] as const;
  for (const [operation, input] of at)
    for (const as of [stranger, nobody])
      await refused(b.call(operation as never, { id, ...input } as never, as), 'examination.dossier-unknown');
  const led = [
    [contract.assignExaminers, { people: [first.id] }],
    [contract.returnDossier, { reason: 'No good' }],
    [contract.consolidate, { outcome: 'positive', text: 'Yes', conditions: [], language: 'en' }],
    [contract.reopenReview, { reason: 'No good' }],
    [contract.closeDossier, {}],
    [contract.decideAppeal, { grant: true, reason: 'Yes' }],
    [contract.reinstateDossier, { reason: 'Yes' }],
    [contract.rerunChecks, {}],
    [contract.giveOpinion, { outcome: 'positive', text: 'Fine' }],
    [contract.putRemark, { part: 'cost', clause: '1', text: 'Why' }],
    [contract.meetCondition, { number: 1, note: 'Done' }],
  ] as const;
  for (const [operation, input] of led)
    for (const as of [owner, stranger, nobody])
      await expect(b.call(operation as never, { id, ...input } as never, as)).rejects.toMatchObject({
        kind: 'forbidden',
      });
  expect((await b.call(contract.listDossiers, {}, stranger)).items).toEqual([]);
  await expect(b.call(contract.listDossiers, {}, nobody)).rejects.toMatchObject({ kind: 'forbidden' });
  expect((await b.call(contract.listDossiers, { limit: 100 }, owner)).items.map((one) => one.id)).toContain(id);
});

test('the queue is narrowed by state, kind, organisation, examiner, days left and words', async () => {
  const id = await w.reviewed({ title: 'Электронная очередь в ясли' });
  const list = async (asked: object) =>
    (await b.call(contract.listDossiers, { limit: 100, ...asked }, chief)).items.map((one) => one.id);
  expect(await list({ search: 'ЯСЛИ очередь' })).toEqual([id]);
  expect(await list({ state: 'review', examinerId: first.id })).toContain(id);
  expect(await list({ examinerId: third.id, search: 'ясли' })).toEqual([]);
  expect(await list({ organisationId: interior })).toEqual([]);
  expect(await list({ kind: 'specification', search: 'ясли' })).toEqual([]);
  expect(await list({ daysLeft: 0, search: 'ясли' })).toEqual([]);
  expect(await list({ daysLeft: 60, search: 'ясли', open: true })).toEqual([id]);
  expect(await list({ search: '%_\\' })).toEqual([]);
  const page = await b.call(contract.listDossiers, { limit: 2 }, chief);
  expect(page.items).toHaveLength(2);
  expect((await b.call(contract.listDossiers, { limit: 2, cursor: page.nextCursor }, chief)).items[0]?.id).not.toBe(
    page.items[0]?.id,
  );
});
