// SPDX-License-Identifier: Apache-2.0
/** Notes, links and conflicts: written once, corrected by new versions, told to nobody whom they do not concern. */
import { newId, type Tx } from '@stoa/kernel';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { eraseConflicts } from '../src/conflicts/store.ts';
import { eraseLinks } from '../src/links/store.ts';
import { eraseNotes, ownNotes } from '../src/notes/store.ts';
import { world } from './world.ts';

const { b, officer, second, citizen, auditor, caseId, otherId, works, asked } = await world();
const words = { kind: 'call' as const, on: '2031-10-14', person: 'Mrs Seitkali', text: 'She asks how long it takes.' };
const write = (more: Partial<typeof words> = {}, who = officer) =>
  b.call(contract.writeNote, { caseId, ...words, ...more }, who);
const correct = (id: string, version: number, text: string, who = second) =>
  b.call(contract.correctNote, { id, version, ...words, text }, who);
const desk = (id = caseId, who = officer) => b.call(contract.getDesk, { caseId: id }, who);
const link = (number: string, who = officer) =>
  b.call(contract.linkCase, { caseId, number, reason: 'The same building.' }, who);

test('a note is corrected by a new version that keeps the one before; of two at once one is told', async () => {
  const note = await write();
  expect(note).toMatchObject({ version: 1, byName: 'Daniyar', earlier: [] });
  const both = await Promise.allSettled([
    correct(note.id, 1, 'She asks how long the check takes.'),
    correct(note.id, 1, 'She asks for a copy.'),
  ]);
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'casework.note-changed' } });
  const [shown] = (await desk()).notes;
  expect(shown).toMatchObject({
    id: note.id,
    version: 2,
    byName: 'Saule',
    earlier: [{ text: words.text, byName: 'Daniyar' }],
  });
  await expect(correct(newId(), 1, 'Nothing here.')).rejects.toMatchObject({ code: 'casework.note-unknown' });
});

test('a note stays as it was written', async () => {
  const { id } = await write();
  await expect(b.sql(`update note set by_name = 'Somebody' where id = $1`, [id])).rejects.toThrow('stays as it is');
  await expect(b.sql('update note set version = 9 where id = $1', [id])).rejects.toThrow('stays as it is');
});

test('a note says what has happened', async () => {
  await expect(write({ on: '2031-10-16' })).rejects.toMatchObject({ code: 'casework.note-in-future' });
  await expect(write({ text: 'hidden \u202e words' })).rejects.toMatchObject({ kind: 'invalid' });
  await expect(write({ person: 'A\u2066B' })).rejects.toMatchObject({ kind: 'invalid' });
  expect((await write({ on: '2031-10-15', text: 'سألت عن المدة' })).text).toBe('سألت عن المدة');
});

test('beside a case of others there is nothing to read or write', async () => {
  const hidden = newId();
  for (const call of [
    () => b.call(contract.writeNote, { caseId: hidden, ...words }, officer),
    () => b.call(contract.getDesk, { caseId: hidden }, officer),
    () => b.call(contract.linkCase, { caseId: hidden, number: 'P-2', reason: 'Because.' }, officer),
    () => b.call(contract.declareConflict, { caseId: hidden, reason: 'My cousin.' }, officer),
  ])
    await expect(call()).rejects.toMatchObject({ kind: 'missing', code: 'cases.case-unknown' });
  const note = await write();
  const kept = works.get(caseId);
  works.delete(caseId);
  await expect(correct(note.id, 1, 'Not mine to correct.')).rejects.toMatchObject({ code: 'casework.note-unknown' });
  if (kept) works.set(caseId, kept);
  for (const who of [citizen])
    for (const call of [() => write({}, who), () => desk(caseId, who), () => link('P-2', who)])
      await expect(call()).rejects.toMatchObject({ kind: 'forbidden' });
});

test('auditors read notes, officers not by that way; both are written down for the person whose case it is', async () => {
  await write({ text: 'Read by auditors.' });
  const { items } = await b.call(contract.listNotes, { caseId }, auditor);
  expect(items.map(({ text }) => text)).toContain('Read by auditors.');
  await expect(b.call(contract.listNotes, { caseId }, officer)).rejects.toMatchObject({ kind: 'forbidden' });
  await b.drain();
  const seen = b.events('kernel.data-accessed.v1').map(({ data }) => data as { action: string; subject: string });
  for (const action of ['casework.note-written', 'casework.desk-read', 'casework.notes-read'])
    expect(seen).toContainEqual(expect.objectContaining({ action, subject: citizen.personKey }));
});

test('two cases are linked once, by number, and each shows the other', async () => {
  await expect(link('P-1')).rejects.toMatchObject({ code: 'casework.link-itself' });
  await expect(link('P-404')).rejects.toMatchObject({ code: 'casework.other-unknown' });
  expect(await link('P-2')).toMatchObject({ caseId: otherId, number: 'P-2', reason: 'The same building.' });
  await expect(link('P-2')).rejects.toMatchObject({ code: 'casework.linked-already' });
  expect((await desk(otherId)).links).toMatchObject([{ caseId, number: 'P-1' }]);
});

test('a conflict of interest bars the officer at the cases and keeps the first reason', async () => {
  const say = (reason: string) => b.call(contract.declareConflict, { caseId, reason }, officer);
  expect(await say('The applicant is my cousin.')).toEqual({ released: 1 });
  await say('Said again.');
  expect(asked.filter((one) => one === `bar ${caseId}`)).toHaveLength(2);
  expect((await desk()).conflicts).toMatchObject([{ byName: 'Daniyar', reason: 'The applicant is my cousin.' }]);
});

test('what each decision leads to is read from the process', async () => {
  const { taskId, ...at } = await world();
  const { effects } = await at.b.call(contract.getDesk, { caseId: at.caseId, taskId }, at.officer);
  const [grant, refuse] = effects.map(({ effects: found }) =>
    found.map(({ kind, title, perhaps }) => `${kind} ${title.en}${perhaps ? '?' : ''}`),
  );
  expect(grant).toEqual(['output Permit', 'told Permit P-1 is ready', 'reported Report it?', 'ends Issued?']);
  expect(refuse).toEqual(['output Refusal', 'ends Refused']);
});

test('what was written stands sealed, goes with its person, and is erased whole after its term', async () => {
  const { id } = await write({ text: 'A secret that no dump shows.', person: 'Hidden Person' });
  await correct(id, 1, 'Another secret of it.');
  const dump = await b.dump();
  for (const secret of ['A secret that no dump shows.', 'Hidden Person', 'The same building.', 'my cousin'])
    expect(dump).not.toContain(secret);
  const own = (key: string) => b.module.tx({ kind: 'system' }, (tx) => ownNotes(tx, key, null, 100));
  expect((await own(citizen.personKey ?? '')).map(({ text }) => text)).toContain('A secret that no dump shows.');
  expect(await own('nobody')).toEqual([]);
  b.clock.advance({ days: 10 });
  const before = b.clock.now();
  const run = (erase: (tx: Tx) => Promise<number>) => b.module.tx({ kind: 'system' }, erase);
  expect(await run((tx) => eraseNotes(tx, before, 200))).toBeGreaterThan(0);
  expect(await run((tx) => eraseLinks(tx, before, 200))).toBe(1);
  expect(await run((tx) => eraseConflicts(tx, before, 200))).toBe(1);
  expect((await desk()).notes).toEqual([]);
});
