// SPDX-License-Identifier: Apache-2.0
/** Copies of one's own data in pages, and erasure by age, as the kernel gives them to a module that declares them. */
import { expect, test } from 'vitest';
import { ConfigError, idOf, newId, ownDataOperation, retentionOperation, type Tx } from '../src/index.ts';
import { retentionDays } from '../src/retention.ts';
import { bench, benchWith } from '../testing/index.ts';
import { sample } from './sample/sample.ts';

const ids = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, at) => idOf(`${prefix} ${at}`)).sort((a, b) => (a < b ? -1 : 1));
const rowsOf = new Map([
  ['first', ids('first', 200)],
  ['second', ids('second', 350)],
  ['third', []],
  ['fourth', ids('fourth', 1)],
]);
const old: string[] = ids('old', 450);
const module = {
  ...sample,
  ownData: [...rowsOf].map(([what, all]) => ({
    what,
    read: async (_: Tx, personKey: string, after: string | null, count: number) =>
      all
        .filter((id) => after === null || id > after)
        .slice(0, count)
        .map((id) => ({ id, of: personKey })),
  })),
  retention: [
    {
      what: 'old-things',
      erase: async (tx: Tx, before: Date, limit: number) => {
        expect(tx.now.getTime() - before.getTime()).toBe(30 * 86_400_000);
        return old.splice(0, limit).length;
      },
    },
    { what: 'kept-things', erase: async () => Promise.reject(new Error('has no term')) },
  ],
};
const b = await benchWith({ STOA_RETENTION_DAYS: 'sample.old-things=30' }, module);
const person = b.person({ snils: '11223344595' });
const own = ownDataOperation('sample');

test('every row of every part comes once, over as many pages as it takes', async () => {
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await b.call(own, cursor ? { cursor } : {}, person);
    expect(page.items.length).toBeLessThanOrEqual(200);
    for (const { what, data } of page.items) {
      expect(data).toMatchObject({ of: person.personKey });
      seen.push(`${what} ${(data as { id: string }).id}`);
    }
    cursor = page.nextCursor;
  } while (cursor);
  expect(seen).toEqual([...rowsOf].flatMap(([what, all]) => all.map((id) => `${what} ${id}`)));
});

test('a place that is none is refused, and who is nobody or acts for somebody has no copy', async () => {
  for (const cursor of ['', 'x', Buffer.from(`nothing ${newId()}`).toString('base64url')])
    await expect(b.call(own, { cursor }, person)).rejects.toMatchObject({ code: 'kernel.input-invalid' });
  const acting = b.person({ snils: '11223344595', actingFor: { kind: 'person', id: 'ward', name: 'A Child' } });
  for (const who of [b.person(), acting])
    await expect(b.call(own, {}, who)).rejects.toMatchObject({ kind: 'forbidden' });
  await expect(b.call(own, {})).rejects.toMatchObject({ kind: 'unauthenticated' });
  const long = b.person({ snils: '11223344595', authenticatedAt: '2020-01-01T00:00:00.000Z' });
  await expect(b.call(own, {}, long)).rejects.toMatchObject({ code: 'kernel.stronger-sign-in-needed' });
});

test('what is past its term is erased in batches, each on record; what has no term stays', async () => {
  await b.drain();
  expect(old).toEqual([]);
  const officer = b.person({ duties: ['privacy.officer'] });
  const { items, rules } = await b.call(retentionOperation('sample'), { limit: 2 }, officer);
  expect(rules).toEqual([{ rule: 'old-things', days: 30 }, { rule: 'kept-things' }]);
  expect(items.map(({ count }) => count)).toEqual([50, 200]);
  const audited = await b.sql(`select 1 from audit where action = 'sample.erased'`);
  expect(audited).toHaveLength(3);
  await expect(b.call(retentionOperation('sample'), {}, person)).rejects.toMatchObject({ kind: 'forbidden' });
});

test('a module without any of it has no such operations', async () => {
  const plain = await bench(sample);
  await expect(plain.call(own, {}, person)).rejects.toThrow(/runs nowhere/);
});

test('terms come from the country where the settings say nothing, and a setting that is none stops the start', () => {
  const settings = (STOA_RETENTION_DAYS?: string) => ({
    config: { ...b.module.config, env: { STOA_RETENTION_DAYS } },
    country: { ...b.module.country, personalData: { purposes: [], registers: [], retentionDays: { 'a.b': 7 } } },
  });
  expect(retentionDays(settings(), 'a.b')).toBe(7);
  expect(retentionDays(settings(), 'a.c')).toBeUndefined();
  expect(retentionDays(settings('a.b=never, a.c=90'), 'a.b')).toBeUndefined();
  expect(retentionDays(settings('a.b=never, a.c=90'), 'a.c')).toBe(90);
  for (const wrong of ['a.b', 'a.b=0', 'a.b=-1', 'a.b=soon', 'b=3'])
    expect(() => retentionDays(settings(wrong), 'a.b')).toThrow(ConfigError);
});
