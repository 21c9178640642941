// SPDX-License-Identifier: Apache-2.0
import identity from '@stoa/identity';
import * as people from '@stoa/identity/contract';
import { bench } from '@stoa/kernel/testing';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import organisations from '../src/index.ts';

const b = await bench(organisations, identity);
const asks = b.person({ name: 'Ainur Asks', duties: ['identity.grantor'] });
const decides = b.person({ name: 'Dmitry Decides', duties: ['identity.grantor'] });
const official = b.person({ duties: ['labour.permit-officer'] });
const reason = 'Order No. 12 of the ministry';

const ask = (asked: contract.Asked, who = asks) => b.call(contract.requestChange, { asked, reason }, who);
const decide = (id: string, approved = true, who = decides) => b.call(contract.decideChange, { id, approved }, who);
const made = async (asked: contract.Asked) => decide((await ask(asked)).id);
const ministry = 'XM-LABOUR-MINISTRY';
const get = (id: string, on?: string) => b.call(contract.getOrganisation, { id, ...(on ? { on } : {}) });
const factsOf = async (id: string) => {
  const { id: _, revision: __, ...facts } = await get(id);
  return facts;
};

test('the offices of the country are the first import, and are found by name in any language, sphere and region', async () => {
  const all = await b.call(contract.listOrganisations, { limit: 100 });
  expect(all.items.length).toBeGreaterThan(40);
  const found = async (filter: Parameters<typeof b.call<typeof contract.listOrganisations>>[1]) =>
    (await b.call(contract.listOrganisations, { limit: 100, ...filter })).items.map(({ id }) => id);
  expect(await found({ search: 'министерство труда' })).toEqual([ministry]);
  expect(await found({ search: 'وزارة العمل' })).toEqual([ministry]);
  expect(await found({ sphere: 'health-care', regionCode: 'XM-02' })).toHaveLength(3);
  expect(await found({ search: '%' })).toEqual([]);
  expect(await found({ kind: 'company' })).toEqual([]);
  expect(await get('XM-01-LABOUR')).toMatchObject({ kind: 'local', sphere: 'labour', parentId: ministry, revision: 1 });
});

test('pages follow one another without losing or repeating anybody', async () => {
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await b.call(contract.listOrganisations, { limit: 7, ...(cursor ? { cursor } : {}) });
    seen.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor;
  } while (cursor);
  expect(seen).toEqual([...new Set(seen)].sort());
  expect(seen.length).toBeGreaterThan(40);
});

test('a sphere is a code of a versioned list, with how many organisations are of it', async () => {
  const { version, items } = await b.call(contract.listSpheres, {});
  expect(version).toBe(1);
  expect(items.find(({ code }) => code === 'health-care')).toMatchObject({
    title: { uk: 'Охорона здоров’я' },
    organisations: 9,
  });
});

test('the list of spheres is downloaded as a table, with the codes of before', async () => {
  const { items } = await b.call(contract.listSpheres, {});
  expect(items.find(({ code }) => code === 'health-care')?.formerly).toEqual(['clinic']);
  const file = await fetch(`${b.platform.url}${contract.spheresFilePath}`);
  expect([file.status, file.headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8']);
  const table = await file.text();
  expect(table).toMatch(/version,code,title_en,.*formerly/);
  expect(table).toContain('1,health-care,Health care,Здравоохранение');
});

test('an organisation is found by its numbers; by those it had before, too', async () => {
  const facts = await factsOf('XM-02-REGISTRY');
  const { inn = '', ogrn = '', kpp = '' } = facts;
  const match = (more: object = {}) =>
    b.call(contract.matchOrganisation, { inn, ogrn, kpp, on: '2026-05-01', ...more });
  expect(await match()).toMatchObject({ id: 'XM-02-REGISTRY' });
  await made({
    kind: 'organisation',
    id: 'XM-02-REGISTRY',
    facts: { ...facts, kpp: '020201777' },
    validFrom: '2026-04-01',
  });
  for (const number of [kpp, '020201777']) expect((await match({ kpp: number })).kpp).toBe('020201777');
  await expect(match({ kpp: '999999999' })).rejects.toMatchObject({ code: 'organisations.organisation-unknown' });
  await b.drain();
  expect(b.events(contract.directoryChanged.type).map(({ data }) => data)).toContainEqual({
    organisationIds: ['XM-02-REGISTRY'],
  });
});

test('a new name holds from its day on, and what was before stays readable', async () => {
  const facts = await factsOf('XM-02-TAX');
  await made({
    ...{ kind: 'organisation', id: 'XM-02-TAX', validFrom: '2026-03-01' },
    facts: { ...facts, name: { en: 'Revenue Office, River Delta' } },
  });
  expect((await get('XM-02-TAX')).name.en).toBe('Revenue Office, River Delta');
  expect((await get('XM-02-TAX', '2026-02-28')).name).toEqual(facts.name);
  const { items } = await b.call(contract.getHistory, { id: 'XM-02-TAX' });
  expect(items.map(({ revision, validFrom }) => [revision, validFrom])).toEqual([
    [2, '2026-03-01'],
    [1, '2000-01-01'],
  ]);
  await expect(get('XM-02-TAX', '1999-12-31')).rejects.toMatchObject({ code: 'organisations.organisation-unknown' });
});

test('a merger ends one and names the other; a second one is refused', async () => {
  await made({ kind: 'merge', id: 'XM-03-SCHOOL-3', into: 'XM-03-SCHOOL-1', on: '2026-01-01' });
  expect(await get('XM-03-SCHOOL-3')).toMatchObject({ until: '2026-01-01', successorId: 'XM-03-SCHOOL-1' });
  const listed = await b.call(contract.listOrganisations, { search: 'XM-03-SCHOOL', limit: 100 });
  expect(listed.items.map(({ id }) => id)).not.toContain('XM-03-SCHOOL-3');
  await expect(
    ask({ kind: 'merge', id: 'XM-03-SCHOOL-3', into: 'XM-03-SCHOOL-1', on: '2026-02-01' }),
  ).rejects.toMatchObject({ code: 'organisations.ended-already' });
});

test.each([
  ['a sphere that is not in the list', { sphere: 'magic' }, 'organisations.sphere-unknown'],
  ['a region the country does not have', { regionCode: 'XM-99' }, 'organisations.region-unknown'],
  ['a number whose check digit is wrong', { inn: '0101001033' }, 'organisations.number-invalid'],
  ['a parent that is not there', { parentId: 'NOBODY' }, 'organisations.organisation-unknown'],
  ['itself as its parent', { parentId: 'XM-01-TAX' }, 'organisations.circle'],
  ['an end before the beginning', { until: '1990-01-01' }, 'organisations.period-backwards'],
] as const)('%s is refused when it is asked for', async (_, change, code) => {
  const facts = { ...(await factsOf('XM-01-TAX')), ...change };
  await expect(ask({ kind: 'organisation', id: 'XM-01-TAX', facts, validFrom: '2026-01-01' })).rejects.toMatchObject({
    code,
  });
});

test('an office cannot come to stand under its own subordinate', async () => {
  const facts = { ...(await factsOf(ministry)), parentId: 'XM-01-LABOUR' };
  await expect(ask({ kind: 'organisation', id: ministry, facts, validFrom: '2026-01-01' })).rejects.toMatchObject({
    code: 'organisations.circle',
  });
});

test('what one person asks for another decides, once; a refusal changes nothing', async () => {
  const facts = { ...(await factsOf('XM-01-TAX')), name: { en: 'Tax House' } };
  const change = await ask({ kind: 'organisation', id: 'XM-01-TAX', facts, validFrom: '2026-01-01' });
  expect((await get('XM-01-TAX')).revision).toBe(1);
  await expect(decide(change.id, true, asks)).rejects.toMatchObject({ code: 'organisations.second-person-needed' });
  const open = await b.call(contract.listChanges, {}, official);
  expect(open.items.map(({ id }) => id)).toContain(change.id);
  expect(await decide(change.id, false)).toMatchObject({ approved: false, decidedBy: 'Dmitry Decides' });
  expect((await get('XM-01-TAX')).revision).toBe(1);
  await expect(decide(change.id)).rejects.toMatchObject({ code: 'organisations.change-decided' });
  await expect(decide(asks.id)).rejects.toMatchObject({ code: 'organisations.change-unknown' });
});

test('who holds no such duty neither asks nor decides, and sees no structure', async () => {
  const asked = { kind: 'merge', id: 'XM-01-TAX', into: 'XM-02-TAX', on: '2026-01-01' } as const;
  await expect(ask(asked, official)).rejects.toMatchObject({ kind: 'forbidden' });
  await expect(decide((await ask(asked)).id, true, official)).rejects.toMatchObject({ kind: 'forbidden' });
  for (const operation of [
    () => b.call(contract.getStructure, { id: ministry }, b.person()),
    () => b.call(contract.listDuties, { personId: official.id }, b.person()),
    () => b.call(contract.listHolders, { code: 'labour.permit-officer' }, b.person()),
    () => b.call(contract.listChanges, {}, b.person()),
    () => b.call(contract.undoChange, { id: official.id }, official),
  ])
    await expect(operation()).rejects.toMatchObject({ kind: 'forbidden' });
  await expect(
    b.call(people.holdDuties, { personId: official.id, revision: 1, duties: [] }, asks),
  ).rejects.toMatchObject({
    kind: 'forbidden',
  });
});

test('within the hour a change is undone, unless something was built on it', async () => {
  const before = await get('XM-03-TAX');
  const { id: _, revision: __, ...facts } = before;
  const first = await made({
    ...{ kind: 'organisation', id: 'XM-03-TAX', validFrom: '2026-01-01' },
    facts: { ...facts, name: { en: 'First' } },
  });
  const second = await made({
    ...{ kind: 'organisation', id: 'XM-03-TAX', validFrom: '2026-02-01' },
    facts: { ...facts, name: { en: 'Second' } },
  });
  const undo = (id: string) => b.call(contract.undoChange, { id }, decides);
  await expect(undo(first.id)).rejects.toMatchObject({ code: 'organisations.undo-overtaken' });
  await undo(second.id);
  expect((await get('XM-03-TAX')).name.en).toBe('First');
  await undo(first.id);
  expect(await get('XM-03-TAX')).toEqual(before);
  await expect(undo(first.id)).rejects.toMatchObject({ code: 'organisations.undo-late' });
  const late = await made({
    ...{ kind: 'organisation', id: 'XM-03-TAX', validFrom: '2026-01-01' },
    facts: { ...facts, name: { en: 'Late' } },
  });
  b.clock.advance({ minutes: 61 });
  await expect(undo(late.id)).rejects.toMatchObject({ code: 'organisations.undo-late' });
});

test('what others asked for is decided only soon after a strong sign-in', async () => {
  const old = new Date(b.clock.now().getTime() - 31 * 60_000).toISOString();
  for (const weak of [{ assurance: 1 }, { authenticatedAt: old }])
    await expect(decide(asks.id, true, b.person({ duties: ['identity.grantor'], ...weak }))).rejects.toMatchObject({
      code: 'kernel.stronger-sign-in-needed',
    });
});
