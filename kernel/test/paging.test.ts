// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Page, pageOfRows, readCursor, writeCursor } from '../src/index.ts';

const uuid = '01890a5d-ac96-774b-bcce-b302099a8057';

test('walking from page to page shows each row once, in order, and the last page names no other', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(60), fc.integer({ min: 1, max: 25 }), async (count, limit) => {
      const rows = Array.from({ length: count }, (_, at) => ({ id: String(at) }));
      const seen: string[] = [];
      for (let cursor: string | undefined = '-1'; cursor !== undefined; ) {
        const after: number = Number(cursor);
        const page: Page<string> = await pageOfRows(
          { limit },
          async (most) => rows.filter(({ id }) => Number(id) > after).slice(0, most),
          ({ id }) => id,
        );
        expect(page.items.length).toBeLessThanOrEqual(limit);
        seen.push(...page.items);
        cursor = page.nextCursor;
      }
      expect(seen).toEqual(rows.map(({ id }) => id));
    }),
  );
});

test('a page has twenty items where nobody asks for another number', async () => {
  const page = await pageOfRows(
    {},
    async (most) => ({ rows: Array.from({ length: most }, (_, at) => at) }),
    (at) => at,
    String,
  );
  expect([page.items.length, page.nextCursor]).toEqual([20, '19']);
});

test('a cursor comes back as it was written', () => {
  const at = new Date('2026-11-28T10:00:00.123Z');
  expect(readCursor(writeCursor(at, uuid, 42), 'instant', 'uuid', 'integer')).toEqual([at.toISOString(), uuid, '42']);
  expect(readCursor(writeCursor('XM/GOV/1', uuid), 'name', 'uuid')).toEqual(['XM/GOV/1', uuid]);
  expect(readCursor(undefined, 'uuid')).toBeUndefined();
});

test.each([
  ['', 'the empty text'],
  ['nonsense', 'nonsense'],
  [writeCursor(uuid), 'a part too few'],
  [writeCursor(new Date(0), uuid, uuid), 'a part too many'],
  [writeCursor('2026-13-45T99:99:99Z', uuid), 'a month that does not exist'],
  [writeCursor('2026-02-30T00:00:00Z', uuid), 'a day that does not exist'],
  [writeCursor('0000-01-01T00:00:00Z', uuid), 'a year that does not exist'],
  [writeCursor('2026-01-01T24:00:00Z', uuid), 'an hour that does not exist'],
  [writeCursor(uuid, new Date(0)), 'parts in the wrong order'],
  [`${writeCursor(new Date(0), uuid)}=`, 'characters beside it'],
])('the cursor %j (%s) is refused and says to start again', (cursor) => {
  expect(() => readCursor(cursor, 'instant', 'uuid')).toThrow(
    expect.objectContaining({ code: 'kernel.input-invalid', message: expect.stringContaining('Start from the first') }),
  );
});
