// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';

/** Of the messages of dropped files; made once at random. */
const namespace = Buffer.from('6f4e2d0a9c1b4f7e8d3a5b60c7e1f294', 'hex');

/** The same UUID for the same parts, always (version 5, RFC 9562 section 5.5). */
export function derivedId(...parts: readonly string[]): string {
  const bytes = createHash('sha1').update(namespace).update(JSON.stringify(parts)).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
