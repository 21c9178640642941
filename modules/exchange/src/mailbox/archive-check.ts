// SPDX-License-Identifier: Apache-2.0
/** Zip archives are unpacked once, to nowhere, before anybody gets them: what grows beyond the limits is refused. */
import { type Readable, Readable as ReadableStream } from 'node:stream';
import { type ModuleRuntime, refuse } from '@stoa/kernel';
import { fromRandomAccessReaderPromise, RandomAccessReader, type ZipFile } from 'yauzl';
import { chunkBytes, readChunk, type StoredFile } from './attachments.ts';

/** Files in an archive (ArchiveType of SMEV 1.3). */
const maxEntries = 1000;
const maxUnpackedBytes = 1024 * 1024 * 1024;
/** Unpacked to packed; deflate itself reaches 1032. */
const maxRatio = 100;
/** Below this no ratio does harm. */
const harmlessBytes = 10 * 1024 * 1024;

/** Reads the stored chunks; keeps the last one, since headers lie close together. */
class FileReader extends RandomAccessReader {
  readonly #read: (number: number) => Promise<Buffer>;
  #last: { number: number; chunk: Promise<Buffer> } | undefined;

  constructor(read: (number: number) => Promise<Buffer>) {
    super();
    this.#read = read;
  }

  #chunk(number: number): Promise<Buffer> {
    if (this.#last?.number !== number) this.#last = { number, chunk: this.#read(number) };
    return this.#last.chunk;
  }

  async *#range(start: number, end: number): AsyncGenerator<Buffer> {
    for (let at = start; at < end; ) {
      const number = Math.floor(at / chunkBytes);
      const part = (await this.#chunk(number)).subarray(
        at % chunkBytes,
        Math.min(end - number * chunkBytes, chunkBytes),
      );
      at += part.length;
      yield part;
    }
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return ReadableStream.from(this.#range(start, end), { objectMode: false });
  }
}

const unsafe = (why: string): never =>
  refuse('invalid', 'exchange.archive-unsafe', `The archive is not accepted: ${why}.`);

/** Refuses `exchange.archive-unsafe`; a file that is no zip archive passes. */
export async function checkArchive(module: ModuleRuntime, file: StoredFile): Promise<void> {
  if (file.sizeBytes < 22) return;
  const read = (number: number) => readChunk(module, file, number);
  const claimsToBeZip = (await read(0)).subarray(0, 4).equals(Buffer.from('PK\x03\x04', 'latin1'));
  let zip: ZipFile;
  try {
    zip = await fromRandomAccessReaderPromise(new FileReader(read), file.sizeBytes, { lazyEntries: true });
  } catch (error) {
    return claimsToBeZip ? unsafe(`it is damaged (${String(error)})`) : undefined;
  }
  const allowed = Math.min(maxUnpackedBytes, Math.max(harmlessBytes, file.sizeBytes * maxRatio));
  await unpackToNowhere(zip, allowed);
}

async function unpackToNowhere(zip: ZipFile, allowedBytes: number): Promise<void> {
  if (zip.entryCount > maxEntries) unsafe(`it holds more than ${maxEntries} files`);
  let unpacked = 0;
  const count = (size: number) => {
    unpacked += size;
    if (unpacked > allowedBytes) unsafe(`it unpacks to more than ${allowedBytes} bytes`);
  };
  try {
    for await (const entry of zip.eachEntry()) {
      if (!entry.canDecodeFileData()) {
        count(entry.uncompressedSize);
        continue;
      }
      const content = await zip.openReadStreamPromise(entry);
      for await (const chunk of content as AsyncIterable<Buffer>) count(chunk.length);
    }
  } catch (error) {
    if (error instanceof Error && error.name === 'Refusal') throw error;
    unsafe(`it is damaged (${String(error)})`);
  } finally {
    zip.close();
  }
}
