// SPDX-License-Identifier: Apache-2.0
/** How alike things are: the score itself, all pairs of many, and the operation that explains it. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { type Described, pairsOf, profileOf, scoreOf, weights } from '../src/similarity/score.ts';
import { architect, b, change, labourObject, ofInterior, relate } from './similar-world.ts';

const ids = fc.uniqueArray(fc.constantFrom(...'abcdefgh'), { maxLength: 5 });
const words = fc.array(fc.constantFrom('register', 'mines', 'permits', 'school', 'реестр', 'шахт', 'سجل', '?'), {
  maxLength: 4,
});
const anything: fc.Arbitrary<Described> = fc.record({
  ...{ functions: ids, entities: ids },
  text: fc.dictionary(
    fc.constantFrom('en', 'ru', 'ar'),
    words.map((list) => list.join(' ')),
    { maxKeys: 3 },
  ),
  class: fc.option(fc.constantFrom('registry', 'portal'), { nil: undefined }),
});
const alike = (a: Described, other: Described) => scoreOf(profileOf(a), profileOf(other));

test('the score is the same both ways, from 0 to 1, and the weighted sum of its parts', () => {
  fc.assert(
    fc.property(anything, anything, (one, other) => {
      const { total, parts } = alike(one, other);
      expect(alike(other, one)).toEqual({ total, parts });
      expect(total).toBeGreaterThanOrEqual(0);
      expect(total).toBeLessThanOrEqual(1);
      const sum = Object.entries(parts).reduce((all, [part, value]) => all + weights[part as 'text'] * value, 0);
      expect(total).toBeCloseTo(sum, 3);
    }),
  );
  expect(Object.values(weights).reduce((a, c) => a + c)).toBeCloseTo(1);
});

test('the same is 1 where all of it is known, and nothing is alike of what nobody knows', () => {
  const known = anything.filter(
    (one) =>
      one.functions.length > 0 &&
      one.entities.length > 0 &&
      one.class !== undefined &&
      /\p{L}/u.test(Object.values(one.text).join('')),
  );
  fc.assert(
    fc.property(known, (one) => {
      expect(alike(one, structuredClone(one)).total).toBe(1);
    }),
  );
  const nothing = { functions: [], entities: [], text: {} };
  expect(alike(nothing, nothing).total).toBe(0);
});

test('more in common is never less alike', () => {
  fc.assert(
    fc.property(anything, anything, (one, other) => {
      const both = { ...one, functions: [...one.functions, 'new'] };
      expect(alike(both, { ...other, functions: [...other.functions, 'new'] }).total).toBeGreaterThanOrEqual(
        alike(one, other).total,
      );
    }),
  );
});

test('all pairs of many are those that comparing each with each finds', () => {
  fc.assert(
    fc.property(fc.array(anything, { maxLength: 12 }), fc.constantFrom(0.25, 0.45, 0.6, 0.8), (many, from) => {
      const slowly = many.flatMap((one, a) =>
        many.flatMap((other, at) => (at > a && alike(one, other).total >= from ? [`${a} ${at}`] : [])),
      );
      expect(
        pairsOf(many, from)
          .map((pair) => `${pair.a} ${pair.b}`)
          .sort(),
      ).toEqual(slowly.sort());
    }),
  );
});

const grants = labourObject({ kind: 'function', name: { en: 'Granting permits', ru: 'Выдача разрешений' } });
const pays = labourObject({ kind: 'function', name: { en: 'Paying benefits' } });
const worker = labourObject({ kind: 'entity', name: { en: 'Worker' } });
const permits = labourObject({ name: { en: 'Register of permits' }, facts: { class: 'registry' } });
const benefits = labourObject({ name: { en: 'Payments of benefits' }, facts: { class: 'accounting' } });
const hidden = labourObject({ name: { en: 'Register of permits' }, level: 2 });
const solution = labourObject({ kind: 'solution', name: { en: 'Typical register' }, facts: { class: 'registry' } });
const service = labourObject({ kind: 'ict-service', name: { en: 'Document flow as a service' } });
const made = [grants, pays, worker, permits, benefits, hidden, solution, service];
await change(made);
await change([
  relate('automates', permits, grants),
  relate('accesses', permits, worker),
  relate('automates', benefits, pays),
  relate('automates', hidden, grants),
  relate('automates', solution, grants),
]);
const similar = async (asked: object, as = architect) => (await b.call(contract.findSimilar, asked, as)).items;

test('what does the same is found with the reason, the best first, and only of what one may see', async () => {
  const asked = { functions: [grants.id], entities: [worker.id], text: { en: 'Permits register' }, class: 'registry' };
  const found = await similar(asked, ofInterior);
  expect(found.map(({ element }) => element.id)).toEqual([permits.id, solution.id]);
  expect(found[0]?.score).toBeGreaterThan(0.9);
  expect(found[0]).toMatchObject({
    parts: [
      { part: 'functions', weight: 0.4, score: 1 },
      { part: 'entities', score: 1 },
      { part: 'text' },
      { score: 1 },
    ],
    sharedFunctions: [{ id: grants.id, name: grants.name }],
    sharedEntities: [{ id: worker.id }],
  });
  expect((await similar(asked)).map(({ element }) => element.id)).toContain(hidden.id);
  expect((await similar({ ...asked, kinds: ['solution'] })).map(({ element }) => element.kind)).toEqual(['solution']);
  expect(await similar({ ...asked, from: 0.99 }, ofInterior)).toEqual([]);
  expect(await similar({ ...asked, limit: 1 })).toHaveLength(1);
});

test('words alone find it, in whatever order, and odd words find nothing', async () => {
  expect((await similar({ text: { en: 'a service for the flow of documents' } }))[0]?.element.id).toBe(service.id);
  for (const odd of ["'); drop table element; --", '& | ! <-> :*', '"', '\\'])
    expect(Array.isArray(await similar({ text: { en: odd } }))).toBe(true);
});

test('an element is compared by its id, never with itself; of a day before it there was nothing', async () => {
  const [first] = await similar({ elementId: permits.id });
  expect(first).toMatchObject({ element: { id: hidden.id }, score: 0.6 });
  await expect(similar({ elementId: permits.id, on: '2001-01-01' })).rejects.toMatchObject({
    code: 'architecture.element-unknown',
  });
  await expect(similar({ elementId: hidden.id }, ofInterior)).rejects.toMatchObject({
    code: 'architecture.element-unknown',
  });
  await expect(similar({})).rejects.toMatchObject({ code: 'architecture.nothing-to-compare' });
});
