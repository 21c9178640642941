// SPDX-License-Identifier: Apache-2.0
/** Connectors away, processes that end in the middle, people who change their minds: nothing is lost or delivered twice. */
import * as docs from '@stoa/documents/contract';
import { eventually } from '@stoa/kernel/testing';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { interior, labour, work } from './people.ts';
import { ministries } from './world.ts';

const { b, clerk, clerk2, executor, outgoing, send, copies, pass, turn, arrived, start, stop } = await ministries();
const cameAs = async (number: string) => (await arrived()).filter(({ theirNumber }) => theirNumber === number);
const recall = (id: string, as = clerk) => b.call(contract.recallCopy, { id, reason: 'A mistake in the annex' }, as);
const resend = (id: string, as = clerk) => b.call(contract.resendCopy, { id }, as);
const refuse = (documentId: string, as = clerk2) =>
  b.call(contract.refuseArrival, { documentId, reason: 'This is for the tax service' }, as);
/** Lets both chanceries work until it holds. */
const inTime = (holds: () => Promise<void>) =>
  eventually(async () => {
    await turn();
    await holds();
  });
const firstCopy = async (documentId: string) => (await copies(documentId))[0] as contract.Delivery;

test('while its connector is away a document waits and says why, and then goes once', async () => {
  const { id, number } = await outgoing();
  await stop(labour);
  await send(id);
  await turn();
  expect(await firstCopy(id)).toMatchObject({
    ...{ state: 'queued', hindrance: 'exchange.connector-unreachable', may: ['resend', 'recall'] },
  });
  await start(labour);
  await resend((await firstCopy(id)).id);
  await pass(id, 'delivered');
  expect(await cameAs(number)).toHaveLength(1);
});

test('while the addressee is away a document is sent, and delivered when it is back', async () => {
  await stop(interior);
  const { id, number } = await outgoing();
  await send(id);
  await pass(id, 'sent');
  await start(interior);
  await pass(id, 'delivered');
  expect(await cameAs(number)).toHaveLength(1);
});

test('a process that ends after sending, before it writes so, sends nothing twice', async () => {
  const { id, number } = await outgoing();
  await send(id);
  await pass(id, 'delivered');
  await b.sql(`update correspondence.message set sent_at = null, due_at = now() where about = $1`, [
    (await firstCopy(id)).id,
  ]);
  await b.sql(`update correspondence.copy set state = 'queued' where document_id = $1`, [id]);
  await pass(id, 'sent');
  await turn();
  expect(await cameAs(number)).toHaveLength(1);
});

test('a process that ends while it takes a document in takes it in once when it is there again', async () => {
  const { id, number } = await outgoing();
  await send(id);
  await pass(id, 'delivered');
  const [{ id: envelopeId } = { id: '' }] = await cameAs(number);
  const [before] = await b.sql<{ document_id: string }>(
    `update correspondence.arrival set state = 'arriving', document_id = null where id = $1 returning document_id`,
    [envelopeId],
  );
  expect(before?.document_id).toBeNull();
  await resend((await firstCopy(id)).id);
  await inTime(async () => expect(await cameAs(number)).toMatchObject([{ state: 'delivered' }]));
  const found = await b.call(docs.listDocuments, { institutionId: interior, search: number }, clerk2);
  expect(found.items).toHaveLength(1);
});

test('a copy that is not registered there comes back, and can be sent again', async () => {
  const { id, number } = await outgoing();
  await send(id);
  const { id: copyId } = await pass(id, 'delivered');
  await expect(recall(copyId, executor)).rejects.toMatchObject({ kind: 'forbidden' });
  expect(await recall(copyId)).toMatchObject({ state: 'delivered' });
  await expect(recall(copyId)).rejects.toMatchObject({ code: 'correspondence.not-to-recall' });
  await pass(id, 'recalled');
  const [came] = await cameAs(number);
  expect(came).toMatchObject({ state: 'recalled' });
  expect(await b.call(docs.getDocument, { id: came?.documentId ?? '' }, clerk2)).toMatchObject({ state: 'cancelled' });
  await resend(copyId);
  await expect(resend(copyId)).rejects.toMatchObject({ code: 'correspondence.not-to-resend' });
  await inTime(async () => expect((await copies(id)).map(({ state }) => state)).toEqual(['recalled', 'delivered']));
});

test('a copy that still waits is recalled at once and never comes', async () => {
  const { id, number } = await outgoing();
  await send(id);
  expect(await recall((await firstCopy(id)).id)).toMatchObject({ state: 'recalled' });
  await turn();
  expect(await cameAs(number)).toEqual([]);
});

test('once it is registered there, a recall is a question', async () => {
  const { id, number } = await outgoing();
  await send(id);
  const { id: copyId } = await pass(id, 'delivered');
  const there = (await cameAs(number))[0]?.documentId ?? '';
  await b.call(docs.registerDocument, { id: there, noDouble: true }, clerk2);
  await pass(id, 'registered');
  await recall(copyId);
  await turn();
  expect(await firstCopy(id)).toMatchObject({ state: 'registered', recallAskedAt: expect.any(String) });
  await expect(resend(copyId)).rejects.toMatchObject({ code: 'correspondence.not-to-resend' });
  await b.call(docs.moveDocument, { id: there, to: 'filed', what: 'filed', key: 'f' }, work);
  await pass(id, 'executed');
});

test('a clerk sends back what came to the wrong place, with a reason, before it has a number', async () => {
  const { id, number } = await outgoing();
  await send(id);
  await pass(id, 'delivered');
  const there = (await cameAs(number))[0]?.documentId ?? '';
  await expect(refuse(there, clerk)).rejects.toMatchObject({ code: 'documents.document-unknown' });
  await expect(refuse(id, clerk)).rejects.toMatchObject({ code: 'correspondence.arrival-unknown' });
  await refuse(there);
  expect(await pass(id, 'refused')).toMatchObject({
    reason: { code: 'by-clerk', text: 'This is for the tax service' },
  });
  await expect(refuse(there)).rejects.toMatchObject({ code: 'correspondence.registered-already' });
});

test('copies that are not there, and documents that are confidential or too large, are refused', async () => {
  const nowhere = '018f0000-0000-7000-8000-000000000000';
  await expect(recall(nowhere)).rejects.toMatchObject({ code: 'correspondence.copy-unknown' });
  await expect(resend(nowhere)).rejects.toMatchObject({ code: 'correspondence.copy-unknown' });
  const secret = await outgoing();
  const large = await outgoing();
  await b.sql('update documents.file set size = 10000000 where document_id = $1', [large.id]);
  await expect(send(large.id)).rejects.toMatchObject({ code: 'correspondence.too-large' });
  const cleared = b.person({
    duties: ['documents.clerk', 'documents.cleared'].map((code) => ({ code, organisationId: labour })),
  });
  await b.sql('update documents.document set label = 2, author_id = $2 where id = $1', [secret.id, cleared.id]);
  await expect(send(secret.id, cleared)).rejects.toMatchObject({ code: 'correspondence.confidential' });
});
