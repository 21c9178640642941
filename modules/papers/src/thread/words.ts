// SPDX-License-Identifier: Apache-2.0
import mammoth from 'mammoth';

/** The words of a DOCX, a paragraph a line. */
export default async (bytes: Uint8Array): Promise<string> =>
  (await mammoth.extractRawText({ buffer: Buffer.from(bytes) })).value;
