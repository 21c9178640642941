// SPDX-License-Identifier: Apache-2.0
/** Lists in an application: entries one by one, a table at once, and what officers, tables and papers see of them. */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { household, son } from './household.ts';

const service = 'residence-registration';
const folder = await mkdtemp(join(tmpdir(), 'stoa-services-'));
afterAll(() => rm(folder, { recursive: true, force: true }));
const services = fileURLToPath(new URL('../../../services/', import.meta.url));
await cp(join(services, service), join(folder, service), { recursive: true });
// The same service with a list as long as lists may be.
const long = join(folder, 'long-list');
await cp(join(services, service), long, { recursive: true });
const change = async (file: string, edit: (text: string) => string) =>
  writeFile(join(long, file), edit(await readFile(join(long, file), 'utf8')));
await change('service.yaml', (text) => text.replace(`id: ${service}`, 'id: long-list'));
await change('data.schema.json', (text) => text.replace('"maxItems": 12', '"maxItems": 1000'));

const { b, person, officer, elsewhere, stranger, draft, form, fieldOf, add, submit, taskOf, save } = await household({
  STOA_SERVICES: folder,
});
const family = async (id: string) => (await fieldOf(id, 'family'))?.list;
const change1 = (id: string, entry: number, values: Record<string, string>, revision: number) =>
  b.call(contract.saveEntry, { id, field: 'family', entry, values, revision }, person);
const remove = (id: string, entry: number, revision: number) =>
  b.call(contract.removeEntry, { id, field: 'family', entry, revision }, person);
const importing = async (id: string, text: string, replace = false) =>
  b.call(contract.importEntries, { id, field: 'family', text, replace, revision: (await form(id)).revision }, person);

test('entries are added, read as they were typed, changed and removed', async () => {
  const id = await draft();
  await add(id, { ...son, givenName: ' Timur ', birthOn: '14.9.2015' });
  const { revision } = await add(id, { ...son, givenName: 'Dana' });
  expect(await family(id)).toMatchObject({ count: 2, least: 0, most: 12, entries: [son, { givenName: 'Dana' }] });
  const changed = await change1(id, 1, { ...son, givenName: 'Arman' }, revision);
  expect(changed).toMatchObject({ errors: [], count: 2 });
  expect(await remove(id, 2, changed.revision)).toMatchObject({ count: 1 });
  expect((await family(id))?.entries).toEqual([{ ...son, givenName: 'Arman' }]);
});

test('an entry that does not fit is not kept, and each of its columns says why in every language', async () => {
  const id = await draft();
  const { errors, count } = await add(id, { familyName: 'Seitkali', birthOn: '2999-01-01', relation: 'neighbour' });
  expect(count).toBe(0);
  expect(errors.map(({ field, code }) => [field, code])).toEqual([
    ['givenName', 'required'],
    ['birthOn', 'date-range'],
    ['relation', 'enum'],
  ]);
  for (const { message } of errors)
    for (const language of ['en', 'ru', 'kk', 'uk', 'ar'] as const) expect(message[language]).toBeTruthy();
  expect((await add(id, { ...son, givenName: 'Ti\u0001mur\u{F0000}' })).errors).toMatchObject([{ field: 'givenName' }]);
});

test('a full list says so, and takes another entry once one is removed', async () => {
  const id = await draft();
  let revision = 0;
  for (let at = 0; at < 12; at += 1) ({ revision } = await add(id, son));
  const { errors } = await add(id, son);
  expect(errors).toMatchObject([{ field: 'family', code: 'maxItems' }]);
  expect(errors[0]?.message.en).toContain('at most 12');
  await remove(id, 12, revision);
  expect((await add(id, son)).errors).toEqual([]);
});

test('two who add at the same time both find their entry; who changes what has moved is told', async () => {
  const id = await draft();
  await Promise.all([add(id, son), add(id, { ...son, givenName: 'Dana' })]);
  const { revision } = await form(id);
  expect((await family(id))?.count).toBe(2);
  await remove(id, 1, revision);
  await expect(remove(id, 1, revision)).rejects.toMatchObject({ code: 'cases.changed-elsewhere' });
  await expect(change1(id, 1, son, revision)).rejects.toMatchObject({ code: 'cases.changed-elsewhere' });
  await expect(remove(id, 7, (await form(id)).revision)).rejects.toMatchObject({ code: 'cases.entry-unknown' });
});

test('what is no list, no column or no value of its own is refused', async () => {
  const id = await draft();
  const values = { ...son };
  for (const field of ['tenure', 'nothing'])
    await expect(b.call(contract.saveEntry, { id, field, values }, person)).rejects.toMatchObject({
      code: 'cases.list-unknown',
    });
  await expect(add(id, { ...son, shoeSize: '44' })).rejects.toMatchObject({ code: 'cases.field-not-asked' });
  await expect(save(id, 'family', { family: 'Timur' })).rejects.toMatchObject({ code: 'cases.field-not-asked' });
});

test('a table is taken whole: names of columns and choices in any language, semicolons, a byte order mark', async () => {
  const id = await draft();
  const table =
    '\ufeffФамилия;Имя;Дата рождения;Кем вам приходится\r\nСейткали;Дана;14.09.2015;Ребёнок\r\n"Ким; Ли";=1+1;1990-01-02;spouse\r\n';
  expect(await importing(id, table)).toMatchObject({ added: 2, count: 2, faults: [] });
  expect((await family(id))?.entries).toEqual([
    { familyName: 'Сейткали', givenName: 'Дана', birthOn: '2015-09-14', relation: 'child' },
    { familyName: 'Ким; Ли', givenName: '=1+1', birthOn: '1990-01-02', relation: 'spouse' },
  ]);
  const other = 'familyName,givenName,birthOn,relation\nSeitkali,Timur,2015-09-14,child\n';
  expect(await importing(id, other)).toMatchObject({ added: 1, count: 3 });
  expect(await importing(id, other, true)).toMatchObject({ added: 1, count: 1 });
});

const head = 'familyName,givenName,birthOn,relation\n';
test.each([
  ['a line that does not fit', `${head}A,B,2015-09-14,child\nA,B,2999-01-01,child\n`, 3, 'Line 3, Date of birth:'],
  ['a line without a value that is needed', `${head}A,,2015-09-14,child\n`, 2, 'Line 2, Given name:'],
  ['a column that nobody knows', `Shoe size,${head}44,A,B,2015-09-14,child\n`, 1, 'no column “Shoe size”'],
  ['a column that is missing', 'familyName,givenName\nA,B\n', 1, 'Line 1, Date of birth: The column is missing'],
  ['more values than columns', `${head}A,B,2015-09-14,child,more\n`, 2, 'more values than columns'],
  ['a quotation mark without an end', `${head}"A,B,2015-09-14,child\n`, 2, 'has no end'],
  ['letters that are not UTF-8', `${head}\ufffd\ufffd,B,2015-09-14,child\n`, 2, 'UTF-8'],
  ['nothing below the head', head, 1, 'no line below'],
  ['one line too many', head + 'A,B,2015-09-14,child\n'.repeat(13), 14, 'at most 12'],
])('of a table with %s nothing is taken, and its line is named', async (_, table, line, words) => {
  const id = await draft();
  await add(id, son);
  const { added, count, faults } = await importing(id, table, true);
  expect([added, count]).toEqual([0, 1]);
  expect(faults[0]?.line).toBe(line);
  expect(faults[0]?.message.en).toContain(words);
  expect((await family(id))?.entries).toEqual([son]);
});

test('a table of a thousand lines is taken, shown by its first entries and read page by page', async () => {
  const id = await draft('owner', 'long-list');
  const lines = Array.from({ length: 1000 }, (_, at) => `Seitkali,Child ${at + 1},2015-09-14,child\n`);
  expect(await importing(id, head + lines.join(''))).toMatchObject({ added: 1000, faults: [] });
  const shown = await family(id);
  expect([shown?.count, shown?.entries.length]).toEqual([1000, 20]);
  const seen: unknown[] = [];
  for (const after of Array.from({ length: 10 }, (_, at) => at * 100)) {
    const page = await b.call(contract.listEntries, { id, field: 'family', after, limit: 100 }, person);
    seen.push(...page.list.entries.map(({ givenName }) => givenName));
    expect(page.nextAfter).toBe(after < 900 ? after + 100 : undefined);
  }
  expect(seen).toEqual(lines.map((_, at) => `Child ${at + 1}`));
  expect((await add(id, son)).errors).toMatchObject([{ code: 'maxItems' }]);
});

test('officers of its tasks read a list that was sent, nobody else does, and nobody changes it', async () => {
  const id = await draft();
  const { revision } = await add(id, son);
  const read = (as: typeof person) => b.call(contract.listEntries, { id, field: 'family' }, as);
  await expect(read(officer)).rejects.toMatchObject({ kind: 'forbidden' });
  await submit(id);
  expect((await read(officer)).list.entries).toEqual([son]);
  for (const one of [elsewhere, stranger]) await expect(read(one)).rejects.toMatchObject({ kind: 'forbidden' });
  await expect(add(id, son)).rejects.toMatchObject({ code: 'cases.not-a-draft' });
  await expect(remove(id, 1, revision)).rejects.toMatchObject({ code: 'cases.not-a-draft' });
  await expect(importing(id, head)).rejects.toMatchObject({ code: 'cases.not-a-draft' });
  const page = await b.call(contract.getTask, { id: await taskOf(id) }, officer);
  const field = page.pages.flatMap(({ fields }) => fields).find(({ name }) => name === 'family');
  expect(field?.list).toMatchObject({ count: 1, entries: [son] });
  const own = await draft();
  for (const one of [stranger, officer]) await expect(add(own, son, one)).rejects.toMatchObject({ kind: 'forbidden' });
});

test('a table over the entries advises, a question about the list itself is refused, and the family is on the paper', async () => {
  const id = await draft();
  await add(id, son);
  await submit(id);
  const work = async (outcome: string, decides: boolean) => {
    const task = await taskOf(id);
    await b.call(contract.claimTask, { id: task }, officer);
    await (decides
      ? b.call(contract.decideTask, { id: task, outcome }, officer)
      : b.call(contract.finishTask, { id: task, outcome }, officer));
    await b.drain();
  };
  const papers = await taskOf(id);
  await b.call(contract.claimTask, { id: papers }, officer);
  await expect(
    b.call(contract.askClarification, { id: papers, field: 'family', question: 'Who is that?' }, officer),
  ).rejects.toMatchObject({ code: 'cases.field-not-asked' });
  await b.call(contract.releaseTask, { id: papers }, officer);
  await work('genuine', false);
  const review = await b.call(contract.getTask, { id: await taskOf(id) }, officer);
  expect(review.advice).toMatchObject({ outcome: 'register', reasons: [{ id: 'decision-in-order' }] });
  await work('register', true);
  const page = await b.call(contract.getCase, { id }, person);
  expect(page).toMatchObject({ state: 'closed', outcome: 'issued', outputs: [{ code: 'certificate' }] });
  const { facts } = await b.call(contract.verifyOutput, { code: page.outputs[0]?.verificationCode ?? '' });
  expect(facts).toMatchObject([{ value: '2' }]);
});

test('an adult who is no close relative turns the advice', async () => {
  const id = await draft();
  await add(id, { ...son, birthOn: '1999-01-31', relation: 'other' });
  await submit(id);
  const papers = await taskOf(id);
  await b.call(contract.claimTask, { id: papers }, officer);
  await b.call(contract.finishTask, { id: papers, outcome: 'genuine' }, officer);
  const review = await b.call(contract.getTask, { id: await taskOf(id) }, officer);
  expect(review.advice).toMatchObject({ outcome: 'refuse', reasons: [{ id: 'decision-adult' }] });
});
