// SPDX-License-Identifier: Apache-2.0
/** Who sees which document: roles and labels, by every way there is to learn of one. */
import type { Principal } from '@stoa/kernel/contract';
import { expect, test } from 'vitest';
import { getStructure } from '@stoa/organisations/contract';
import * as contract from '../src/contract.ts';
import { chancery, interior, labour } from './world.ts';

const { b, clerk, executor, leader, cleared, elsewhere, self, letter, draft } = await chancery();
const strict = b.person({
  name: 'Saule Strict',
  duties: ['documents.clerk', 'documents.cleared-strictly'].map((code) => ({ code, organisationId: labour })),
});
const postId = '01919191-0000-7000-8000-0000000000aa';
const onPost = b.person({
  name: 'Pavel Post',
  duties: [{ code: 'documents.executor', organisationId: labour, postId }],
});
const clearedOnPost = b.person({
  name: 'Clea Post',
  duties: ['documents.executor', 'documents.cleared'].map((code) => ({ code, organisationId: labour, postId })),
});
const citizen = b.person({ name: 'Cem Citizen' });

const subject = (label: number) => `Labelled ${['openly', 'officially', 'confidentially', 'strictly'][label]}`;
const made: string[] = [];
for (const label of contract.labels) {
  const { id } = await letter(`label-${label}`, { label, subject: subject(label) });
  await b.call(contract.openTo, { id, posts: [postId], why: 'It is on the desk', work: 'x' }, self);
  made.push(id);
}

/** Labels of which somebody learns, by each way. */
const ways: Record<string, (as: Principal) => Promise<number[]>> = {
  list: async (as) => {
    const { items } = await b.call(contract.listDocuments, { limit: 100 }, as);
    return items.filter(({ id }) => made.includes(id)).map(({ label }) => label);
  },
  search: async (as) => {
    const found = await Promise.all(
      contract.labels.map((label) => b.call(contract.listDocuments, { search: subject(label) }, as)),
    );
    return found.flatMap(({ items }) => items.map(({ label }) => label));
  },
  chosen: async (as) => {
    const { items } = await b.call(contract.lookUp, { ids: made }, as);
    return items.map(({ label }) => label);
  },
  page: (as) => learned((id) => b.call(contract.getDocument, { id }, as)),
  access: (as) => learned((id) => b.call(contract.explainAccess, { id }, as)),
  doubles: (as) => learned((id) => b.call(contract.listPossibleDoubles, { id }, as)),
  count: async (as) => {
    const { kinds } = await b.call(contract.countDocuments, { institutionId: labour }, as);
    return Array.from({ length: kinds.find(({ kind }) => kind === 'incoming')?.count ?? 0 }, (_, label) => label);
  },
};
async function learned(ask: (id: string) => Promise<unknown>): Promise<number[]> {
  const found: number[] = [];
  for (const [label, id] of made.entries()) {
    const answer = await ask(id).catch((error: { code: string }) => error);
    if (!(answer instanceof Error)) found.push(label);
    else expect(answer).toMatchObject({ code: 'documents.document-unknown' });
  }
  return found;
}

const seen: [string, Principal, number[]][] = [
  ['a clerk of the institution', clerk, [0, 1]],
  ['its leader', leader, [0, 1]],
  ['a cleared clerk who is on no list', cleared, [0, 1]],
  ['one cleared strictly who is on no list', strict, [0, 1]],
  ['an executor with nothing on the desk', executor, []],
  ['a post that has them all on its desk, not cleared', onPost, [0, 1]],
  ['the same post, cleared', clearedOnPost, [0, 1, 2]],
  ['clerk and leader of another institution', elsewhere, []],
];
test.each(seen)('%s learns of what is theirs to see, by every way, and of nothing else', async (_, as, labels) => {
  for (const [way, ask] of Object.entries(ways)) expect([way, (await ask(as)).sort()]).toEqual([way, labels]);
});

test('who has no duty in a chancery sees no list at all', async () => {
  await expect(b.call(contract.listDocuments, {}, citizen)).rejects.toMatchObject({ kind: 'forbidden' });
  for (const operation of [contract.takeIn, contract.openTo, contract.moveDocument, contract.exportDocument])
    await expect(b.call(operation, { id: made[0] } as never, clerk)).rejects.toMatchObject({ kind: 'forbidden' });
});

test('the module of work looks up all it works on, and writes lines of history without a move', async () => {
  const work = { kind: 'service', id: 'execution' } as const;
  expect((await b.call(contract.lookUp, { ids: made }, work)).items).toHaveLength(4);
  const [id = ''] = made;
  const line = { id, what: 'agreed', key: 'work-1', byName: 'Aida Approver' };
  expect(await b.call(contract.moveDocument, line, work)).toMatchObject({ state: 'received' });
  await b.call(contract.moveDocument, line, work);
  const { history } = await b.call(contract.getDocument, { id }, clerk);
  expect(history.filter(({ what }) => what === 'agreed')).toMatchObject([{ byName: 'Aida Approver' }]);
});

test('documents of practice and of work are never seen together, not by who wrote them either', async () => {
  const own = 'PRACTICE-ROOM-1';
  const duty = (organisationId: string) => ({ code: 'documents.clerk', organisationId });
  const id = '01919191-0000-7000-8000-0000000000bb';
  const working = b.person({ id, name: 'Paula Practises', duties: [duty(labour)] });
  const practising = { ...b.person({ id, name: 'Paula Practises', duties: [duty(own)] }), practises: true as const };
  const seesAll = { ...working, duties: [duty(labour), duty(own)] };
  const subject = 'Wholly unlike anything: seven kittens';
  const make = (as: Principal, institutionId: string) =>
    b.call(contract.createDocument, { institutionId, kind: 'outgoing', subject }, as);
  const [real, practised] = [await make(working, labour), await make(practising, own)];
  const listed = async (as: Principal) =>
    (await b.call(contract.listDocuments, { search: subject }, as)).items.map((one) => one.id);
  expect([await listed(practising), await listed(working), await listed(seesAll)]).toEqual([
    [practised.id],
    [real.id],
    [real.id],
  ]);
  for (const [as, hidden] of [
    [working, practised.id],
    [seesAll, practised.id],
    [practising, real.id],
  ] as const)
    await expect(b.call(contract.getDocument, { id: hidden }, as)).rejects.toMatchObject({ kind: 'missing' });
  const counts = await b.call(contract.countDocuments, { institutionId: own }, seesAll);
  expect(counts.kinds).toEqual([]);
});

test('the database shows no row to whom no use case speaks for', async () => {
  const rows = (set: string) =>
    b.module.tx({ kind: 'system' }, async (tx) => {
      await tx.query(set);
      return (await tx.query('select id from document')).rows.length;
    });
  expect(await rows('select 1')).toBe(0);
  expect(await rows(`select set_config('documents.all', 'on', true)`)).toBeGreaterThan(3);
});

test('links lead only to what may be seen', async () => {
  const { id } = await draft(clerk);
  await expect(
    b.call(contract.linkDocuments, { id, otherId: made[3] ?? '', as: 'reply' }, clerk),
  ).rejects.toMatchObject({
    code: 'documents.document-unknown',
  });
  await b.call(contract.linkDocuments, { id, otherId: made[0] ?? '', as: 'reply' }, clerk);
  await expect(b.call(contract.linkDocuments, { id, otherId: id, as: 'reply' }, clerk)).rejects.toMatchObject({
    code: 'documents.link-to-itself',
  });
  const page = await b.call(contract.getDocument, { id }, clerk);
  expect(page.links).toMatchObject([{ as: 'reply', mine: true, document: { id: made[0] } }]);
});

test('a label above one’s clearance, or above what the kind allows, is not given', async () => {
  await expect(draft(executor, { label: 2 })).rejects.toMatchObject({ code: 'documents.clearance-lacking' });
  await expect(draft(cleared, { label: 3 })).rejects.toMatchObject({ code: 'documents.clearance-lacking' });
  await expect(draft(strict, { label: 3, kind: 'internal' })).rejects.toMatchObject({
    code: 'documents.label-too-high',
  });
  const { id } = await draft(cleared, { label: 2 });
  expect(await b.call(contract.getDocument, { id }, cleared)).toMatchObject({ label: 2 });
  await expect(b.call(contract.getDocument, { id }, clerk)).rejects.toMatchObject({
    code: 'documents.document-unknown',
  });
});

test('a post is put on the list and taken off again, but not while work is with it', async () => {
  const { id } = await draft(executor);
  const admit = (post: string, as: Principal = executor) =>
    b.call(contract.admitReader, { id, postId: post, why: 'Knows the matter' }, as);
  await expect(admit(postId)).rejects.toMatchObject({ code: 'documents.post-unknown' });
  await expect(admit(postId, elsewhere)).rejects.toMatchObject({ code: 'documents.document-unknown' });
  await b.call(contract.openTo, { id, posts: [postId], why: 'Asked to agree', work: 'route' }, self);
  const why = await b.call(contract.explainAccess, { id }, onPost);
  expect(why.mine).toMatchObject([{ as: 'post', postId, why: 'Asked to agree' }]);
  await expect(b.call(contract.removeReader, { id, postId }, executor)).rejects.toMatchObject({
    code: 'documents.reader-has-work',
  });
  await b.call(contract.openTo, { id, posts: [postId], why: 'Asked to agree', work: 'route', ended: true }, self);
  await expect(b.call(contract.getDocument, { id }, onPost)).rejects.toMatchObject({ kind: 'missing' });
  await b.call(contract.removeReader, { id, postId }, executor);
});

test('a post is let in up to its clearance', async () => {
  const post = {
    ...{ id: postId, title: { en: 'Adviser', ru: 'x', kk: 'x', uk: 'x', ar: 'x' }, from: '2020-01-01', holdings: [] },
    duties: [],
  };
  b.stub(getStructure, async () => ({ units: [], posts: [post] }));
  const admit = async (label: number, as: Principal) => {
    const { id } = await draft(as as typeof cleared, { label });
    return { id, answer: b.call(contract.admitReader, { id, postId, why: 'Knows the matter' }, as) };
  };
  const open = await admit(0, executor);
  await open.answer;
  expect((await b.call(contract.explainAccess, { id: open.id }, executor)).all).toMatchObject([
    ...[{ as: 'author' }, { as: 'post', title: { en: 'Adviser' }, why: 'Knows the matter' }],
  ]);
  const secret = await admit(2, cleared);
  await expect(secret.answer).rejects.toMatchObject({ code: 'documents.clearance-of-post-lacking' });
});

test('each read is in the ledger with who read', async () => {
  b.clock.advance({ minutes: 1 });
  await b.call(contract.getDocument, { id: made[1] ?? '' }, leader);
  const names = await b.sql<{ actor_name: string }>(
    `select actor_name from audit where action = 'documents.document-read' and at = $1`,
    [b.clock.now()],
  );
  expect(names).toEqual([{ actor_name: 'Leila Leader' }]);
});

test('a document of one ministry is drawn up by its own people', async () => {
  await expect(
    b.call(contract.createDocument, { institutionId: interior, kind: 'internal', subject: 'Not mine to write' }, clerk),
  ).rejects.toMatchObject({ kind: 'forbidden' });
  await expect(draft(executor, { kind: 'incoming' })).rejects.toMatchObject({ code: 'documents.clerk-needed' });
});
