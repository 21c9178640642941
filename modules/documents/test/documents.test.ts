// SPDX-License-Identifier: Apache-2.0
/** Cards, files and states of documents. */
import fc from 'fast-check';
import { zipSync } from 'fflate';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { mayMove } from '../src/documents/moves.ts';
import { sought } from '@stoa/kernel/text';
import { kindOfContent } from '@stoa/kernel/files';
import { writeNumber } from '../src/journals/numbers.ts';
import { chancery, labour } from './world.ts';

const { b, clerk, executor, leader, self, letter, draft } = await chancery();
const colleague = b.person({ name: 'Colin Colleague', duties: executor.duties.map((duty) => ({ ...duty })) });
const read = (id: string, as = executor) => b.call(contract.getDocument, { id }, as);
const pdf = Buffer.from('%PDF-1.7\n%âãÏÓ\n1 0 obj\n').toString('base64');
const add = (id: string, name: string, content: string, as = executor) =>
  b.call(contract.addFile, { id, name, content, role: 'main' }, as);
const move = (id: string, to: contract.DocumentState, key: string, more: object = {}) =>
  b.call(contract.moveDocument, { id, to, what: 'moved', key, ...more }, self);

test('two who change one card at once: the second is told, and loses nothing that the first wrote', async () => {
  const { id } = await draft(clerk);
  const { revision } = await read(id, clerk);
  const change = (subject: string) => b.call(contract.changeDocument, { id, revision, subject }, clerk);
  const both = await Promise.allSettled([change('The first of two changes'), change('The second of two changes')]);
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
    reason: { code: 'documents.changed-meanwhile' },
  });
});

test('a document that is drawn up again under the same key is the one that was drawn up, also by many at once', async () => {
  const body = { kind: 'outgoing', subject: 'On what was sent again' };
  const path = `/api/documents/institutions/${labour}/documents`;
  const again = (key: string, more: object = {}, as = executor) =>
    b.http(as).post(path, { ...body, ...more }, { 'idempotency-key': key });
  const answers = await Promise.all(Array.from({ length: 8 }, () => again('letter-17')));
  const [first] = answers;
  expect(answers.map(({ status, body: { id } }) => [status, id])).toEqual(answers.map(() => [200, first?.body.id]));
  expect(await again('letter-17', { subject: 'Another one' })).toMatchObject({ status: 409 });
  const { items } = await b.call(contract.listDocuments, { institutionId: labour, search: 'sent again' }, executor);
  expect(items.map(({ id }) => id)).toEqual([first?.body.id]);
  expect((await again('letter-17', {}, clerk)).body.id).not.toBe(first?.body.id);
});

test('a document that somebody works on is theirs until they give it back, or a clerk frees it', async () => {
  const { id } = await draft();
  await b.call(contract.openTo, { id, posts: [id], why: 'shared', work: 'y' }, self);
  await b.call(contract.lockDocument, { id }, executor);
  const change = (as = clerk) => b.call(contract.changeDocument, { id, revision: 1, subject: 'Another subject' }, as);
  await expect(change()).rejects.toMatchObject({ code: 'documents.locked' });
  await expect(add(id, 'a.pdf', pdf, clerk)).rejects.toMatchObject({ code: 'documents.locked' });
  await expect(b.call(contract.lockDocument, { id }, clerk)).rejects.toMatchObject({ code: 'documents.locked' });
  await expect(b.call(contract.unlockDocument, { id }, leader)).rejects.toMatchObject({ code: 'documents.locked' });
  expect((await read(id, clerk)).lockedBy).toMatchObject({ name: 'Egor Executor' });
  await b.call(contract.unlockDocument, { id }, clerk);
  await change();
  await expect(b.call(contract.unlockDocument, { id }, colleague)).rejects.toMatchObject({ kind: 'missing' });
});

test('files are taken by what they are, kept sealed, read by who sees the document, and taken out again', async () => {
  const { id } = await draft();
  const file = await add(id, 'Letter № 5 «draft».pdf', pdf);
  expect(file).toMatchObject({ version: 1, mimeType: 'application/pdf', role: 'main' });
  const got = await b.http(executor).get(contract.filePath(id, file.id));
  expect([got.status, got.headers['content-type']]).toEqual([200, 'application/octet-stream']);
  expect((await b.http(executor).get(`${contract.filePath(id, file.id)}?show=inline`)).headers['content-type']).toBe(
    'application/pdf',
  );
  expect((await b.http(colleague).get(contract.filePath(id, file.id))).status).toBe(404);
  expect((await b.http(executor).get(contract.filePath(id, id))).body).toMatchObject({
    code: 'documents.file-unknown',
  });
  const [kept] = await b.sql(
    `select set_config('documents.all', 'on', false), encode(content, 'escape') as text from file`,
  );
  expect(String(kept?.text)).not.toContain('PDF');
  await b.call(contract.removeFile, { id, fileId: file.id }, executor);
  expect((await read(id)).files).toEqual([]);
  await expect(b.call(contract.removeFile, { id, fileId: file.id }, executor)).rejects.toMatchObject({
    code: 'documents.file-unknown',
  });
});

test('at most fifty files, and none to what has its number', async () => {
  const { id } = await letter('files');
  for (let n = 0; n < 50; n++) await add(id, `${n}.pdf`, pdf, clerk);
  await expect(add(id, 'one-more.pdf', pdf, clerk)).rejects.toMatchObject({ code: 'documents.too-many-files' });
  await b.call(contract.registerDocument, { id, noDouble: true }, clerk);
  await expect(add(id, 'late.pdf', pdf, clerk)).rejects.toMatchObject({ code: 'documents.state-forbids' });
});

const zip = (names: Record<string, string>) =>
  Buffer.from(zipSync(Object.fromEntries(Object.entries(names).map(([name, text]) => [name, Buffer.from(text)]))));
const docx = { '[Content_Types].xml': '<x/>', 'word/document.xml': '<x/>' };
test.each([
  ['empty.pdf', Buffer.alloc(0), 'empty'],
  ['page.html', Buffer.from('<script>alert(1)</script>'), 'kind-unknown'],
  ['picture.svg', Buffer.from('<svg onload="x()"/>'), 'kind-unknown'],
  ['run.exe', Buffer.from('MZ\0\0'), 'kind-unknown'],
  ['letter.pdf', Buffer.from('MZ this is a program'), 'not-what-it-says'],
  ['letter.txt', Buffer.from('MZ this is a program'), 'not-what-it-says'],
  ['notes.txt', Buffer.from('%PDF-1.7 hidden in a text'), 'not-what-it-says'],
  ['photo.png', Buffer.from([0xff, 0xd8, 0xff, 0xe0]), 'not-what-it-says'],
  ['letter.docx', zip({ ...docx, 'word/vbaProject.bin': 'macro' }), 'macros'],
  ['letter.docx', zip({ 'evil.exe': 'MZ' }), 'not-what-it-says'],
  ['letter.docx', Buffer.from('PK\x03\x04 broken', 'latin1'), 'not-what-it-says'],
  ['all.zip', zip(docx), 'kind-unknown'],
  ['bomb.docx', zip({ ...docx, 'word/big.bin': '0'.repeat(301 * 1024 * 1024) }), 'bomb'],
  ['v.txt', Buffer.from(`X5O!P%@AP[4\\PZX54(P^)7CC)7}${'$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'}`), 'test-virus'],
])('%s that is no paper is not taken: %s', (name, bytes, fault) => {
  expect(kindOfContent(name as string, bytes as Buffer)).toBe(fault);
});
test('papers are taken: office files, text, images; whatever bytes come, nothing throws', () => {
  expect(kindOfContent('letter.DOCX', zip(docx))).toMatchObject({ inline: false });
  expect(kindOfContent('a.odt', zip({ mimetype: 'application/vnd.oasis.opendocument.text' }))).toMatchObject({
    inline: false,
  });
  expect(kindOfContent('Письмо.txt', Buffer.from('Текст'))).toMatchObject({ mimeType: 'text/plain' });
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 300 }),
      fc.constantFrom('a.pdf', 'b.docx', 'c.txt', 'd', 'e.png'),
      (bytes, name) => {
        kindOfContent(name, Buffer.concat([Buffer.from(bytes.length % 2 ? 'PK\x03\x04' : ''), Buffer.from(bytes)]));
      },
    ),
  );
});
test('a refused file says what to do', async () => {
  const { id } = await draft();
  await expect(add(id, 'x.exe', 'TVo=')).rejects.toMatchObject({
    code: 'documents.file-refused',
    message: expect.stringContaining('Save it as PDF'),
  });
});

test('what is too large to be handed on whole says so', async () => {
  const files = Array.from({ length: 5 }, (_, n) => ({
    ...{ name: `${n}.txt`, mimeType: 'text/plain', role: 'annex' },
    content: Buffer.alloc(9 * 1024 * 1024, 'x').toString('base64'),
  }));
  const { id } = await letter('large', { files });
  await expect(b.call(contract.exportDocument, { id }, self)).rejects.toMatchObject({ code: 'documents.too-large' });
});

test('fields of a card are those of its kind, and what must be there is there before the number', async () => {
  await expect(draft(executor, { card: { unheard: 'x' } })).rejects.toMatchObject({
    code: 'documents.card-field-unknown',
  });
  await expect(draft(executor, { kind: 'nonsense' })).rejects.toMatchObject({ code: 'documents.kind-unknown' });
  const { id } = await draft(executor, { kind: 'order' });
  await move(id, 'approved', 'a');
  await move(id, 'signed', 's');
  await expect(b.call(contract.registerDocument, { id }, clerk)).rejects.toMatchObject({
    code: 'documents.card-incomplete',
  });
});

test('what was given up, was carried out or put into its file moves by the table alone', async () => {
  const { id } = await draft();
  await b.call(contract.cancelDocument, { id, reason: 'Not needed' }, executor);
  await expect(move(id, 'registered', 'x')).rejects.toMatchObject({ code: 'documents.state-forbids' });
  const came = await letter('filed', { subject: 'To be put into a file at the end' });
  await b.call(contract.registerDocument, { id: came.id }, clerk);
  expect(await move(came.id, 'in-execution', 'e', { dueOn: '2020-01-01' })).toMatchObject({ state: 'in-execution' });
  // The same key again does nothing, also after the document has gone on.
  expect(await move(came.id, 'in-execution', 'e')).toMatchObject({ state: 'in-execution' });
  expect(await read(came.id, clerk)).toMatchObject({ overdue: true });
  await move(came.id, 'executed', 'done');
  expect(await read(came.id, clerk)).toMatchObject({ overdue: false });
  const file = (fileIndex: string) => b.call(contract.fileDocument, { id: came.id, fileIndex }, clerk);
  await expect(file('99-99')).rejects.toMatchObject({ code: 'documents.file-index-unknown' });
  await file('01-01');
  expect((await read(came.id, clerk)).history.map(({ what }) => what)).toEqual([
    ...['received', 'registered', 'moved', 'moved', 'filed'],
  ]);
  expect(await b.call(contract.exportDocument, { id: came.id }, self)).toMatchObject({
    document: { fileIndex: '01-01' },
  });
});

test('whatever moves are asked, a number is never lost and an end is an end', () => {
  const moves = fc.array(fc.constantFrom(...contract.states), { maxLength: 30 });
  fc.assert(
    fc.property(fc.constantFrom('draft', 'received'), moves, (start: contract.DocumentState, asked) => {
      let [state, numbered] = [start, false];
      for (const next of asked) {
        if (!mayMove(state, next)) continue;
        expect(['cancelled', 'refused']).not.toContain(state);
        numbered ||= next === 'registered';
        if (numbered) expect(['registered', 'in-execution', 'executed', 'filed']).toContain(next);
        state = next;
      }
    }),
  );
});

test('documents are found by words, by numbers and by dates as people type them', async () => {
  const { id } = await letter('found', {
    ...{ subject: 'О выделении помещений 7714 для архива', theirNumber: '12-3/45', theirDate: '2026-05-05' },
  });
  await b.call(contract.registerDocument, { id, noDouble: true }, clerk);
  const { number } = await read(id, clerk);
  for (const search of [
    'помещ архив',
    '№ 12-3/45 от 5 мая',
    '12 3/45'.replace(' ', '-'),
    '12-3-45 from 05.05.2026',
    number ?? '',
    'помещений 7714: архив',
  ]) {
    const { items } = await b.call(contract.listDocuments, { search }, clerk);
    expect([search, items.some((one) => one.id === id)]).toEqual([search, true]);
  }
  for (const search of ['помещ гараж', 'помещений 7715 архив', '№ 12-3/45 от 6 мая', '99-9/99']) {
    const { items } = await b.call(contract.listDocuments, { search }, clerk);
    expect([search, items.some((one) => one.id === id)]).toEqual([search, false]);
  }
});
test('a search is taken apart into words, a number and a date', () => {
  expect(sought('№ 12-3/45 от 5 мая 2026')).toEqual({ words: '', number: '12-3/45', date: '2026-05-05' });
  expect(sought('№12-3/45 от 5 мая')).toEqual({ words: '', number: '12-3/45', date: '05-05' });
  expect(sought('order 17 roads')).toEqual({ words: 'order roads', number: '17' });
  expect(sought('order 17: roads')).toEqual({ words: 'order roads', number: '17' });
  expect(sought('квоты 05.05.2026')).toEqual({ words: 'квоты', date: '2026-05-05' });
});
test('a page of the list ends where the next begins', async () => {
  const first = await b.call(contract.listDocuments, { limit: 3 }, clerk);
  const second = await b.call(contract.listDocuments, { limit: 3, cursor: first.nextCursor ?? '' }, clerk);
  expect(new Set([...first.items, ...second.items].map(({ id }) => id)).size).toBe(6);
});
test('a number is written as its template says', () => {
  expect(writeNumber('{index}-{n:4}/{yy}', { index: '01', year: 2026, n: 23 })).toBe('01-0023/26');
  expect(writeNumber('{yyyy}.{n}', { index: '', year: 2026, n: 7 })).toBe('2026.7');
});

test('figures of the first page count what waits, as its lists show it', async () => {
  const counts = () => b.call(contract.countDocuments, { institutionId: labour }, clerk);
  const before = await counts();
  const { id } = await letter('counted', { dueOn: '2999-01-01', subject: 'A matter that is counted once' });
  expect((await counts()).toRegister).toBe(before.toRegister + 1);
  await b.call(contract.registerDocument, { id, noDouble: true }, clerk);
  expect(await counts()).toMatchObject({ toRegister: before.toRegister, inExecution: before.inExecution + 1 });
  const waiting = await b.call(
    contract.listDocuments,
    { institutionId: labour, show: 'to-register', limit: 100 },
    clerk,
  );
  expect((await counts()).toRegister).toBe(waiting.items.length);
});
