// SPDX-License-Identifier: Apache-2.0
/** Instructions of the system before. */
import type { InputOf } from '@stoa/kernel/contract';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { instructions } from './instructions.ts';
import { labour, ministry, postId } from './world.ts';

const world = await ministry();
const { b, clerk, head, one, elsewhere, letter, read, work, desk } = world;
const { report, decide, kinds, tree } = instructions(world);
type Row = InputOf<typeof contract.importInstructions>['rows'][number];
const day = (ago: number) => new Date(b.clock.now().getTime() - ago * 86_400_000).toISOString().slice(0, 10);
const row = (documentId: string, more: Partial<Row> = {}): Row => ({
  ...{ key: `old ${documentId}`, documentId, text: 'Prepare an answer', responsible: postId('one') },
  ...{ byPost: postId('head'), byName: 'Person head', givenOn: day(20), dueOn: day(5), control: true, ...more },
});
const enter = (rows: Row[], dryRun = false, as = clerk) =>
  b.call(contract.importInstructions, { institutionId: labour, source: 'delo', dryRun, rows }, as);

test('what was under way goes on with its term: on the desk, overdue, reported on, accepted', async () => {
  const id = await letter();
  expect(await enter([row(id)], true)).toEqual({ taken: 1, known: 0, refused: [] });
  expect(await tree(id)).toEqual([]);
  expect(await enter([row(id)])).toMatchObject({ taken: 1 });
  expect(await enter([row(id)])).toMatchObject({ taken: 0, known: 1 });
  await work(id);
  await b.drain();
  expect(await tree(id)).toMatchObject([{ dueOn: day(5), overdue: true, control: 'on', by: { name: 'Person head' } }]);
  expect(await read(id)).toMatchObject({ state: 'in-execution' });
  expect((await desk(one)).map(({ document }) => document.id)).toContain(id);
  await report(id, 'one', one);
  expect(await kinds(head, id)).toContain('accept');
  await decide(id, 'one', head);
  await work(id);
  expect(await read(id)).toMatchObject({ state: 'executed' });
});

test('what was done counts in the figures, in time or late, and waits for nobody', async () => {
  const [inTime, late] = [await letter(), await letter()];
  expect(await kinds(head, late)).toEqual(['resolve']);
  await enter([row(inTime, { doneOn: day(6) }), row(late, { doneOn: day(2) })]);
  expect([await kinds(one, inTime), await kinds(head, late)]).toEqual([[], []]);
  expect(await tree(late)).toMatchObject([{ state: 'executed', control: 'removed' }]);
  const { people } = await b.call(contract.getDiscipline, { institutionId: labour }, head);
  expect(people.find(({ post }) => post.en === 'Post one')).toMatchObject({ inTime: 1, late: 2 });
});

test('a row that cannot be is refused with its reason, and the others are taken', async () => {
  const [good, other] = [await letter(), await letter()];
  const unnumbered = await world.draft();
  const rows = [
    row(good),
    row('00000000-0000-7000-8000-000000000000'),
    row(unnumbered),
    row(other, { responsible: '00000000-0000-7000-8000-000000000000' }),
    row(other, { doneOn: day(-3) }),
    row(other, { dueOn: day(40) }),
  ];
  const found = await enter(rows);
  expect(found.taken).toBe(1);
  expect(found.refused.map(({ row: at, code }) => [at, code])).toEqual([
    [2, 'document-unknown'],
    [3, 'not-registered'],
    [4, 'post-unknown'],
    [5, 'date-impossible'],
    [6, 'date-impossible'],
  ]);
});

test('nobody but a clerk of the institution takes instructions in', async () => {
  const id = await letter();
  for (const as of [one, head, elsewhere])
    await expect(enter([row(id)], false, as)).rejects.toMatchObject({ kind: 'forbidden' });
});
