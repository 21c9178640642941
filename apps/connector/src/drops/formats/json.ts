// SPDX-License-Identifier: Apache-2.0
import { decode, FileFault, type FormatOptions, isDeeper, type Row, tooDeep, tooLong } from './row.ts';

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

const checked = (row: number, value: unknown, depth: number): Row =>
  isDeeper(value, depth) ? { row, wrong: tooDeep(depth) } : { row, value };

/** A document whose list of rows lies at the row path; without a list there the value is the one row. */
export async function* readJsonDocument(
  bytes: AsyncIterable<Buffer>,
  { encoding, rowPath, limits }: FormatOptions,
): AsyncGenerator<Row> {
  let text = '';
  for await (const part of decode(bytes, encoding)) text += part;
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw new FileFault('The file is no JSON.');
  }
  const found = rowPath.reduce<unknown>(
    (at, name) => (isObject(at) && Object.hasOwn(at, name) ? at[name] : undefined),
    document,
  );
  if (found === undefined) throw new FileFault(`The file has nothing at ${rowPath.join('.')}.`);
  let row = 0;
  for (const value of Array.isArray(found) ? (found as unknown[]) : [found]) {
    row += 1;
    const read = checked(row, value, limits.depth);
    if (!read.wrong && JSON.stringify(value).length > limits.rowLength)
      throw new FileFault(tooLong(row, limits.rowLength));
    yield read;
  }
}

/** A JSON value a line. */
export async function* readJsonLines(
  bytes: AsyncIterable<Buffer>,
  { encoding, limits }: FormatOptions,
): AsyncGenerator<Row> {
  let row = 0;
  const read = (line: string): Row[] => {
    if (line.trim() === '') return [];
    row += 1;
    try {
      return [checked(row, JSON.parse(line), limits.depth)];
    } catch {
      return [{ row, wrong: 'The line is no JSON.' }];
    }
  };
  let rest = '';
  for await (const part of decode(bytes, encoding)) {
    const lines = (rest + part).split('\n');
    rest = lines.pop() ?? '';
    for (const line of [...lines, rest])
      if (line.length > limits.rowLength) throw new FileFault(tooLong(row + 1, limits.rowLength));
    for (const line of lines) yield* read(line);
  }
  yield* read(rest);
}
