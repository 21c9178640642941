// SPDX-License-Identifier: Apache-2.0
/** Two processes' worth of platform that share a real RabbitMQ: what one emits the other handles, once, whatever the broker does. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createLog,
  defineModule,
  emit,
  handle,
  type ModuleDefinition,
  newId,
  on,
  type Platform,
  readConfig,
  startPlatform,
} from '@stoa/kernel';
import { event, operation, Uuid } from '@stoa/kernel/contract';
import pg from 'pg';
import { Connection } from 'rabbitmq-client';
import { Type } from 'typebox';
import { eventually } from '@stoa/kernel/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RabbitMq, rabbitMqInstalled, startRabbitMq } from '../src/rabbitmq.ts';

const noted = event('senders.noted.v1', Type.Object({ noteId: Uuid }));
const note = operation({
  name: 'senders.note',
  method: 'POST',
  path: '/senders/notes',
  summary: 'Note something',
  input: Type.Object({}),
  output: Type.Object({ id: Uuid }),
  permission: 'public',
  audit: 'none',
});
const files = {
  migrations: new URL('./broker/migrations/', import.meta.url),
  policies: new URL('./broker/policies.cedar', import.meta.url),
};
const senders = defineModule({
  name: 'senders',
  contract: { note, noted },
  routes: [
    handle(note, async (tx) => {
      const id = newId();
      await tx.query('insert into note values ($1)', [id]);
      await emit(tx, noted, { noteId: id });
      return { id };
    }),
  ],
  handlers: [],
  ...files,
});
const receivers = defineModule({
  name: 'receivers',
  contract: {},
  routes: [],
  handlers: [on(noted, (tx, { noteId }) => tx.query('insert into note values ($1)', [noteId]))],
  ...files,
});

describe.skipIf(!rabbitMqInstalled())('events between processes over RabbitMQ', () => {
  const circuit = `b${randomBytes(5).toString('hex')}`;
  let broker: RabbitMq;
  let folder: string;
  let admin: pg.Client;
  let sql: pg.Client;
  const platforms: Platform[] = [];

  async function start(databaseUrl: string, name: string): Promise<Platform> {
    const modules: readonly ModuleDefinition[] = [senders, receivers];
    const config = {
      ...readConfig({ STOA_DATA: folder, PORT: '0', STOA_CIRCUIT: circuit, AMQP_URL: broker.url }, []),
      modules: [name],
    };
    const platform = await startPlatform({ config, modules, databaseUrl, log: createLog('fatal', 'test') });
    platforms.push(platform);
    return platform;
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'stoa-broker-'));
    broker = await startRabbitMq();
    const serverUrl = process.env.STOA_TEST_DATABASE_URL ?? '';
    admin = new pg.Client({ connectionString: serverUrl });
    await admin.connect();
    await admin.query(`create database ${circuit}`);
    const databaseUrl = Object.assign(new URL(serverUrl), { pathname: `/${circuit}` }).href;
    await start(databaseUrl, 'receivers');
    await start(databaseUrl, 'senders');
    sql = new pg.Client({ connectionString: databaseUrl });
    await sql.connect();
  });

  afterAll(async () => {
    await Promise.all(platforms.map((platform) => platform.close()));
    await sql?.end();
    await admin?.query(`drop database ${circuit} with (force)`);
    for (const name of ['senders', 'receivers']) await admin?.query(`drop role if exists stoa_${circuit}_${name}`);
    await admin?.end();
    await broker?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const send = async (): Promise<string> => {
    const sender = platforms[1];
    if (!sender) throw new Error('not started');
    return (await sender.call(note, {}, { principal: { kind: 'anonymous' } })).id;
  };
  const received = async (): Promise<string[]> =>
    (await sql.query<{ id: string }>('select id from receivers.note order by id')).rows.map((row) => row.id);
  const arrived = (ids: readonly string[]) =>
    eventually(async () => expect(await received()).toEqual(expect.arrayContaining([...ids])));

  test('an event emitted in one process is handled in the other', async () => {
    await arrived([await send()]);
  });

  test('what is emitted before, while and after the broker is stopped arrives, each event once', async () => {
    const ids: string[] = [];
    for (let i = 0; i < 20; i++) ids.push(await send());
    // Not SIGKILL: RabbitMQ 3.10 may lose the leader of a quorum queue that is only seconds old (rabbitmq-server#10070).
    const restarted = broker.restart('SIGTERM');
    for (let i = 0; i < 20; i++) ids.push(await send());
    await restarted;
    for (let i = 0; i < 20; i++) ids.push(await send());
    await arrived(ids);
    const all = await received();
    expect(new Set(all).size).toBe(all.length);
    expect(await sql.query('select 1 from senders.outbox')).toMatchObject({ rowCount: 0 });
  });

  test('an event delivered again takes effect once', async () => {
    const id = newId();
    const repeated = {
      specversion: '1.0',
      id: newId(),
      type: noted.type,
      source: '/senders',
      time: new Date().toISOString(),
      datacontenttype: 'application/json',
      data: { noteId: id },
    };
    const connection = new Connection(broker.url);
    const publisher = connection.createPublisher({ confirm: true });
    for (let i = 0; i < 5; i++)
      await publisher.send({ exchange: `stoa.${circuit}`, routingKey: noted.type, durable: true }, repeated);
    await publisher.close();
    await connection.close();
    await arrived([id, await send()]);
    expect((await received()).filter((known) => known === id)).toHaveLength(1);
    const { rows } = await sql.query(`select state, attempts from receivers.work where source_id = $1`, [repeated.id]);
    expect(rows).toMatchObject([{ state: 'done' }]);
  });
});
