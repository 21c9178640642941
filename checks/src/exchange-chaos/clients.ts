// SPDX-License-Identifier: Apache-2.0
/** People's programs on both sides. Each keeps its own ledger of what it was told, and of nothing else. */
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import {
  type BatchOutcome,
  connectorClient,
  type DeliveredMessage,
  type DeliveredResponse,
  type MailboxResponse,
} from '@stoa/exchange/contract';
import { type AsyncMessage, Connection } from 'rabbitmq-client';
import { patient } from '@stoa/kernel/patience';
import { answers, asks, serviceCode, type } from './names.ts';
import type { World } from './world.ts';

export interface Ledger {
  /** Sync calls that were made, and those of them that were answered 200. */
  readonly called: string[];
  readonly answered: Set<string>;
  /** Bytes of the bodies of calls that no process holds whole. */
  readonly large: Map<string, number>;
  /** Calls that got a fault, by its code; `none` where nobody answered. */
  readonly faults: Map<string, number>;
  slowestMs: number;
  /** Messages the mailbox, or the broker, said it had. */
  readonly sent: Set<string>;
  readonly published: Set<string>;
  /** How many of these were said once more, or handed to the broker behind later ones. */
  repeated: number;
  heldBack: number;
  /** When each message was made, as a number that grows. */
  readonly made: Map<string, number>;
  /** How often the provider was handed a request, and what it carried out: once each, since it knows the ids. */
  readonly handed: Map<string, number>;
  /** Requests that were handed over behind one that was made after them. */
  outOfOrder: number;
  newestHanded: number;
  readonly carriedOut: Set<string>;
  /** Answers that arrived, by request: the ids they had. */
  readonly replies: Map<string, Set<string>>;
}

export const emptyLedger = (): Ledger => ({
  called: [],
  answered: new Set(),
  large: new Map(),
  faults: new Map(),
  slowestMs: 0,
  sent: new Set(),
  published: new Set(),
  repeated: 0,
  heldBack: 0,
  made: new Map(),
  outOfOrder: 0,
  newestHanded: 0,
  handed: new Map(),
  carriedOut: new Set(),
  replies: new Map(),
});

const patienceMs = patient(30_000);
const pauseMs = 20;
/** Messages of one request, where there are several. */
const together = 10;
/** Shares of messages that are said twice, that leave behind later ones, and that a reader takes and forgets. */
const twice = 0.2;
const late = 0.2;
const forgotten = 0.02;
/** Share of calls whose body is stored apart from the log, and its size in bytes. */
const large = 0.05;
const largeBytes = 2_500_000;
/** What a reader forgot comes again after so long. */
const leaseSeconds = 10;

/** A message with an id that was not used before. */
function newMessage(ledger: Ledger, id: number) {
  const messageId = randomUUID();
  ledger.made.set(messageId, ledger.made.size);
  return { messageId, type, content: { id } };
}

/** Works until the signal; then whoever waits for an answer goes on until it is there. */
export function startClients(world: World, ledger: Ledger, until: AbortSignal) {
  const sender = connectorClient(world.asksUrl, asks);
  const going = () => !until.aborted;

  async function call(): Promise<void> {
    const id = randomUUID();
    const began = performance.now();
    ledger.called.push(id);
    let fault = 'none';
    const isLarge = Math.random() < large;
    const body = JSON.stringify({ purpose: 'x'.repeat(isLarge ? largeBytes : 200), id });
    if (isLarge) ledger.large.set(id, body.length);
    try {
      const answer = await fetch(`${world.asksUrl}/r1/${answers}/${serviceCode}/act`, {
        method: 'POST',
        headers: { 'x-road-client': asks, 'x-road-id': id, 'content-type': 'application/json' },
        body,
        signal: AbortSignal.timeout(patienceMs),
      });
      const told = (await answer.json()) as { did?: string };
      fault = told.did === id ? '' : (answer.headers.get('x-road-error') ?? String(answer.status));
    } catch {
      // Killed on the way: the caller does not know.
    }
    ledger.slowestMs = Math.max(ledger.slowestMs, performance.now() - began);
    if (!fault) return void ledger.answered.add(id);
    ledger.faults.set(fault, (ledger.faults.get(fault) ?? 0) + 1);
    await wait(pauseMs * 5);
  }

  /** Repeats, as every sender must, until it is told; some say it twice all the same. */
  async function send(): Promise<void> {
    const message = newMessage(ledger, 1);
    await insist(() => sender.sendRequest(message));
    ledger.sent.add(message.messageId);
    if (Math.random() >= twice) return;
    ledger.repeated++;
    await sender.sendRequest(message).catch(() => undefined);
  }

  /** Several by one request; those that were not stored are sent again. */
  async function sendMany(): Promise<void> {
    let left = Array.from({ length: together }, () => newMessage(ledger, 1));
    while (left.length > 0) {
      const told = await insist(() => sender.sendRequests(left));
      for (const [n, { messageId }] of left.entries()) if (!told[n]?.problem) ledger.sent.add(messageId);
      left = left.filter((_, n) => told[n]?.problem);
      await wait(pauseMs * 5);
    }
  }

  /** Carries out what the request asks for, and makes the answer. */
  function carryOut({ messageId, replyTo }: DeliveredMessage): MailboxResponse {
    ledger.carriedOut.add(messageId);
    // One answer a request, whoever of the provider's readers sends it: its id comes from the request's.
    return { messageId: answerOf(messageId), to: replyTo, content: { done: messageId } };
  }

  /** Counts a request that was handed over, whatever becomes of it. */
  function noteHanded({ messageId }: DeliveredMessage): void {
    const made = ledger.made.get(messageId) ?? 0;
    if (made < ledger.newestHanded) ledger.outOfOrder++;
    ledger.newestHanded = Math.max(ledger.newestHanded, made);
    ledger.handed.set(messageId, (ledger.handed.get(messageId) ?? 0) + 1);
  }

  async function provide(url: string): Promise<void> {
    const provider = connectorClient(url, answers);
    const message = await provider.nextRequest({ type, leaseSeconds }).catch(() => undefined);
    if (!message) return void (await wait(pauseMs));
    noteHanded(message);
    if (Math.random() < forgotten) return;
    const answer = carryOut(message);
    await insist(() => provider.sendResponse(answer));
    await insist(() => provider.acknowledge(message.messageId));
  }

  async function provideMany(url: string): Promise<void> {
    const provider = connectorClient(url, answers);
    const messages = await provider.nextRequests({ type, max: together }).catch(() => []);
    if (messages.length === 0) return void (await wait(pauseMs));
    for (const message of messages) noteHanded(message);
    const made = messages.map(carryOut);
    await insist(async () => storedAll(await provider.sendResponses(made)));
    await insist(async () =>
      storedAll(await provider.acknowledgeAll(messages.map(({ messageId }) => ({ messageId })))),
    );
  }

  const reply = ({ requestId, messageId }: Pick<DeliveredResponse, 'requestId' | 'messageId'>) =>
    ledger.replies.set(requestId, (ledger.replies.get(requestId) ?? new Set()).add(messageId));

  const queues = world.broker && startQueues(world.broker.url, ledger, reply);
  // Answers of messages that went through the broker come through it too: nobody else reads the mailbox then.
  const working = [
    ...Array.from({ length: 6 }, () => repeat(going, call)),
    ...Array.from({ length: 2 }, () => repeat(going, send)),
    repeat(going, sendMany),
    ...(queues ? [repeat(going, queues.publish)] : []),
  ];
  const stopProviding = new AbortController();
  const providing = world.answersUrls.flatMap((url) =>
    [provide, provideMany].map((take) =>
      repeat(
        () => !stopProviding.signal.aborted,
        () => take(url),
      ),
    ),
  );
  const taking = queues ? [] : [repeat(() => !stopProviding.signal.aborted, take)];
  async function take(): Promise<void> {
    const next = await sender.nextResponse().catch(() => undefined);
    if (!next) return void (await wait(pauseMs));
    reply(next);
    await sender.acknowledge(next.messageId).catch(() => undefined);
  }
  const open = () => [...ledger.sent, ...ledger.published].filter((id) => !ledger.replies.has(id));
  return {
    /** Waits for the answers of everything that was taken; answers what is open when none came for that time. */
    finish: async (timeoutMs: number) => {
      await Promise.all(working);
      await queues?.publishHeldBack();
      let left = open().length;
      for (let since = Date.now(); left > 0 && Date.now() - since < timeoutMs; await wait(200)) {
        const now = open().length;
        if (now < left) since = Date.now();
        left = now;
      }
      stopProviding.abort();
      await Promise.all([...providing, ...taking]);
      await queues?.close();
      return open();
    },
  };
}

async function repeat(going: () => boolean, work: () => Promise<unknown>): Promise<void> {
  while (going()) await work();
}

async function insist<R>(work: () => Promise<R>): Promise<R> {
  for (;;) {
    try {
      return await work();
    } catch {
      await wait(pauseMs * 5);
    }
  }
}

function storedAll(outcomes: readonly BatchOutcome[]): void {
  const refused = outcomes.find(({ problem }) => problem)?.problem;
  if (refused) throw new Error(refused.code);
}

/** The request's id with another version, which no other message has. */
const answerOf = (requestId: string) => `${requestId.slice(0, 14)}8${requestId.slice(15)}`;

/** The department that asks, with its own broker: publishes with confirms, consumes what comes. */
function startQueues(url: string, ledger: Ledger, reply: (answer: DeliveredResponse) => void) {
  const queue = (end: string) => `stoa.${asks.replaceAll('/', '.')}.${end}`;
  const connection = new Connection({ url, retryLow: 100, retryHigh: 1000 });
  connection.on('error', () => undefined);
  const publisher = connection.createPublisher({ confirm: true, maxAttempts: 1 });
  const queueOptions = { durable: true, arguments: { 'x-queue-type': 'quorum' } } as const;
  const consumer = connection.createConsumer({ queue: queue('in'), queueOptions }, (message: AsyncMessage) => {
    if (message.type === 'response') reply(message.body as DeliveredResponse);
  });
  consumer.on('error', () => undefined);
  const heldBack: ReturnType<typeof newMessage>[] = [];
  async function publish(body: ReturnType<typeof newMessage>): Promise<void> {
    const { messageId } = body;
    const envelope = { routingKey: queue('out'), durable: true, messageId, type: 'request' };
    await insist(() => publisher.send(envelope, body));
    ledger.published.add(messageId);
    if (Math.random() >= twice) return;
    ledger.repeated++;
    await publisher.send(envelope, body).catch(() => undefined);
  }
  async function publishHeldBack(): Promise<void> {
    for (const one of heldBack.splice(0)) await publish(one);
  }
  return {
    publish: async () => {
      const message = newMessage(ledger, 2);
      if (Math.random() < late) {
        ledger.heldBack++;
        heldBack.push(message);
        return;
      }
      await publish(message);
      await publishHeldBack();
      await wait(pauseMs * 2);
    },
    publishHeldBack,
    close: async () => {
      await consumer.close();
      await publisher.close();
      await connection.close();
    },
  };
}
