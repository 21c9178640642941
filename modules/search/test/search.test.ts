// SPDX-License-Identifier: Apache-2.0
import { getPackage, servicePublished } from '@stoa/catalogue/contract';
import { bench } from '@stoa/kernel/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { find } from '../src/contract.ts';
import search from '../src/index.ts';

const b = await bench(search);
const text = (en: string, ru: string, kk: string, uk: string, ar: string) => ({ en, ru, kk, uk, ar });
const nothing = text('', '', '', '', '');
const permit = {
  serviceId: 'work-permit',
  version: `sha256:${'a'.repeat(64)}`,
  path: '/services/work-permit',
  audience: ['organisation'],
  lifeEvents: [],
  title: text(
    'Work permit for a foreign worker',
    'Разрешение на работу иностранному работнику',
    'Шетелдік жұмыскерге жұмыс рұқсаты',
    'Дозвіл на роботу іноземному працівнику',
    'تصريح عمل لعامل أجنبي',
  ),
  summary: text('Hire somebody from abroad', 'Нанять человека из-за границы', '', '', ''),
  keywords: text('hiring visa', 'найм', '', '', ''),
  authority: nothing,
};
const certificate = {
  ...permit,
  serviceId: 'address-certificate',
  path: '/services/address-certificate',
  title: text('Address certificate', 'Справка об адресе', 'Мекенжай анықтамасы', 'Довідка про адресу', 'شهادة عنوان'),
  summary: nothing,
  keywords: nothing,
};
await b.deliver(servicePublished, permit);
await b.deliver(servicePublished, certificate);
const ids = async (q: string) => (await b.call(find, { q })).items.map((item) => item.id);

test.each([
  'permit',
  'work perm',
  'foreign workers',
  'разрешения на работу',
  'жұмыс рұқс',
  'дозвіл',
  'تصريح',
  'hiring',
  'HIRE',
])('"%s" finds the work permit', async (q) => {
  expect(await ids(q)).toEqual(['work-permit']);
});

test.each([
  ['a no-break blank', 'work\u00a0permit'],
  ['two blanks', 'work  permit'],
  ['a soft hyphen', 'per\u00admit'],
  ['a no-break hyphen', 'work\u2011permit'],
  ['wide letters', 'ｐｅｒｍｉｔ'],
  ['Russian letters for Kazakh ones', 'жумыс'],
  ['Russian letters and an ending', 'жумысына руксат'],
  ['Latin letters among Cyrillic ones', 'paбoту'],
  ['Latin letters for Ukrainian ones', 'дoзвiл'],
  ['a Kazakh accusative', 'рұқсатын'],
  ['a Kazakh plural dative', 'рұқсаттарға'],
  ['a Ukrainian genitive', 'дозволу'],
  ['a Ukrainian plural', 'іноземні працівники'],
  ['an Arabic word without its alef', 'اجنبي'],
  ['an Arabic word with marks', 'تَصْرِيح'],
  ['letters swapped', 'premit'],
  ['a letter left out', 'permt'],
  ['a letter too many', 'foreiggn'],
  ['a mistake in Russian', 'разришение'],
  ['a mistake in Ukrainian', 'дозвлі'],
  ['a mistake beside a right word', 'work premit'],
])('%s finds the work permit', async (_, q) => {
  expect(await ids(q)).toEqual(['work-permit']);
});

test.each([
  'довідки',
  'довідок',
  'довідку про адресу',
  'справки',
  'анықтаманы',
  'мекенжайын анықтама',
  'certifcate',
  'شهاده',
])('"%s" finds the address certificate', async (q) => {
  expect(await ids(q)).toEqual(['address-certificate']);
});

test('a short word or a number is never taken for another', async () => {
  expect(await ids('wark')).toEqual(['work-permit']);
  expect(await ids('wrk')).toEqual([]);
  expect(await ids('12345')).toEqual([]);
});

test('what a release before has indexed is indexed again', async () => {
  const row = (await b.sql<{ words: string }>("select words::text from document where id = 'work-permit'"))[0];
  await b.sql("update document set words = 'permit', indexed_by = 1 where id = 'work-permit'");
  b.stub(
    getPackage,
    async ({ id, version }) =>
      ({ serviceId: id, version, facts: { ...permit, authority: { id: 'a', name: nothing } } }) as never,
  );
  b.clock.advance({ minutes: 2 });
  await b.drain();
  expect(await b.sql("select words::text, indexed_by from document where id = 'work-permit'")).toEqual([
    { words: row?.words, indexed_by: 3 },
  ]);
});

test('every word must fit, and nothing fits nothing', async () => {
  expect(await ids('permit address')).toEqual([]);
  expect(await ids('')).toEqual([]);
  expect(await ids('!!! &|')).toEqual([]);
});

test('a new version replaces the old one', async () => {
  await b.deliver(servicePublished, {
    ...certificate,
    version: `sha256:${'b'.repeat(64)}`,
    title: text('Residence paper', 'Бумага', 'Қағаз', 'Папір', 'ورقة'),
  });
  expect(await ids('residence')).toEqual(['address-certificate']);
  expect(await ids('certificate')).toEqual([]);
});

test('what is found can be narrowed to a region and a level; a state service is found in every region', async () => {
  const titled = (word: string) => ({ ...certificate, title: text(word, word, word, word, word) });
  await b.deliver(servicePublished, {
    ...titled('Harbour berth'),
    ...{ serviceId: 'berth', level: 'municipal' as const, territory: ['XM-03'] },
  });
  await b.deliver(servicePublished, {
    ...titled('Harbour dues'),
    ...{ serviceId: 'dues', level: 'regional' as const, territory: 'all' as const },
  });
  await b.deliver(servicePublished, { ...titled('Harbour pass'), serviceId: 'pass' });
  const found = async (of: { region?: string; level?: 'state' | 'regional' | 'municipal' }) => {
    const { items, total } = await b.call(find, { q: 'harbour', ...of });
    expect(total).toBe(items.length);
    return items.map(({ id }) => id).sort();
  };
  expect(await found({})).toEqual(['berth', 'dues', 'pass']);
  expect(await found({ region: 'XM-03' })).toEqual(['berth', 'dues', 'pass']);
  expect(await found({ region: 'XM-01' })).toEqual(['dues', 'pass']);
  expect(await found({ level: 'municipal' })).toEqual(['berth']);
  expect(await found({ level: 'state', region: 'XM-02' })).toEqual(['pass']);
});

test('whatever is typed is answered', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ maxLength: 60, unit: 'binary' }), async (q) => {
      const { status } = await b.http().get(`/api/search?q=${encodeURIComponent(q.toWellFormed())}`);
      // What no database can store is refused at the door; everything else is searched for.
      expect(status).toBe(q.includes('\0') ? 422 : 200);
    }),
    { numRuns: 200 },
  );
});
