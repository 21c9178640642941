// SPDX-License-Identifier: Apache-2.0
/** Views of the queue, and many of its tasks at once. */
import { newId, refuse } from '@stoa/kernel';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { world } from './world.ts';

const { b, officer, second, elsewhere, citizen, refusals, asked } = await world();
const said = { show: 'open', sort: 'risk', columns: ['task', 'due'], isDefault: false } as const;
const save = (name: string, more: object = {}, who = officer) =>
  b.call(contract.saveView, { ...said, columns: [...said.columns], name, ...more }, who);
const list = async (who = officer) => (await b.call(contract.listViews, {}, who)).items;
const change = (view: contract.QueueView, more: object, who = officer) =>
  b.call(
    contract.changeView,
    { ...said, columns: [...said.columns], id: view.id, version: view.version, name: view.name, ...more },
    who,
  );

test('a view is one’s own until it is shared in an office; only one is shown first', async () => {
  const own = await save('At risk', { search: 'Seitkali', isDefault: true });
  const shared = await save('Nobody has', { officeId: 'office', isDefault: true });
  expect((await list()).map(({ name, isDefault }) => [name, isDefault])).toEqual([
    ['At risk', false],
    ['Nobody has', true],
  ]);
  expect(await list(second)).toMatchObject([{ id: shared.id, mine: false, isDefault: false, ownerName: 'Daniyar' }]);
  expect(await list(elsewhere)).toEqual([]);
  expect((await list()).find(({ id }) => id === own.id)?.search).toBe('Seitkali');
  expect(await b.dump('casework.view')).not.toContain('Seitkali');
});

test('a view is refused where its name is taken, its office is another’s, or there are too many', async () => {
  await save('Twice');
  await expect(save('Twice')).rejects.toMatchObject({ code: 'casework.view-name-taken' });
  await save('Twice', {}, second);
  await expect(save('Far away', { officeId: 'elsewhere' })).rejects.toMatchObject({
    code: 'casework.office-not-yours',
  });
  await expect(save('Hidden \u202e')).rejects.toMatchObject({ kind: 'invalid' });
  for (let at = 0; at < 30; at += 1) await save(`One of many ${at}`, {}, elsewhere);
  await expect(save('One more', {}, elsewhere)).rejects.toMatchObject({ code: 'casework.too-many-views' });
});

test('of two windows the one with the older version is told; a colleague’s view is not there to change', async () => {
  const view = await save('In two windows');
  const changed = await change(view, { name: 'Changed in one' });
  expect(changed).toMatchObject({ version: 2, name: 'Changed in one' });
  await expect(change(view, { name: 'In the other' })).rejects.toMatchObject({ code: 'casework.view-stale' });
  const drop = (version: number, who = officer) => b.call(contract.dropView, { id: view.id, version }, who);
  await expect(drop(1)).rejects.toMatchObject({ code: 'casework.view-stale' });
  await expect(drop(2, second)).rejects.toMatchObject({ code: 'casework.view-unknown' });
  await expect(change(changed, {}, second)).rejects.toMatchObject({ code: 'casework.view-unknown' });
  await drop(2);
  await expect(drop(2)).rejects.toMatchObject({ code: 'casework.view-unknown' });
});

test('of many tasks each has its own result, and none stops the others', async () => {
  const [free, taken, barred, closed, others, gone, away] = Array.from({ length: 7 }, () => newId());
  const say = (id: string | undefined, kind: Parameters<typeof refuse>[0], code: string) =>
    refusals.set(id ?? '', () => refuse(kind, code, code));
  say(taken, 'conflict', 'cases.task-taken');
  say(barred, 'forbidden', 'cases.conflict-of-interest');
  say(closed, 'conflict', 'cases.task-closed');
  say(others, 'forbidden', 'kernel.not-permitted');
  say(gone, 'missing', 'cases.task-unknown');
  say(away, 'unavailable', 'kernel.module-away');
  const ids = [free, taken, barred, closed, others, gone, away].flatMap((id) => id ?? []);
  const { items } = await b.call(contract.workInBulk, { ids, act: 'claim' }, officer);
  const results = ['done', 'taken', 'conflict', 'closed', 'not-allowed', 'unknown', 'away'];
  expect(items.map(({ result }) => result)).toEqual(results);
  expect(items[0]).toMatchObject({ id: free, caseNumber: 'P-1' });
  say(free, 'invalid', 'cases.assignee-unfit');
  const given = await b.call(
    contract.workInBulk,
    { ids: ids.slice(0, 1), act: 'reassign', assigneeId: second.id },
    officer,
  );
  expect(given.items).toMatchObject([{ result: 'unfit' }]);
  expect(asked).toContain(`give ${free} ${second.id}`);
  await expect(b.call(contract.workInBulk, { ids, act: 'reassign' }, officer)).rejects.toMatchObject({
    code: 'casework.assignee-missing',
  });
  await expect(b.call(contract.workInBulk, { ids: [], act: 'claim' }, officer)).rejects.toMatchObject({
    kind: 'invalid',
  });
  const many = Array.from({ length: 51 }, () => newId());
  await expect(b.call(contract.workInBulk, { ids: many, act: 'claim' }, officer)).rejects.toMatchObject({
    kind: 'invalid',
  });
});

test('a fault of a module is no result of a task', async () => {
  const id = newId();
  refusals.set(id, () => {
    throw new Error('broken');
  });
  await expect(b.call(contract.workInBulk, { ids: [id], act: 'claim' }, officer)).rejects.toThrow();
});

test('colleagues are those who hold the same duty at the same office; who holds none sees nothing', async () => {
  const { items } = await b.call(contract.listColleagues, {}, officer);
  expect(items.map(({ name }) => name)).toEqual(['Daniyar', 'Saule']);
  for (const call of [
    () => b.call(contract.listColleagues, {}, citizen),
    () => list(citizen),
    () => save('Mine', {}, citizen),
    () => b.call(contract.workInBulk, { ids: [newId()], act: 'claim' }, citizen),
    () => b.call(contract.getBoard, {}, citizen),
  ])
    await expect(call()).rejects.toMatchObject({ kind: 'forbidden' });
});
