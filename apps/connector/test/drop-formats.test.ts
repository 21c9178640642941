// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readCsv } from '../src/drops/formats/csv.ts';
import { readJsonDocument, readJsonLines } from '../src/drops/formats/json.ts';
import { FileFault, type FormatOptions, type Row } from '../src/drops/formats/row.ts';
import { readXml } from '../src/drops/formats/xml.ts';
import { derivedId } from '../src/drops/message-id.ts';

const options: FormatOptions = {
  encoding: 'utf-8',
  delimiter: ',',
  rowPath: [],
  limits: { fileBytes: 1e6, rows: 1000, rowLength: 10_000, depth: 10 },
};
const readers = { csv: readCsv, xml: readXml, json: readJsonDocument, jsonl: readJsonLines };

async function* inChunks(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
async function rowsOf(
  format: keyof typeof readers,
  content: string | Uint8Array,
  size = 7,
  more: Partial<FormatOptions> = {},
) {
  const rows: Row[] = [];
  for await (const row of readers[format](inChunks(Buffer.from(content as string), size), { ...options, ...more }))
    rows.push(row);
  return rows;
}
const values = async (...given: Parameters<typeof rowsOf>) => (await rowsOf(...given)).map(({ value }) => value);

const text = fc.string({ unit: 'grapheme', maxLength: 12 });
const size = fc.integer({ min: 1, max: 40 });
const column = fc.stringMatching(/^[a-zА-я][a-zА-я0-9_]{0,8}$/);

describe('what was written is read, however the file is cut into pieces', () => {
  test('CSV', async () => {
    const quoted = (field: string) => `"${field.replaceAll('"', '""')}"`;
    const table = fc
      .uniqueArray(column, { minLength: 1, maxLength: 4 })
      .chain((header) =>
        fc.tuple(fc.constant(header), fc.array(fc.tuple(...header.map(() => text)), { minLength: 1, maxLength: 6 })),
      );
    await fc.assert(
      fc.asyncProperty(table, size, async ([header, rows], chunk) => {
        const content = [header, ...rows].map((row) => row.map(quoted).join(',')).join('\r\n');
        const expected = rows.map((row) => Object.fromEntries(header.map((name, i) => [name, row[i]])));
        expect(await values('csv', content, chunk)).toEqual(expected);
      }),
    );
  });

  test('XML', async () => {
    const escaped = (value: string) => [...value].map((c) => `&#x${c.codePointAt(0)?.toString(16)};`).join('');
    const printable = fc.stringMatching(/^[a-zА-я<>&"' ]{0,12}$/).map((value) => value.trim());
    const record = fc.uniqueArray(fc.tuple(column, printable), {
      selector: ([name]) => name,
      minLength: 1,
      maxLength: 5,
    });
    await fc.assert(
      fc.asyncProperty(fc.array(record, { minLength: 1, maxLength: 5 }), size, async (records, chunk) => {
        const rows = records.map((fields) => `<r>${fields.map(([n, v]) => `<${n}>${escaped(v)}</${n}>`).join('')}</r>`);
        const read = await values('xml', `<?xml version="1.0"?><t>${rows.join('\n')}</t>`, chunk, {
          rowPath: ['t', 'r'],
        });
        expect(read).toEqual(records.map((fields) => Object.fromEntries(fields)));
      }),
    );
  });

  test('JSON and lines of JSON', async () => {
    const value = fc.jsonValue({ maxDepth: 5 }).map((v) => JSON.parse(JSON.stringify(v)) as unknown);
    await fc.assert(
      fc.asyncProperty(fc.array(value, { minLength: 1, maxLength: 5 }), size, async (list, chunk) => {
        expect(await values('json', JSON.stringify(list), chunk)).toEqual(list);
        expect(await values('jsonl', list.map((v) => JSON.stringify(v)).join('\n'), chunk)).toEqual(list);
      }),
    );
  });
});

test('any bytes at all are rows or a fault of the file, never another error', async () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc
      .array(
        fc.constantFrom(
          '<',
          '>',
          '/',
          'a',
          '"',
          '&',
          ';',
          ']]>',
          '<![CDATA[',
          '<?',
          '?>',
          '{',
          '}',
          '[',
          ']',
          ',',
          '\n',
          '1',
          ' ',
          '\uFEFF',
        ),
        { maxLength: 60 },
      )
      .map((parts) => parts.join('')),
  );
  await fc.assert(
    fc.asyncProperty(fc.constantFrom('csv', 'xml', 'json', 'jsonl'), bytes, size, async (format, content, chunk) => {
      const error: unknown = await rowsOf(format, content, chunk).then(
        () => undefined,
        (e: unknown) => e,
      );
      if (error !== undefined) expect(error).toBeInstanceOf(FileFault);
    }),
    { numRuns: 1000 },
  );
});

test('attributes, repeated elements and mixed text keep their names; prefixes and namespaces go', async () => {
  const xml = '<t xmlns:x="u" xmlns="v"><x:r x:id="1" b="2">a<x:c>1</x:c><c>2</c><d><e f="g"/></d></x:r></t>';
  expect(await values('xml', xml, 9, { rowPath: ['t', 'r'] })).toEqual([
    { '@id': '1', '@b': '2', c: ['1', '2'], d: { e: { '@f': 'g' } }, '#text': 'a' },
  ]);
});

test('names that mean something to JavaScript are names like any other', async () => {
  const [row] = await values('xml', '<r><__proto__><polluted>1</polluted></__proto__><constructor>2</constructor></r>');
  expect(Object.keys(row as object)).toEqual(['__proto__', 'constructor']);
  expect(Object.keys((await values('csv', '__proto__,a\n1,2\n'))[0] as object)).toEqual(['__proto__', 'a']);
  expect(({} as { polluted?: string }).polluted).toBeUndefined();
});

test('a nesting without end is told and breaks nothing', async () => {
  const deep = 50_000;
  expect(await rowsOf('jsonl', '['.repeat(4000) + ']'.repeat(4000), 999)).toEqual([
    { row: 1, wrong: 'The row is nested deeper than 10.' },
  ]);
  expect(await rowsOf('json', `[${'['.repeat(deep)}${']'.repeat(deep)}]`, 9999)).toEqual([
    { row: 1, wrong: 'The row is nested deeper than 10.' },
  ]);
  await expect(rowsOf('xml', '<a>'.repeat(deep), 9999)).rejects.toThrow(FileFault);
  await expect(rowsOf('xml', `<t>${'<a>'.repeat(deep)}`, 9999, { rowPath: ['t', 'r'] })).rejects.toThrow(FileFault);
});

test('an id derived from the same parts is the same UUID of version 5, from others another', () => {
  fc.assert(
    fc.property(fc.array(text, { minLength: 1 }), fc.array(text, { minLength: 1 }), (a, b) => {
      expect(derivedId(...a)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(derivedId(...a) === derivedId(...b)).toBe(JSON.stringify(a) === JSON.stringify(b));
    }),
  );
});
