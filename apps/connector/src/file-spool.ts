// SPDX-License-Identifier: Apache-2.0
/** Large bodies in files only this process can read, gone with the message or with the process. */
import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fill, type Spool } from '@stoa/exchange/wire';
import { borrow, giveBack } from '@stoa/kernel/scratch';

/** How large a body may be, bytes, and where one waits that memory is too small for. */
export interface BodyLimits {
  readonly limit: number;
  readonly spool: () => Spool;
}

/** What an earlier process left in the folder is removed. */
export async function bodyLimits(dataDir: string, limit: number): Promise<BodyLimits> {
  const folder = join(dataDir, 'bodies');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return { limit, spool: () => fileSpool(join(folder, randomUUID())) };
}

const pieceBytes = 256 * 1024;

function fileSpool(path: string): Spool {
  let file: Promise<FileHandle> | undefined;
  let memory: Buffer | undefined;
  let filled = 0;
  const flush = async () => {
    file ??= open(path, 'wx', 0o600);
    if (!memory) return;
    await (await file).appendFile(memory.subarray(0, filled));
    giveBack(memory);
    memory = undefined;
    filled = 0;
  };
  /** Copies what fits, and answers what does not. */
  const add = (bytes: Buffer): Buffer => {
    memory ??= borrow(pieceBytes);
    const copied = bytes.copy(memory, filled, 0, pieceBytes - filled);
    filled += copied;
    return bytes.subarray(copied);
  };
  return {
    write: (chunk) => fill(chunk, add, flush),
    end: async () => {
      await flush();
      await (await file)?.close();
      return () => createReadStream(path, { highWaterMark: pieceBytes });
    },
    drop: async () => {
      await (await file)?.close().catch(() => undefined);
      await rm(path, { force: true });
    },
  };
}
