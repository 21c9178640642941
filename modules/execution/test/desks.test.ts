// SPDX-License-Identifier: Apache-2.0
/** What people are reminded of, have to read, and how terms are kept; what of it is not to be known. */
import * as papers from '@stoa/documents/contract';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { instructions } from './instructions.ts';
import { interior, labour, ministry, postId } from './world.ts';

const world = await ministry();
const { b, clerk, head, one, two, lawyer, elsewhere, draft, letter, work, desk } = world;
const { calendar, today, inDays, give, tree, report, decide, kinds } = instructions(world);
type Who = typeof one;

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
