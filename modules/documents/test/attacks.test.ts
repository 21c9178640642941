// SPDX-License-Identifier: Apache-2.0
/** What one leader tries to pass off as the signatures of two, and what two tabs do with one draft, number and signature. */
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { signers } from './signers.ts';
import { labour } from './world.ts';

const { b, clerk, leader, minister, second, keyOf, prepare, signBy, draft, read } = await signers();
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: { code: string }) => error.code,
  );

test('one leader with two keys is one signature of a kind that asks for two', async () => {
  const other = await keyOf(leader);
  const { id, add } = await draft('contract');
  await add('Contract.txt', 'main');
  const [first, again] = [await signBy(id, minister), await signBy(id, other)];
  expect(await first.finish()).toEqual({ id, state: 'approved' });
  await expect(again.finish()).rejects.toMatchObject({ code: 'documents.signed-already' });
  await expect(prepare(id, other)).rejects.toMatchObject({ code: 'documents.signed-already' });
  b.clock.advance({ minutes: 2 });
  await b.drain();
  expect(await read(id)).toMatchObject({ state: 'approved', signatures: [{ name: 'Leila Leader' }] });
  expect(await (await signBy(id, second)).finish()).toEqual({ id, state: 'signed' });
});

test('a signature begun on an earlier version counts for the present one only where its files are the same', async () => {
  const { id, add } = await draft();
  await add('Answer.txt', 'main');
  const begun = await signBy(id, minister);
  await b.call(
    contract.moveDocument,
    { id, what: 'returned', key: 'returned', newVersion: true },
    { kind: 'service', id: 'execution' },
  );
  await add('Answer.txt', 'main');
  expect(await begun.finish()).toEqual({ id, state: 'signed' });
  expect((await read(id)).signatures).toMatchObject([{ version: 2 }]);
});

test('the same draft saved, signed and registered from two tabs at once is done once, and the other tab is told', async () => {
  const { id, add } = await draft();
  await add('Answer.txt', 'main');
  const save = () =>
    codeOf(b.call(contract.changeDocument, { id, revision: 1, subject: 'An answer saved in a tab' }, clerk));
  const saved = await Promise.all([1, 2, 3].map(save));
  expect(saved.sort()).toEqual(['documents.changed-meanwhile', 'documents.changed-meanwhile', 'done']);
  const { finish } = await signBy(id, minister);
  expect(await Promise.all([1, 2, 3].map(() => codeOf(finish())))).toEqual(['done', 'done', 'done']);
  const page = await read(id);
  expect(page.signatures).toHaveLength(1);
  expect(page.history.filter(({ what }) => what === 'signed')).toHaveLength(1);
  const registered = await Promise.all([1, 2, 3].map(() => codeOf(b.call(contract.registerDocument, { id }, clerk))));
  expect(registered.sort()).toEqual(['documents.state-forbids', 'documents.state-forbids', 'done'].sort());
});

test('a reserved number that two tabs use or give up at once goes to one of them', async () => {
  const reserve = { institutionId: labour, code: 'incoming', reason: 'A letter is on its way' };
  const { journalId, n } = await b.call(contract.reserveNumber, reserve, clerk);
  const entered = async () =>
    (await b.call(contract.createDocument, { institutionId: labour, kind: 'incoming', subject: `A letter` }, clerk)).id;
  const ids = [await entered(), await entered()];
  const codes = await Promise.all([
    ...ids.map((id) => codeOf(b.call(contract.registerDocument, { id, reserved: n, noDouble: true }, clerk))),
    codeOf(b.call(contract.cancelNumber, { journalId, n, reason: 'It never came' }, clerk)),
  ]);
  expect(codes.sort()).toEqual(['documents.number-not-reserved', 'documents.number-not-reserved', 'done']);
});
