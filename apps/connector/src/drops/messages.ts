// SPDX-License-Identifier: Apache-2.0
/** The messages a dropped file stands for: read, mapped and named the same way each time. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { DropSettings } from '../settings/drop.ts';
import { compileExpression } from '../adapters/expression.ts';
import { readCsv } from './formats/csv.ts';
import { readJsonDocument, readJsonLines } from './formats/json.ts';
import { FileFault, type FormatOptions, type Limits, type Row } from './formats/row.ts';
import { readXml } from './formats/xml.ts';

/** The hub takes bodies of 10 MB. */
const maxContentLength = 5_000_000;

/** One message, or what is wrong with the row that should have been one. Row 0 is the file as a whole. */
export interface FileMessage {
  readonly row: number;
  readonly content?: unknown;
  readonly wrong?: string;
}

export type ReadMessages = (path: string) => AsyncGenerator<FileMessage>;

const readers = { csv: readCsv, xml: readXml, json: readJsonDocument, jsonl: readJsonLines };

export const limitsOf = ({ format, limits = {} }: DropSettings): Limits => ({
  fileBytes: limits.fileBytes ?? (format === 'json' ? 20 : 100) * 1024 * 1024,
  rows: limits.rows ?? 100_000,
  rowLength: limits.rowLength ?? 1_000_000,
  depth: limits.depth ?? 20,
});

/** Reads a file as these settings say; throws a sentence when they cannot work. The reader throws FileFault. */
export function messageReader(settings: DropSettings): ReadMessages {
  const { format, encoding = 'utf-8', delimiter = ',', rows: rowPath = '', message } = settings;
  const limits = limitsOf(settings);
  const options: FormatOptions = { encoding, delimiter, rowPath: rowPath.split('.').filter(Boolean), limits };
  try {
    new TextDecoder(encoding);
  } catch {
    throw new Error(`the encoding ${encoding} is not known`);
  }
  if (rowPath && (format === 'csv' || format === 'jsonl')) throw new Error(`"rows" has no meaning for ${format}`);
  const map = settings.content ? compileExpression(settings.content, 'content') : async (value: unknown) => value;

  async function toMessage(row: number, value: unknown): Promise<FileMessage> {
    try {
      const content = await map(value);
      if (content === undefined) return { row, wrong: 'The mapping gives nothing.' };
      if (JSON.stringify(content).length > maxContentLength)
        return { row, wrong: `The content is longer than ${maxContentLength} characters.` };
      return { row, content };
    } catch (error) {
      return { row, wrong: `The mapping failed: ${error instanceof Error ? error.message : JSON.stringify(error)}` };
    }
  }
  async function* rowsOf(path: string): AsyncGenerator<Row> {
    const bytes = createReadStream(path) as AsyncIterable<Buffer>;
    for await (const row of readers[format](bytes, options)) {
      if (row.row > limits.rows) throw new FileFault(`The file has more than ${limits.rows} rows.`);
      yield row;
    }
  }
  return async function* messages(path) {
    if (message === 'row') {
      for await (const { row, value, wrong } of rowsOf(path))
        yield wrong ? { row, wrong } : await toMessage(row, value);
      return;
    }
    const list: unknown[] = [];
    for await (const { row, value, wrong } of rowsOf(path)) {
      if (wrong) throw new FileFault(`Row ${row}: ${wrong}`);
      list.push(value);
    }
    yield await toMessage(0, list);
  };
}

/** SHA-256 of a file, hexadecimal; FileFault when it is larger than that. */
export async function digestOf(path: string, maxBytes: number): Promise<string> {
  const digest = createHash('sha256');
  let size = 0;
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) throw new FileFault(`The file is larger than ${maxBytes} bytes.`);
    digest.update(chunk);
  }
  return digest.digest('hex');
}
