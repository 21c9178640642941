// SPDX-License-Identifier: Apache-2.0
/** Kept filters: mine are mine, those of the chancery are kept by clerks and leaders. */
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { chancery, interior, labour } from './world.ts';

const { b, clerk, executor, leader, elsewhere, nobody } = await chancery();
const keep = (name: string, shared: boolean, who = clerk) =>
  b.call(contract.keepView, { institutionId: labour, name, shared, filter: { state: 'received' } }, who);
const names = async (who = clerk) =>
  (await b.call(contract.listViews, { institutionId: labour }, who)).items.map(({ name }) => name);
const code = (name: string) => ({ code: name });

test('a view is seen by whoever kept it, one of the chancery by everybody there', async () => {
  await keep('Mine', false, executor);
  const { id } = await keep('For all', true);
  expect(await names(executor)).toEqual(['Mine', 'For all']);
  expect(await names()).toEqual(['For all']);
  await expect(names(elsewhere)).rejects.toMatchObject({ kind: 'forbidden' });
  await expect(names(nobody)).rejects.toMatchObject({ kind: 'forbidden' });
  await expect(keep('Ours', true, executor)).rejects.toMatchObject(code('papers.not-for-all'));
  await expect(b.call(contract.renameView, { id, name: 'Other' }, executor)).rejects.toMatchObject(
    code('papers.not-for-all'),
  );
  for (const who of [elsewhere, nobody])
    await expect(b.call(contract.dropView, { id }, who)).rejects.toMatchObject({
      kind: who === nobody ? 'forbidden' : 'missing',
    });
  await b.call(contract.renameView, { id, name: 'All the new ones' }, leader);
  const [view] = (await b.call(contract.listViews, { institutionId: labour }, leader)).items;
  expect(view).toMatchObject({ name: 'All the new ones', shared: true, mine: true, filter: { state: 'received' } });
  await b.call(contract.dropView, { id }, clerk);
  expect(await names()).toEqual([]);
  await expect(b.call(contract.dropView, { id }, clerk)).rejects.toMatchObject(code('papers.view-unknown'));
});

test('a name stands once, nonsense is refused, and there is an end to how many are kept', async () => {
  const { id } = await keep('Twice', false);
  await expect(keep('twice', false)).rejects.toMatchObject(code('papers.name-taken'));
  await keep('Twice', true);
  const other = await keep('Other', false);
  await expect(b.call(contract.renameView, { id: other.id, name: 'TWICE' }, clerk)).rejects.toMatchObject(
    code('papers.name-taken'),
  );
  await b.call(contract.renameView, { id, name: 'Twice' }, clerk);
  const wrong = await b
    .http(clerk)
    .post(`/api/papers/institutions/${labour}/views`, { name: 'x', shared: false, filter: { state: 'unheard' } });
  expect(wrong.status).toBe(422);
  for (let at = 2; at < contract.mostViews; at += 1) await keep(`View ${at}`, false);
  await expect(keep('One more', false)).rejects.toMatchObject(code('papers.too-many-views'));
});

test('what is looked for is unreadable in the database', async () => {
  await b.call(
    contract.keepView,
    { institutionId: interior, name: 'Petrov', shared: true, filter: { search: 'complaint Petrov' } },
    elsewhere,
  );
  expect(JSON.stringify(await b.sql('select * from view'))).not.toContain('Petrov');
});
