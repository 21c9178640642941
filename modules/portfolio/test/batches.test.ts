// SPDX-License-Identifier: Apache-2.0
import { savePage, startDraft, submitCase } from '@stoa/cases/contract';
import { getPackage } from '@stoa/catalogue/contract';
import { newId, refuse } from '@stoa/kernel';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { failedFile } from '../src/batches/batches.ts';
import { makeLine } from '../src/batches/making.ts';
import { whyNoTables } from '../src/batches/table.ts';
import refusals from '../src/batches/refusals.json' with { type: 'json' };
import { pkg, world } from './world.ts';

const base64 = (text: string | Uint8Array) => Buffer.from(text as string).toString('base64');
const good = '\ufeffWorker (worker);months;ABROAD\r\nRahul;12;yes\r\nDewi;six;no\r\n"Omar; jr";24;\r\n';
type World = Awaited<ReturnType<typeof world>>;
const check = ({ b, director }: World, text: string | Uint8Array = good, who = director, serviceId = 'permit') =>
  b.call(contract.checkBatch, { serviceId, language: 'en', fileName: 'may.csv', content: base64(text) }, who);
const linesOf = async ({ b, director }: World, id: string) => (await b.call(contract.getBatch, { id }, director)).lines;

test('each line is checked by the rules of the form, and nothing is begun before it is said so', async () => {
  const w = await world();
  const { id, counts } = await check(w);
  expect(counts).toMatchObject({ waiting: 2, wrong: 1 });
  expect(await linesOf(w, id)).toMatchObject([
    { number: 2, state: 'waiting', says: 'Rahul, 12, true' },
    { number: 3, state: 'wrong', faults: [{ field: 'months', label: { en: 'Months' } }] },
    { number: 4, state: 'waiting', says: 'Omar; jr, 24' },
  ]);
  await w.b.drain();
  expect(w.starts).toEqual([]);
  expect(await w.b.dump('portfolio.line')).not.toContain('Rahul');
});

test('a draft is made of each line that fits, a line once', async () => {
  const w = await world();
  const { id } = await check(w);
  await w.b.call(contract.startBatch, { id, send: false }, w.director);
  await w.b.drain();
  const { batch } = await w.b.call(contract.getBatch, { id }, w.director);
  expect(batch).toMatchObject({ state: 'done', counts: { draft: 2, wrong: 1 } });
  expect(w.starts).toHaveLength(2);
  const [first] = await linesOf(w, id);
  expect(w.drafts.get(first?.caseId ?? '')?.answers).toEqual({ worker: 'Rahul', months: 12, abroad: true });
  await expect(w.b.call(contract.startBatch, { id, send: false }, w.director)).rejects.toMatchObject({
    code: 'portfolio.batch-done',
  });
  await expect(w.b.call(contract.stopBatch, { id }, w.director)).rejects.toMatchObject({
    code: 'portfolio.batch-done',
  });
  await expect(w.b.call(contract.dropBatch, { id }, w.director)).rejects.toMatchObject({
    code: 'portfolio.batch-begun',
  });
});

test('a line whose work ended in the middle goes on with the same draft, also when it was sent already', async () => {
  const w = await world();
  const { id } = await check(w, 'worker,months\nRahul,12\n');
  await w.b.call(contract.startBatch, { id, send: true, declaration: true }, w.director);
  await w.b.drain();
  expect(await linesOf(w, id)).toMatchObject([{ state: 'sent' }]);
  // As after a kill between the sending and the note of it.
  await w.b.sql(`update line set state = 'waiting', case_id = null`);
  await w.b.sql(`update batch set state = 'running'`);
  await w.b.module.tx({ kind: 'system' }, (tx) => makeLine.enqueue(tx, { batchId: id, number: 2 }));
  await w.b.drain();
  expect(await linesOf(w, id)).toMatchObject([{ state: 'sent', caseId: w.starts[0] }]);
  expect(w.starts).toHaveLength(1);
});

test('stopped, nothing more is made; started again it goes on, as it was begun', async () => {
  const w = await world();
  const { id } = await check(w);
  await w.b.call(contract.startBatch, { id, send: false }, w.director);
  await w.b.call(contract.stopBatch, { id }, w.colleague);
  await w.b.drain();
  expect(w.starts).toEqual([]);
  await expect(w.b.call(contract.startBatch, { id, send: true, declaration: true }, w.director)).rejects.toMatchObject({
    code: 'portfolio.batch-other-way',
  });
  await w.b.call(contract.startBatch, { id, send: false }, w.colleague);
  await w.b.drain();
  expect(w.starts).toHaveLength(2);
});

test('what is refused is said of its line, what lacks something stays a draft, and the failed come as a table', async () => {
  const w = await world();
  const { id } = await check(w, 'worker,months\nRahul,12\n');
  w.next.refusal = () => refuse('forbidden', 'cases.audience-wrong', 'This service is not open to organisations.');
  await w.b.call(contract.startBatch, { id, send: false }, w.director);
  await w.b.drain();
  const [{ faults = [] } = {}] = await linesOf(w, id);
  const said = faults[0]?.message ?? { en: '' };
  expect(said).toEqual(refusals['cases.audience-wrong']);
  expect(Object.values(said).every((words) => words && words.length > 10)).toBe(true);
  const answer = await w.b.http(w.director).get(`${contract.failedPath(id)}?language=en`);
  expect(answer.status).toBe(200);
  expect((await w.b.http(w.stranger).get(contract.failedPath(id))).status).toBe(404);
});

test('whatever cases may refuse of a line is said in five languages, and what nobody foresaw too', async () => {
  for (const code of [startDraft, savePage, submitCase].flatMap(({ refusals: of = [] }) => [...of]))
    expect(Object.keys(refusals[code as keyof typeof refusals] ?? {}), code).toEqual(['en', 'ru', 'kk', 'uk', 'ar']);
  const w = await world();
  const { id } = await check(w, 'worker,months\nRahul,12\n');
  w.next.refusal = () => refuse('conflict', 'cases.something-new', 'In English alone.');
  await w.b.call(contract.startBatch, { id, send: false }, w.director);
  await w.b.drain();
  expect((await linesOf(w, id))[0]?.faults).toEqual([{ message: refusals.other }]);
  expect(await failedFile(w.b.module, w.director, id, 'kk')).toContain(refusals.other.kk);
});

test('when the power has ended nobody applies in its name: it stops until somebody who may goes on', async () => {
  const w = await world();
  const { id } = await check(w);
  const held = w.powers.splice(0);
  await w.b.call(contract.startBatch, { id, send: false }, w.director);
  await w.b.drain();
  expect(w.starts).toEqual([]);
  expect((await w.b.call(contract.getBatch, { id }, w.director)).batch.state).toBe('stopped');
  w.powers.push(...held);
  await w.b.call(contract.startBatch, { id, send: false }, w.colleague);
  await w.b.drain();
  expect(w.starts).toHaveLength(2);
});

test('a hostile or mistaken file is refused by name', async () => {
  const w = await world();
  const cases: [string | Uint8Array, string][] = [
    [new Uint8Array([0x66, 0xff, 0xfe, 0x0a]), 'portfolio.file-not-utf8'],
    ['worker,months\n\u0000,1\n', 'portfolio.file-not-utf8'],
    ['', 'portfolio.file-empty'],
    ['worker,months\n', 'portfolio.file-empty'],
    ['worker,months\n"Rahul,12\n', 'portfolio.quote-unclosed'],
    ['worker,salary\nRahul,1\n', 'portfolio.column-unknown'],
    ['worker,Worker\nRahul,Rahul\n', 'portfolio.column-twice'],
    [`worker,months\n${'Rahul,12\n'.repeat(1001)}`, 'portfolio.too-many-lines'],
    [`worker,months\n${'x'.repeat(2 * 1024 * 1024)}`, 'portfolio.file-large'],
  ];
  for (const [text, code] of cases) await expect(check(w, text), code).rejects.toMatchObject({ kind: 'invalid', code });
  await expect(check(w, good, w.director, 'other')).rejects.toMatchObject({ code: 'portfolio.service-takes-none' });
  await expect(check(w, good, w.narrow)).rejects.toMatchObject({ code: 'portfolio.power-narrow' });
});

test('a tab parts cells too, and the template names every question', async () => {
  const w = await world();
  expect((await check(w, 'worker\tmonths\nRahul\t12\n')).counts.waiting).toBe(1);
  expect((await w.b.http(w.director).get(`${contract.templatePath('permit')}?language=ru`)).status).toBe(200);
  expect(await w.b.call(contract.listBatchServices, {}, w.director)).toEqual({
    ...{ items: [{ id: 'permit', title: { en: 'Permit' } }], none: [] },
  });
  expect((await w.b.call(contract.listBatchServices, {}, w.narrow)).items).toEqual([]);
});

test('a table is its company’s alone, needs a declaration to be sent, and goes away as long as nothing is begun', async () => {
  const w = await world();
  const { id } = await check(w);
  for (const [who, key] of [
    [w.stranger, id],
    [w.director, newId()],
  ] as const)
    await expect(w.b.call(contract.getBatch, { id: key }, who)).rejects.toMatchObject({
      code: 'portfolio.batch-unknown',
    });
  await expect(w.b.call(contract.startBatch, { id, send: true }, w.director)).rejects.toMatchObject({
    code: 'portfolio.declaration-missing',
  });
  await w.b.call(contract.dropBatch, { id }, w.director);
  expect((await w.b.call(contract.listBatches, {}, w.director)).items).toEqual([]);
});

// The last one: packages are kept for a minute by the clock.
test('a service that must be given a list or files, or nothing at all, says so and takes no table', async () => {
  const w = await world();
  const array = { ...pkg.fields[0], name: 'more', type: 'array' };
  const kinds = [
    [[...pkg.fields, { ...array, list: {} }], 'list'],
    [[...pkg.fields, { ...array, files: { accept: ['application/pdf'] } }], 'files'],
    [[], 'nothing-typed'],
    [[...pkg.fields, { ...array, required: false }], undefined],
  ] as const;
  for (const [fields, why] of kinds) expect(whyNoTables({ ...pkg, fields } as never)).toBe(why);
  w.b.stub(getPackage, async () => ({ ...pkg, fields: kinds[0][0] }) as never);
  w.b.clock.advance({ hours: 1 });
  expect(await w.b.call(contract.listBatchServices, {}, w.director)).toEqual({
    ...{ items: [], none: [{ id: 'permit', title: { en: 'Permit' }, why: 'list' }] },
  });
  await expect(check(w)).rejects.toMatchObject({ code: 'portfolio.service-takes-none' });
});
