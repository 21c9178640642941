// SPDX-License-Identifier: Apache-2.0
/**
 * The mailbox as queues of the department's own broker. `<prefix>.<subsystem>.out` takes what the department sends,
 * `….in` gets what is sent to it, `….refused` what the hub would not take. A message leaves one side only after the
 * other has stored it, and keeps its id: the hub recognises what comes twice, the department can by the same id.
 */
import { setTimeout as wait } from 'node:timers/promises';
import type { DeliveredMessage, DeliveredResponse, MailboxRequest, MailboxResponse } from '@stoa/exchange/contract';
import { describeError, type Log } from '@stoa/kernel';
import { type AsyncMessage, Connection, ConsumerStatus } from 'rabbitmq-client';
import { type HubMailbox, isFinal } from './hub-mailbox.ts';

export interface AmqpSettings {
  readonly url: string;
  readonly prefix?: string;
}

export interface AmqpBridge {
  close(): Promise<void>;
}

/** Short, so that a stop need not wait for long. */
const waitSeconds = 2;
const pollMs = 50;
const retryMs = [250, 1000, 4000, 15_000];
const leaseSeconds = 120;
/** Messages under way between hub and broker, each way. */
const atOnce = 20;

/** `stoa.XM.GOV.1001.LABOUR.out` */
const queueOf = (prefix: string, subsystem: string, end: 'in' | 'out' | 'refused') =>
  `${prefix}.${subsystem.replaceAll('/', '.')}.${end}`;

export function startAmqpBridge(
  { url, prefix = 'stoa' }: AmqpSettings,
  subsystem: string,
  mailbox: HubMailbox,
  log: Log,
): AmqpBridge {
  const stopping = new AbortController();
  const stopped = () => stopping.signal.aborted;
  const queues = { durable: true, arguments: { 'x-queue-type': 'quorum' } } as const;
  const [inward, outward, refused] = (['in', 'out', 'refused'] as const).map((end) =>
    queueOf(prefix, subsystem, end),
  ) as [string, string, string];
  const connection = new Connection({ url, connectionName: `stoa ${subsystem}`, retryLow: 250, retryHigh: 5000 });
  connection.on('error', (err) => log.warn({ err: describeError(err), subsystem }, 'the broker of the queues is away'));
  const publisher = connection.createPublisher({
    confirm: true,
    maxAttempts: 1,
    queues: [inward, refused].map((queue) => ({ queue, ...queues })),
  });
  /** Ids that the broker gave back since their queue was gone: a confirm alone does not mean that they are kept. */
  const returned = new Set<string>();
  publisher.on('basic.return', (message) => returned.add(String(message.messageId)));

  /**
   * Tries until it succeeds or is refused for good; undefined when the bridge stops before. Once is tried in any case:
   * a message at hand is not left to wait for the end of its lease because the connector stops.
   */
  async function untilDone<R>(what: string, work: () => Promise<R>): Promise<R | undefined> {
    for (let attempt = 0; attempt === 0 || !stopped(); attempt++) {
      try {
        return await work();
      } catch (error) {
        if (isFinal(error)) throw error;
        log.warn({ err: describeError(error), subsystem }, `${what} failed; trying again`);
        await wait(retryMs[Math.min(attempt, retryMs.length - 1)], undefined, stopping).catch(() => undefined);
      }
    }
    return undefined;
  }

  async function publish(queue: string, type: string, messageId: string, body: unknown): Promise<void> {
    returned.delete(messageId);
    await publisher.send({ routingKey: queue, durable: true, mandatory: true, messageId, type }, body);
    if (returned.delete(messageId)) throw new Error(`there is no queue ${queue}`);
  }

  /** From the department to the hub. */
  async function forward(message: AsyncMessage): Promise<ConsumerStatus> {
    const messageId = String(message.messageId ?? '');
    try {
      const body = { ...readBody(message.body), messageId };
      const done = await untilDone('handing a message to the hub', () =>
        message.type === 'response'
          ? mailbox.sendResponse(body as MailboxResponse)
          : mailbox.sendRequest(body as MailboxRequest),
      );
      return done ? ConsumerStatus.ACK : ConsumerStatus.REQUEUE;
    } catch (error) {
      if (!isFinal(error)) throw error;
      const { code, message: detail } = error;
      const problem = { code, detail, type: message.type, message: String(message.body).slice(0, 100_000) };
      if (typeof message.body === 'object' && !Buffer.isBuffer(message.body)) problem.message = message.body;
      await untilDone('setting a refused message aside', () => publish(refused, 'refusal', messageId, problem));
      return stopped() ? ConsumerStatus.REQUEUE : ConsumerStatus.ACK;
    }
  }

  /** From the hub to the department: kept by the broker first, then acknowledged. */
  async function fetchAll(
    type: 'request' | 'response',
    next: () => Promise<readonly (DeliveredMessage | DeliveredResponse)[]>,
  ): Promise<void> {
    while (!stopped()) {
      const messages = (await untilDone('asking the hub for messages', next).catch(() => undefined)) ?? [];
      if (messages.length === 0) await wait(pollMs, undefined, stopping).catch(() => undefined);
      else await handOver(type, messages);
    }
  }

  async function handOver(
    type: 'request' | 'response',
    messages: readonly (DeliveredMessage | DeliveredResponse)[],
  ): Promise<void> {
    const kept = await Promise.all(
      messages.map((message) =>
        untilDone('handing a message to the broker', async () => {
          await publish(inward, type, message.messageId, message);
          return { messageId: message.messageId };
        }),
      ),
    );
    const acknowledged = kept.filter((one) => one !== undefined);
    const outcomes = await untilDone('acknowledging messages', async () => {
      const told = await mailbox.acknowledgeAll(acknowledged);
      if (told.some(({ problem }) => problem && problem.status >= 500)) throw new Error('the hub could not store all');
      return told;
    });
    for (const [n, { problem }] of (outcomes ?? []).entries())
      if (problem)
        log.warn(
          { code: problem.code, messageId: acknowledged[n]?.messageId },
          'a message that was handed over is unknown to the hub',
        );
  }

  const consumer = connection.createConsumer(
    { queue: outward, qos: { prefetchCount: atOnce }, queueOptions: queues },
    forward,
  );
  consumer.on('error', (err) => log.warn({ err: describeError(err), subsystem }, 'a queue could not be read'));
  const fetching = [
    fetchAll('request', () => mailbox.nextRequests({ leaseSeconds, waitSeconds, max: atOnce })),
    fetchAll('response', () => mailbox.nextResponses({ leaseSeconds, waitSeconds, max: atOnce })),
  ];
  return {
    close: async () => {
      stopping.abort();
      await Promise.all(fetching);
      await consumer.close();
      await publisher.close();
      await connection.close();
    },
  };
}

/** What is no JSON object is left to the hub to refuse, as a message without its fields. */
function readBody(body: unknown): object {
  if (!Buffer.isBuffer(body) && typeof body !== 'string') return typeof body === 'object' && body ? body : {};
  try {
    const value: unknown = JSON.parse(body.toString());
    return typeof value === 'object' && value ? value : {};
  } catch {
    return {};
  }
}
