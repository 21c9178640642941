// SPDX-License-Identifier: Apache-2.0
/** Files attached to an application: looked at, kept sealed, served to who may read the answers, gone with them. */
import { createHash } from 'node:crypto';
import { ownDataOperation } from '@stoa/kernel';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { household, pdf } from './household.ts';

const { b, person, officer, elsewhere, stranger, draft, fieldOf, attach, submit, save, form } = await household();
const attached = async (id: string) => (await fieldOf(id, 'consent'))?.files?.attached ?? [];
const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0]);
const kept = (id: string) => b.sql<{ content: Buffer }>('select content from attachment where case_id = $1', [id]);

test('a file is told by its content, named plainly, and kept sealed with its digest', async () => {
  const id = await draft('tenant');
  expect((await form(id)).complete).toBe(false);
  const sha256 = createHash('sha256').update(pdf).digest('hex');
  const name = 'C:\\scans\\согласие \u202efdp.exe\u202c<b>.pdf';
  expect(await attach(id, name, pdf)).toMatchObject({ contentType: 'application/pdf', size: pdf.length, sha256 });
  expect(await attached(id)).toMatchObject([{ name: 'согласие fdp.exe_b_.pdf' }]);
  expect((await form(id)).complete).toBe(true);
  expect((await kept(id)).some(({ content }) => content.includes(pdf))).toBe(false);
});

const eicar = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}', '$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('');
test.each([
  ['a virus', 'consent.pdf', Buffer.from(`%PDF-1.7\n${eicar}`), 'cases.attachment-refused'],
  ['nothing', 'consent.pdf', Buffer.alloc(0), 'cases.attachment-refused'],
  ['a program with the name of a paper', 'consent.pdf', Buffer.from('MZ\0\0'), 'cases.attachment-refused'],
  ['a paper with the name of a picture', 'consent.png', pdf, 'cases.attachment-refused'],
  ['a page of the web', 'consent.html', Buffer.from('<script>alert(1)</script>'), 'cases.attachment-kind'],
  ['a text that is not asked for', 'consent.txt', Buffer.from('I agree'), 'cases.attachment-kind'],
  ['too much', 'consent.pdf', Buffer.concat([pdf, Buffer.alloc(5 * 1024 * 1024)]), 'cases.attachment-large'],
])('%s is refused and nothing is kept', async (_, name, bytes, code) => {
  const id = await draft('tenant');
  await expect(attach(id, name, bytes)).rejects.toMatchObject({ code });
  expect([await attached(id), await kept(id)]).toEqual([[], []]);
});

test('as many files as the form takes, then none; a removed one is gone', async () => {
  const id = await draft('tenant');
  for (const name of ['1.pdf', '2.pdf', '3.pdf']) await attach(id, name, pdf);
  await expect(attach(id, '4.pdf', pdf)).rejects.toMatchObject({ code: 'cases.attachments-full' });
  const [first] = await attached(id);
  const remove = () =>
    b.call(contract.removeAttachment, { id, field: 'consent', attachmentId: first?.id ?? '' }, person);
  await remove();
  await expect(remove()).rejects.toMatchObject({ code: 'cases.attachment-unknown' });
  expect((await attached(id)).map(({ name }) => name)).toEqual(['2.pdf', '3.pdf']);
  expect(await kept(id)).toHaveLength(2);
  const path = contract.attachmentPath(id, first?.id ?? '');
  expect((await b.http(person).get(path)).status).toBe(404);
});

test('it is served as a download that runs nothing; papers and pictures are shown when asked', async () => {
  const id = await draft('tenant');
  const { id: file } = await attach(id, 'consent.png', png);
  const path = contract.attachmentPath(id, file);
  const down = await b.http(person).get(path);
  expect(down.status).toBe(200);
  expect(down.headers['content-type']).toContain('application/octet-stream');
  expect(down.headers['content-disposition']).toBe("attachment; filename*=UTF-8''consent.png");
  expect(down.headers['x-content-type-options']).toBe('nosniff');
  expect(down.headers['content-security-policy']).toBe('sandbox');
  const shown = await b.http(person).get(`${path}?show=inline`);
  expect(shown.headers['content-type']).toContain('image/png');
  expect(shown.headers['content-security-policy']).toContain("default-src 'none'");
  for (const strange of [contract.attachmentPath(id, 'nothing'), contract.attachmentPath('nothing', file)])
    expect((await b.http(person).get(strange)).status).toBe(404);
});

test('the officer of its task downloads it, and the applicant reads that somebody did; others do not', async () => {
  const id = await draft('guest');
  const { id: file } = await attach(id, 'consent.pdf', pdf);
  const path = contract.attachmentPath(id, file);
  expect((await b.http(officer).get(path)).status).toBe(403);
  await submit(id);
  expect((await b.http(officer).get(path)).status).toBe(200);
  for (const one of [elsewhere, stranger]) expect((await b.http(one).get(path)).status).toBe(403);
  expect((await b.http().get(path)).status).toBe(401);
  const seen = await b.sql<{ actor_name: string }>(
    "select actor_name from audit where action = 'cases.attachment-read' and object_id = $1",
    [id],
  );
  expect(seen.map(({ actor_name: name }) => name)).toEqual(['Zhanar Abenova']);
  await expect(attach(id, 'late.pdf', pdf)).rejects.toMatchObject({ code: 'cases.not-a-draft' });
});

test('where no file is asked none is taken; what is not asked after all goes when the application is sent', async () => {
  const owner = await draft('owner');
  await expect(attach(owner, 'consent.pdf', pdf)).rejects.toMatchObject({ code: 'cases.attachment-unknown' });
  const id = await draft('tenant');
  await attach(id, 'consent.pdf', pdf);
  await expect(attach(id, 'consent.pdf', pdf, stranger)).rejects.toMatchObject({ kind: 'forbidden' });
  await expect(save(id, 'consent', { consent: 'yes' })).rejects.toMatchObject({ code: 'cases.field-not-asked' });
  await save(id, 'tenure', { tenure: 'owner' });
  await submit(id);
  expect(await kept(id)).toEqual([]);
});

test('the copy of my data says where my files are', async () => {
  const id = await draft('tenant');
  const { id: file } = await attach(id, 'consent.pdf', pdf);
  const { items } = await b.call(ownDataOperation('cases'), {}, person);
  const own = items.map(({ data }) => data as { id: string; files?: string[] }).find((one) => one.id === id);
  expect(own?.files).toEqual([contract.attachmentPath(id, file)]);
});

test('files go with the draft, and with what a closed case says of people', async () => {
  const id = await draft('tenant');
  await attach(id, 'consent.pdf', pdf);
  await b.call(contract.deleteDraft, { id }, person);
  expect(await kept(id)).toEqual([]);
  const sent = await draft('tenant');
  await attach(sent, 'consent.pdf', pdf);
  await submit(sent);
  await b.call(contract.withdrawCase, { id: sent }, person);
  await b.drain();
  expect(await kept(sent)).toHaveLength(1);
  b.clock.advance({ days: 3700 });
  await b.drain();
  expect(await kept(sent)).toEqual([]);
});
