// SPDX-License-Identifier: Apache-2.0
import { SaxesParser } from 'saxes';
import { decode, FileFault, type FormatOptions, type Row, tooDeep, tooLong } from './row.ts';

interface Open {
  readonly name: string;
  readonly fields: Map<string, unknown>;
  text: string;
}

/**
 * Elements at the row path, read as they come; the root is the one row when the path is empty. An element without children
 * and attributes is its text; otherwise an object of its children (a list where a name comes again), attributes under
 * `@name`, own text under `#text`. Prefixes are dropped. A DTD is refused, so no entities beyond XML's own.
 */
export async function* readXml(
  bytes: AsyncIterable<Buffer>,
  { encoding, rowPath, limits }: FormatOptions,
): AsyncGenerator<Row> {
  const parser = new SaxesParser({ xmlns: false });
  const path: string[] = [];
  let open: Open[] = [];
  let ready: Row[] = [];
  let row = 0;
  let length = 0;
  let deep = false;
  const grow = (by: number) => {
    length += by;
    if (length > limits.rowLength) throw new FileFault(tooLong(row, limits.rowLength));
  };
  parser.on('error', (error) => {
    throw new FileFault(`The file is no XML: ${error.message}`);
  });
  parser.on('doctype', () => {
    throw new FileFault('The file has a DTD, which is not accepted.');
  });
  parser.on('opentag', ({ name, attributes }) => {
    path.push(localName(name));
    const starts = open.length === 0 && isAt(path, rowPath);
    if (starts) {
      row += 1;
      length = 0;
      deep = false;
    }
    if (!starts && open.length === 0) {
      if (path.length > 100) throw new FileFault('The file is nested deeper than 100.');
      return;
    }
    if (open.length >= limits.depth) deep = true;
    if (open.length > 1000) throw new FileFault('The file is nested deeper than 1000.');
    const fields = new Map<string, unknown>();
    for (const [key, value] of Object.entries(attributes)) {
      if (key === 'xmlns' || key.startsWith('xmlns:')) continue;
      grow(key.length + value.length);
      fields.set(`@${localName(key)}`, value);
    }
    grow(name.length);
    open.push({ name: localName(name), fields, text: '' });
  });
  const addText = (text: string) => {
    const current = open.at(-1);
    if (!current) return;
    grow(text.length);
    current.text += text;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => {
    path.pop();
    const closed = open.pop();
    if (!closed) return;
    const value = valueOf(closed);
    const parent = open.at(-1);
    if (parent) add(parent.fields, closed.name, value);
    else ready.push(deep ? { row, wrong: tooDeep(limits.depth) } : { row, value });
  });
  for await (const part of decode(bytes, encoding)) {
    parser.write(part);
    yield* ready;
    ready = [];
  }
  parser.close();
  open = [];
  if (row === 0) throw new FileFault(`The file has no element ${rowPath.join('.')}.`);
}

const localName = (name: string) => name.slice(name.lastIndexOf(':') + 1);

const isAt = (path: readonly string[], rowPath: readonly string[]) =>
  rowPath.length === 0
    ? path.length === 1
    : path.length === rowPath.length && path.every((name, index) => name === rowPath[index]);

function valueOf({ fields, text }: Open): unknown {
  const own = text.trim();
  if (fields.size === 0) return own;
  if (own) fields.set('#text', own);
  return Object.fromEntries(fields);
}

function add(fields: Map<string, unknown>, name: string, value: unknown): void {
  const known = fields.get(name);
  if (!fields.has(name)) fields.set(name, value);
  else if (Array.isArray(known)) known.push(value);
  else fields.set(name, [known, value]);
}
