// SPDX-License-Identifier: Apache-2.0
/** Where files are dropped: a folder on an SFTP server whose key is known. */
import { timingSafeEqual } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import SftpClient from 'ssh2-sftp-client';
import type { SftpSettings } from '../settings/drop.ts';
import type { Folder } from './folder.ts';

const timeoutMs = 20_000;

export function sftpFolder(settings: SftpSettings, base: string): Folder {
  const at = (path: string) => posix.join(base, path);
  let connection: Promise<SftpClient> | undefined;

  /** A connection on which something failed is not used again. */
  async function withClient<T>(work: (client: SftpClient) => Promise<T>): Promise<T> {
    connection ??= connect(settings);
    const mine = connection;
    try {
      return await work(await mine);
    } catch (error) {
      if (connection === mine) connection = undefined;
      void mine.then((client) => client.end()).catch(() => undefined);
      throw error;
    }
  }
  const replace = async (client: SftpClient, from: string, to: string) => {
    try {
      await client.posixRename(from, to);
    } catch (error) {
      // A server without OpenSSH's extension does not overwrite.
      if ((await client.exists(from)) !== '-') throw error;
      await client.delete(to, true);
      await client.rename(from, to);
    }
  };

  return {
    makeFolders: (...paths) =>
      withClient(async (client) => {
        for (const path of paths) if (!(await client.exists(at(path)))) await client.mkdir(at(path), true);
      }),
    list: (path) =>
      withClient(async (client) =>
        (await client.list(at(path)))
          .filter(({ type, name }) => type === '-' && !/[/\0]/.test(name))
          .map(({ name, size, modifyTime }) => ({ name, sizeBytes: size, changedAtMs: modifyTime })),
      ),
    readText: (path) =>
      withClient(async (client) =>
        (await client.exists(at(path))) === '-' ? String(await client.get(at(path))) : undefined,
      ),
    writeText: (path, text) =>
      withClient(async (client) => {
        const fresh = posix.join(posix.dirname(at(path)), '.being-written');
        await client.put(Buffer.from(text), fresh);
        await replace(client, fresh, at(path));
      }),
    move: (from, to) => withClient((client) => replace(client, at(from), at(to))),
    remove: (path) => withClient(async (client) => void (await client.delete(at(path), true))),
    localCopy: (path) =>
      withClient(async (client) => {
        const folder = await mkdtemp(join(tmpdir(), 'stoa-drop-'));
        const dispose = () => rm(folder, { recursive: true, force: true });
        const copy = join(folder, 'file');
        await client.fastGet(at(path), copy).catch(async (error: unknown) => {
          await dispose();
          throw error;
        });
        return { path: copy, [Symbol.asyncDispose]: dispose };
      }),
    close: async () => {
      await connection?.then((client) => client.end()).catch(() => undefined);
    },
  };
}

async function connect({ host, port = 22, user, password, privateKey, hostKey }: SftpSettings): Promise<SftpClient> {
  // Its own listeners would write to standard output; a broken connection shows at the next operation.
  const quiet = () => undefined;
  const client = new SftpClient('stoa', { error: quiet, end: quiet, close: quiet });
  const expected = Buffer.from(hostKey.slice('SHA256:'.length), 'base64');
  await client.connect({
    host,
    port,
    username: user,
    ...(password ? { password } : {}),
    ...(privateKey ? { privateKey: await readFile(privateKey) } : {}),
    hostHash: 'sha256',
    hostVerifier: (digest: string) => {
      const given = Buffer.from(digest, 'hex');
      return given.length === expected.length && timingSafeEqual(given, expected);
    },
    readyTimeout: timeoutMs,
    keepaliveInterval: timeoutMs,
  });
  return client;
}
