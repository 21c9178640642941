// SPDX-License-Identifier: Apache-2.0
/** Stamps, labels, and lists of what goes to the post. */
import * as register from '@stoa/documents/contract';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { chancery, interior, labour, textOfPdf } from './world.ts';

const { b, clerk, leader, executor, cleared, elsewhere, registered, letter, draft, fetched } = await chancery();
const code = (name: string) => ({ code: name });
const on = '2026-12-01';
const outgoing = async (more: object = {}, as = clerk) => {
  const to = [
    { name: 'Northern Depot', address: '1 Rail Street' },
    { organisationId: interior, name: 'Ministry of the Interior' },
  ];
  const id = await draft({ subject: 'Answer on wages', correspondents: to, ...more }, as);
  // Signed and approved elsewhere: here it only needs its number.
  await b.call(
    register.moveDocument,
    { id, to: 'signed', what: 'signed', key: 'sign' },
    { kind: 'service', id: 'demo' },
  );
  await b.call(register.registerDocument, { id, noDouble: true }, as);
  return id;
};
const make = (documents: string[], who = clerk) =>
  b.call(contract.makeDispatch, { institutionId: labour, on, language: 'en', documents }, who);
const get = (id: string, who = clerk) => b.call(contract.getDispatch, { id }, who);

test('a stamp says number, day, executor and where the paper is, and its code leads to the page by number', async () => {
  const entered = {
    institutionId: labour,
    kind: 'incoming',
    subject: 'On wages',
    theirNumber: '7-1',
    paperAt: 'Cabinet 3',
  };
  const { id } = await b.call(register.createDocument, { ...entered, correspondents: [{ name: 'Depot' }] }, clerk);
  const { number } = await b.call(register.registerDocument, { id, noDouble: true }, clerk);
  const { status, bytes, headers } = await fetched(contract.stampPath(id, 'ru'), clerk);
  expect([status, headers.get('content-type')]).toEqual([200, 'application/pdf']);
  const [text = ''] = await textOfPdf(bytes);
  for (const said of [number, 'Исполнитель', 'Clara Clerk', '7-1', 'Cabinet 3']) expect(text).toContain(said);
  expect(contract.byNumberPath(labour, number)).toBe(
    `/documents/by-number?institution=${labour}&number=${encodeURIComponent(number)}`,
  );
  const sheet = await fetched(contract.labelsPath([id, id], 'ar'), clerk);
  expect((await textOfPdf(sheet.bytes))[0]).toContain(number);
  expect((await fetched(contract.stampPath(id, 'en'), elsewhere)).status).toBe(404);
  for (const [none, who] of [
    [await letter(), clerk],
    [await draft(), executor],
  ] as const) {
    const refused = await fetched(contract.stampPath(none, 'en'), who);
    expect([refused.status, refused.text]).toEqual([409, expect.stringContaining('papers.not-registered')]);
  }
  expect((await fetched(contract.labelsPath(['nonsense'], 'en'), clerk)).status).toBe(422);
});

test('a dispatch list has a row for each addressee, its sums, and stays as it was printed', async () => {
  const [first, second] = [await outgoing(), await outgoing({ correspondents: [{ name: 'Nobody Known' }] })];
  const { id } = await make([first, second]);
  const list = await get(id);
  expect(list.rows.map(({ addressee }) => addressee)).toEqual([
    'Northern Depot',
    'Ministry of the Interior',
    'Nobody Known',
  ]);
  expect(list.rows[0]).toMatchObject({ address: '1 Rail Street', post: 'ordinary', copies: 1 });
  expect(list.sums.at(-1)).toEqual({ documents: 2, pieces: 3, copies: 3 });
  await expect(b.call(contract.printDispatch, { id }, clerk)).rejects.toMatchObject(code('papers.address-missing'));
  for (const { place, address } of list.rows)
    await b.call(
      contract.changeDispatchRow,
      { id, place, post: 'registered', copies: 2, address: address || '2 Dam Road' },
      clerk,
    );
  const { printId } = await b.call(contract.printDispatch, { id }, clerk);
  await expect(b.call(contract.changeDispatchRow, { id, place: 1, copies: 5 }, clerk)).rejects.toMatchObject(
    code('papers.dispatch-printed'),
  );
  const { bytes, status } = await fetched(contract.dispatchPrintPath(id, printId, 'en'), clerk);
  expect(status).toBe(200);
  const text = (await textOfPdf(bytes)).join(' ').replace(/\s+/g, ' ');
  for (const said of [
    'Postal dispatch list No. 1/2026',
    '1 Rail Street',
    'registered',
    'copies 6',
    'Printed by Clara Clerk',
  ])
    expect(text).toContain(said);
  await b.call(contract.changeDispatchRow, { id, place: 1, tracking: 'RA123456785XM' }, clerk);
  await b.call(contract.printDispatch, { id }, cleared);
  expect(await get(id)).toMatchObject({
    ...{ n: 1, year: 2026, on, prints: [{ byName: 'Clara Clerk' }, { byName: 'Cyril Cleared' }] },
    rows: [{ tracking: 'RA123456785XM', copies: 2 }, {}, {}],
  });
  expect((await get((await make([first])).id)).n).toBe(2);
  const { items } = await b.call(contract.listDispatches, { institutionId: labour, limit: 1 }, clerk);
  expect(items).toMatchObject([{ n: 2, pieces: 2 }]);
});

test('what goes to the post is outgoing, numbered, addressed, and seen by whoever lists it', async () => {
  const { id: incoming } = await registered();
  await expect(make([incoming])).rejects.toMatchObject(code('papers.not-outgoing'));
  await expect(make([await draft()], executor)).rejects.toMatchObject({ kind: 'forbidden' });
  await expect(make([await outgoing({ correspondents: [] })])).rejects.toMatchObject(code('papers.nobody-addressed'));
  await expect(make(['01919191-0000-7000-8000-0000000000d1'])).rejects.toMatchObject(code('papers.document-unknown'));
  const many = Array.from({ length: 200 }, (_, at) => ({ name: `Depot ${at}`, address: 'Here' }));
  const long = [
    await outgoing({ correspondents: many }),
    await outgoing({ correspondents: many }),
    await outgoing({ correspondents: many }),
  ];
  await expect(make(long)).rejects.toMatchObject(code('papers.dispatch-too-long'));
  const { id } = await make([await outgoing()]);
  for (const who of [executor, leader, elsewhere])
    await expect(get(id, who)).rejects.toMatchObject({ kind: 'forbidden' });
  await expect(get('01919191-0000-7000-8000-0000000000d1')).rejects.toMatchObject(code('papers.dispatch-unknown'));
  await expect(b.call(contract.changeDispatchRow, { id, place: 9 }, clerk)).rejects.toMatchObject(
    code('papers.dispatch-unknown'),
  );
});

test('a clerk who may not see a document sees a row without its addressee', async () => {
  const secret = await outgoing({ label: 2, correspondents: [{ name: 'Secret Depot', address: 'Hidden 1' }] }, cleared);
  const { id } = await make([secret], cleared);
  expect((await get(id, cleared)).rows[0]).toMatchObject({ addressee: 'Secret Depot', address: 'Hidden 1' });
  expect((await get(id)).rows).toEqual([{ place: 1, documentId: secret, post: 'ordinary', copies: 1 }]);
  expect(JSON.stringify(await b.sql('select * from dispatch_row'))).not.toContain('Secret Depot');
});

test('numbers of lists have no gap when two clerks make them at once', async () => {
  const document = await outgoing();
  await Promise.all(Array.from({ length: 6 }, () => make([document])));
  const { items } = await b.call(contract.listDispatches, { institutionId: labour, limit: 100 }, clerk);
  const numbers = items.map(({ n }) => n).sort((one, other) => one - other);
  expect(numbers).toEqual(numbers.map((_, at) => at + 1));
});
