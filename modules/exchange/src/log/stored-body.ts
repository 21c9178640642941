// SPDX-License-Identifier: Apache-2.0
/** Large bodies in the database: sealed chunks, written as they come, so that no body is ever whole in memory. */
import { join } from 'node:path';
import { type ModuleRuntime, newId } from '@stoa/kernel';
import { giveBack, ScratchFile } from '@stoa/kernel/scratch';
import { fill, type Spool } from '../wire/index.ts';
import { openBody, Sealing } from './body-encryption.ts';
import { putChunk, readChunk, removeChunks } from './store.ts';

/** With the statement around it a chunk fits into memory of a mebibyte. */
const chunkBytes = 960 * 1024;
/** @param owner subsystem under whose member's key the body is sealed */
export function bodySpool(module: ModuleRuntime, owner: string): Spool & { readonly id: string } {
  const id = newId();
  // To pass it on it need not be read back from the database, which takes four times as long.
  const copy = new ScratchFile(join(module.dataDir, 'bodies'), id);
  let number = 0;
  let sealing: Sealing | undefined;
  const flush = async () => {
    if (!sealing) return;
    const { sealed, memory } = sealing.end();
    sealing = undefined;
    await Promise.all([putChunk(module, id, number++, sealed), copy.add(sealed)]);
    giveBack(memory);
  };
  /** Adds what fits, and answers what does not. */
  const add = (bytes: Buffer): Buffer => {
    sealing ??= new Sealing(module.keys, owner, chunkBytes);
    const piece = bytes.subarray(0, chunkBytes - sealing.size);
    sealing.add(piece);
    return bytes.subarray(piece.length);
  };
  return {
    id,
    write: (bytes) => fill(bytes, add, flush),
    end: async () => {
      await flush();
      return () => readStoredBody(module, owner, id, copy);
    },
    close: () => copy.close(),
    drop: async () => {
      await copy.close();
      await removeChunks(module, id);
    },
  };
}

export async function* readStoredBody(
  module: ModuleRuntime,
  owner: string,
  id: string,
  copy?: ScratchFile,
): AsyncGenerator<Buffer> {
  const open = (sealed: Buffer) => openBody(module.keys, owner, sealed);
  for (let number = 0; ; number++) {
    const copied = await copy?.read(number, open);
    if (copied) {
      yield copied;
      continue;
    }
    const sealed = await readChunk(module, id, number);
    if (!sealed) return;
    yield open(sealed);
  }
}
