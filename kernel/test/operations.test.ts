// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { metricsToken, newId, owedSince } from '../src/index.ts';
import { bench } from '../testing/index.ts';
import { faults, forgetful, openBill, printed, readBill, sample, settleBill, supplier } from './sample/sample.ts';

const b = await bench(sample);
const cashier = b.person({ duties: ['treasury.cashier'] });
const open = () => b.call(openBill, { amountMinor: 4500 });

test('an operation changes rows, leaves an audit entry and emits its event once', async () => {
  const { id } = await open();
  expect(await b.call(settleBill, { id, receiptNo: 'R-1' }, cashier)).toMatchObject({
    state: 'paid',
    amountMinor: 4500,
  });
  await b.drain();
  expect(await b.sql('select bill_id from seen where bill_id = $1', [id])).toHaveLength(1);
  expect(await b.sql(`select action, actor_id from audit where object_id = $1`, [id])).toEqual([
    { action: 'sample.bill-settled', actor_id: cashier.id },
  ]);
  expect(printed.filter((bill) => bill === id)).toHaveLength(1);
});

test('somebody without the duty is refused and nothing changes', async () => {
  const { id } = await open();
  await expect(b.call(settleBill, { id, receiptNo: 'R-1' }, b.person())).rejects.toMatchObject({
    kind: 'forbidden',
    code: 'kernel.not-permitted',
  });
  await expect(b.call(settleBill, { id, receiptNo: 'R-1' })).rejects.toMatchObject({
    kind: 'unauthenticated',
    code: 'kernel.sign-in-required',
  });
  expect(await b.sql('select state from bill where id = $1', [id])).toEqual([{ state: 'open' }]);
});

test('a resource check lets the owner read and refuses others', async () => {
  const { id } = await open();
  const owner = b.person({ actingFor: { kind: 'organisation', id: 'org-7', name: 'Seven' } });
  expect(await b.call(readBill, { id }, owner)).toMatchObject({ id });
  await expect(b.call(readBill, { id }, cashier)).rejects.toMatchObject({ code: 'kernel.not-permitted' });
});

test('a use case that forgets its resource check fails instead of answering', async () => {
  await expect(b.call(forgetful, {}, cashier)).rejects.toThrow(/never asked authorise/);
});

test('the same Idempotency-Key answers as the first time, another body with it is a conflict', async () => {
  const key = { 'idempotency-key': 'k-1' };
  const first = await b.http(cashier).post('/api/sample/bills', { amountMinor: 100 }, key);
  const again = await b.http(cashier).post('/api/sample/bills', { amountMinor: 100 }, key);
  expect(again.body).toEqual(first.body);
  const other = await b.http(cashier).post('/api/sample/bills', { amountMinor: 200 }, key);
  expect(other).toMatchObject({ status: 409, body: { code: 'kernel.idempotency-key-reused' } });
  expect((await b.http(b.person()).post('/api/sample/bills', { amountMinor: 200 }, key)).status).toBe(200);
  expect((await b.http(cashier).post('/api/sample/bills', { amountMinor: 1 }, { 'idempotency-key': 'ü' })).status).toBe(
    422,
  );
});

test('the same Idempotency-Key is another one for whom else the person acts for', async () => {
  const key = { 'idempotency-key': 'sides' };
  const side = (id?: string) => ({
    ...cashier,
    ...(id ? { actingFor: { kind: 'organisation' as const, id, name: id } } : {}),
  });
  const open = async (id?: string) =>
    (await b.http(side(id)).post('/api/sample/bills', { amountMinor: 5 }, key)).body as { id: string };
  const ids = [await open(), await open('one'), await open('two')].map((bill) => bill.id);
  expect(new Set(ids).size).toBe(3);
  expect((await open('one')).id).toBe(ids[1]);
});

test('concurrent requests with one Idempotency-Key act once', async () => {
  const answers = await Promise.all(
    Array.from({ length: 8 }, () =>
      b.http(cashier).post('/api/sample/bills', { amountMinor: 777 }, { 'idempotency-key': 'race' }),
    ),
  );
  expect(new Set(answers.map((a) => a.body.id)).size).toBe(1);
  expect(await b.sql('select id from bill where amount_minor = 777')).toHaveLength(1);
});

test.each(['urn:uuid:', '{', ' '])(
  'an identifier that PostgreSQL would not take (%j in front) is refused',
  async (front) => {
    const { id } = await open();
    const path = (one: string) => `/api/sample/bills/${encodeURIComponent(one)}/receipt`;
    const body = { receiptNo: 'R-1' };
    const wrong = await b.http(cashier).post(path(front + id), body);
    expect(wrong).toMatchObject({ status: 422, body: { code: 'kernel.input-invalid' } });
    expect((await b.http(cashier).post(path(id.toUpperCase()), body)).status).toBe(200);
  },
);

test.each([
  ['malformed JSON', '{"amountMinor":', 422, 'kernel.request-malformed'],
  ['a list', '[1]', 422, 'kernel.input-invalid'],
  ['an unknown field', '{"amountMinor":1,"state":"paid"}', 422, 'kernel.input-invalid'],
  ['a missing field', '{}', 422, 'kernel.input-invalid'],
  ['text for a number', '{"amountMinor":"1"}', 422, 'kernel.input-invalid'],
  ['an oversized body', `{"amountMinor":1,"x":"${'x'.repeat(2_000_000)}"}`, 413, 'kernel.body-too-large'],
])('%s is refused with a problem document', async (_name, body, status, code) => {
  const answer = await b.http(cashier).post('/api/sample/bills', body);
  expect(answer).toMatchObject({ status, body: { status, code, traceId: expect.any(String) } });
  expect(answer.headers['content-type']).toContain('application/problem+json');
});

test('wrong content type, unknown address and bad credentials each have their code', async () => {
  expect(await b.http().post('/api/sample/bills', 'a=1', { 'content-type': 'text/plain' })).toMatchObject({
    status: 415,
    body: { code: 'kernel.media-type' },
  });
  expect(await b.http().get('/api/nowhere')).toMatchObject({ status: 404, body: { code: 'kernel.no-such-address' } });
  expect(await b.http().get('/api/openapi.json', { authorization: 'Bearer unknown-token' })).toMatchObject({
    status: 401,
    body: { code: 'kernel.token-invalid' },
  });
  expect(await b.http().get('/api/openapi.json', { authorization: 'Basic xyz' })).toMatchObject({
    status: 401,
    body: { code: 'kernel.credentials-invalid' },
  });
  expect(await b.http().get('/api/openapi.json', { 'stoa-principal': 'forged' })).toMatchObject({
    status: 401,
    body: { code: 'kernel.credentials-invalid' },
  });
});

test('an event handler that fails is tried again and takes effect once', async () => {
  const { id } = await open();
  await b.drain();
  faults.remaining = 2;
  await b.call(settleBill, { id, receiptNo: 'R-2' }, cashier);
  await b.drain();
  expect(await b.sql('select * from seen where bill_id = $1', [id])).toHaveLength(0);
  b.clock.advance({ minutes: 1 });
  await b.drain();
  b.clock.advance({ minutes: 1 });
  await b.drain();
  expect(await b.sql('select * from seen where bill_id = $1', [id])).toHaveLength(1);
});

test('work that has failed for more than a minute is overdue, to operators and in the metrics, until it succeeds', async () => {
  const operator = b.person({ duties: ['platform.operator'] });
  const overdue = async () => (await b.http(operator).get('/api/sample/overdue-work')).body.items as object[];
  const authorization = `Bearer ${metricsToken(b.platform.config, b.platform.keys)}`;
  const metrics = async () => String((await b.http().get('/metrics', { authorization })).body.text);
  const { id } = await open();
  await b.drain();
  faults.remaining = 100;
  await b.call(settleBill, { id, receiptNo: 'R-4' }, cashier);
  await b.drain();
  expect(await overdue()).toEqual([]);
  expect(await metrics()).not.toMatch(/stoa_work_overdue\{/);
  b.clock.advance({ seconds: 90 });
  await b.drain();
  expect(await overdue()).toMatchObject([{ handler: 'on sample.bill-paid.v1', lastError: 'not yet', dead: false }]);
  expect(await metrics()).toMatch(/stoa_work_overdue\{module="sample",handler="on sample.bill-paid.v1"\} 1/);
  expect(await metrics()).toMatch(/stoa_work_overdue_seconds\{module="sample",handler="on sample.bill-paid.v1"\} 90/);
  const { runtime } = b.platform.modules.get('sample') ?? {};
  const since = (about: string) => runtime?.tx({ kind: 'system' }, (tx) => owedSince(tx, about));
  expect(await since(id)).toBeInstanceOf(Date);
  expect(await since(newId())).toBeUndefined();
  expect((await b.http(cashier).get('/api/sample/overdue-work')).status).toBe(403);
  faults.remaining = 0;
  b.clock.advance({ minutes: 6 });
  await b.drain();
  expect(await overdue()).toEqual([]);
  expect(await since(id)).toBeUndefined();
  expect(await metrics()).not.toMatch(/stoa_work_overdue\{/);
});

test('work that keeps failing becomes a dead letter that an operator sees and replays', async () => {
  const { id } = await open();
  await b.drain();
  faults.remaining = 100;
  await b.call(settleBill, { id, receiptNo: 'R-3' }, cashier);
  for (let i = 0; i < 20; i++) {
    await b.drain();
    b.clock.advance({ minutes: 10 });
  }
  faults.remaining = 0;
  const operator = b.person({ duties: ['platform.operator'] });
  const list = await b.http(operator).get('/api/sample/dead-letters');
  const letters = list.body.items as { id: string; lastError: string; attempts: number }[];
  expect(letters).toMatchObject([{ lastError: 'not yet', attempts: 12 }]);
  expect((await b.http(cashier).get('/api/sample/dead-letters')).status).toBe(403);
  const letter = letters[0]?.id ?? '';
  expect((await b.http(operator).post(`/api/sample/dead-letters/${letter}/replay`, {})).status).toBe(200);
  await b.drain();
  expect(await b.sql('select * from seen where bill_id = $1', [id])).toHaveLength(1);
  expect(await b.http(operator).post(`/api/sample/dead-letters/${letter}/replay`, {})).toMatchObject({
    status: 404,
    body: { code: 'kernel.dead-letter-unknown' },
  });
});

test('the module role reaches no other schema and cannot rewrite the ledger', async () => {
  const { pool } = b.platform.modules.get('sample') ?? {};
  await b.sql('create schema elsewhere');
  await b.sql('create table elsewhere.secret (id int)');
  await expect(pool?.query('select * from elsewhere.secret')).rejects.toThrow(/permission denied/);
  await expect(pool?.query(`update ledger_entry set record = 'x'`)).rejects.toThrow(/permission denied/);
  await expect(pool?.query('delete from ledger_entry')).rejects.toThrow(/permission denied/);
  await expect(pool?.query('alter table bill add column x int')).rejects.toThrow(/must be owner/);
});

test('raw routes get the body as it came', async () => {
  expect(await b.http().post('/sample/echo', 'abc', { 'content-type': 'application/octet-stream' })).toMatchObject({
    body: { bytes: 3 },
  });
});

test('health, metrics and the API description answer', async () => {
  expect(await b.http().get('/health/live')).toMatchObject({ status: 200 });
  expect(await b.http().get('/health/ready')).toMatchObject({ status: 200, body: { modules: { sample: 'up' } } });
  expect(await b.http().get('/metrics')).toMatchObject({ status: 401, body: { code: 'kernel.metrics-token' } });
  const authorization = `Bearer ${metricsToken(b.platform.config, b.platform.keys)}`;
  expect(String((await b.http().get('/metrics', { authorization })).body.text)).toMatch(
    /stoa_work_dead\{module="sample"\} 0/,
  );
  const api = await b.http().get('/api/openapi.json');
  expect(api.body.openapi).toBe('3.1.0');
  expect(api.body.paths).toHaveProperty(['/sample/bills/{id}/receipt']);
});

test('an operation outside a transaction keeps its key too: one run, one answer', async () => {
  const order = () => b.http(cashier).post('/api/sample/papers', { sheets: 5 }, { 'idempotency-key': 'paper-1' });
  const first = order();
  await expect.poll(() => supplier.orders).toBe(1);
  expect(await order()).toMatchObject({ status: 409, body: { code: 'kernel.request-under-way' } });
  supplier.letGo();
  expect((await first).body).toEqual({ order: 1 });
  expect((await order()).body).toEqual({ order: 1 });
  supplier.fail = true;
  const failing = () => b.http(cashier).post('/api/sample/papers', { sheets: 5 }, { 'idempotency-key': 'paper-2' });
  expect((await failing()).status).toBe(503);
  expect((await failing()).status).toBe(503);
  expect(supplier.orders).toBe(3);
});

test('text that no database can store is refused', async () => {
  const answer = await b
    .http(cashier)
    .post(`/api/sample/bills/00000000-0000-7000-8000-000000000000/receipt`, '{"receiptNo":"\\u0000"}');
  expect(answer).toMatchObject({ status: 422, body: { code: 'kernel.text-malformed' } });
});

test.each([200, 20_000, 400_000])(
  'input nested %i levels deep is refused, with an idempotency key too',
  async (levels) => {
    const nested = `{"receiptNo":${'['.repeat(levels)}${']'.repeat(levels)}}`;
    const path = '/api/sample/bills/00000000-0000-7000-8000-000000000000/receipt';
    for (const headers of [undefined, { 'idempotency-key': `nested-${levels}` }]) {
      const answer = await b.http(cashier).post(path, nested, headers);
      expect(answer).toMatchObject({ status: 422, body: { code: 'kernel.text-malformed' } });
      expect((answer.body as { detail: string }).detail).toContain('deeper than 200 levels');
    }
  },
);
