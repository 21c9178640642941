// SPDX-License-Identifier: Apache-2.0
import { type FileHandle, mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { borrow, giveBack } from '@stoa/kernel/scratch';

/**
 * The sealed chunks of one body in a file without a name: to pass the body on they need not be read back from the database,
 * which takes four times as long. Gone when closed, and with the process. It only saves time: where it cannot be written or
 * read, as on a full disk, it answers nothing.
 */
export class SealedCopy {
  readonly #folder: string;
  readonly #name: string;
  #file: FileHandle | undefined;
  #chunks: { at: number; length: number }[] | undefined = [];
  #size = 0;

  constructor(folder: string, name: string) {
    this.#folder = folder;
    this.#name = name;
  }

  async add(sealed: Buffer): Promise<void> {
    if (!this.#chunks) return;
    try {
      const file = this.#file ?? (await this.#open());
      this.#file = file;
      // Closed while it was being opened.
      if (!this.#chunks) return await this.close();
      const { bytesWritten } = await file.write(sealed, 0, sealed.length, this.#size);
      if (bytesWritten < sealed.length) return await this.close();
      this.#chunks?.push({ at: this.#size, length: sealed.length });
      this.#size += sealed.length;
    } catch {
      await this.close();
    }
  }

  async #open(): Promise<FileHandle> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const path = join(this.#folder, this.#name);
    const file = await open(path, 'wx+', 0o600);
    await rm(path);
    return file;
  }

  /** What `use` makes of a chunk, whose memory is not its own; undefined where the copy does not have it. */
  async read<R>(number: number, use: (sealed: Buffer) => R): Promise<R | undefined> {
    const chunk = this.#chunks?.[number];
    if (!chunk || !this.#file) return undefined;
    const { at, length } = chunk;
    const memory = borrow(length);
    try {
      const { bytesRead } = await this.#file.read(memory, 0, length, at);
      return bytesRead === length ? use(memory.subarray(0, length)) : undefined;
    } catch {
      return undefined;
    } finally {
      giveBack(memory);
    }
  }

  async close(): Promise<void> {
    this.#chunks = undefined;
    const file = this.#file;
    this.#file = undefined;
    await file?.close().catch(() => undefined);
  }
}
