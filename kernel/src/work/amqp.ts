// SPDX-License-Identifier: Apache-2.0
/** RabbitMQ between processes: a topic exchange, one quorum queue a module, publisher confirms. Never the record. */
import { Connection, ConsumerStatus } from 'rabbitmq-client';
import type { Log } from '../log.ts';
import type { CloudEvent } from './cloud-event.ts';
import type { Publish } from './relay.ts';

export interface Broker {
  readonly publish: Publish;
  /** Hands each arriving event to `receive` and acknowledges once that has stored it. */
  consume(module: string, types: readonly string[], receive: (event: CloudEvent) => Promise<void>): Promise<void>;
  ready(): boolean;
  close(): Promise<void>;
}

export function connectBroker(url: string, circuit: string, log: Log): Broker {
  const exchange = `stoa.${circuit}`;
  const exchanges = [{ exchange, type: 'topic', durable: true }];
  const connection = new Connection({ url, connectionName: 'stoa', retryLow: 250, retryHigh: 5000 });
  connection.on('error', (err) => log.warn({ err }, 'RabbitMQ is away; events wait in the outbox'));
  const publisher = connection.createPublisher({ confirm: true, maxAttempts: 1, exchanges });
  const consumers: { close(): Promise<void> }[] = [];
  return {
    publish: async (events) => {
      const send = events.map((event) =>
        publisher.send(
          {
            exchange,
            routingKey: event.type,
            durable: true,
            messageId: event.id,
            contentType: 'application/cloudevents+json',
          },
          event,
        ),
      );
      await Promise.race([Promise.all(send), timeout(10_000, 'RabbitMQ did not confirm in time')]);
    },
    consume: async (module, types, receive) => {
      const queue = `${exchange}.${module}`;
      const consumer = connection.createConsumer(
        {
          queue,
          qos: { prefetchCount: 100 },
          queueOptions: { durable: true, arguments: { 'x-queue-type': 'quorum' } },
          exchanges,
          queueBindings: types.map((routingKey) => ({ exchange, routingKey })),
        },
        async (message) => {
          const body: unknown = Buffer.isBuffer(message.body) ? JSON.parse(message.body.toString()) : message.body;
          await receive(body as CloudEvent);
          return ConsumerStatus.ACK;
        },
      );
      consumer.on('error', (err) => log.warn({ err, queue }, 'an event could not be stored; the broker keeps it'));
      consumers.push(consumer);
      // Bindings must stand before the first event is published, or the exchange drops what nobody is bound to.
      await new Promise<void>((resolve) => consumer.once('ready', () => resolve()));
    },
    ready: () => connection.ready,
    close: async () => {
      await Promise.all(consumers.map((consumer) => consumer.close()));
      await publisher.close();
      await connection.close();
    },
  };
}

const timeout = (ms: number, message: string) =>
  new Promise<never>((_, reject) => setTimeout(() => reject(new Error(message)), ms).unref());
