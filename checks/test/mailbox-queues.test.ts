// SPDX-License-Identifier: Apache-2.0
/** Two departments that know only their own broker's queues: what one publishes the other consumes, over a real hub. */
import { randomUUID } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Connector, type ConnectorSettings, startConnector } from '@stoa/connector';
import exchange from '@stoa/exchange';
import * as contract from '@stoa/exchange/contract';
import { createLog } from '@stoa/kernel';
import { benchWith, eventually, patient } from '@stoa/kernel/testing';
import { type AsyncMessage, Connection } from 'rabbitmq-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RabbitMq, rabbitMqInstalled, startRabbitMq } from '../src/rabbitmq.ts';

const system = { kind: 'system' } as const;
const name = { en: 'Test' };
const [asks, answers] = ['XM/GOV/1/ASKS', 'XM/GOV/2/ANSWERS'];
const type = 'urn:xm:queues:1.0#Request';
const patienceMs = patient(60_000);

describe.skipIf(!rabbitMqInstalled())('the mailbox over AMQP', () => {
  let broker: RabbitMq;
  let b: Awaited<ReturnType<typeof benchWith>>;
  let department: Connection;
  const running = new Map<string, Connector>();
  const settings = new Map<string, ConnectorSettings>();
  const arrived: AsyncMessage[] = [];
  const consumers: { close(): Promise<void> }[] = [];

  const start = async (subsystem: string) => {
    const of = settings.get(subsystem);
    if (of) running.set(subsystem, await startConnector(of, createLog('silent', 'test')));
  };
  const stop = async (subsystem: string) => {
    await running.get(subsystem)?.close();
    running.delete(subsystem);
  };
  const queue = (subsystem: string, end: string) => `dept.${subsystem.replaceAll('/', '.')}.${end}`;

  beforeAll(async () => {
    broker = await startRabbitMq();
    b = await benchWith({ STOA_HUB_PORT: '0' }, exchange);
    b.clock.follow();
    for (const id of [asks, answers]) {
      await b.call(contract.registerSubsystem, { id, name, memberName: name }, system);
      const { token } = await b.call(contract.allowEnrolment, { subsystemId: id }, system);
      settings.set(id, {
        subsystem: id,
        port: 0,
        anybodyOnThisMachine: 'may speak for the department',
        platformUrl: b.platform.url,
        dataDir: await mkdtemp(join(tmpdir(), 'stoa-connector-')),
        enrolmentToken: token,
        amqp: { url: broker.url, prefix: 'dept' },
      });
    }
    const schemas = { requestSchema: { type: 'object' }, responseSchema: {} };
    await b.call(contract.publishInformationType, { id: type, providerId: answers, name, ...schemas }, system);
    await b.call(contract.grantRight, { consumerId: asks, target: type, purpose: 'Testing' }, system);
    await start(asks);
    await start(answers);
    // Tries again every second: a broker may take longer to start than the client's own steps let a send wait.
    department = new Connection({ url: broker.url, retryLow: 250, retryHigh: 1000, acquireTimeout: patienceMs });
    department.on('error', () => undefined);
    for (const of of [queue(asks, 'in'), queue(answers, 'in'), queue(asks, 'refused')]) {
      const options = { durable: true, arguments: { 'x-queue-type': 'quorum' } } as const;
      const consumer = department.createConsumer(
        { queue: of, queueOptions: options },
        (message) => void arrived.push(message),
      );
      consumers.push(consumer.on('error', () => undefined));
    }
  });

  afterAll(async () => {
    await Promise.all([...running.keys()].map(stop));
    await Promise.all(consumers.map((consumer) => consumer.close()));
    await department?.close();
    await broker?.stop();
  });

  const publish = async (subsystem: string, kind: string, messageId: string, body: unknown) => {
    const publisher = department.createPublisher({ confirm: true });
    await publisher.send({ routingKey: queue(subsystem, 'out'), durable: true, messageId, type: kind }, body);
    await publisher.close();
  };
  const arrival = (fits: (message: AsyncMessage) => boolean) =>
    eventually(() => arrived.find(fits) ?? Promise.reject(new Error('nothing arrived yet')), patienceMs);
  const requestBody = (snils = '1') => ({ type, content: { snils } });

  test('a request and its answer travel from queue to queue under their own ids', async () => {
    const id = randomUUID();
    await publish(asks, 'request', id, requestBody());
    const request = await arrival((message) => message.messageId === id);
    expect(request).toMatchObject({ type: 'request', durable: true, body: { from: asks, content: { snils: '1' } } });
    const answerId = randomUUID();
    await publish(answers, 'response', answerId, { to: request.body.replyTo, content: { clear: true } });
    expect(await arrival((message) => message.messageId === answerId)).toMatchObject({
      type: 'response',
      body: { requestId: id, content: { clear: true } },
    });
    await eventually(async () => {
      const [row] = await b.sql('select state from mailbox_request where message_id = $1', [id]);
      expect(row).toEqual({ state: 'messageIsDelivered' });
    }, patienceMs);
  });

  test('a message the hub refuses is set aside with the reason, whatever it is', async () => {
    const cases = [
      ['exchange.type-unknown', { ...requestBody(), type: 'urn:none#x' }],
      ['exchange.message-invalid', 'no JSON object'],
      ['exchange.content-invalid', { type, content: 'text' }],
    ] as const;
    for (const [code, body] of cases) {
      const id = randomUUID();
      await publish(asks, 'request', id, body);
      expect(await arrival((message) => message.messageId === id)).toMatchObject({ type: 'refusal', body: { code } });
    }
  });

  test('what is published while connectors and broker come and go arrives; the hub stores each message once', {
    timeout: patient(240_000),
  }, async () => {
    const ids = Array.from({ length: 30 }, (): string => randomUUID());
    const send = async (some: readonly string[]) => {
      for (const id of some) await publish(asks, 'request', id, requestBody(id));
    };
    await stop(asks);
    await send(ids.slice(0, 10));
    await start(asks);
    await stop(answers);
    await send(ids.slice(10, 20));
    // A department that did not see its confirm publishes again.
    await send(ids.slice(5, 12));
    await broker.restart('SIGTERM');
    await start(answers);
    await send(ids.slice(20));
    await eventually(() => {
      const seen = new Set(arrived.map((message) => message.messageId));
      expect(ids.filter((id) => !seen.has(id))).toEqual([]);
    }, patient(120_000));
    const stored = await b.sql('select 1 from mailbox_request where message_id = any($1::uuid[])', [ids]);
    expect(stored).toHaveLength(ids.length);
    expect(arrived.filter((message) => message.type === 'refusal' && ids.includes(String(message.messageId)))).toEqual(
      [],
    );
  });

  test('a message that reached the broker and not its acknowledgement comes again under the same id', async () => {
    const id = randomUUID();
    await stop(answers);
    await publish(asks, 'request', id, requestBody());
    await eventually(async () => {
      expect(await b.sql('select 1 from mailbox_request where message_id = $1', [id])).toHaveLength(1);
    }, patienceMs);
    await b.sql(
      `update mailbox_request set leased_until = sent_at - interval '1 minute', state = 'requestIsProcessed' where message_id = $1`,
      [id],
    );
    await start(answers);
    await arrival((message) => message.messageId === id);
    await eventually(async () => {
      const [row] = await b.sql('select state from mailbox_request where message_id = $1', [id]);
      expect(row).toEqual({ state: 'underProcessing' });
    }, patienceMs);
  });
});
