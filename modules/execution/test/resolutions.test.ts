// SPDX-License-Identifier: Apache-2.0
/** Instructions: given, passed on, reported on, accepted, extended, taken off control. */
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { instructions, type Name } from './instructions.ts';
import { ministry, postId } from './world.ts';

const world = await ministry();
const { b, clerk, head, one, two, three, lawyer, elsewhere, onPost, draft, letter, read, work, desk } = world;
const { inDays, give, tree, partOf, passOn, report, lastReport, decide, kinds } = instructions(world);
type Who = typeof one;

test('what came in waits for the leader, is given out under control, carried out, accepted and taken off control', async () => {
  const id = await letter();
  expect(await kinds(head, id)).toEqual(['resolve']);
  await expect(work(id, one)).rejects.toMatchObject({ code: 'execution.work-unknown' });
  const { id: resolution } = await give(id, 'one', ['two'], { control: true });
  const [given] = await tree(id);
  expect(given).toMatchObject({ state: 'open', control: 'on', depth: 1, dueOn: (await read(id)).dueOn });
  expect(await read(id)).toMatchObject({ state: 'in-execution' });
  expect([await kinds(head, id), await kinds(one, id), await kinds(two, id)]).toEqual([[], ['execute'], ['execute']]);
  const control = (as: Who) => b.call(contract.removeControl, { id: resolution }, as);
  await expect(control(clerk)).rejects.toMatchObject({ code: 'execution.not-executed' });
  await report(id, 'two', two);
  expect(await kinds(one, id)).toEqual(['execute', 'accept']);
  await decide(id, 'two', one);
  await report(id, 'one', one);
  expect(await kinds(head, id)).toEqual(['accept']);
  await decide(id, 'one', head);
  await work(id);
  expect(await read(id)).toMatchObject({ state: 'executed' });
  expect(await kinds(clerk, id)).toEqual(['control']);
  await expect(control(one)).rejects.toMatchObject({ kind: 'forbidden' });
  await control(clerk);
  await expect(control(clerk)).rejects.toMatchObject({ code: 'execution.not-controlled' });
  expect(await kinds(clerk, id)).toEqual([]);
  await work(id);
  const { history } = await read(id);
  expect(history.map(({ what }) => what).slice(2)).toEqual([
    ...['resolution-given', 'reported', 'report-accepted', 'reported', 'report-accepted', 'control-removed'],
  ]);
});

test('whoever acts in somebody’s place stands so in the document’s history and in the audit', async () => {
  const id = await letter();
  const substitute = onPost('head', 'substitute', 'Person head');
  const input = { documentId: id, text: 'Prepare an answer', responsible: postId('one') };
  await b.call(contract.giveResolution, input, substitute);
  await work(id);
  const line = (await read(id)).history.find(({ what }) => what === 'resolution-given');
  expect(line).toMatchObject({
    ...{ byName: 'Somebody substitute', as: 'substitute', inPlaceOf: 'Person head' },
  });
  const [entry] = await b.sql<{ capacity: object }>(
    `select capacity from audit where action = 'execution.resolution-given' and object_id = $1`,
    [id],
  );
  expect(entry?.capacity).toMatchObject({ duty: 'documents.leader', as: 'substitute', inPlaceOf: 'Person head' });
});

test('a report is returned with the reason and given again; nobody else reports or decides', async () => {
  const id = await letter();
  await give(id, 'one');
  await expect(report(id, 'one', two)).rejects.toMatchObject({ code: 'execution.work-unknown' });
  await expect(report(id, 'one', clerk)).rejects.toMatchObject({ code: 'execution.not-with-you' });
  await report(id, 'one', one);
  await expect(report(id, 'one', one)).rejects.toMatchObject({ code: 'execution.state-forbids' });
  await expect(decide(id, 'one', clerk)).rejects.toMatchObject({ code: 'execution.not-with-you' });
  await expect(decide(id, 'one', head, false)).rejects.toMatchObject({ code: 'execution.reason-needed' });
  await decide(id, 'one', head, false, 'The second question is open');
  expect(await kinds(one, id)).toEqual(['execute']);
  await report(id, 'one', one);
  await decide(id, 'one', head);
  const [{ assignments } = { assignments: [] }] = await tree(id);
  expect(assignments[0]?.reports).toMatchObject([
    { decision: 'returned', decisionReason: 'The second question is open', decidedBy: { name: 'Person head' } },
    { decision: 'accepted', text: 'The answer is written' },
  ]);
});

test('parts are passed on, due within the whole, six levels deep at most', async () => {
  const id = await letter();
  await give(id, 'one', [], { dueOn: inDays(5) });
  await expect(passOn(id, 'one', one, 'two', { dueOn: inDays(6) })).rejects.toMatchObject({
    code: 'execution.due-impossible',
  });
  await expect(passOn(id, 'one', two, 'three')).rejects.toMatchObject({ kind: 'missing' });
  await expect(passOn(id, 'one', one, 'one')).rejects.toMatchObject({ code: 'execution.post-twice' });
  await passOn(id, 'one', one, 'two', { dueOn: inDays(4) });
  const chain: [Name, Who][] = [
    ...([
      ['two', two],
      ['three', three],
      ['lawyer', lawyer],
      ['clerk', clerk],
    ] as [Name, Who][]),
  ];
  for (const [at, [name, who]] of chain.entries()) {
    await work(id);
    await passOn(id, name, who, chain[at + 1]?.[0] ?? 'two');
  }
  await work(id);
  expect((await tree(id)).map(({ depth }) => depth)).toEqual([1, 2, 3, 4, 5, 6]);
  await expect(passOn(id, 'two', two, 'three')).rejects.toMatchObject({ code: 'execution.too-deep' });
  await report(id, 'one', one);
  await expect(passOn(id, 'one', one, 'two')).rejects.toMatchObject({ code: 'execution.state-forbids' });
  await decide(id, 'one', head);
  expect((await tree(id)).slice(1).map(({ state }) => state)).toEqual(Array(5).fill('withdrawn'));
  for (const [, who] of chain) expect(await kinds(who, id)).toEqual([]);
});

test('only a leader gives an instruction, on what has a number, to posts that there are', async () => {
  const id = await letter();
  await expect(give(id, 'one', [], {}, clerk)).rejects.toMatchObject({ kind: 'forbidden' });
  await expect(give(id, 'one', [], {}, elsewhere)).rejects.toMatchObject({ code: 'execution.work-unknown' });
  await expect(give(id, 'one', ['one'])).rejects.toMatchObject({ code: 'execution.post-twice' });
  await expect(give(id, 'nobody' as Name)).rejects.toMatchObject({ code: 'execution.post-unknown' });
  await expect(give(id, 'one', [], { dueOn: '2020-01-01' })).rejects.toMatchObject({
    code: 'execution.due-impossible',
  });
  const unnumbered = await draft();
  await expect(give(unnumbered, 'one')).rejects.toMatchObject({ code: 'execution.not-registered' });
});

test('a later day is asked for once at a time, and granted or declined', async () => {
  const id = await letter();
  const { id: resolution } = await give(id, 'one', [], { dueOn: inDays(3) });
  await work(id);
  const ask = (until: string, as: Who = one) =>
    b.call(contract.askExtension, { id: resolution, until, reason: 'The other ministry is late' }, as);
  await expect(ask(inDays(3))).rejects.toMatchObject({ code: 'execution.due-impossible' });
  await expect(ask(inDays(6), clerk)).rejects.toMatchObject({ code: 'execution.not-with-you' });
  const first = await ask(inDays(6));
  await expect(ask(inDays(7))).rejects.toMatchObject({ code: 'execution.extension-waits' });
  expect(await kinds(head, id)).toEqual(['extend']);
  const answer = (of: string, granted: boolean, as: Who = head) =>
    b.call(contract.decideExtension, { id: of, granted }, as);
  await expect(answer(first.id, true, one)).rejects.toMatchObject({ code: 'execution.not-with-you' });
  await answer(first.id, false);
  await expect(answer(first.id, true)).rejects.toMatchObject({ code: 'execution.state-forbids' });
  const second = await ask(inDays(7));
  await answer(second.id, true);
  expect((await tree(id))[0]).toMatchObject({ dueOn: inDays(7), extensions: [{ granted: false }, { granted: true }] });
  const [item] = (await desk(one)).filter(({ document }) => document.id === id);
  expect(item?.dueAt?.slice(0, 10)).toBe(inDays(7));
});

test('an instruction taken back takes its parts with it', async () => {
  const id = await letter();
  const { id: resolution } = await give(id, 'one');
  await passOn(id, 'one', one, 'two');
  await work(id);
  const withdraw = (as: Who) =>
    b.call(contract.withdrawResolution, { id: resolution, reason: 'The matter is settled' }, as);
  await expect(withdraw(one)).rejects.toMatchObject({ code: 'execution.not-with-you' });
  await withdraw(head);
  await expect(withdraw(head)).rejects.toMatchObject({ code: 'execution.state-forbids' });
  expect((await tree(id)).map(({ state }) => state)).toEqual(['withdrawn', 'withdrawn']);
  expect([await kinds(one, id), await kinds(two, id)]).toEqual([[], []]);
  await expect(work(id, two)).rejects.toMatchObject({ code: 'execution.work-unknown' });
  expect(await read(id)).toMatchObject({ state: 'executed' });
});

test('two answers at once count once, and a new instruction keeps the document in execution', async () => {
  const id = await letter();
  await give(id, 'one');
  await report(id, 'one', one);
  const part = { id: await partOf(id, 'one'), reportId: await lastReport(id, 'one') };
  const answers = await Promise.allSettled([
    b.call(contract.decideReport, { ...part, accepted: true }, head),
    b.call(contract.decideReport, { ...part, accepted: false, reason: 'Not yet done' }, head),
  ]);
  expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(answers.find(({ status }) => status === 'rejected')).toMatchObject({
    reason: { code: 'execution.state-forbids' },
  });
  await give(id, 'two');
  await work(id);
  expect(await read(id)).toMatchObject({ state: 'in-execution' });
});

test('a recurring instruction is given again once it is executed', async () => {
  const id = await letter();
  await give(id, 'one', ['two'], { recurrence: 'monthly', control: true });
  await report(id, 'one', one);
  await decide(id, 'one', head);
  const all = await tree(id);
  expect(all).toMatchObject([
    { state: 'executed', recurrence: 'monthly' },
    { state: 'open', recurrence: 'monthly', control: 'on', text: 'Prepare an answer' },
  ]);
  expect(all[1]?.dueOn.slice(0, 7)).not.toBe(all[0]?.dueOn.slice(0, 7));
  expect(await read(id)).toMatchObject({ state: 'in-execution' });
});

test('what needs no instruction leaves the desks of leaders', async () => {
  const id = await letter();
  const note = (as: Who) => b.call(contract.takeNote, { documentId: id }, as);
  await expect(note(one)).rejects.toMatchObject({ code: 'execution.work-unknown' });
  await note(head);
  expect(await kinds(head, id)).toEqual([]);
});

test('an acting head answers as the post, and is named as acting', async () => {
  const id = await letter();
  const acting = onPost('head', 'acting', 'Person head');
  await give(id, 'one', [], {}, acting);
  expect((await tree(id))[0]?.by).toMatchObject({ name: 'Somebody acting', as: 'acting', inPlaceOf: 'Person head' });
  await report(id, 'one', one);
  await decide(id, 'one', head);
  expect((await tree(id))[0]).toMatchObject({ state: 'executed' });
});
