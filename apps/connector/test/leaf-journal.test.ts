// SPDX-License-Identifier: Apache-2.0
/** A connector that was killed signs, when it starts again, for what it had sent and signed no root over. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { appendFile, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '@stoa/kernel/testing';
import { afterAll, expect, test, vi } from 'vitest';
import { connectorClient, listMessages } from '@stoa/exchange/contract';
import { startConnector } from '../src/index.ts';
import { openLeafJournal } from '../src/leaf-journal.ts';
import { HubLink } from '../src/hub-link.ts';
import { signerDirectory } from '../src/signers.ts';
import { consumerId, directClient, log, providerId, startExchangeWorld } from './fixture.ts';

const { b, consumer, logged } = await startExchangeWorld();
const children: ChildProcess[] = [];
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
});

test('what a killed connector sent in its last moment is proven once it runs again', async () => {
  await consumer.connector.close();
  const { settings } = consumer;
  const file = join(settings.dataDir, 'connectors.yaml');
  await writeFile(file, JSON.stringify([settings]));
  const program = join(import.meta.dirname, '../src/main.ts');
  const child = spawn(process.execPath, [program, file], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const [{ url }] = (JSON.parse(line.toString()) as { connectors: [{ url: string }] }).connectors;
  const client = connectorClient(url, consumerId);
  const { messageId: early } = await client.call(`${providerId}/persons`, '/1');
  expect((await logged(early)).map((m) => m.signature)).toEqual(['valid', 'valid']);
  // Just after a root, so that the next one is most of a second away.
  const { messageId } = await client.call(`${providerId}/persons`, '/2');
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
  const files = () => readdir(join(settings.dataDir, 'sessions'));
  // One, or two where it was killed before the hub's answer to the root over the first message took that file away.
  const left = await files();
  expect(left).not.toEqual([]);
  const auditor = b.person({ duties: ['audit.auditor'] });
  const states = async () => (await b.call(listMessages, { messageId }, auditor)).items.map((m) => m.signature);
  // The hub closes the session when its roots stay away.
  b.clock.advance({ seconds: 30 });
  await eventually(async () => expect(await states()).toEqual(['unproven', 'valid']));
  const again = await startConnector(settings, log);
  await eventually(async () => expect(await states()).toEqual(['valid', 'valid']));
  await eventually(async () => expect((await files()).filter((name) => left.includes(name))).toEqual([]));
  await again.close();
  expect(await files()).toEqual([]);
});

test('when a session is given up, its files stay until a hub has answered for each of its roots', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'stoa-leaves-'));
  const { credentials } = await directClient(consumer.settings, b.clock);
  const findSigner = signerDirectory(credentials.authority, async (keyId) => {
    const answer = await link.request('GET', `/directory/certificates/${keyId}`, {}, undefined, 5000);
    return answer.body;
  });
  const journal = await openLeafJournal(folder, log);
  const link = new HubLink(credentials.hubUrl, randomUUID(), credentials, findSigner, log, journal);
  const { id, sent } = await link.session();
  const answers = [
    { status: 400, headers: { 'x-road-error': 'client.session_unknown' }, body: Buffer.alloc(0) },
    { status: 503, headers: { 'x-road-error': 'server.kernel.database-away' }, body: Buffer.alloc(0) },
  ];
  const request = vi
    .spyOn(link, 'request')
    .mockImplementation(async () => answers.shift() ?? expect.fail('asked again'));
  sent.signer.signed?.(Buffer.from('a message'), '0');
  await eventually(() => expect(answers).toEqual([]));
  expect(link.known(id)).toBeUndefined();
  const { left } = await openLeafJournal(folder, log);
  expect(left.map(({ first, leaves }) => [first, leaves.length])).toEqual([[0, 1]]);
  request.mockRestore();
  await link.close();
});

test('files are kept until the hub has the root over them, and half a leaf is none', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'stoa-leaves-'));
  const files = () => readdir(join(folder, 'sessions'));
  const sessionId = randomUUID();
  const leaves = [randomBytes(32), randomBytes(32), randomBytes(32)] as const;
  const journal = (await openLeafJournal(folder, log)).begin(sessionId);
  journal.append(leaves[0]);
  journal.append(leaves[1]);
  journal.cut(2);
  journal.append(leaves[2]);
  await appendFile(join(folder, 'sessions', `${sessionId}.2`), 'half');
  await writeFile(join(folder, 'sessions', 'something else'), '');
  const { left } = await openLeafJournal(folder, log);
  expect(left.map(({ first, leaves: kept }) => [first, kept])).toEqual([
    [0, [leaves[0], leaves[1]]],
    [2, [leaves[2]]],
  ]);
  await journal.taken();
  expect(await files()).toEqual([`${sessionId}.2`, 'something else']);
  await left[1]?.taken();
  await journal.end();
  expect(await files()).toEqual(['something else']);
});

test('a folder that cannot be written is complained of, and messages go on', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'stoa-leaves-'));
  const { begin } = await openLeafJournal(folder, log);
  await rm(join(folder, 'sessions'), { recursive: true });
  await mkdir(folder, { recursive: true });
  const journal = begin(randomUUID());
  journal.append(randomBytes(32));
  journal.cut(1);
  await journal.end();
  expect(await readdir(folder)).toEqual([]);
});
