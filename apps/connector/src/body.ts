// SPDX-License-Identifier: Apache-2.0
/** Largest body a connector takes, bytes. */
export const maxBodyBytes = 10 * 1024 * 1024;

export class BodyTooLarge extends Error {
  override name = 'BodyTooLarge';
}

/** Reads the whole body; throws BodyTooLarge before more than the limit is kept. */
export async function readBody(from: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of from) {
    size += chunk.length;
    if (size > maxBodyBytes) throw new BodyTooLarge(`The body is larger than ${maxBodyBytes} bytes.`);
    chunks.push(chunk);
  }
  return chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks);
}
