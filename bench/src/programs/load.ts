// SPDX-License-Identifier: Apache-2.0
/** Load generator: `node load.ts <credentials folder>` takes orders over IPC and reports each. A process of its own, so that its work is not the hub's. */
import { randomUUID } from 'node:crypto';
import { connectorClient, type MailboxRequest } from '@stoa/exchange/contract';
import { createLog } from '@stoa/kernel';
import { Pool } from 'undici';
import { ensureCredentials } from '../../../apps/connector/src/credentials.ts';
import { hubClient } from '../../../apps/connector/src/hub-client.ts';
import { batchedType, batchSize, consumerId, informationType } from '../exchange-names.ts';
import type { LoadOrder, LoadResult } from '../load-result.ts';

type Call = () => Promise<boolean>;

/** Answers whether the call was answered well. */
async function caller(order: LoadOrder): Promise<{ call: Call; close: () => Promise<void> }> {
  const body = Buffer.from(order.body);
  if (order.kind === 'plain') {
    const pool = new Pool(order.url, { connections: order.concurrency, pipelining: 1 });
    const call = async () => {
      const headers = { ...order.headers, 'x-road-id': randomUUID() };
      const answer = await pool.request({ method: 'POST', path: order.target, headers, body });
      await answer.body.arrayBuffer();
      return answer.statusCode === 200;
    };
    return { call, close: () => pool.close() };
  }
  if (order.kind === 'mailbox') return roundTrips(order);
  if (order.kind === 'mailbox batches') return batchedTrips(order);
  const dataDir = process.argv[2] ?? '';
  const settings = { subsystem: consumerId, port: 0, platformUrl: 'http://127.0.0.1', dataDir };
  const hub = hubClient(await ensureCredentials(settings), createLog('error', 'bench'));
  const call = async () => {
    const headers = { ...order.headers, 'x-road-id': randomUUID() };
    return (await hub.send({ method: 'POST', target: order.target, headers, body }, 10_000)).status === 200;
  };
  return { call, close: () => hub.close() };
}

/** Requests and the answers that come for them, in whatever order. */
function roundTrips({ url, concurrency }: LoadOrder): { call: Call; close: () => Promise<void> } {
  const mailbox = connectorClient(url, consumerId);
  const waiting = new Map<string, () => void>();
  let closed = false;
  const taking = Array.from({ length: Math.ceil(concurrency / 2) }, async () => {
    while (!closed) {
      const answer = await mailbox.nextResponse({ type: informationType, waitSeconds: 1 }).catch(() => undefined);
      if (!answer) await pause(10);
      else {
        await mailbox.acknowledge(answer.messageId);
        waiting.get(answer.requestId)?.();
        waiting.delete(answer.requestId);
      }
    }
  });
  const call = async () => {
    const messageId = randomUUID();
    const answered = new Promise<void>((resolve) => waiting.set(messageId, resolve));
    await mailbox.sendRequest({ messageId, type: informationType, content: { snils: '14567890105' } });
    await answered;
    return true;
  };
  const close = async () => {
    closed = true;
    await Promise.all(taking);
  };
  return { call, close };
}

/** The same, each request of a program bringing or taking what there is. */
function batchedTrips({ url }: LoadOrder): { call: Call; close: () => Promise<void> } {
  const mailbox = connectorClient(url, consumerId);
  const waiting = new Map<string, (good: boolean) => void>();
  const toSend: MailboxRequest[] = [];
  let sending = 0;
  let closed = false;
  const send = async () => {
    sending++;
    while (toSend.length > 0) {
      const batch = toSend.splice(0, batchSize);
      const told = await mailbox.sendRequests(batch).catch(() => []);
      for (const [n, { messageId }] of batch.entries())
        if (told[n]?.problem !== undefined || !told[n]) end(messageId, false);
    }
    sending--;
  };
  const end = (messageId: string, good: boolean) => {
    waiting.get(messageId)?.(good);
    waiting.delete(messageId);
  };
  const taking = Array.from({ length: 4 }, async () => {
    while (!closed) {
      const wanted = { type: batchedType, waitSeconds: 1, max: batchSize };
      const answers = await mailbox.nextResponses(wanted).catch(() => undefined);
      if (!answers) await pause(10);
      else {
        await mailbox.acknowledgeAll(answers.map(({ messageId }) => ({ messageId })));
        for (const { requestId } of answers) end(requestId, true);
      }
    }
  });
  const call = () =>
    new Promise<boolean>((resolve) => {
      const messageId = randomUUID();
      waiting.set(messageId, resolve);
      toSend.push({ messageId, type: batchedType, content: { snils: '14567890105' } });
      // What is to be sent at this moment goes together.
      if (sending < 4) setImmediate(() => sending < 4 && void send());
    });
  const close = async () => {
    closed = true;
    await Promise.all(taking);
  };
  return { call, close };
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function load(order: LoadOrder): Promise<LoadResult> {
  const { call, close } = await caller(order);
  const begin = performance.now();
  const from = begin + order.warmUpMs;
  const until = from + order.durationMs;
  const latencies: number[] = [];
  let failed = 0;
  let started = 0;
  const worker = async () => {
    for (;;) {
      // At a given pace a call is late from the instant at which it was due.
      let due = performance.now();
      if (order.callsPerSecond) {
        due = begin + (started++ * 1000) / order.callsPerSecond;
        if (due > performance.now()) await pause(due - performance.now());
      }
      if (due >= until) return;
      const good = await call().catch(() => false);
      const end = performance.now();
      if (end < from || end > until) continue;
      if (good) latencies.push(end - due);
      else failed++;
    }
  };
  await Promise.all(Array.from({ length: order.concurrency }, worker));
  await close();
  latencies.sort((a, b) => a - b);
  const at = (share: number) => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? NaN;
  const calls = latencies.length;
  return {
    calls,
    failed,
    callsPerSecond: (calls * 1000) / order.durationMs,
    p50Ms: at(0.5),
    p95Ms: at(0.95),
    p99Ms: at(0.99),
  };
}

process.on('message', (order: LoadOrder) => {
  load(order).then(
    (result) => process.send?.({ result }),
    (error: unknown) => process.send?.({ error: String(error) }),
  );
});
process.once('disconnect', () => process.exit(0));
process.once('SIGTERM', () => process.exit(0));
process.send?.({ ready: true });
