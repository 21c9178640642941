// SPDX-License-Identifier: Apache-2.0
/**
 * Memory for messages that are sent and forgotten, and files. The memory is used again: with an ArrayBuffer for each message V8
 * collects its whole heap every second or two, which holds up everything for 40 ms.
 */
import { type FileHandle, mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';

const smallest = 64 * 1024;
/** Kept at most, all pieces together, bytes. */
const mostKept = 32 * 1024 * 1024;
/** By their size, a power of two. */
const free = new Map<number, Buffer[]>();
let kept = 0;

/** At least so many bytes, of any content. */
export function borrow(length: number): Buffer {
  let size = smallest;
  while (size < length) size *= 2;
  const found = free.get(size)?.pop();
  if (!found) return Buffer.allocUnsafeSlow(size);
  kept -= size;
  return found;
}

/** Only once nothing reads or writes them any more. */
export function giveBack(bytes: Buffer): void {
  if (kept + bytes.length > mostKept) return;
  kept += bytes.length;
  const alike = free.get(bytes.length);
  if (alike) alike.push(bytes);
  else free.set(bytes.length, [bytes]);
}

/**
 * Chunks in a file without a name, gone when closed, and with the process. It only saves time: where it cannot be written or
 * read, as on a full disk, it answers nothing.
 */
export class ScratchFile {
  readonly #folder: string;
  readonly #name: string;
  #file: FileHandle | undefined;
  #chunks: { at: number; length: number }[] | undefined = [];
  #size = 0;

  constructor(folder: string, name: string) {
    this.#folder = folder;
    this.#name = name;
  }

  async add(chunk: Buffer): Promise<void> {
    if (!this.#chunks) return;
    try {
      const file = this.#file ?? (await this.#open());
      this.#file = file;
      // Closed while it was being opened.
      if (!this.#chunks) return await this.close();
      const { bytesWritten } = await file.write(chunk, 0, chunk.length, this.#size);
      if (bytesWritten < chunk.length) return await this.close();
      this.#chunks?.push({ at: this.#size, length: chunk.length });
      this.#size += chunk.length;
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

  /** What `use` makes of a chunk, whose memory is not its own; undefined where the file does not have it. */
  async read<R>(number: number, use: (chunk: Buffer) => R): Promise<R | undefined> {
    const place = this.#chunks?.[number];
    if (!place || !this.#file) return undefined;
    const { at, length } = place;
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
