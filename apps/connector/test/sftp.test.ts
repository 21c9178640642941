// SPDX-License-Identifier: Apache-2.0
/** Files dropped on a real SFTP server: OpenSSH's, on loopback, with keys and settings of its own. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync } from 'node:fs';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect as dial } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, describe, expect, test } from 'vitest';
import { connectorClient } from '@stoa/exchange/contract';
import { openDrop } from '../src/drops/drop.ts';
import { landId, startDropWorld } from './drop-world.ts';
import { log } from './fixture.ts';
import { freePort } from './mariadb.ts';

const sshd = '/usr/sbin/sshd';

describe.skipIf(!existsSync(sshd))('a folder on an SFTP server', async () => {
  if (!existsSync(sshd)) return;
  const world = await startDropWorld();
  const { at, settings, drop, names, received, until, json } = world;
  await world.allow();
  const land = connectorClient((await world.connect(landId)).connector.url, landId);

  const folder = await mkdtemp(join(tmpdir(), 'stoa-sshd-'));
  const port = await freePort();
  const newKey = (name: string) =>
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(folder, name)]);
  newKey('host');
  newKey('client');
  await copyFile(join(folder, 'client.pub'), join(folder, 'authorized_keys'));
  await writeFile(
    join(folder, 'sshd_config'),
    [
      `Port ${port}`,
      'ListenAddress 127.0.0.1',
      `HostKey ${join(folder, 'host')}`,
      `AuthorizedKeysFile ${join(folder, 'authorized_keys')}`,
      `PidFile ${join(folder, 'pid')}`,
      'PasswordAuthentication no',
      'PermitRootLogin prohibit-password',
      'StrictModes no',
      'UsePAM no',
      'Subsystem sftp internal-sftp',
      'ForceCommand internal-sftp',
    ].join('\n'),
  );
  if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true });
  let server: ChildProcess;
  const startServer = async () => {
    server = spawn(sshd, ['-D', '-e', '-f', join(folder, 'sshd_config')], { stdio: 'ignore' });
    await until(async () => {
      const socket = dial(port, '127.0.0.1');
      await once(socket, 'connect').finally(() => socket.destroy());
    });
  };
  const stopServer = async () => {
    const ended = once(server, 'exit');
    server.kill('SIGTERM');
    await ended;
  };
  await startServer();
  afterAll(async () => {
    await stopServer();
    await rm(folder, { recursive: true, force: true });
  });
  const fingerprint =
    execFileSync('ssh-keygen', ['-l', '-f', join(folder, 'host.pub')], { encoding: 'utf8' }).split(' ')[1] ?? '';
  const sftp = {
    host: '127.0.0.1',
    port,
    user: userInfo().username,
    privateKey: join(folder, 'client'),
    hostKey: fingerprint,
  };

  test('files are taken from it, and receipts, errors and the files themselves are put back there', async () => {
    const open = await openDrop(landId, settings({ sftp }), log);
    open.start(land);
    await drop('far.csv', 'Parcel,Price\n1,1\n2,x\n');
    await drop('good.csv', 'Parcel,Price\n3,3\n');
    await until(async () =>
      expect([await names('quarantine'), await names('done')]).toEqual([
        ['far.csv', 'far.csv.error.json'],
        ['good.csv'],
      ]),
    );
    expect((await received()).map((m) => m.content.parcel)).toEqual(['1', '3']);
    expect(await json('receipts', 'far.csv.json')).toMatchObject({ messages: [{ row: 1 }], wrong: 1 });
    await drop('good.csv', 'Parcel,Price\n3,3\n');
    await until(async () =>
      expect([await names('work'), (await names('')).filter((n) => n.endsWith('.csv'))]).toEqual([[], []]),
    );
    expect(await received()).toHaveLength(2);
    await open.close();
  });

  test('a server that goes away is waited for', async () => {
    const open = await openDrop(landId, settings({ sftp }), log);
    open.start(land);
    await until(async () => expect(await names('')).toContain('done'));
    await stopServer();
    await drop('later.csv', 'Parcel,Price\n8,8\n');
    await startServer();
    await until(async () => expect(await names('done')).toContain('later.csv'));
    await open.close();
  });

  test('a server with another key is not spoken to', async () => {
    const before = await names('done');
    const lines: string[] = [];
    const watched = pino({ level: 'warn' }, { write: (line: string) => void lines.push(line) });
    const other = { ...sftp, hostKey: `SHA256:${'A'.repeat(43)}` };
    const probe = await openDrop(landId, settings({ sftp: other }), watched);
    probe.start(land);
    await drop('never.csv', 'Parcel,Price\n9,9\n');
    await until(() => expect(lines.join('')).toContain('Host denied'));
    await probe.close();
    expect(await names('done')).toEqual(before);
    expect(existsSync(at('never.csv'))).toBe(true);
  });
});
