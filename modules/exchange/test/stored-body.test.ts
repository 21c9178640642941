// SPDX-License-Identifier: Apache-2.0
/** Large bodies stand sealed in the database; a copy without a name hastens passing them on, and may fail. */
import { randomBytes } from 'node:crypto';
import { readdir, readlink, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { benchWith } from '@stoa/kernel/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bodySpool, readStoredBody } from '../src/log/stored-body.ts';
import exchange from '../src/index.ts';

const b = await benchWith({ STOA_HUB_PORT: '0' }, exchange);
const owner = 'XM/GOV/1001/LABOUR';
const folder = join(b.module.dataDir, 'bodies');
const chunkBytes = 960 * 1024;
const bytes = randomBytes(3 * chunkBytes);

/** Files in the folder that are open, with and without a name. */
async function openFiles(): Promise<string[]> {
  const links = (await readdir('/proc/self/fd')).map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => ''));
  return (await Promise.all(links)).filter((path) => path.startsWith(folder));
}

async function wholeOf(chunks: AsyncIterable<Buffer>): Promise<Buffer> {
  const all: Buffer[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all);
}

/** Writes it in such pieces. */
async function write(body: Buffer, pieces: readonly number[]) {
  const spool = bodySpool(b.module, owner);
  for (let at = 0, n = 0; at < body.length; n++) {
    const size = pieces[n % pieces.length] ?? 1;
    await spool.write(body.subarray(at, at + size));
    at += size;
  }
  return { spool, read: await spool.end() };
}

test('a body is read as it was written, however it came, from its copy and from the database', async () => {
  const size = fc.oneof(
    fc.constantFrom(0, 1, chunkBytes - 1, chunkBytes, chunkBytes + 1, 2 * chunkBytes, 3 * chunkBytes),
    fc.nat({ max: bytes.length }),
  );
  const piece = fc.oneof(fc.integer({ min: 4000, max: 70_000 }), fc.integer({ min: 70_000, max: 2_500_000 }));
  const pieces = fc.array(piece, { minLength: 1, maxLength: 5 });
  const property = fc.asyncProperty(size, pieces, async (length, cut) => {
    const body = bytes.subarray(0, length);
    const { spool, read } = await write(body, cut);
    expect((await wholeOf(read())).equals(body)).toBe(true);
    expect((await wholeOf(readStoredBody(b.module, owner, spool.id))).equals(body)).toBe(true);
    await spool.close?.();
    expect((await wholeOf(read())).equals(body)).toBe(true);
    await spool.drop();
    expect(await wholeOf(read())).toHaveLength(0);
  });
  await fc.assert(property, { numRuns: 25 });
  expect(await openFiles()).toEqual([]);
});

test('the copy has no name, is sealed, and is read instead of the database until it is closed', async () => {
  const body = Buffer.alloc(chunkBytes + 10, 'personal data ');
  const { spool, read } = await write(body, [50_000]);
  expect(await readdir(folder)).toEqual([]);
  const [path = ''] = await openFiles();
  expect(path).toMatch(/ \(deleted\)$/);
  await b.sql('update body_chunk set content = set_byte(content, 30, get_byte(content, 30) # 1) where body_id = $1', [
    spool.id,
  ]);
  expect((await wholeOf(read())).equals(body)).toBe(true);
  await spool.close?.();
  expect(await openFiles()).toEqual([]);
  await expect(wholeOf(read())).rejects.toThrow(/authenticate/);
  await spool.drop();
});

test('a copy that is given up while it is being opened does not stay open', async () => {
  const away: typeof b.module = Object.create(b.module, {
    statement: { value: () => Promise.reject(new Error('the database is away')) },
  });
  const spool = bodySpool(away, owner);
  await expect(spool.write(bytes)).rejects.toThrow('away');
  await expect(spool.drop()).rejects.toThrow('away');
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(await openFiles()).toEqual([]);
});

test('where no copy can be kept, a body is read from the database', async () => {
  await rm(folder, { recursive: true });
  await writeFile(folder, 'a file where the folder should be');
  const { spool, read } = await write(bytes, [60_000]);
  expect((await wholeOf(read())).equals(bytes)).toBe(true);
  await spool.drop();
  await rm(folder);
});

test('that chunks do not wait to be durable stays with no connection: what is logged after them waits', async () => {
  const { spool } = await write(bytes, [60_000]);
  const settings = Array.from({ length: 20 }, () =>
    b.module.statement<{ value: string }>(
      'test-waits',
      "select current_setting('synchronous_commit') as value, pg_sleep(0.02)",
      [],
    ),
  );
  const values = (await Promise.all(settings)).flat().map(({ value }) => value);
  expect(new Set(values)).toEqual(new Set(['on']));
  await spool.drop();
});
