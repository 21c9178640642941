// SPDX-License-Identifier: Apache-2.0
/** Work under way in the chanceries of the demo: instructions of the last weeks, some overdue, reports and drafts that wait. */
import { demoAccounts } from '@stoa/country-xm';
import { type DocumentSummary, createDocument, listDocuments } from '@stoa/documents/contract';
import { getWork, importInstructions, report, startApproval } from '@stoa/execution/contract';
import type { InputOf, Principal } from '@stoa/kernel/contract';
import type { Platform } from '@stoa/kernel';
import { getStructure, type Post } from '@stoa/organisations/contract';

type Row = InputOf<typeof importInstructions>['rows'][number];
const system = { principal: { kind: 'system' } } as const;
const demo = { principal: { kind: 'service', id: 'demo' } } as const;
const day = 86_400_000;
const dateOf = (at: number) => new Date(at).toISOString().slice(0, 10);
const texts = [
  'Prepare an answer',
  'Consider, and report by the day',
  'Gather the figures with the units',
  'Take part, and report on what was decided',
  'Look into it, and answer the author',
];
const reports = [
  'The answer is drawn up and with you for signing.',
  'The figures are gathered; the table is attached.',
];

/** A person as they sign in, on this post. */
function on({ id: postId, duties, holdings: [held] }: Post, organisationId: string): Principal {
  return {
    ...({ kind: 'person', id: held?.personId ?? '', name: held?.name ?? '' } as const),
    ...{ duties: duties.map(({ code }) => ({ code, organisationId, postId })), assurance: 2 },
    authenticatedAt: new Date().toISOString(),
  };
}

const having = (posts: readonly Post[], code: string) =>
  posts.filter(({ duties, holdings }) => holdings.length > 0 && duties.some((duty) => duty.code === code));

/** Those who sign in to the demo come first, in their order: their desks are what a visitor opens. */
function first(posts: readonly Post[], names: ReadonlySet<string>): Post[] {
  const order = [...names];
  const rank = ({ holdings: [held] }: Post) => order.indexOf(held?.name ?? '') + 1 || order.length + 1;
  return [...posts].sort((a, b) => rank(a) - rank(b));
}

/** As it is once those who sign in to the demo have their posts, which come a little after them. */
async function structureOf({ call }: Platform, id: string, names: ReadonlySet<string>): Promise<Post[]> {
  const awaited = demoAccounts
    .filter(({ duties }) => duties.some((duty) => duty.organisationId === id && duty.code.startsWith('documents.')))
    .map(({ person }) => person.nameLatin)
    .filter((name) => names.has(name));
  for (let tries = 0; ; tries += 1) {
    const { posts } = await call(getStructure, { id }, system);
    const held = new Set(posts.flatMap(({ holdings }) => holdings.map(({ name }) => name)));
    if (tries === 60 || awaited.every((name) => held.has(name))) return posts;
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}

/** @param names of those who sign in to the demo */
export async function enterInstructions(
  platform: Platform,
  institutionId: string,
  { names, now }: { names: ReadonlySet<string>; now: number },
): Promise<void> {
  const { call } = platform;
  const posts = await structureOf(platform, institutionId, names);
  const [head] = first(having(posts, 'documents.leader'), names);
  const [clerk] = first(having(posts, 'documents.clerk'), names);
  const executors = first(having(posts, 'documents.executor'), names).slice(0, 12);
  const [main] = executors;
  if (!head || !clerk || !main) return;
  const as = { principal: on(clerk, institutionId) };
  const list = async (state: 'registered' | 'executed') =>
    (await call(listDocuments, { institutionId, state, direction: 'incoming', limit: 100 }, as)).items;
  const [open, done] = [await list('registered'), await list('executed')];
  const rowOf = (document: DocumentSummary, at: number): Row => {
    const givenAt = Math.min(Date.parse(document.numberedOn ?? dateOf(now)), now);
    // The one whom visitors know has most; the others share the rest.
    const responsible = at % 3 !== 2 ? main : (executors[at % executors.length] ?? main);
    return {
      ...{ key: document.id, documentId: document.id, text: texts[at % texts.length] ?? '' },
      ...{ responsible: responsible.id, byPost: head.id, byName: head.holdings[0]?.name ?? '' },
      ...{
        givenOn: dateOf(givenAt),
        dueOn: dateOf(Math.max(givenAt, now + ((at % 9) - 2) * day)),
        control: at % 4 === 0,
      },
    };
  };
  const rows = [
    // Each fifth waits for the head to say who does what.
    ...open.filter((_, at) => at % 5 !== 4).map(rowOf),
    ...done.map((document, at) => {
      const row = rowOf(document, at);
      const due = Date.parse(row.givenOn) + 10 * day;
      const doneOn = dateOf(Math.min(now, due + (at % 5 === 0 ? 3 : -2) * day));
      return { ...row, dueOn: dateOf(due), doneOn: doneOn < row.givenOn ? row.givenOn : doneOn };
    }),
  ];
  if (rows.length === 0) return;
  const { taken } = await call(importInstructions, { institutionId, source: 'demo', dryRun: false, rows }, demo);
  // What waits for the head is entered once, with the instructions it follows from.
  if (taken === 0 || !names.has(head.holdings[0]?.name ?? '')) return;
  const executor = { principal: on(main, institutionId) };
  const own = rows.filter(({ responsible, doneOn }) => responsible === main.id && !doneOn).slice(0, reports.length);
  for (const [at, { documentId }] of own.entries()) {
    const { resolutions } = await call(getWork, { documentId }, as);
    const part = resolutions.flatMap(({ assignments }) => assignments).find(({ postId }) => postId === main.id);
    if (part?.state === 'given') await call(report, { id: part.id, text: reports[at] ?? '' }, executor);
  }
  for (const subject of ['Memorandum on the plan of inspections', 'Memorandum on training of officials']) {
    const { id } = await call(createDocument, { institutionId, kind: 'internal', subject }, executor);
    const stages = [{ mode: 'all' as const, hours: 16, posts: [head.id] }];
    await call(startApproval, { documentId: id, stages }, executor);
  }
}
