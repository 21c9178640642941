// SPDX-License-Identifier: Apache-2.0
/** Reference models: drafts by one, published by another, compared, and measured by the register. */
import architecture from '@stoa/architecture';
import { importElements } from '@stoa/architecture/contract';
import { newId } from '@stoa/kernel';
import { benchWith } from '@stoa/kernel/testing';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import norms from '../src/index.ts';
import { changesBetween, countsBelow, isCircle } from '../src/models/tree.ts';

const b = await benchWith({ STOA_DEMO: '0' }, norms, architecture);
const having = (name: string) => b.person({ id: newId(), name, duties: ['architecture.integrator'] });
const [architect, second, everybody] = [having('Architect'), having('Second'), b.person()];
const code = 'arm' as const;
const today = b.module.country.calendar.localDate(b.clock.now());
const set = (entry: string, more: { title?: string; parent?: string; maps?: string[] } = {}) =>
  b.call(
    contract.setEntry,
    { code, entry, ...more, ...(more.title ? { title: { en: more.title } } : { title: undefined }) } as never,
    architect,
  );
const publish = (as = second, from = today) => b.call(contract.publishModel, { code, from }, as);
const refusal = (of: string) => ({ code: of });

test('a model is drafted by one and published by another, old versions stay, and what changed is told', async () => {
  await expect(set('A1', { title: 'Portals' })).rejects.toMatchObject(refusal('norms.draft-missing'));
  await expect(publish()).rejects.toMatchObject(refusal('norms.draft-missing'));
  await expect(b.call(contract.draftModel, { code, note: 'First' }, everybody)).rejects.toMatchObject({
    kind: 'forbidden',
  });
  expect(await b.call(contract.draftModel, { code, note: 'First' }, architect)).toEqual({ code, version: 1 });
  await expect(b.call(contract.draftModel, { code, note: 'Again' }, second)).rejects.toMatchObject(
    refusal('norms.draft-there'),
  );
  await expect(publish()).rejects.toMatchObject(refusal('norms.model-empty'));
  await set('A', { title: 'Meeting people' });
  await set('A1', { title: 'Portals', parent: 'A', maps: ['portal'] });
  await set('A2', { title: 'Registers', parent: 'A', maps: ['registry'] });
  await expect(set('A', { title: 'Round', parent: 'A1' })).rejects.toMatchObject(refusal('norms.entry-circle'));
  await expect(set('A')).rejects.toMatchObject(refusal('norms.entry-has-children'));
  await expect(set('Z9')).rejects.toMatchObject(refusal('norms.entry-unknown'));
  await expect(b.call(contract.getModel, { code, version: 1 }, everybody)).rejects.toMatchObject(
    refusal('norms.model-unknown'),
  );
  await expect(publish(architect)).rejects.toMatchObject(refusal('norms.own-draft'));
  await expect(publish(second, '2020-01-01')).rejects.toMatchObject(refusal('norms.day-past'));
  expect(await publish()).toEqual({ code, version: 1 });
  expect(await b.call(contract.draftModel, { code, note: 'Second' }, architect)).toEqual({ code, version: 2 });
  await set('A2');
  await set('A1', { title: 'Doors', parent: 'A', maps: ['portal'] });
  await expect(publish(second, today)).rejects.toMatchObject(refusal('norms.day-past'));
  await publish(second, '2099-01-01');
  const now = await b.call(contract.getModel, { code }, everybody);
  expect(now).toMatchObject({ version: 1, publishedByName: 'Second', may: [] });
  expect(now.list.map((one) => one.code)).toEqual(['A', 'A1', 'A2']);
  expect((await b.call(contract.getModel, { code, on: '2099-01-01' }, everybody)).version).toBe(2);
  const { items } = await b.call(contract.compareModel, { code, from: 1, to: 2 }, everybody);
  expect(items.map((one) => [one.code, one.change])).toEqual([
    ['A1', 'renamed'],
    ['A2', 'removed'],
  ]);
});

test('coverage says how much of what one may see belongs to each entry, what is empty and what belongs nowhere', async () => {
  const object = (name: string, kind: string, level = 0) => ({
    ...{ kind: 'object', code: name, name: { en: name }, ownerId: 'XM-LABOUR-MINISTRY', level, from: '2020-01-01' },
    facts: { class: kind },
  });
  const elements = [object('IS-1', 'portal'), object('IS-2', 'portal', 2), object('IS-3', 'sector')];
  await b.call(importElements, { dryRun: false, provenance: 'imported', elements, relations: [] }, architect);
  const covered = (who = everybody, more = {}) => b.call(contract.getCoverage, { code, ...more }, who);
  const seen = await covered();
  expect(seen).toMatchObject({ version: 1, kind: 'object', total: 2, mapped: 1 });
  expect(seen.counts).toEqual([
    { code: 'A', count: 1 },
    { code: 'A1', count: 1 },
    { code: 'A2', count: 0 },
  ]);
  expect(seen.none.map((one) => one.code)).toEqual(['IS-3']);
  expect((await covered(architect)).counts[1]).toEqual({ code: 'A1', count: 2 });
  expect(await covered(architect, { ownerId: 'XM-INTERIOR-MINISTRY' })).toMatchObject({ total: 0, none: [] });
  const { items, may } = await b.call(contract.listModels, {}, everybody);
  expect(items.find((one) => one.code === code)).toMatchObject({ current: 1, kind: 'object', by: 'class' });
  expect(may).toEqual([]);
});

test('an entry that was moved and renamed is told twice, and a circle above it is seen', () => {
  const entry = (at: string, en: string, parent?: string, maps: string[] = []) => ({
    ...{ code: at, title: { en }, maps, ...(parent ? { parent } : {}) },
  });
  const before = [entry('A', 'One'), entry('B', 'Two', 'A'), entry('C', 'Three', 'A', ['x'])];
  const after = [
    entry('A', 'One'),
    entry('B', 'Zwei'),
    entry('C', 'Three', 'A', ['x', 'y']),
    entry('D', 'New', 'C', ['x']),
  ];
  expect(changesBetween(before, after).map((one) => `${one.code} ${one.change}`)).toEqual([
    ...['B renamed', 'B moved', 'C mapped', 'D added'],
  ]);
  expect(isCircle(after, 'A', 'D')).toBe(true);
  expect(isCircle(after, 'D', 'B')).toBe(false);
  expect(Object.fromEntries(countsBelow(after, [{ value: 'x', count: 3 }]))).toEqual({ A: 6, B: 0, C: 6, D: 3 });
});
