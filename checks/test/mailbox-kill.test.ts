// SPDX-License-Identifier: Apache-2.0
/** The hub is killed again and again while a sender, a reader and an uploader go on: nothing is lost, nothing done twice. */
import { type ChildProcess, spawn } from 'node:child_process';
import { hash, randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startConnector } from '@stoa/connector';
import { connectorClient } from '@stoa/exchange/contract';
import { createLog } from '@stoa/kernel';
import pg from 'pg';
import { afterAll, expect, test } from 'vitest';

const [asks, answers] = ['XM/GOV/1/ASKS', 'XM/GOV/2/ANSWERS'];
const type = 'urn:xm:kill:1.0#Request';
const circuit = `k${randomBytes(5).toString('hex')}`;
const folder = await mkdtemp(join(tmpdir(), 'stoa-kill-'));
const serverUrl = process.env.STOA_TEST_DATABASE_URL ?? '';
const admin = new pg.Client({ connectionString: serverUrl });
await admin.connect();
await admin.query(`create database ${circuit}`);
const databaseUrl = Object.assign(new URL(serverUrl), { pathname: `/${circuit}` }).href;
const sql = new pg.Client({ connectionString: databaseUrl });
await sql.connect();

const freePort = async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return String(typeof address === 'object' && address ? address.port : 0);
};
const ports = [await freePort(), await freePort()];
let hub: ChildProcess | undefined;

async function startHub(): Promise<{ url: string; tokens: Record<string, string> }> {
  const program = fileURLToPath(new URL('./mailbox/hub.ts', import.meta.url));
  const child = spawn(process.execPath, [program, folder, databaseUrl, circuit, ...ports], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  hub = child;
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return JSON.parse(line) as { url: string; tokens: Record<string, string> };
}
async function killHub(): Promise<void> {
  if (!hub || hub.exitCode !== null) return;
  const ended = once(hub, 'exit');
  hub.kill('SIGKILL');
  await ended;
}

const { url, tokens } = await startHub();
const connect = async (subsystem: string) => {
  const dataDir = await mkdtemp(join(folder, 'connector-'));
  const settings = { subsystem, port: 0, platformUrl: url, dataDir, enrolmentToken: tokens[subsystem] ?? '' };
  const connector = await startConnector(settings, createLog('silent', 'test'));
  return { connector, client: connectorClient(connector.url, subsystem) };
};
const [sender, provider] = [await connect(asks), await connect(answers)];

afterAll(async () => {
  await killHub();
  await Promise.all([sender.connector.close(), provider.connector.close()]);
  await sql.end();
  await admin.query(`drop database ${circuit} with (force)`);
  await admin.query(`drop role if exists stoa_${circuit}_exchange`);
  await admin.end();
  await rm(folder, { recursive: true, force: true });
});

/** Repeats until it succeeds, as every client of a mailbox must. */
async function insist<R>(work: () => Promise<R>): Promise<R> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      const { code = '' } = error as { code?: string };
      if (code.startsWith('exchange.') && !code.includes('unreachable')) throw error;
      await wait(20);
    }
  }
}

test('whatever the moment at which the hub is killed, each message is stored, delivered and answered once', {
  timeout: 180_000,
}, async () => {
  const count = 150;
  const file = randomBytes(1_500_000);
  const digest = `sha-256=:${hash('sha256', file, 'base64')}:`;
  const sent: string[] = [];
  let done = false;
  const killing = (async () => {
    let kills = 0;
    while (!done) {
      await wait(300 + Math.random() * 700);
      await killHub();
      await startHub();
      kills += 1;
    }
    return kills;
  })();
  const sending = (async () => {
    for (let index = 0; index < count; index += 1) {
      const messageId = randomUUID();
      const id = randomUUID();
      const attached = index % 30 === 0;
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
  await Promise.all([sending, answering, collecting]);
  done = true;
  expect(await killing).toBeGreaterThan(2);
  expect([...answered.keys()].sort()).toEqual([...sent].sort());
  const { rows } = await sql.query<{ requests: number; responses: number; delivered: number; files: number }>(
    `select (select count(*)::int from exchange.mailbox_request) as requests,
       (select count(*)::int from exchange.mailbox_response) as responses,
       (select count(*)::int from exchange.mailbox_request where state = 'messageIsDelivered') as delivered,
       (select count(*)::int from exchange.mailbox_attachment where message_id is not null) as files`,
  );
  expect(rows[0]).toEqual({ requests: count, responses: count, delivered: count, files: 5 });
  const log = await sql.query<{ message_id: string }>(
    `select message_id from exchange.message where direction = 'request' and target = $1 group by message_id having count(*) > 1`,
    [type],
  );
  expect(log.rows).toEqual([]);
});
