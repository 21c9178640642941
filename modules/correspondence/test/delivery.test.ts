// SPDX-License-Identifier: Apache-2.0
import * as docs from '@stoa/documents/contract';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { interior, labour, pdf, work } from './people.ts';
import { ministries } from './world.ts';

const { b, clerk, clerk2, stranger, outgoing, send, copies, pass, arrived } = await ministries();

test('a document goes to another ministry, is registered there, and its number comes back', async () => {
  const { id, number } = await outgoing();
  expect(await send(id)).toEqual({ copies: 1 });
  await pass(id, 'delivered');
  const [came] = await arrived();
  expect(came).toMatchObject({ theirNumber: number, party: 'Ministry of Labour', state: 'delivered' });
  const there = came?.documentId ?? '';
  const document = await b.call(docs.getDocument, { id: there }, clerk2);
  expect(document).toMatchObject({
    institutionId: interior,
    kind: 'incoming',
    source: 'exchange',
    theirNumber: number,
  });
  expect(document.files).toMatchObject([{ name: 'letter.pdf', size: pdf.length, role: 'main' }]);

  const registered = await b.call(docs.registerDocument, { id: there }, clerk2);
  expect(await pass(id, 'registered')).toMatchObject({
    theirNumber: registered.number,
    theirDate: registered.numberedOn,
  });
  await b.call(docs.moveDocument, { id: there, to: 'in-execution', what: 'resolved', key: 'r' }, work);
  await pass(id, 'in-execution');
  await b.call(docs.moveDocument, { id: there, to: 'executed', what: 'executed', key: 'e' }, work);
  const copy = await pass(id, 'executed');
  expect(copy.steps.map(({ state }) => state)).toEqual([
    ...['queued', 'sent', 'delivered', 'registered', 'in-execution', 'executed'],
  ]);
  expect(copy.may).toEqual([]);
});

test('nobody sends what is not theirs, has no number, no addressee, no file, or went already', async () => {
  const { id } = await outgoing();
  await expect(send(id, clerk2)).rejects.toMatchObject({ code: 'documents.document-unknown' });
  await expect(send(id, stranger)).rejects.toMatchObject({ code: 'documents.document-unknown' });
  const maySend = async () => (await b.call(contract.listDeliveries, { documentId: id }, clerk)).maySend;
  expect(await maySend()).toBe(true);
  await send(id);
  expect(await maySend()).toBe(false);
  await expect(send(id)).rejects.toMatchObject({ code: 'correspondence.sent-already' });
  const { id: draft } = await b.call(
    docs.createDocument,
    { institutionId: labour, kind: 'outgoing', subject: 'A draft' },
    clerk,
  );
  await expect(send(draft)).rejects.toMatchObject({ code: 'correspondence.not-to-send' });
  const alone = await outgoing({ correspondents: [] });
  await expect(send(alone.id)).rejects.toMatchObject({ code: 'correspondence.no-addressee' });
  const empty = await outgoing({}, null);
  await expect(send(empty.id)).rejects.toMatchObject({ code: 'correspondence.no-file' });
  expect(await copies(draft)).toEqual([]);
});

test('an addressee without a system waits on the list for the post until it is printed', async () => {
  const { id } = await outgoing({ correspondents: [{ name: 'Village council of Aksu', address: '1 Main Street' }] });
  await send(id);
  const [copy] = await copies(id);
  expect(copy).toMatchObject({ way: 'print', state: 'queued', address: '1 Main Street' });
  const ids = [copy?.id ?? ''];
  await expect(b.call(contract.markPrinted, { institutionId: labour, ids }, clerk2)).rejects.toMatchObject({
    kind: 'forbidden',
  });
  expect(await b.call(contract.markPrinted, { institutionId: interior, ids }, clerk2)).toEqual({ printed: 0 });
  expect(await b.call(contract.markPrinted, { institutionId: labour, ids }, clerk)).toEqual({ printed: 1 });
  expect(await b.call(contract.markPrinted, { institutionId: labour, ids }, clerk)).toEqual({ printed: 0 });
  expect((await copies(id))[0]?.state).toBe('printed');
});
