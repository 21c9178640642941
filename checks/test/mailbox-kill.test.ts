// SPDX-License-Identifier: Apache-2.0
/** The hub is killed again and again while a sender, a reader and an uploader go on: nothing is lost, nothing done twice. */
import { hash, randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { patient } from '@stoa/kernel/testing';
import { expect, test } from 'vitest';
import { thorough } from '../src/thorough.ts';
import { answers, asks, insist, startKillableHub } from './mailbox/killable-hub.ts';

const type = 'urn:xm:kill:1.0#Request';
const { connect, killWhile, sql } = await startKillableHub();
const [sender, provider] = [await connect(asks), await connect(answers)];

test('whatever the moment at which the hub is killed, each message is stored, delivered and answered once', {
  timeout: patient(180_000),
}, async () => {
  const count = thorough ? 90 : 30;
  const file = randomBytes(1_500_000);
  const digest = `sha-256=:${hash('sha256', file, 'base64')}:`;
  const sent: string[] = [];
  const sending = (async () => {
    for (let index = 0; index < count; index += 1) {
      const messageId = randomUUID();
      const id = randomUUID();
      const attached = index % (count / 3) === 0;
      if (attached) await insist(() => sender.client.uploadAttachment({ id, digest }, new Blob([file])));
      const attachments = [{ id, digest, mimeType: 'application/pdf', name: 'a.pdf' }];
      const message = { messageId, type, content: { index }, ...(attached ? { attachments } : {}) };
      await insist(() => sender.client.sendRequest(message));
      sent.push(messageId);
    }
  })();
  const answerIds = new Map<string, string>();
  const answering = (async () => {
    while (answerIds.size < count) {
      const message = await insist(() => provider.client.nextRequest({ leaseSeconds: 10 }));
      if (!message) {
        await wait(20);
        continue;
      }
      const messageId = answerIds.get(message.messageId) ?? randomUUID();
      answerIds.set(message.messageId, messageId);
      await insist(() => provider.client.sendResponse({ messageId, to: message.replyTo, content: message.content }));
      await insist(() => provider.client.acknowledge(message.messageId));
    }
  })();
  const answered = new Map<string, string>();
  const collecting = (async () => {
    while (answered.size < count) {
      const message = await insist(() => sender.client.nextResponse({ leaseSeconds: 10 }));
      if (!message) {
        await wait(20);
        continue;
      }
      answered.set(message.requestId, message.messageId);
      await insist(() => sender.client.acknowledge(message.messageId));
    }
  })();
  expect(await killWhile(Promise.all([sending, answering, collecting]))).toBeGreaterThan(2);
  expect([...answered.keys()].sort()).toEqual([...sent].sort());
  const { rows } = await sql.query<{ requests: number; responses: number; delivered: number; files: number }>(
    `select (select count(*)::int from exchange.mailbox_request) as requests,
       (select count(*)::int from exchange.mailbox_response) as responses,
       (select count(*)::int from exchange.mailbox_request where state = 'messageIsDelivered') as delivered,
       (select count(*)::int from exchange.mailbox_attachment where message_id is not null) as files`,
  );
  expect(rows[0]).toEqual({ requests: count, responses: count, delivered: count, files: 3 });
  const log = await sql.query<{ message_id: string }>(
    `select message_id from exchange.message where direction = 'request' and target = $1 group by message_id having count(*) > 1`,
    [type],
  );
  expect(log.rows).toEqual([]);
});
