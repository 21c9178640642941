// SPDX-License-Identifier: Apache-2.0
import type { IncomingMessage } from 'node:http';

export class BodyTooLarge extends Error {
  override name = 'BodyTooLarge';
}
const nothing = Buffer.alloc(0);

/** The whole body of a message. Throws BodyTooLarge before more than `limit` bytes are kept, and when the sender goes. */
export function collect(message: IncomingMessage, limit: number): Promise<Buffer> {
  const tooLarge = () => new BodyTooLarge(`The body is larger than ${limit} bytes.`);
  if (Number(message.headers['content-length'] ?? 0) > limit) return Promise.reject(tooLarge());
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    message.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) chunks.push(chunk);
      else {
        message.pause();
        reject(tooLarge());
      }
    });
    message.once('end', () =>
      resolve(chunks.length === 0 ? nothing : chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)),
    );
    message.once('error', reject);
    message.once('close', () => reject(new Error('the sender broke off')));
  });
}
