// SPDX-License-Identifier: Apache-2.0
import documents from '@stoa/documents';
import * as docs from '@stoa/documents/contract';
import identity from '@stoa/identity';
import type { InputOf } from '@stoa/kernel/contract';
import { bench } from '@stoa/kernel/testing';
import { notify } from '@stoa/notifications/contract';
import organisations from '@stoa/organisations';
import signing from '@stoa/signing';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import correspondence from '../src/index.ts';
import { finishPassings } from '../src/letters/passing-on.ts';
import { interior, labour, pdf, work } from './people.ts';

const b = await bench(correspondence, documents, signing, organisations, identity);
const told: InputOf<typeof notify>[] = [];
b.stub(notify, async (input) => {
  told.push(input);
  return { id: '00000000-0000-7000-8000-000000000000' };
});
const citizen = b.person({ name: 'Aigerim Citizen', snils: '11223344595' });
const other = b.person({ name: 'Somebody Else', snils: '08765430300' });
const company = b.person({
  ...{ name: 'Aigerim Citizen', snils: '11223344595' },
  actingFor: { kind: 'organisation', id: '0105234510', name: 'Steppe Build' },
});
const clerkAt = (organisationId: string) =>
  b.person({ name: `Clerk of ${organisationId}`, duties: [{ code: 'documents.clerk', organisationId }] });
const [clerk, clerk2] = [clerkAt(labour), clerkAt(interior)];

const write = (as = citizen, more: object = {}) =>
  b.call(
    contract.writeLetter,
    { institutionId: labour, subject: 'On my pension', text: 'When is it paid?', language: 'en', ...more },
    as,
  );
const letter = (id: string, as = citizen) => b.call(contract.getLetter, { id }, as);
const documentOf = async (id: string) => {
  const [row] = await b.sql<{ document_id: string }>('select document_id from correspondence.letter where id = $1', [
    id,
  ]);
  return row?.document_id ?? '';
};
const answered = async (replyTo: string) => {
  const { id } = await b.call(
    docs.createDocument,
    {
      ...{ institutionId: labour, kind: 'outgoing', subject: 'Your pension', replyTo },
      correspondents: [{ name: 'Aigerim Citizen' }],
    },
    clerk,
  );
  const file = { name: 'answer.pdf', content: pdf.toString('base64'), role: 'main' as const };
  await b.call(docs.addFile, { id, ...file }, clerk);
  await b.call(docs.moveDocument, { id, to: 'signed', what: 'signed', key: 's' }, work);
  await b.call(docs.registerDocument, { id }, clerk);
  await b.call(contract.sendDocument, { documentId: id }, clerk);
  await b.drain();
  return id;
};
const passOn = (documentId: string, institutionId: string, as = clerk) =>
  b.call(contract.passLetterOn, { documentId, institutionId, reason: 'It concerns the police' }, as);

test('a letter is received with its term, registered, worked on and answered in the cabinet', async () => {
  const { id, dueOn } = await write(citizen, { files: [{ name: 'paper.pdf', content: pdf.toString('base64') }] });
  expect(await letter(id)).toMatchObject({ state: 'received', dueOn, overdue: false, answers: [] });
  const documentId = await documentOf(id);
  const document = await b.call(docs.getDocument, { id: documentId }, clerk);
  expect(document).toMatchObject({ kind: 'letter', source: 'portal', dueOn });
  expect(document.files.map(({ name }) => name)).toEqual(['letter.txt', 'paper.pdf']);
  const { number } = await b.call(docs.registerDocument, { id: documentId }, clerk);
  await b.drain();
  expect(await letter(id)).toMatchObject({ state: 'registered', number });
  await b.call(docs.moveDocument, { id: documentId, to: 'in-execution', what: 'resolved', key: 'r' }, work);
  await b.drain();
  const answerId = await answered(documentId);
  const found = await letter(id);
  expect(found).toMatchObject({
    state: 'answered',
    answers: [{ documentId: answerId, files: [{ name: 'answer.pdf' }] }],
  });
  expect(found.steps.map(({ step }) => step)).toEqual(['received', 'registered', 'in-work', 'answered']);
  expect(told.map(({ to }) => to.personKey)).toEqual(Array(3).fill(citizen.personKey));
  const path = contract.answerFilePath(id, answerId, found.answers[0]?.files[0]?.id ?? '');
  expect((await b.http(citizen).get(path)).status).toBe(200);
  expect((await b.http(other).get(path)).status).toBe(404);
  expect((await b.http(citizen).get(contract.answerFilePath(id, documentId, answerId))).status).toBe(404);
});

test('nobody sees the letters of another one, and who acts for a company sees those of the company', async () => {
  const { id } = await write(company);
  await expect(letter(id)).rejects.toMatchObject({ code: 'correspondence.letter-unknown' });
  await expect(letter(id, other)).rejects.toMatchObject({ code: 'correspondence.letter-unknown' });
  expect(await letter(id, company)).toMatchObject({ id });
  const ids = (await b.call(contract.listLetters, {}, company)).items.map((one) => one.id);
  expect(ids).toEqual([id]);
  expect((await b.call(contract.listLetters, {}, citizen)).items.map((one) => one.id)).not.toContain(id);
});

test('a letter is passed on once to the authority it concerns, its author told, and followed there', async () => {
  const { id } = await write();
  const first = await documentOf(id);
  await expect(passOn(first, labour)).rejects.toMatchObject({ code: 'correspondence.authority-unknown' });
  await expect(passOn(first, interior, clerk2)).rejects.toMatchObject({ code: 'documents.document-unknown' });
  const { documentId } = await passOn(first, interior);
  await b.drain();
  expect(await letter(id)).toMatchObject({ institutionId: interior, state: 'received' });
  expect(told.at(-1)?.body.en).toContain('was given to the authority');
  const { number } = await b.call(docs.registerDocument, { id: documentId, noDouble: true }, clerk2);
  await b.drain();
  expect(await letter(id)).toMatchObject({ state: 'registered', number });
  await expect(passOn(documentId, labour, clerk2)).rejects.toMatchObject({ code: 'correspondence.passed-before' });
  const education = 'XM-EDUCATION-MINISTRY';
  await expect(passOn(documentId, education, clerk2)).rejects.toMatchObject({
    code: 'correspondence.registered-already',
  });
});

test('a letter whose passing on was broken off arrives all the same, or stays where it is', async () => {
  const [gone, stayed] = [await write(), await write()];
  for (const { id } of [gone, stayed])
    await b.sql('update correspondence.letter set passing_to = $2 where id = $1', [id, interior]);
  const moved = { to: 'refused', what: 'passed-on', key: 'passed-on' } as const;
  await b.call(docs.moveDocument, { id: await documentOf(gone.id), ...moved }, work);
  b.clock.advance({ minutes: 2 });
  await finishPassings(b.module);
  expect(await letter(gone.id)).toMatchObject({ institutionId: interior, state: 'received' });
  expect(await letter(stayed.id)).toMatchObject({ institutionId: labour, state: 'received' });
  await passOn(await documentOf(stayed.id), interior);
  expect(await letter(stayed.id)).toMatchObject({ institutionId: interior });
});

test('what cannot be a letter is refused, and none is passed on after five working days', async () => {
  await expect(write(citizen, { institutionId: 'XM-NOWHERE' })).rejects.toMatchObject({
    code: 'correspondence.authority-unknown',
  });
  const program = { name: 'a.exe', content: Buffer.from('MZ').toString('base64') };
  await expect(write(citizen, { files: [program] })).rejects.toMatchObject({ code: 'documents.file-refused' });
  await expect(write(b.person({ name: 'Nobody', id: '018f0000-0000-7000-8000-000000000001' }))).rejects.toMatchObject({
    code: 'correspondence.not-a-person',
  });
  const { id } = await write();
  const documentId = await documentOf(id);
  b.clock.advance({ days: 12 });
  await expect(passOn(documentId, interior)).rejects.toMatchObject({ code: 'correspondence.too-late-to-pass-on' });
});
