// SPDX-License-Identifier: Apache-2.0
import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { decode, FileFault, type FormatOptions, type Row } from './row.ts';

/** RFC 4180 with a header line; the fields of a row are text under the header's names. */
export async function* readCsv(
  bytes: AsyncIterable<Buffer>,
  { encoding, delimiter, limits }: FormatOptions,
): AsyncGenerator<Row> {
  const parser = parse({
    delimiter,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: limits.rowLength,
  });
  const text = Readable.from(decode(bytes, encoding));
  text.once('error', (error) => parser.destroy(error));
  text.pipe(parser);
  let header: string[] | undefined;
  let row = 0;
  try {
    for await (const fields of parser as AsyncIterable<string[]>) {
      if (!header) {
        header = readHeader(fields);
        continue;
      }
      row += 1;
      if (fields.length !== header.length)
        yield { row, wrong: `The row has ${fields.length} fields, the header ${header.length}.` };
      else yield { row, value: Object.fromEntries(header.map((name, index) => [name, fields[index]])) };
    }
  } catch (error) {
    if (error instanceof CsvError) throw new FileFault(`The file is no CSV: ${error.code} after row ${row}.`);
    throw error;
  } finally {
    text.destroy();
  }
  if (!header) throw new FileFault('The file is empty: it needs a header line.');
}

function readHeader(fields: readonly string[]): string[] {
  const names = fields.map((name) => name.trim());
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (names.includes('')) throw new FileFault('A column has no name in the header.');
  if (twice !== undefined) throw new FileFault(`The header names ${JSON.stringify(twice)} twice.`);
  return names;
}
