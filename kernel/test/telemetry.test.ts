// SPDX-License-Identifier: Apache-2.0
/** Parts of traces and lines of logs as a collector gets them (OTLP 1.0 over HTTP, JSON). */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { patient } from '@stoa/kernel/patience';
import { afterAll, expect, test } from 'vitest';
import { callPeer } from '../src/http/call-peer.ts';
import { createLog } from '../src/log.ts';
import { benchWith } from '../testing/index.ts';
import { openBill, readBill, sample, settleBill } from './sample/sample.ts';

interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly status?: { code?: number };
  readonly attributes: { key: string; value: object }[];
}
interface LogRecord {
  readonly traceId?: string;
  readonly severityText: string;
  readonly body: { stringValue: string };
}
const [spans, records, told]: [Span[], LogRecord[], string[]] = [[], [], []];
let status = 200;
const collector = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const text = Buffer.concat(chunks).toString();
    told.push(text);
    if (status === 200) {
      const body = JSON.parse(text) as Record<string, Record<string, unknown>[]>;
      for (const { scopeSpans } of (body.resourceSpans ?? []) as { scopeSpans: { spans: Span[] }[] }[])
        spans.push(...scopeSpans.flatMap((scope) => scope.spans));
      for (const { scopeLogs } of (body.resourceLogs ?? []) as { scopeLogs: { logRecords: LogRecord[] }[] }[])
        records.push(...scopeLogs.flatMap((scope) => scope.logRecords));
    }
    response.writeHead(status, { 'content-type': 'application/json' }).end('{}');
  });
});
await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
afterAll(() => collector.close());
const here = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;
const b = await benchWith({ OTEL_EXPORTER_OTLP_ENDPOINT: `${here}/`, OTEL_SERVICE_NAME: 'stoa-test' }, sample);
const cashier = b.person({ name: 'Zarina Nobody', duties: ['treasury.cashier'] });
const trace = (serial: number) => serial.toString(16).padStart(32, 'a');
const asked = (serial: number) => ({ traceparent: `00-${trace(serial)}-00f067aa0ba902b7-01` });
const of = (serial: number) => spans.filter(({ traceId }) => traceId === trace(serial));
const named = (serial: number, name: string) => of(serial).find((span) => span.name === name);
const soon = { timeout: patient(20_000) };

test('a request, its operation and the work that follows are one trace with the number that people see', async () => {
  const answer = await b.http(cashier).post('/api/sample/bills', { amountMinor: 100 }, asked(1));
  expect(answer.status).toBe(200);
  const { id } = answer.body as { id: string };
  await b.http(cashier).post(`/api/sample/bills/${id}/settlement`, { receiptNo: 'R-9' }, asked(2));
  await b.drain();
  await expect.poll(() => named(1, openBill.name), soon).toBeDefined();
  const request = of(1).find(({ kind }) => kind === 2);
  expect(request).toMatchObject({ name: 'POST /api/sample/bills', parentSpanId: '00f067aa0ba902b7' });
  expect(named(1, openBill.name)).toMatchObject({ kind: 1, parentSpanId: request?.spanId });
  expect(told.join()).toContain('stoa-test');
});

test('what an event leads to later is part of the trace that led to it', async () => {
  const { id } = await b.call(openBill, { amountMinor: 5 });
  await b.platform.call(settleBill, { id, receiptNo: 'R-1' }, { principal: cashier, traceId: trace(3) });
  await b.drain();
  await expect.poll(() => of(3).map(({ kind }) => kind), soon).toContain(5);
  expect(named(3, settleBill.name)).toBeDefined();
});

test('a refusal is told by its code, and what somebody is called or typed by nothing', async () => {
  const { id } = await b.call(openBill, { amountMinor: 4711 });
  const refused = b.platform.call(readBill, { id }, { principal: cashier, traceId: trace(4) });
  await expect(refused).rejects.toMatchObject({ code: 'kernel.not-permitted' });
  await expect
    .poll(() => named(4, readBill.name), soon)
    .toMatchObject({
      attributes: [{ key: 'stoa.refusal', value: { stringValue: 'kernel.not-permitted' } }],
    });
  for (const secret of ['Zarina', '4711', id, cashier.id]) expect(told.join()).not.toContain(secret);
});

test('a module in another process gets the number and the part that asks', async () => {
  const heads: (string | undefined)[] = [];
  const peer = createServer(({ headers }, response) => {
    heads.push(headers.traceparent as string | undefined);
    response.end('{}');
  });
  await new Promise<void>((resolve) => peer.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(peer.address() as AddressInfo).port}`;
  const invocation = { input: { id: 'x' }, principal: { kind: 'system' }, traceId: trace(5) };
  await callPeer(url, readBill, invocation as never, b.module.keys);
  peer.close();
  await expect.poll(() => named(5, `call ${readBill.name}`), soon).toMatchObject({ kind: 3 });
  expect(heads).toEqual([`00-${trace(5)}-${named(5, `call ${readBill.name}`)?.spanId}-01`]);
});

test('a line of the log stands with the collector by the number of its request', async () => {
  createLog('warn', 'test').warn({ traceId: trace(6), password: 'hunter2' }, 'a line for the collector');
  await expect.poll(() => records.map(({ body }) => body.stringValue), soon).toContain('a line for the collector');
  const record = records.find(({ body }) => body.stringValue === 'a line for the collector');
  expect(record?.severityText).toBe('WARN');
  expect(JSON.stringify(record)).toContain(trace(6));
  expect(told.join()).not.toContain('hunter2');
});

test('what a collector does not take is counted, and nobody waits for it', async () => {
  status = 400;
  await b.call(openBill, { amountMinor: 7 });
  const lost = async () =>
    /stoa_telemetry_lost_total\{signal="traces"\} (\d+)/.exec(await b.platform.metrics.scrape([]))?.[1];
  await expect.poll(async () => Number(await lost()), soon).toBeGreaterThan(0);
  status = 200;
});
