// SPDX-License-Identifier: Apache-2.0
/** Large bodies in files only this process can read, gone with the message or with the process. */
import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Spool } from '@stoa/exchange/wire';

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

function fileSpool(path: string): Spool {
  let file: Promise<FileHandle> | undefined;
  return {
    write: async (chunk) => {
      file ??= open(path, 'wx', 0o600);
      await (await file).appendFile(chunk);
    },
    end: async () => {
      await (await file)?.close();
      return () => createReadStream(path, { highWaterMark: 256 * 1024 });
    },
    drop: async () => {
      await (await file)?.close().catch(() => undefined);
      await rm(path, { force: true });
    },
  };
}
