// SPDX-License-Identifier: Apache-2.0
import { namedPeople } from '@stoa/country-xm';
import identity from '@stoa/identity';
import * as people from '@stoa/identity/contract';
import { bench } from '@stoa/kernel/testing';
import { readCsv, writeCsv } from '@stoa/kernel/text';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import organisations from '../src/index.ts';

const b = await bench(organisations, identity);
const asks = b.person({ name: 'Ainur Asks', duties: ['identity.grantor'] });
const decides = b.person({ name: 'Dmitry Decides', duties: ['identity.grantor'] });
const official = b.person({ duties: ['labour.permit-officer'] });
const operator = b.person({ duties: ['platform.operator'] });
const office = 'XM-01-LABOUR';
const duty = 'labour.permit-officer';
const reason = 'Order No. 12 of the ministry';

const read = (about: 'organisations' | 'people', text: string, who = asks) =>
  b.call(contract.readImport, { about, text, fileName: 'table.csv' }, who);
const rowsOf = async (id: string) => (await b.call(contract.getImport, { id, limit: 100 }, asks)).items;
const ask = (importId: string, who = asks) =>
  b.call(contract.requestChange, { asked: { kind: 'import', importId }, reason }, who);
const decide = (id: string, who = decides) => b.call(contract.decideChange, { id, approved: true }, who);
const refusedWith = (code: string) => ({ code });
async function file(path: string, who?: typeof asks): Promise<string> {
  const answer = await (await b.http(who)).get(path);
  expect(answer.status).toBe(200);
  return String(answer.body.text);
}
/** The exported file with the cells of a row changed, or a row added. */
function edited(text: string, edit: (rows: Record<string, string>[]) => unknown): string {
  const [head, ...rows] = readCsv(text).rows.map(({ cells }) => cells);
  const names = head ?? [];
  const objects = rows.map((cells) => Object.fromEntries(names.map((name, at) => [name, cells[at] ?? ''])));
  edit(objects);
  return writeCsv([names, ...objects.map((row) => names.map((name) => row[name] ?? ''))]);
}
const directory = () => file(contract.directoryFilePath);
const get = (id: string) => b.call(contract.getOrganisation, { id });

async function made(asked: contract.Asked) {
  const { id } = await b.call(contract.requestChange, { asked, reason }, asks);
  await decide(id);
}
async function person(who: keyof typeof namedPeople): Promise<string> {
  const { snils, nameLatin: name } = namedPeople[who];
  return (await b.call(people.registerPerson, { snils, name, email: `${who}@mail.example`, login: who }, operator)).id;
}
async function post(title: string): Promise<string> {
  await made({ kind: 'post', organisationId: office, title: { en: title }, duties: [duty], from: '2026-01-01' });
  const { posts } = await b.call(contract.getStructure, { id: office }, decides);
  return posts.find((one) => one.title.en === title)?.id ?? '';
}
const dutiesOf = async (personId: string) => (await b.call(contract.listDuties, { personId }, decides)).items;

test('what was exported changes nothing when it comes in again, with commas or semicolons', async () => {
  const exported = await directory();
  const count = readCsv(exported).rows.length - 1;
  const semicolons = exported.replace(/"[^"]*"|,/g, (found) => (found === ',' ? ';' : found));
  for (const text of [exported, semicolons]) {
    const found = await read('organisations', text);
    expect(found).toMatchObject({ enters: 0, changes: 0, same: count, wrong: 0 });
    await expect(ask(found.id)).rejects.toMatchObject(refusedWith('organisations.import-wrong'));
  }
});

test('a dry run tells of each row what it would change, and changes nothing', async () => {
  const text = edited(await directory(), (rows) => {
    const row = rows.find(({ id }) => id === office);
    if (row) row['name-en'] = '=Office of Labour';
    // The child comes before its parent: the order of the rows is not that of the work.
    const common = { kind: 'local', 'name-en': 'New', from: '2026-01-01' };
    rows.unshift({ ...common, id: 'XM-NEW-CHILD', parent: 'XM-NEW' }, { ...common, id: 'XM-NEW' });
  });
  const found = await read('organisations', text);
  expect(found).toMatchObject({ enters: 2, changes: 1, wrong: 0, readBy: 'Ainur Asks' });
  const rows = await rowsOf(found.id);
  expect(rows.find(({ subject }) => subject === office)).toMatchObject({
    outcome: 'changes',
    facts: [{ fact: 'name', after: { en: '=Office of Labour' } }],
  });
  expect(rows.slice(0, 2).map(({ line, subject, outcome }) => [line, subject, outcome])).toEqual([
    [2, 'XM-NEW-CHILD', 'enters'],
    [3, 'XM-NEW', 'enters'],
  ]);
  await expect(get('XM-NEW')).rejects.toMatchObject(refusedWith('organisations.organisation-unknown'));
  expect((await get(office)).name.en).not.toBe('=Office of Labour');

  const change = await ask(found.id);
  expect(change.facts).toEqual([
    { fact: 'file', after: 'table.csv' },
    { fact: 'rows-entered', after: '2' },
    { fact: 'rows-changed', after: '1' },
  ]);
  await expect(decide(change.id, asks)).rejects.toMatchObject(refusedWith('organisations.second-person-needed'));
  await expect(get('XM-NEW')).rejects.toMatchObject(refusedWith('organisations.organisation-unknown'));
  await decide(change.id);
  expect(await get('XM-NEW-CHILD')).toMatchObject({ parentId: 'XM-NEW' });
  expect((await get(office)).name.en).toBe('=Office of Labour');
  // What begins like a formula goes out as text, and is read as what it was.
  expect(await directory()).toContain("'=Office of Labour");
  expect(await read('organisations', await directory())).toMatchObject({ enters: 0, changes: 0, wrong: 0 });
  await expect(ask(found.id)).rejects.toMatchObject(refusedWith('organisations.import-done'));

  await b.call(contract.undoChange, { id: change.id }, decides);
  await expect(get('XM-NEW')).rejects.toMatchObject(refusedWith('organisations.organisation-unknown'));
  expect((await get(office)).name.en).not.toBe('=Office of Labour');
  expect((await b.call(contract.getImport, { id: found.id }, decides)).import.changeId).toBe(change.id);
});

test('each mistake stands at its row with what to do, and nothing is half imported', async () => {
  const row = (id: string, cells: Record<string, string>) => ({
    id,
    kind: 'local',
    'name-en': 'x',
    from: '2026-01-01',
    ...cells,
  });
  const names = ['id', 'kind', 'name-en', 'from', 'sphere', 'region', 'parent', 'inn', 'until'];
  const rows: Record<string, string>[] = [
    row('XM-A', {}),
    row('XM-B', { sphere: 'nonsense' }),
    row('XM-C', { region: 'XM-99' }),
    row('XM-D', { parent: 'XM-NOWHERE' }),
    row('XM-E', { inn: '7700000000' }),
    row('XM-F', { until: '2025-01-01' }),
    row('xm g', {}),
    row('XM-H', { from: 'spring' }),
    row('XM-A', {}),
    row('XM-I', { kind: '' }),
    row('XM-K', { parent: 'XM-L' }),
    row('XM-L', { parent: 'XM-K' }),
    row('XM-M', { from: '27.3.2026' }),
    row('XM-N', { 'name-en': 'hidden \u202e text' }),
  ];
  const text = writeCsv([names, ...rows.map((one) => names.map((name) => one[name] ?? ''))]);
  const found = await read('organisations', text);
  const outcomes = (await rowsOf(found.id)).map(({ outcome, code, message }) => [outcome, code ?? '', message ?? '']);
  const codes = outcomes.map(([, code]) => code);
  expect(codes).toEqual([
    '',
    ...['sphere-unknown', 'region-unknown', 'organisation-unknown', 'number-invalid', 'period-backwards'].map(
      (code) => `organisations.${code}`,
    ),
    ...[
      'organisations.import-cell',
      'organisations.import-cell',
      'organisations.import-twice',
      'organisations.import-cell',
    ],
    ...['organisations.organisation-unknown', 'organisations.organisation-unknown', '', 'organisations.import-cell'],
  ]);
  expect(outcomes[7]?.[2]).toBe('from, validFrom');
  await expect(ask(found.id)).rejects.toMatchObject(refusedWith('organisations.import-wrong'));
  await expect(get('XM-A')).rejects.toMatchObject(refusedWith('organisations.organisation-unknown'));
  const { items } = await b.call(contract.getImport, { id: found.id, outcome: 'wrong', limit: 3 }, asks);
  expect(items.map(({ line }) => line)).toEqual([3, 4, 5]);
});

test('what is no such table is refused as a whole, and so is what is too large', async () => {
  const head = 'id,kind,name-en,from';
  for (const text of [
    '',
    'id,kind',
    `${head},strange`,
    `${head},id`,
    `${head}\n"open`,
    `${head}\na,b,c,d,e`,
    `${head}\n\ufffd`,
  ])
    await expect(read('organisations', text), text).rejects.toMatchObject(
      refusedWith('organisations.import-unreadable'),
    );
  const row = 'XM-Z,local,x,2026-01-01\n';
  await expect(read('organisations', `${head}\n${row.repeat(5001)}`)).rejects.toMatchObject(
    refusedWith('organisations.import-too-large'),
  );
  await expect(read('organisations', `${head}\n${'я'.repeat(1_100_000)}`)).rejects.toMatchObject(
    refusedWith('organisations.import-too-large'),
  );
  await expect(read('people', head)).rejects.toMatchObject(refusedWith('organisations.import-unreadable'));
  await expect(read('organisations', head, official)).rejects.toMatchObject({ kind: 'forbidden' });
  await expect(b.call(contract.getImport, { id: asks.id }, asks)).rejects.toMatchObject(
    refusedWith('organisations.import-unknown'),
  );
  await expect(ask(asks.id)).rejects.toMatchObject(refusedWith('organisations.import-unknown'));
});

test('a file of two megabytes comes over HTTP, one that is larger is refused clearly', async () => {
  const http = await b.http(asks);
  const send = (length: number) =>
    http.post('/api/organisations/imports', { about: 'organisations', fileName: 'x', text: 'x'.repeat(length) });
  expect(await send(2_000_000)).toMatchObject({ status: 422, body: { code: 'organisations.import-unreadable' } });
  expect((await send(3_000_000)).status).toBe(422);
  expect((await send(7_000_000)).status).toBe(413);
});

test('what somebody changed after the file was read is not overwritten', async () => {
  const text = edited(await directory(), (rows) => {
    const row = rows.find(({ id }) => id === office);
    if (row) row.kpp = '770101001';
  });
  const found = await read('organisations', text);
  const change = await ask(found.id);
  const { id, revision: _, ...facts } = await get(office);
  await made({ kind: 'organisation', id, validFrom: '2026-02-01', facts: { ...facts, ogrn: '1027700000007' } });
  await expect(decide(change.id)).rejects.toMatchObject(refusedWith('organisations.import-overtaken'));
  expect((await get(office)).ogrn).toBe('1027700000007');
});

const peopleFile = () => file(contract.peopleFilePath.replace(':id', office), official);

test('people come onto posts by a table, by their number too, and leave them', async () => {
  const [officer, analyst] = [await person('officer'), await person('analyst')];
  const [first, second] = [await post('First desk'), await post('Second desk')];
  await made({ kind: 'holding', postId: first, personId: officer, as: 'holder', from: '2026-02-01' });
  const exported = await peopleFile();
  expect(await read('people', exported)).toMatchObject({ enters: 0, changes: 0, wrong: 0 });
  const until = new Date(b.clock.now().getTime() + 86_400_000).toISOString();
  const text = edited(exported, (rows) => {
    for (const row of rows) {
      if (row.post === first) Object.assign(row, { until });
      // Whoever fills in the vacant post knows the number of the person, not an id.
      if (row.post === second) Object.assign(row, { person: namedPeople.analyst.snils, from: '1.3.2026' });
    }
    // Comes after who leaves, on the same post.
    rows.unshift({ post: first, person: analyst, as: 'acting', from: until });
  });
  const found = await read('people', text);
  expect(found).toMatchObject({ enters: 2, changes: 1, wrong: 0 });
  // Nobody asks or decides for themselves.
  const self = b.person({ id: analyst, name: 'Analyst', duties: ['identity.grantor'] });
  await expect(ask(found.id, self)).rejects.toMatchObject(refusedWith('organisations.power-for-oneself'));
  const change = await ask(found.id);
  await expect(decide(change.id, self)).rejects.toMatchObject(refusedWith('organisations.power-for-oneself'));
  expect(await dutiesOf(analyst)).toEqual([]);
  await decide(change.id);
  await b.drain();
  expect(await dutiesOf(analyst)).toMatchObject([{ code: duty, postId: second, as: 'holder' }]);
  const holder = () =>
    b.call(
      people.findDutyHolder,
      { personId: analyst, code: duty, organisationId: office },
      { kind: 'service', id: 'cases' },
    );
  expect((await holder()).name).toBe(namedPeople.analyst.nameLatin);
  expect(await read('people', await peopleFile())).toMatchObject({ enters: 0, changes: 0, wrong: 0 });
  expect(await read('people', text)).toMatchObject({ enters: 0, changes: 0, wrong: 0 });
  await b.call(contract.undoChange, { id: change.id }, decides);
  await b.drain();
  expect([await dutiesOf(analyst), (await holder()).name]).toEqual([[], undefined]);
});

test('a row about a person says what is wrong with it', async () => {
  const desk = await post('Third desk');
  const personId = await person('engineer');
  await made({ kind: 'holding', postId: desk, personId, as: 'holder', from: '2026-02-01' });
  const [holding] = readCsv(await peopleFile())
    .rows.filter(({ cells }) => cells[2] === desk)
    .map(({ cells }) => cells[0]);
  const names = ['holding', 'post', 'person', 'as', 'from'];
  const wrong = [
    ['', desk, '12345678901', 'holder', '2026-03-01'],
    ['', desk, official.id, 'acting', '2026-03-01'],
    ['', desk, personId, 'holder', '2026-03-01'],
    ['', desk, personId, 'chief', '2026-03-01'],
    ['', official.id, personId, 'holder', '2026-03-01'],
    [holding ?? '', desk, personId, 'acting', '2026-02-01'],
    [official.id, desk, personId, 'holder', '2026-02-01'],
    ['', desk, personId, 'substitute', '2026-03-01'],
  ];
  const found = await read('people', writeCsv([names, ...wrong]));
  expect((await rowsOf(found.id)).map(({ code }) => code?.replace('organisations.', ''))).toEqual([
    ...['person-unknown', 'person-unknown', 'post-taken', 'import-cell', 'post-unknown', 'import-rewrites'],
    ...['holding-unknown', 'holding-unknown'],
  ]);
});
