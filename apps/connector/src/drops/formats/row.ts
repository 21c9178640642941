// SPDX-License-Identifier: Apache-2.0
/** What a reader of a format gives: rows one by one, each good or with what is wrong with it. */

export interface Row {
  /** From 1 on. */
  readonly row: number;
  readonly value?: unknown;
  readonly wrong?: string;
}

/** What is wrong with a file as a whole: nothing of it is sent. */
export class FileFault extends Error {
  override name = 'FileFault';
}

export interface Limits {
  readonly fileBytes: number;
  readonly rows: number;
  readonly rowLength: number;
  readonly depth: number;
}

export interface FormatOptions {
  readonly encoding: string;
  readonly delimiter: string;
  /** Names on the way to the rows; empty for the document itself. */
  readonly rowPath: readonly string[];
  readonly limits: Limits;
}

/** Text in that encoding, without a byte order mark. */
export async function* decode(bytes: AsyncIterable<Buffer>, encoding: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  try {
    for await (const chunk of bytes) yield decoder.decode(chunk, { stream: true });
    yield decoder.decode();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_ENCODING_INVALID_ENCODED_DATA') throw error;
    throw new FileFault(`The file is not text in ${encoding}.`);
  }
}

/** Whether lists and objects are nested deeper than that. */
export function isDeeper(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return depth === 0 || Object.values(value).some((item) => isDeeper(item, depth - 1));
}

export const tooDeep = (depth: number) => `The row is nested deeper than ${depth}.`;
export const tooLong = (row: number, length: number) => `Row ${row} is longer than ${length} characters.`;
