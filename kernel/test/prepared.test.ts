// SPDX-License-Identifier: Apache-2.0
/** Named statements: what their parameters become, and that the memory they are sent from is used for one at a time. */
import { hash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { byteaArray, textArray, uuidArray } from '../src/database/arrays.ts';
import { Prepared } from '../src/database/prepared.ts';
import { bench } from '../testing/index.ts';
import { sample } from './sample/sample.ts';

const b = await bench(sample);
const system = { kind: 'system' } as const;
const text = fc.string({ unit: 'grapheme' }).filter((one) => !one.includes('\0') && one.isWellFormed());
const echo = `select $1::text as text, $2::float8 as number, $3::boolean as truth, $4::timestamptz as date, $5::text[] as list,
  $6::jsonb as json, $7::bytea as bytes, $8::text[] as many`;

test('PostgreSQL reads each kind of parameter as it was given', async () => {
  const values = fc.record({
    text: fc.option(text),
    number: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }).filter((one) => !Object.is(one, -0))),
    truth: fc.option(fc.boolean()),
    date: fc.option(fc.date({ min: new Date('0100-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })),
    list: fc.option(
      fc.array(fc.option(fc.oneof(text, fc.constantFrom('', 'NULL', '"', '\\', ',{}'))), { maxLength: 4 }),
    ),
    json: fc.option(fc.dictionary(text, fc.oneof(text, fc.integer()))),
    bytes: fc.option(fc.uint8Array({ maxLength: 50 })),
    many: fc.array(fc.option(text), { maxLength: 5 }),
  });
  await fc.assert(
    fc.asyncProperty(values, async ({ bytes, many, ...rest }) => {
      const given = { ...rest, bytes: bytes && Buffer.from(bytes), many };
      const [row] = await b.module.statement('echo', echo, [...Object.values(rest), given.bytes, textArray(many)]);
      expect(row).toEqual(given);
    }),
    { numRuns: 80 },
  );
});

test('statements at once, short and of megabytes, each get their own answer', async () => {
  const sizes = Array.from({ length: 60 }, (_, n) => (n % 7 === 0 ? 1_500_000 : n * 3000));
  const told = await Promise.all(
    sizes.map(async (size, n) => {
      const content = Buffer.alloc(size, n);
      const [row] = await b.module.statement<{ hash: string }>(
        'hashed',
        `select encode(sha256(c), 'hex') as hash from unnest($1::bytea[]) as c`,
        [byteaArray([content])],
      );
      return { told: row?.hash, made: hash('sha256', content) };
    }),
  );
  for (const { told: one, made } of told) expect(one).toBe(made);
});

test('a statement that fails, or whose values cannot be written, leaves the connection to the next one', async () => {
  await b.module.tx(system, async (tx) => {
    await tx.query('savepoint before');
    await expect(tx.prepared('divide', 'select 1 / $1::int as one', [0])).rejects.toMatchObject({ code: '22012' });
    await tx.query('rollback to before');
    await expect(tx.prepared('ids', 'select $1::uuid[] as ids', [uuidArray(['no UUID'])])).rejects.toThrow(TypeError);
    expect((await tx.prepared('divide', 'select 1 / $1::int as one', [1])).rows).toEqual([{ one: 1 }]);
    expect((await tx.prepared('without', 'select 1 as one')).rows).toEqual([{ one: 1 }]);
    await tx.query('savepoint again');
    await expect(tx.prepared('nothing', 'select from nowhere', ['x'])).rejects.toMatchObject({ code: '42P01' });
    await tx.query('rollback to again');
  });
});

test('a message keeps its memory to itself until its answer came, and for good after an error', () => {
  const written: Buffer[] = [];
  const connection = {
    stream: { writable: true, write: (bytes: Buffer) => written.push(bytes) },
    parsedStatements: { one: 'select $1' },
    submittedNamedStatements: {},
    parse: () => expect.fail('the statement is known'),
  } as never;
  const send = (value: string) => {
    const statement = new Prepared('one', 'select $1', [value.repeat(1000)], () => undefined);
    statement.prepare(connection);
    const sent = written.at(-1) ?? expect.fail('nothing was written');
    return { statement: statement as unknown as Ended, sent, copy: Buffer.from(sent) };
  };
  // More than are ever kept for later.
  const many = (text: string) => Array.from({ length: 40 }, (_, n) => send(`${text}${n}`));
  const untouched = (all: ReturnType<typeof many>) => all.every(({ sent, copy }) => sent.equals(copy));
  const [lost, ...answered] = many('a');
  expect(untouched(answered)).toBe(true);
  lost?.statement.handleError(new Error('lost'), connection);
  for (const { statement } of answered) statement.handleReadyForQuery(connection);
  const later = many('b');
  expect(lost?.sent.equals(lost.copy)).toBe(true);
  expect(untouched(later)).toBe(true);
  const used = new Set(answered.map(({ sent }) => sent.buffer));
  expect(later.some(({ sent }) => used.has(sent.buffer))).toBe(true);
});
/** What pg calls when a query is over. */
interface Ended {
  handleReadyForQuery(connection: never): void;
  handleError(error: Error, connection: never): void;
}
