// SPDX-License-Identifier: Apache-2.0
import type { Readable } from 'node:stream';

export class BodyTooLarge extends Error {
  override name = 'BodyTooLarge';
}
const nothing = Buffer.alloc(0);
const tooLarge = (limit: number) => new BodyTooLarge(`The body is larger than ${limit} bytes.`);

/** The bytes themselves. Throws BodyTooLarge. */
export function atMost(bytes: Buffer, limit: number): Buffer {
  if (bytes.length > limit) throw tooLarge(limit);
  return bytes;
}

/**
 * The whole body of a message. Throws BodyTooLarge before more than `limit` bytes are kept, and when the sender goes.
 * @param stated what the sender says it is long, bytes; 0 when it says nothing
 */
export function collect(message: Readable, limit: number, stated = 0): Promise<Buffer> {
  if (stated > limit) return Promise.reject(tooLarge(limit));
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    message.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) chunks.push(chunk);
      else {
        message.pause();
        reject(tooLarge(limit));
      }
    });
    message.once('end', () =>
      resolve(chunks.length === 0 ? nothing : chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)),
    );
    message.once('error', reject);
    message.once('close', () => reject(new Error('the sender broke off')));
  });
}
