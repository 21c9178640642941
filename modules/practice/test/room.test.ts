// SPDX-License-Identifier: Apache-2.0
/** Tasks are passed by what was really done with documents of the practice institution. */
import { sendDocument } from '@stoa/correspondence/contract';
import * as docs from '@stoa/documents/contract';
import * as work from '@stoa/execution/contract';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { interior, labour, practiceRoom } from './world.ts';

const { b, working, trainee, practiceId, posts, start, check, wrong } = await practiceRoom();
const as = trainee;
const pass = async (id: string, answer?: string) => {
  const checked = await check(id, answer);
  expect([wrong(checked), checked.passedAt !== undefined]).toEqual([[], true]);
};
const stateOf = async (task: contract.TaskCode) =>
  (await b.call(contract.getRoom, {}, as)).tasks.find((one) => one.task === task)?.state;

test('register: the letter is entered and numbered as the brief tells it, and each fault is named', async () => {
  const { id, facts } = await start('register');
  expect(wrong(await check(id))).toEqual(['entered']);
  const enter = async (kind: string, theirDate: string) => {
    const card = { subject: facts.subject ?? '', correspondents: [{ name: `The ${facts.from}` }] };
    const their = { theirNumber: `No. ${facts.theirNumber?.replace('/', ' / ')}`.replace('No. ', '№'), theirDate };
    return (await b.call(docs.createDocument, { institutionId: practiceId, kind, ...card, ...their }, as)).id;
  };
  const first = await enter('letter', '2020-01-01');
  expect(wrong(await check(id))).toEqual(['kind', 'their-date', 'numbered']);
  await b.call(docs.cancelDocument, { id: first, reason: 'Entered wrongly' }, as);
  const second = await enter('incoming', facts.theirDate ?? '');
  expect(wrong(await check(id))).toEqual(['numbered']);
  await b.call(docs.registerDocument, { id: second, noDouble: true }, as);
  expect(await stateOf('register')).toBe('begun');
  await pass(id);
  expect(await stateOf('register')).toBe('passed');
  const again = await check(id);
  expect(again).toMatchObject({ checks: 5, version: 1 });
});

test('double: the one that came twice is given up, the other gets its number', async () => {
  const { id, facts } = await start('double');
  const doubles = await b.call(docs.listPossibleDoubles, { id: facts.double ?? '' }, as);
  expect(doubles.items.map((one) => one.id)).toEqual([facts.first]);
  expect(wrong(await check(id))).toEqual(['double-given-up', 'other-registered']);
  await b.call(docs.cancelDocument, { id: facts.double ?? '', reason: 'It came before' }, as);
  await b.call(docs.registerDocument, { id: facts.other ?? '', noDouble: true }, as);
  await pass(id);
});

test('file: into the file of the nomenclature that the brief names', async () => {
  const { id, facts } = await start('file');
  expect(wrong(await check(id))).toEqual(['filed', 'right-file']);
  await b.call(docs.fileDocument, { id: facts.id ?? '', fileIndex: '02-01' }, as);
  expect(wrong(await check(id))).toEqual(['right-file']);
});

test('answer: the head of the room signs once the draft is whole', async () => {
  const { id, facts } = await start('answer');
  expect(wrong(await check(id))).toEqual(['answer-drafted']);
  const draft = await b.call(
    docs.createDocument,
    {
      ...{ institutionId: practiceId, kind: 'outgoing', subject: 'Forty workers are wanted', replyTo: facts.id ?? '' },
      correspondents: [{ name: 'Office of Roads' }],
    },
    as,
  );
  expect(wrong(await check(id))).toEqual(['answer-file', 'answer-signed', 'answer-numbered', 'answer-sent']);
  const content = Buffer.from('Forty.').toString('base64');
  await b.call(docs.addFile, { id: draft.id, name: 'answer.txt', content, role: 'main' }, as);
  expect(wrong(await check(id))).toEqual(['answer-numbered', 'answer-sent']);
  await b.call(docs.registerDocument, { id: draft.id }, as);
  expect(wrong(await check(id))).toEqual(['answer-sent']);
  await b.call(sendDocument, { documentId: draft.id }, as);
  await pass(id);
  expect(await b.sql('select way from correspondence.copy')).toEqual([{ way: 'print' }]);
});

test('resolve: with the executor, the term and control of the brief', async () => {
  const { id, facts } = await start('resolve');
  const documentId = facts.id ?? '';
  const desk = await b.call(work.getDesk, { kind: 'resolve' }, as);
  expect(desk.items.map(({ document }) => document.id)).toContain(documentId);
  const give = (dueOn: string, control: boolean, post: string) =>
    b.call(
      work.giveResolution,
      { documentId, text: 'Prepare a plan', responsible: posts[post] ?? '', dueOn, control },
      as,
    );
  const later = new Date(b.clock.now().getTime() + 300 * 86_400_000).toISOString().slice(0, 10);
  await give(later, false, 'clerk');
  expect(wrong(await check(id))).toEqual(['right-executor', 'right-term', 'on-control']);
  await give(facts.dueOn ?? '', true, 'executor');
  await pass(id);
});

test('return: with a reason that says what is missing', async () => {
  const { id, facts } = await start('return');
  const [resolution] = (await b.call(work.getWork, { documentId: facts.id ?? '' }, as)).resolutions;
  const [part] = resolution?.assignments ?? [];
  const about = { id: part?.id ?? '', reportId: part?.reports.at(-1)?.id ?? '' };
  expect(wrong(await check(id))).toEqual(['report-returned', 'return-reason']);
  await b.call(work.decideReport, { ...about, accepted: false, reason: 'Say how many kilometres were cleared' }, as);
  await pass(id);
});

test('approve: the draft of the practice colleague waits on the desk of the head', async () => {
  const { id, facts } = await start('approve');
  const desk = await b.call(work.getDesk, { kind: 'approve' }, as);
  const item = desk.items.find(({ document }) => document.id === facts.id);
  expect(wrong(await check(id))).toEqual(['draft-agreed']);
  await b.call(work.agree, { id: item?.objectId ?? '' }, as);
  await pass(id);
});

test('report and extend: what the brief knows is told, and the day is asked for', async () => {
  const part = async (documentId: string | undefined) =>
    (await b.call(work.getWork, { documentId: documentId ?? '' }, as)).resolutions[0];
  const report = await start('report', 'ar');
  const given = (await part(report.facts.id))?.assignments[0]?.id ?? '';
  expect(wrong(await check(report.id))).toEqual(['reported', 'report-tells']);
  const places = [...(report.facts.places ?? '')].map((digit) => String.fromCharCode(0x660 + Number(digit))).join('');
  await b.call(work.report, { id: given, text: `الأماكن ${places}` }, as);
  await pass(report.id);
  const extend = await start('extend');
  expect(wrong(await check(extend.id))).toEqual(['extension-asked', 'extension-day']);
  const asked = { id: (await part(extend.facts.id))?.id ?? '', until: extend.facts.until ?? '' };
  await b.call(work.askExtension, { ...asked, reason: 'The plan is late' }, as);
  await pass(extend.id);
});

test('all tasks of a role make a certificate for two years, which its institution sees and no other one', async () => {
  const { certificates } = await b.call(contract.getRoom, {}, as);
  expect(certificates.map(({ role }) => role).sort()).toEqual(['executor', 'head']);
  const [one] = certificates;
  const years = new Date(one?.validUntil ?? '').getUTCFullYear() - new Date(one?.issuedAt ?? '').getUTCFullYear();
  expect([years, one?.institutionId]).toEqual([2, labour]);
  const leader = (organisationId: string) => b.person({ duties: [{ code: 'documents.leader', organisationId }] });
  const trained = await b.call(contract.listTrained, { institutionId: labour }, leader(labour));
  expect(trained.items).toMatchObject([{ name: working.name }, { name: working.name }]);
  await expect(b.call(contract.listTrained, { institutionId: labour }, leader(interior))).rejects.toMatchObject({
    kind: 'forbidden',
  });
  expect(await b.dump('practice.certificate')).not.toContain(working.name);
  b.clock.advance({ days: 731 });
  const later = await b.call(contract.listTrained, { institutionId: labour, valid: true }, leader(labour));
  expect(later.items).toEqual([]);
});

test('nothing of it is seen at work, and nobody else checks or reads it', async () => {
  for (const search of ['Office', 'roads', ''])
    expect((await b.call(docs.listDocuments, { search, limit: 100 }, working)).items).toEqual([]);
  const [last] = (await b.call(contract.listAttempts, { limit: 1 }, as)).items;
  const other = b.person({ duties: [{ code: 'documents.clerk', organisationId: labour }] });
  await expect(b.call(contract.checkTask, { id: last?.id ?? '' }, other)).rejects.toMatchObject({
    code: 'practice.attempt-unknown',
  });
  await expect(b.call(contract.startTask, { task: 'file' }, other)).rejects.toMatchObject({
    code: 'practice.not-in-room',
  });
  await expect(b.call(contract.enterRoom, { institutionId: interior }, other)).rejects.toMatchObject({
    code: 'practice.not-of-institution',
  });
  await expect(b.call(contract.getRoom, {}, b.person({}))).rejects.toMatchObject({ kind: 'forbidden' });
});

test('where there is no practice partner nobody runs a readiness', async () => {
  await expect(b.call(contract.startReadiness, { institutionId: labour }, working)).rejects.toMatchObject({
    code: 'practice.no-partner',
  });
});
