// SPDX-License-Identifier: Apache-2.0
/** Documents is away, or whoever told it was killed before that was written down: it ends in one state all the same. */
import { getDocument, lookUp, moveDocument, openTo } from '@stoa/documents/contract';
import { refuse } from '@stoa/kernel';
import type { InputOf } from '@stoa/kernel/contract';
import { bench } from '@stoa/kernel/testing';
import { getStructure } from '@stoa/organisations/contract';
import { beforeEach, expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import execution from '../src/index.ts';

const b = await bench(execution);
const [institutionId, post] = ['XM-LABOUR-MINISTRY', '01919191-0000-7000-8000-0000000000aa'];
const person = (code: string, postId: string) =>
  b.person({ duties: [{ code, organisationId: institutionId, postId }] });
const author = person('documents.executor', '01919191-0000-7000-8000-0000000000bb');
const approver = person('documents.executor', post);

/** What documents keeps: a state, a line for each key, who may see it. */
let kept: { state: string; lines: Map<string, string>; open: Set<string> };
let fails: { before: number; after: number };
const documentId = '01919191-0000-7000-8000-0000000000dd';
const away = (): never => refuse('unavailable', 'kernel.peer-away', 'It does not answer.');
let cut: () => never = away;

const told = async <Answer>(work: () => Answer): Promise<Answer> => {
  if (fails.before-- > 0) cut();
  const answer = work();
  // It was done, and whoever asked never heard of it.
  if (fails.after-- > 0) cut();
  return answer;
};
const summary = () => ({
  ...{ id: documentId, institutionId, kind: 'outgoing', direction: 'outgoing' as const },
  ...{ state: kept.state as 'draft', label: 0, subject: 'A draft', correspondents: [], overdue: false },
  ...{ authorName: 'A', changedAt: '2026-01-01T00:00:00.000Z' },
});
b.stub(lookUp, async () => ({ items: [summary()] }));
b.stub(getDocument, async () => ({
  ...{ ...summary(), revision: 1, version: 1, language: 'en', source: 'hand' as const, card: {}, lacks: [], may: [] },
  ...{ createdAt: '2026-01-01T00:00:00.000Z', files: [], earlierFiles: [], signatures: [], links: [], history: [] },
}));
b.stub(getStructure, async () => ({
  units: [],
  posts: [{ id: post, title: { en: 'Adviser' }, from: '2020-01-01', duties: [], holdings: [] }],
}));
b.stub(moveDocument, async ({ id, to, what, key }: InputOf<typeof moveDocument>) =>
  told(() => {
    if (!kept.lines.has(key)) {
      if (to === 'in-approval' && kept.state !== 'draft') refuse('conflict', 'documents.state-forbids', 'Not now.');
      kept.lines.set(key, what);
      kept.state = to ?? kept.state;
    }
    return { id, state: kept.state as 'draft' };
  }),
);
b.stub(openTo, async ({ id, posts, work, ended }: InputOf<typeof openTo>) =>
  told(() => {
    for (const one of posts) kept.open[ended ? 'delete' : 'add'](`${one} ${work}`);
    return { id };
  }),
);
beforeEach(() => {
  kept = { state: 'draft', lines: new Map(), open: new Set() };
  fails = { before: 0, after: 0 };
  cut = away;
});

const start = () =>
  b.call(contract.startApproval, { documentId, stages: [{ mode: 'all', hours: 8, posts: [post] }] }, author);
async function settled(): Promise<void> {
  for (let round = 0; round < 20; round++) {
    await b.drain();
    b.clock.advance({ minutes: 10 });
  }
}
async function agree(): Promise<void> {
  const { routes } = await b.call(contract.getWork, { documentId }, approver);
  const id = routes.at(-1)?.stages[0]?.approvers[0]?.id ?? '';
  await b.call(contract.agree, { id }, approver);
}

test.each([
  ['does not answer', away],
  [
    'is cut off',
    () => {
      throw new Error('connection lost');
    },
  ],
])('documents %s before or after it did what it was told, at any call: the draft is approved once', async (_, how) => {
  for (const when of ['before', 'after'] as const)
    for (const times of [1, 2, 3]) {
      kept = { state: 'draft', lines: new Map(), open: new Set() };
      cut = how as () => never;
      fails = { before: 0, after: 0, [when]: times };
      await start();
      await settled();
      expect(kept.state).toBe('in-approval');
      fails = { before: 0, after: 0, [when]: times };
      await agree();
      await settled();
      expect(kept.state).toBe('approved');
      expect([...kept.lines.values()]).toEqual(['approval-started', 'agreed', 'approved']);
      expect([...kept.open]).toEqual([]);
      expect((await b.sql('select 1 from owed where done_at is null')).length).toBe(0);
    }
});

test('a draft that went another way meanwhile leaves its approval behind', async () => {
  fails.before = 1;
  await start();
  kept.state = 'cancelled';
  await settled();
  const { routes } = await b.call(contract.getWork, { documentId }, author);
  expect(routes.at(-1)).toMatchObject({ state: 'withdrawn' });
  expect(kept.state).toBe('cancelled');
  expect((await b.sql(`select 1 from task where done_at is null`)).length).toBe(0);
  expect([...kept.open]).toEqual([]);
});
