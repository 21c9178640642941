// SPDX-License-Identifier: Apache-2.0
/** Instructions: given, passed on, reported on, accepted, extended, taken off control, reminded of, counted. */
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { interior, labour, ministry, postId } from './world.ts';

const { b, clerk, head, one, two, three, lawyer, elsewhere, onPost, draft, letter, read, work, desk } =
  await ministry();
type Who = typeof one;
type Name = 'one' | 'two' | 'three' | 'lawyer' | 'clerk' | 'empty';
const { calendar } = b.module.country;
const today = () => calendar.localDate(b.clock.now());
const inDays = (days: number) => calendar.addWorkingDays(today(), days);

const give = (documentId: string, responsible: Name, co: Name[] = [], more: object = {}, as: Who = head) =>
  b.call(
    contract.giveResolution,
    {
      ...{ documentId, text: 'Prepare an answer', responsible: postId(responsible), coExecutors: co.map(postId) },
      ...more,
    },
    as,
  );
const tree = async (documentId: string) => (await work(documentId)).resolutions;
async function partOf(documentId: string, name: Name): Promise<string> {
  const all = (await tree(documentId)).flatMap(({ assignments }) => assignments);
  return all.filter((each) => each.postId === postId(name)).at(-1)?.id ?? '';
}
const passOn = async (documentId: string, from: Name, as: Who, to: Name, more: object = {}) =>
  b.call(
    contract.passOn,
    { id: await partOf(documentId, from), text: 'Write the first part', responsible: postId(to), ...more },
    as,
  );
const report = async (documentId: string, name: Name, as: Who) =>
  b.call(contract.report, { id: await partOf(documentId, name), text: 'The answer is written' }, as);
const decide = async (documentId: string, name: Name, as: Who, accepted = true, reason?: string) =>
  b.call(contract.decideReport, { id: await partOf(documentId, name), accepted, ...(reason ? { reason } : {}) }, as);
const kinds = async (as: Who, documentId: string) =>
  (await desk(as)).filter(({ document }) => document.id === documentId).map(({ kind }) => kind);

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
  const part = await partOf(id, 'one');
  const answers = await Promise.allSettled([
    b.call(contract.decideReport, { id: part, accepted: true }, head),
    b.call(contract.decideReport, { id: part, accepted: false, reason: 'Not yet done' }, head),
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

test('holders are reminded three days and a day before, on the day and after it; then the leader hears', async () => {
  const id = await letter();
  const told = () =>
    b
      .events('organisations.official-concerned.v1')
      .filter((event) => JSON.stringify(event).includes(id))
      .map(({ data }) => (data as { subject: { en: string } }).subject.en);
  await give(id, 'one', [], { dueOn: calendar.addWorkingDays(today(), 4) });
  const due = calendar.startOfDate((await tree(id))[0]?.dueOn ?? '');
  for (const days of [-5, -3, -3, -2, -1, 0, 2, 3]) {
    b.clock.set(new Date(due.getTime() + days * 86_400_000 + 3_600_000 * 10));
    await b.drain();
  }
  expect(told()).toEqual([
    'Work on a document is due in three days',
    'Work on a document is due tomorrow',
    'Work on a document is due today',
    ...['Work on a document is overdue', 'In your institution work on a document is overdue'],
  ]);
  expect((await tree(id))[0]).toMatchObject({ overdue: true });
});

test('many posts read a document and confirm it; the others are reminded once a day', async () => {
  const id = await letter();
  const posts = (['one', 'two', 'empty'] as const).map(postId);
  const ask = (as: Who, more: object = {}) => b.call(contract.askAcquaintance, { documentId: id, posts, ...more }, as);
  await expect(ask(elsewhere)).rejects.toMatchObject({ code: 'execution.work-unknown' });
  await expect(ask(clerk, { dueOn: '2020-01-01' })).rejects.toMatchObject({ code: 'execution.due-impossible' });
  const unnumbered = await draft();
  await expect(ask(clerk, { documentId: unnumbered })).rejects.toMatchObject({ code: 'execution.not-registered' });
  const { id: asked } = await ask(clerk);
  await work(id);
  const [item] = (await desk(one, 'read')).filter(({ document }) => document.id === id);
  const confirm = (as: Who) => b.call(contract.confirmReading, { id: item?.objectId ?? '' }, as);
  await expect(confirm(two)).rejects.toMatchObject({ code: 'execution.not-with-you' });
  await confirm(one);
  await expect(confirm(one)).rejects.toMatchObject({ code: 'execution.answered-already' });
  expect((await work(id)).acquaintances).toMatchObject([{ confirmed: 1 }]);
  const remind = (as: Who) => b.call(contract.remindReaders, { id: asked }, as);
  await expect(remind(one)).rejects.toMatchObject({ kind: 'forbidden' });
  await b.drain();
  const before = b.events('organisations.official-concerned.v1').length;
  await remind(clerk);
  await expect(remind(clerk)).rejects.toMatchObject({ code: 'execution.reminded-already' });
  await b.drain();
  expect(b.events('organisations.official-concerned.v1')).toHaveLength(before + 1);
});

test('phrases are each person’s own', async () => {
  const keep = (text: string, as: Who = head) => b.call(contract.keepPhrase, { text }, as);
  const { id } = await keep('Please answer in time');
  expect(await keep('Please answer in time')).toMatchObject({ id });
  const list = async (as: Who) => (await b.call(contract.listPhrases, {}, as)).items.map(({ text }) => text);
  expect([await list(head), await list(one)]).toEqual([['Please answer in time'], []]);
  for (let more = 0; more < 49; more++) await keep(`Phrase ${more}`);
  await expect(keep('One too many')).rejects.toMatchObject({ code: 'execution.too-many-phrases' });
  await b.call(contract.dropPhrase, { id }, head);
  expect(await list(head)).toHaveLength(49);
});

test('figures count what was given, done in time and late, without what is confidential, for clerks and leaders', async () => {
  const figures = async (as: Who) => b.call(contract.getDiscipline, { institutionId: labour }, as);
  await expect(figures(one)).rejects.toMatchObject({ kind: 'forbidden' });
  await expect(figures(elsewhere)).rejects.toMatchObject({ kind: 'forbidden' });
  const of = async () => (await figures(head)).people.find(({ post }) => post.en === 'Post lawyer');
  const before = await of();
  const late = await letter();
  await give(late, 'lawyer', [], { dueOn: inDays(1) });
  b.clock.advance({ days: 10 });
  expect((await of())?.overdue).toBe((before?.overdue ?? 0) + 1);
  await report(late, 'lawyer', lawyer);
  await decide(late, 'lawyer', head);
  const after = await of();
  expect(after).toMatchObject({ person: 'Person lawyer', late: (before?.late ?? 0) + 1, unit: { en: 'Chancery' } });
  expect(after?.averageDays).toBeGreaterThan(9);
  const csv = await b.http(head).get(`${contract.disciplineFilePath(labour)}?from=2020-01-01`);
  expect(csv.status).toBe(200);
  expect(String(csv.body.text)).toContain('Chancery,Post lawyer,Person lawyer,');
  expect((await b.http(head).get(`${contract.disciplineFilePath(labour)}?from=never`)).status).toBe(422);
  expect((await b.http(one).get(contract.disciplineFilePath(labour))).status).toBe(403);
  expect((await b.http(head).get(contract.disciplineFilePath(interior))).status).toBe(403);
});

test('what is confidential waits for a cleared leader alone, and no desk, count or figure tells of it', async () => {
  const cleared = b.person({
    id: head.id,
    name: head.name,
    duties: ['documents.leader', 'documents.clerk', 'documents.cleared'].map((code) => ({
      ...{ code, organisationId: labour, postId: postId('head') },
    })),
  });
  const count = async (as: Who) =>
    (await b.call(contract.getDesk, {}, as)).counts.reduce((all, each) => all + each.count, 0);
  const before = [await count(head), await count(one)];
  const secret = await letterConfidential(cleared);
  expect([await count(head), await count(one)]).toEqual(before);
  expect(await kinds(cleared, secret)).toEqual(['resolve']);
  await expect(work(secret, head)).rejects.toMatchObject({ code: 'execution.work-unknown' });
  const figures = async () => (await b.call(contract.getDiscipline, { institutionId: labour }, head)).people;
  const counted = await figures();
  await give(secret, 'one', [], {}, cleared);
  await work(secret, cleared);
  expect(await figures()).toEqual(counted);
  expect(await count(one)).toBe(before[1]);
  await expect(work(secret, one)).rejects.toMatchObject({ code: 'execution.work-unknown' });
  await expect(b.call(contract.getWork, { documentId: secret }, b.person())).rejects.toMatchObject({
    kind: 'forbidden',
  });
});

async function letterConfidential(cleared: Who): Promise<string> {
  const papers = await import('@stoa/documents/contract');
  const { id } = await b.call(
    papers.takeIn,
    {
      ...{ institutionId: labour, key: 'secret', source: 'exchange', kind: 'incoming', label: 2, files: [] },
      ...{ subject: 'A matter that is confidential', correspondents: [{ name: 'Somebody' }] },
    },
    { kind: 'service', id: 'correspondence' },
  );
  const open = { id, posts: [postId('head')], why: 'Came in', work: 'x' };
  await b.call(papers.openTo, open, { kind: 'service', id: 'correspondence' });
  await b.call(papers.registerDocument, { id, noDouble: true }, cleared);
  await b.drain();
  return id;
}

test('words of instructions, reports and remarks are not to be read in the database', async () => {
  const rows = await b.dump('execution.resolution', 'execution.report', 'execution.phrase', 'execution.extension');
  for (const words of ['Prepare an answer', 'The answer is written', 'Phrase 3', 'ministry is late'])
    expect(rows).not.toContain(words);
  expect(rows).toContain('Person head');
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
