// SPDX-License-Identifier: Apache-2.0
/** Letters from one ministry to another over a real exchange, against bare messages with the same attachment over the same connectors. */
import { hash, randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import * as letters from '@stoa/correspondence/contract';
import * as papers from '@stoa/documents/contract';
import * as hub from '@stoa/exchange/contract';
import { newId, type Platform, startPlatform } from '@stoa/kernel';
import type { InputOf, Operation, OutputOf, Principal } from '@stoa/kernel/contract';
import { modules } from '@stoa/server/src/modules.ts';
import pg from 'pg';
import { type Measurement, measurement } from './measurement.ts';
import type { Workplace } from './workplace.ts';

const [from, to] = ['XM-LABOUR-MINISTRY', 'XM-INTERIOR-MINISTRY'] as const;
const subsystems = { [from]: 'XM/GOV/1001/CHANCERY', [to]: 'XM/GOV/1003/CHANCERY' } as const;
const count = Number(process.env.STOA_BENCH_DELIVERIES || 300);
const system = { kind: 'system' } as const;
const file = Buffer.from(`A letter of two pages.\n${'x'.repeat(8_000)}\n`);

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

interface Ministries {
  readonly platform: Platform;
  call<Op extends Operation>(operation: Op, input: InputOf<Op>, principal?: Principal): Promise<OutputOf<Op>>;
  client(id: typeof from | typeof to): hub.ConnectorClient;
}

async function startMinistries(place: Workplace): Promise<Ministries> {
  const token = randomUUID();
  const ports = { [from]: await freePort(), [to]: await freePort() };
  const url = (id: typeof from | typeof to) => `http://127.0.0.1:${ports[id]}`;
  const ids = [from, to] as const;
  const names = ['correspondence', 'documents', 'signing', 'organisations', 'identity', 'exchange'];
  const platform = await startPlatform({
    config: place.config({
      STOA_HUB_PORT: '0',
      STOA_CHANCERY_CONNECTORS: JSON.stringify(Object.fromEntries(ids.map((id) => [id, { url: url(id), token }]))),
    }),
    modules: modules.filter(({ name }) => names.includes(name)),
    databaseUrl: place.databaseUrl,
    log: place.log,
  });
  place.atEnd(() => platform.close());
  const call: Ministries['call'] = (operation, input, principal = system) =>
    platform.call(operation, input, { principal });
  const name = { en: 'Bench' };
  for (const id of ids) await call(hub.registerSubsystem, { id: subsystems[id], name, memberName: name });
  for (const id of ids) {
    const target = letters.messageType(id);
    const schemas = { requestSchema: letters.Message, responseSchema: letters.Answer };
    await call(hub.publishInformationType, { id: target, providerId: subsystems[id], name, ...schemas });
    const other = id === from ? to : from;
    await call(hub.grantRight, { consumerId: subsystems[other], target, purpose: 'Correspondence' });
  }
  for (const id of ids) {
    const { token: enrolmentToken } = await call(hub.allowEnrolment, { subsystemId: subsystems[id] });
    const settings = {
      ...{ subsystem: subsystems[id], port: ports[id], systems: { own: { token } }, enrolmentToken },
      ...{ platformUrl: platform.url, dataDir: join(place.folder, id) },
    };
    const path = join(place.folder, `${id}.yaml`);
    await writeFile(path, JSON.stringify([settings]));
    await place.run(id, ['../apps/connector/src/main.ts', path]);
    await call(letters.setAdmission, { institutionId: id, admitted: true }, { kind: 'service', id: 'practice' });
  }
  return { platform, call, client: (id) => hub.connectorClient(url(id), subsystems[id], token) };
}

export async function benchDeliveries(place: Workplace): Promise<Measurement> {
  const world = await startMinistries(place);
  const sql = new pg.Pool({ connectionString: place.databaseUrl, max: 2 });
  place.atEnd(() => sql.end());
  const bare = await bareMessages(world, Math.min(count, 100));
  const clerk: Principal = {
    ...{ kind: 'person', id: newId(), name: 'Clara Clerk', assurance: 3, authenticatedAt: new Date().toISOString() },
    duties: [{ code: papers.duties.clerk, organisationId: from }],
  };
  const ids: string[] = [];
  for (let n = 0; n < count; n += 1) ids.push(await signedLetter(world, clerk, n));
  const began = performance.now();
  for (const documentId of ids) await world.call(letters.sendDocument, { documentId }, clerk);
  for (;;) {
    const { rows } = await sql.query<{ n: number }>(
      `select count(*)::int as n from correspondence.copy where state = 'delivered'`,
    );
    if (rows[0]?.n === count) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const perSecond = (count * 1000) / (performance.now() - began);
  return measurement('documents', `letters delivered to another ministry, ${count}`, perSecond, 'letters/s', {}, bare);
}

async function signedLetter({ call }: Ministries, clerk: Principal, n: number): Promise<string> {
  const correspondents = [{ organisationId: to, name: 'Ministry of the Interior' }];
  const { id } = await call(
    papers.createDocument,
    { institutionId: from, kind: 'outgoing', subject: `On matter ${n}`, correspondents },
    clerk,
  );
  await call(papers.addFile, { id, name: 'letter.txt', content: file.toString('base64'), role: 'main' }, clerk);
  const work = { kind: 'service', id: 'execution' } as const;
  await call(papers.moveDocument, { id, to: 'signed', what: 'signed', key: 'signed' }, work);
  await call(papers.registerDocument, { id }, clerk);
  return id;
}

/** One after the other: attachment up, request, taken, answered, acknowledged at both ends. */
async function bareMessages({ client }: Ministries, most: number): Promise<{ name: string; value: number }> {
  const [sender, addressee] = [client(from), client(to)];
  const digest = `sha-256=:${hash('sha256', file, 'base64')}:`;
  const type = letters.messageType(to);
  const content = { recall: { envelopeId: newId(), reason: 'A measurement' } };
  const began = performance.now();
  for (let n = 0; n < most; n += 1) {
    const id = randomUUID();
    await sender.uploadAttachment({ id, digest }, new Blob([file]));
    const attachments = [{ id, digest, mimeType: 'text/plain', name: 'letter.txt' }];
    await sender.sendRequest({ messageId: randomUUID(), type, content, attachments });
    // The chancery at the other end reads the same mailbox every two seconds: either of them answers.
    const message = await addressee.nextRequest(type);
    if (!message) continue;
    for await (const _ of await addressee.downloadAttachment(id));
    const answer = { messageId: randomUUID(), to: message.replyTo, content: { taken: true } };
    await addressee.sendResponse(answer);
    await addressee.acknowledge(message.messageId);
    const response = await sender.nextResponse();
    if (response) await sender.acknowledge(response.messageId);
  }
  return { name: 'bare messages', value: (most * 1000) / (performance.now() - began) };
}
