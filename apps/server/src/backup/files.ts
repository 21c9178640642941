// SPDX-License-Identifier: Apache-2.0
/** Folders copied while somebody writes in them, with the hash of every file. */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readdir, readlink, stat, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** SHA-256 by path below the folder. */
export type Hashes = Record<string, string>;

const gone = (error: unknown): undefined => {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
  throw error;
};

/** A file that vanishes meanwhile is none of the copy's; `skips` leaves out a path whole. */
export async function copyFolder(from: string, to: string, skips: (path: string) => boolean): Promise<Hashes> {
  const hashes: Hashes = {};
  const walk = async (below: string): Promise<void> => {
    await mkdir(join(to, below), { recursive: true, mode: 0o700 });
    const entries = (await readdir(join(from, below), { withFileTypes: true }).catch(gone)) ?? [];
    for (const entry of entries) {
      const path = below ? `${below}/${entry.name}` : entry.name;
      if (skips(path)) continue;
      if (entry.isDirectory()) await walk(path);
      else if (entry.isSymbolicLink()) await symlink(await readlink(join(from, path)), join(to, path));
      else if (entry.isFile()) {
        const hash = await copyFile(join(from, path), join(to, path)).catch(gone);
        if (hash) hashes[path] = hash;
      }
    }
  };
  await walk('');
  return hashes;
}

async function copyFile(from: string, to: string): Promise<string> {
  await stat(from);
  const hash = createHash('sha256');
  const hashing = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  await mkdir(dirname(to), { recursive: true });
  await pipeline(createReadStream(from), hashing, createWriteStream(to, { mode: 0o600, flush: true }));
  return hash.digest('hex');
}

async function hashOf(file: string): Promise<string | undefined> {
  const hash = createHash('sha256');
  try {
    for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  } catch (error) {
    return gone(error);
  }
  return hash.digest('hex');
}

/** The first file that is not as it was; undefined where all are. */
export async function firstChanged(folder: string, hashes: Hashes): Promise<string | undefined> {
  for (const [path, hash] of Object.entries(hashes)) if ((await hashOf(join(folder, path))) !== hash) return path;
  return undefined;
}
