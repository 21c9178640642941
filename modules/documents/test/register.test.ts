// SPDX-License-Identifier: Apache-2.0
/** Numbers of registers: without gaps and doubles, whoever takes them and however often. */
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { chancery, labour } from './world.ts';

const { b, clerk, executor, leader, elsewhere, letter, draft } = await chancery();
const register = (id: string, more: object = {}, as = clerk) => b.call(contract.registerDocument, { id, ...more }, as);
const read = (id: string, as = clerk) => b.call(contract.getDocument, { id }, as);

test('what comes in twice by the same key is one document, and gets one number', async () => {
  const first = await letter('m-1', { theirNumber: '12-3/45', theirDate: '2026-05-05' });
  expect(first.isNew).toBe(true);
  expect(await letter('m-1')).toEqual({ id: first.id, isNew: false });
  const { number, numberedOn } = await register(first.id);
  expect(number).toBe(`01-1/${numberedOn.slice(2, 4)}`);
  await expect(register(first.id)).rejects.toMatchObject({ code: 'documents.state-forbids' });
  expect(await read(first.id)).toMatchObject({ state: 'registered', number, overdue: false, theirNumber: '12-3/45' });
  expect((await read(first.id)).dueOn).toBeDefined();
  await b.drain();
  expect(b.events('documents.registered.v1')).toMatchObject([{ data: { documentId: first.id, number, key: 'm-1' } }]);
});

test('the same letter by another way is noticed by number and date, by its file, and by its words', async () => {
  const file = {
    name: 'a.txt',
    mimeType: 'text/plain',
    content: Buffer.from('one text').toString('base64'),
    role: 'main',
  };
  const subject = (text: string) => ({ subject: `On roads of the ${text} region and their repair in spring` });
  const one = await letter('d-1', {
    ...subject('northern'),
    theirNumber: '№ 77/1',
    theirDate: '2026-04-01',
    files: [file],
  });
  await register(one.id);
  const same = [
    await letter('d-2', { subject: 'Quite other words here', theirNumber: '77-1', theirDate: '2026-04-01' }),
    await letter('d-3', { subject: 'Nothing alike at all', files: [{ ...file, name: 'b.txt' }] }),
    await letter('d-4', subject('northern')),
  ];
  for (const [at, { id }] of same.entries()) {
    const { items } = await b.call(contract.listPossibleDoubles, { id }, clerk);
    expect(items).toMatchObject([{ id: one.id, why: ['their-number', 'file', 'subject'][at] }]);
    await expect(register(id)).rejects.toMatchObject({ code: 'documents.possible-double' });
    await register(id, { noDouble: true });
  }
  const other = await letter('d-5', subject('southern'));
  expect((await b.call(contract.listPossibleDoubles, { id: other.id }, clerk)).items).toEqual([]);
});

test('many clerks at once take numbers without a gap and without a double', async () => {
  const ids = await Promise.all(
    Array.from({ length: 24 }, (_, n) =>
      letter(`c-${n}`, { subject: `${n + 100}a matter ${n + 100}b among ${n + 100}c` }),
    ),
  );
  const before = (await books()).taken;
  const given = await Promise.all(ids.map(({ id }) => register(id)));
  const numbers = given.map(({ number }) => Number(/-(\d+)\//.exec(number)?.[1])).sort((a, z) => a - z);
  expect(numbers).toEqual(Array.from({ length: 24 }, (_, n) => before + 1 + n));
});

const books = async (code = 'incoming') => {
  const { items } = await b.call(contract.listJournals, { institutionId: labour }, clerk);
  return items.find((one) => one.code === code) ?? { id: '', taken: 0, reserved: 0, cancelled: 0 };
};

test('a refused registration takes no number', async () => {
  const { id } = await draft();
  const before = await books('outgoing');
  await expect(register(id)).rejects.toMatchObject({ code: 'documents.signature-lacking' });
  expect(await books('outgoing')).toEqual(before);
});

test('a reserved number is used once, a cancelled one never, and the book shows both', async () => {
  const reserve = () =>
    b.call(
      contract.reserveNumber,
      { institutionId: labour, code: 'incoming', reason: 'A courier is on the way' },
      clerk,
    );
  const [kept, given] = [await reserve(), await reserve()];
  const used = await letter('r-1', { subject: 'Delivered by a courier at last' });
  expect((await register(used.id, { reserved: kept.n })).number).toBe(kept.number);
  const late = await letter('r-2', { subject: 'Another thing entirely different' });
  await expect(register(late.id, { reserved: kept.n })).rejects.toMatchObject({
    code: 'documents.number-not-reserved',
  });
  const cancel = () =>
    b.call(contract.cancelNumber, { journalId: given.journalId, n: given.n, reason: 'The courier turned back' }, clerk);
  expect((await cancel()).number).toBe(given.number);
  await expect(cancel()).rejects.toMatchObject({ code: 'documents.number-not-reserved' });
  await expect(register(late.id, { reserved: given.n })).rejects.toMatchObject({
    code: 'documents.number-not-reserved',
  });
  const page = await b.call(contract.getJournal, { id: given.journalId, limit: 3 }, clerk);
  expect(page.items).toMatchObject([
    { number: given.number, state: 'cancelled', reason: 'The courier turned back' },
    { number: kept.number, state: 'taken', document: { id: used.id } },
    { state: 'taken' },
  ]);
  const next = await b.call(
    contract.getJournal,
    { id: given.journalId, limit: 3, cursor: page.nextCursor ?? '' },
    clerk,
  );
  expect(next.items[0]?.n).toBe((page.items[2]?.n ?? 0) - 1);
  await expect(b.call(contract.getJournal, { id: clerk.id }, clerk)).rejects.toMatchObject({
    code: 'documents.journal-unknown',
  });
});

test('a late registration says why, and none is dated tomorrow', async () => {
  const { id } = await letter('l-1', { subject: 'Left in a drawer for some days' });
  const today = b.module.country.calendar.localDate(b.clock.now());
  const day = (days: number) => new Date(Date.parse(today) + days * 86_400_000).toISOString().slice(0, 10);
  await expect(register(id, { on: day(-2) })).rejects.toMatchObject({ code: 'documents.reason-needed' });
  await expect(register(id, { on: day(2), reason: 'Early' })).rejects.toMatchObject({
    code: 'documents.date-impossible',
  });
  expect(await register(id, { on: day(-2), reason: 'Left in a drawer' })).toMatchObject({ numberedOn: day(-2) });
});

test('only clerks of the institution give numbers, and who is elsewhere learns of nothing', async () => {
  const { id } = await letter('p-1', { subject: 'For clerks of this ministry alone' });
  await expect(register(id, {}, leader)).rejects.toMatchObject({ kind: 'forbidden' });
  for (const as of [elsewhere, executor])
    await expect(register(id, {}, as)).rejects.toMatchObject({ code: 'documents.document-unknown' });
  await expect(b.call(contract.listJournals, { institutionId: labour }, elsewhere)).rejects.toMatchObject({
    kind: 'forbidden',
  });
  await expect(
    b.call(contract.reserveNumber, { institutionId: labour, code: 'incoming', reason: 'No right' }, executor),
  ).rejects.toMatchObject({ kind: 'forbidden' });
  await expect(
    b.call(contract.reserveNumber, { institutionId: labour, code: 'none', reason: 'No book' }, clerk),
  ).rejects.toMatchObject({ code: 'documents.journal-unknown' });
});

test('an institution departs from the standard set from a day on, by two people, and with its reason', async () => {
  const propose = (path: string, value: string | number, as = clerk) =>
    b.call(
      contract.proposeNorm,
      {
        ...{ institutionId: labour, inForceFrom: b.module.country.calendar.localDate(b.clock.now()) },
        deviations: [{ path, value, reason: 'Numbers show the year in full' }],
      },
      as,
    );
  await expect(propose('kinds/none/termDays', 3)).rejects.toMatchObject({ code: 'documents.deviation-unknown' });
  await expect(propose('kinds/incoming/termDays', 'x')).rejects.toMatchObject({ code: 'documents.deviation-invalid' });
  await expect(propose('kinds/incoming/termDays', 5, elsewhere)).rejects.toMatchObject({ kind: 'forbidden' });
  const asked = await propose('journals/minutes/template', '{n:3}-{yyyy}');
  await expect(b.call(contract.decideNorm, { id: asked.id, approved: true }, clerk)).rejects.toMatchObject({
    kind: 'forbidden',
  });
  const both = b.person({
    ...{ id: clerk.id, name: clerk.name },
    duties: [{ code: 'documents.leader', organisationId: labour }],
  });
  await expect(b.call(contract.decideNorm, { id: asked.id, approved: true }, both)).rejects.toMatchObject({
    code: 'documents.second-person-needed',
  });
  expect(await b.call(contract.decideNorm, { id: asked.id, approved: true }, leader)).toMatchObject({
    state: 'in-force',
  });
  await expect(b.call(contract.decideNorm, { id: asked.id, approved: true }, leader)).rejects.toMatchObject({
    code: 'documents.norm-decided',
  });
  await expect(b.call(contract.decideNorm, { id: clerk.id, approved: true }, leader)).rejects.toMatchObject({
    code: 'documents.norm-unknown',
  });
  const { rules, versions, deviations } = await b.call(contract.getRules, { institutionId: labour }, executor);
  expect(rules.journals.find(({ code }) => code === 'minutes')?.template).toBe('{n:3}-{yyyy}');
  expect(versions).toEqual({ standard: 1, own: 1 });
  expect(deviations).toMatchObject([{ path: 'journals/minutes/template', standard: '{index}-{n}/{yy}' }]);
  await expect(
    b.call(contract.proposeNorm, { institutionId: labour, inForceFrom: '2020-01-01', deviations: [] }, clerk),
  ).rejects.toMatchObject({ code: 'documents.norm-backdated' });
});
