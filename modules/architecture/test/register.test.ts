// SPDX-License-Identifier: Apache-2.0
/** The register: changes by two, clashes by field, time travel, who sees what. */
import { newId } from '@stoa/kernel';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { interior, labour, register } from './world.ts';

const { b, ofLabour, ofInterior, architect, chief, ask, decide, change, adding, added, at } = await register();

test('a change is in force when another person of the integrator approves it, and says who asked', async () => {
  const item = adding({ facts: { stage: 'industrial', users: 40 }, from: '2024-05-01' });
  const { id } = await ask([item]);
  await expect(at(item.id)).rejects.toMatchObject({ code: 'architecture.element-unknown' });
  await expect(decide(id, true, ofLabour)).rejects.toMatchObject({ kind: 'forbidden' });
  await decide(id);
  expect(await at(item.id)).toMatchObject({
    ...{ kind: 'object', ownerId: labour, facts: { stage: 'industrial', users: 40 }, provenance: 'declared' },
    ...{ revision: 1, validFrom: '2024-05-01', history: [{ byName: 'Owner of labour' }] },
  });
  await expect(decide(id)).rejects.toMatchObject({ code: 'architecture.decided-already' });
});

test('who asked does not decide, and what is declined has a reason', async () => {
  const { id } = await ask([adding()], architect);
  await expect(decide(id, true, architect)).rejects.toMatchObject({ code: 'architecture.own-change' });
  await expect(b.call(contract.decideChange, { id, approve: false }, chief)).rejects.toMatchObject({
    code: 'architecture.reason-missing',
  });
  expect(await decide(id, false)).toEqual({ id, state: 'declined' });
  const { items } = await b.call(contract.listChanges, {}, chief);
  expect(items.find((one) => one.id === id)).toMatchObject({ state: 'declined', decisionReason: 'Not like this' });
  await expect(decide(newId())).rejects.toMatchObject({ code: 'architecture.change-unknown' });
});

test('who asked takes it back, nobody else, and only while nobody has decided', async () => {
  const { id } = await ask([adding()]);
  const withdraw = (as = ofLabour) => b.call(contract.withdrawChange, { id }, as);
  await expect(withdraw(ofInterior)).rejects.toMatchObject({ code: 'architecture.change-unknown' });
  await withdraw();
  await expect(withdraw()).rejects.toMatchObject({ code: 'architecture.decided-already' });
});

test('an owner changes what their organisation keeps and nothing else; the integrator changes all', async () => {
  const id = await added();
  const set = { do: 'set' as const, id, revision: 1, facts: { users: 5 }, from: '2026-01-01' };
  await expect(ask([set], ofInterior, labour)).rejects.toMatchObject({ kind: 'forbidden' });
  await expect(ask([set], ofInterior, interior)).rejects.toMatchObject({ code: 'architecture.not-of-organisation' });
  await change([set], architect);
  expect((await at(id)).facts).toEqual({ users: 5 });
  await expect(ask([adding()], b.person())).rejects.toMatchObject({ kind: 'forbidden' });
  const { items } = await b.call(contract.listChanges, {}, ofInterior);
  expect(items).toEqual([]);
});

test('two people change one element at once: other fields go together, the same one is a clash that names it', async () => {
  const id = await added({ facts: { users: 1, contract: 'A' } });
  const set = (facts: Record<string, string | number>) =>
    ask([{ do: 'set', id, revision: 1, facts, from: '2026-02-01' }]);
  const [users, contractOf, again] = [await set({ users: 2 }), await set({ contract: 'B' }), await set({ users: 3 })];
  await decide(users.id);
  await decide(contractOf.id);
  expect((await at(id)).facts).toEqual({ users: 2, contract: 'B' });
  await expect(decide(again.id)).rejects.toMatchObject({
    code: 'architecture.clash',
    message: expect.stringContaining('users'),
  });
});

test('it is seen as it was on a day, and as it was known at an instant', async () => {
  const id = await added({ facts: { users: 1 }, from: '2024-01-01' });
  const before = b.clock.now().toISOString();
  b.clock.advance({ days: 1 });
  await change([{ do: 'set', id, revision: 1, facts: { users: 2 }, from: '2025-01-01' }]);
  const users = async (when: { on?: string; known?: string }) => (await at(id, when)).facts.users;
  expect(await users({ on: '2024-06-01' })).toBe(1);
  expect(await users({ on: '2025-06-01' })).toBe(2);
  expect(await users({ on: '2025-06-01', known: before })).toBe(1);
  await expect(at(id, { on: '2023-12-31' })).rejects.toMatchObject({ code: 'architecture.element-unknown' });
  await change([{ do: 'end', id, from: '2025-09-01' }]);
  await expect(at(id)).rejects.toMatchObject({ code: 'architecture.element-unknown' });
  expect(await users({ on: '2025-08-31' })).toBe(2);
  await expect(change([{ do: 'end', id: newId(), from: '2025-09-01' }])).rejects.toMatchObject({
    code: 'architecture.element-unknown',
  });
});

test('relations lead from kind to kind, begin and end, and never round', async () => {
  const [system, part, process] = [await added(), await added(), await added({ kind: 'process' })];
  const relate = (kind: string, fromId: string, toId: string) =>
    change([{ do: 'relate', kind, fromId, toId, from: '2024-01-01' }]);
  await relate('automates', system, process);
  expect((await at(process)).relations).toMatchObject([{ kind: 'automates', out: false, other: { id: system } }]);
  await expect(relate('automates', process, system)).rejects.toMatchObject({ code: 'architecture.relation-wrong' });
  await relate('part-of', part, system);
  await expect(relate('part-of', system, part)).rejects.toMatchObject({ code: 'architecture.cycle' });
  await change([{ do: 'part', kind: 'automates', fromId: system, toId: process, from: '2025-01-01' }]);
  expect((await at(process)).relations).toEqual([]);
  expect((await at(process, { on: '2024-06-01' })).relations).toHaveLength(1);
  await change([{ do: 'end', id: part, from: '2025-01-01' }]);
  expect((await at(system)).relations).toEqual([]);
  await expect(relate('automates', newId(), process)).rejects.toMatchObject({ code: 'architecture.element-unknown' });
});

test.each([
  [{ kind: 'spaceship' }, 'architecture.kind-unknown'],
  [{ facts: { warp: 9 } }, 'architecture.field-unknown'],
  [{ facts: { users: -1 } }, 'architecture.value-wrong'],
  [{ facts: { stage: 'beautiful' } }, 'architecture.value-wrong'],
  [{ facts: { commissioned: '2026-02-30x' } }, 'architecture.value-wrong'],
  [{ facts: { 'cost-year': 1.5 } }, 'architecture.value-wrong'],
])('what the vocabulary does not know is refused when it is asked for: %o', async (more, code) => {
  await expect(ask([adding(more)])).rejects.toMatchObject({ code });
  const { items } = await b.call(contract.listElements, { kind: 'technology' }, architect);
  expect(items).toEqual([]);
});

test('a code is given once a kind, and a change that fails changes nothing of all it asks', async () => {
  const first = adding();
  await change([first]);
  const other = adding();
  const { id } = await ask([other]);
  await change([{ ...adding(), code: other.code }]);
  await expect(decide(id)).rejects.toMatchObject({ code: 'architecture.code-taken' });
  const whole = adding();
  await expect(ask([whole, adding({ code: first.code })])).rejects.toMatchObject({ code: 'architecture.code-taken' });
  await expect(at(whole.id)).rejects.toMatchObject({ code: 'architecture.element-unknown' });
});

test('everybody sees what is open, officials of the register more, the owner and the integrator all', async () => {
  const ids = [await added(), await added({ level: 1 }), await added({ level: 2 })];
  const seenBy = async (as: typeof architect | undefined) => {
    const seen = await Promise.all(
      ids.map((id) =>
        b.call(contract.getElement, { id }, as).then(
          () => 'yes',
          () => 'no',
        ),
      ),
    );
    const listed: string[] = [];
    for (let cursor: string | undefined; ; ) {
      const page = await b.call(
        contract.listElements,
        { kind: 'object', limit: 100, ...(cursor ? { cursor } : {}) },
        as,
      );
      listed.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
      if (!cursor) break;
    }
    expect(ids.map((id) => (listed.includes(id) ? 'yes' : 'no'))).toEqual(seen);
    return seen.join(' ');
  };
  expect(await seenBy(undefined)).toBe('yes no no');
  expect(await seenBy(b.person())).toBe('yes no no');
  expect(await seenBy(ofInterior)).toBe('yes yes no');
  expect(await seenBy(ofLabour)).toBe('yes yes yes');
  expect(await seenBy(architect)).toBe('yes yes yes');
});

test('what was open and is closed now shows itself on no earlier day and as it was known at no earlier instant', async () => {
  const open = await added({ kind: 'object', name: { en: 'Later secret' }, from: '2020-01-01' });
  const other = await added({ name: { en: 'Open beside it' } });
  await change([{ do: 'relate', kind: 'part-of', fromId: open, toId: other, from: '2020-01-01' }]);
  const before = b.clock.now().toISOString();
  const earlier = { on: '2021-01-01' };
  expect((await at(open, earlier, b.person())).name.en).toBe('Later secret');
  b.clock.advance({ hours: 1 });
  await change([{ do: 'set', id: open, revision: 1, level: 2, from: '2025-01-01' }]);
  for (const when of [{}, earlier, { known: before }, { ...earlier, known: before }])
    for (const as of [b.person(), ofInterior]) {
      await expect(at(open, when, as)).rejects.toMatchObject({ code: 'architecture.element-unknown' });
      expect((await at(other, when, as)).relations).toEqual([]);
      const { items } = await b.call(contract.listElements, { kind: 'object', search: 'secret', ...when }, as);
      expect(items).toEqual([]);
    }
  for (const as of [ofLabour, architect]) expect((await at(open, earlier, as)).level).toBe(0);
  await change([{ do: 'set', id: open, revision: 2, level: 0, from: '2026-01-01' }]);
  expect((await at(open, earlier, b.person())).name.en).toBe('Later secret');
});

test('whoever got an element keeps it, and whoever gave it away does so no more', async () => {
  const id = await added();
  const given = { do: 'set' as const, id, revision: 1, ownerId: interior, from: '2025-01-01' };
  await change([given], architect);
  const relate = { do: 'relate' as const, kind: 'part-of', fromId: id, toId: await added(), from: '2025-06-01' };
  for (const from of ['2024-01-01', '2025-06-01'])
    await expect(ask([{ do: 'end', id, from }])).rejects.toMatchObject({ code: 'architecture.not-of-organisation' });
  await expect(ask([relate])).rejects.toMatchObject({ code: 'architecture.not-of-organisation' });
  await ask([relate], ofInterior, interior);
  await ask([{ do: 'end', id, from: '2025-06-01' }], ofInterior, interior);
});

test('an owner attests what they keep as it is, and not what has changed meanwhile', async () => {
  const id = await added();
  const attest = (revision: number, as = ofLabour) => b.call(contract.attestElement, { id, revision }, as);
  await expect(attest(1, ofInterior)).rejects.toMatchObject({ kind: 'forbidden' });
  await attest(1);
  expect((await at(id)).attestedAt).toBe(b.clock.now().toISOString());
  await change([{ do: 'set', id, revision: 1, facts: { users: 9 }, from: '2026-01-01' }]);
  await expect(attest(1)).rejects.toMatchObject({ code: 'architecture.changed-meanwhile' });
});

test('elements are found by words in any language and by a fact, page by page, and counted', async () => {
  const name = { en: 'Register of mines', ru: 'Реестр шахт', ar: 'سجل المناجم' };
  for (const stage of ['industrial', 'trial', 'trial']) await added({ name, facts: { stage, dbms: 'oracle' } });
  const find = (more: object) => b.call(contract.listElements, { kind: 'object', ...more }, architect);
  for (const search of ['mines register', 'ШАХТ', 'المناجم']) expect((await find({ search })).items).toHaveLength(3);
  expect((await find({ search: 'шахт', fact: 'stage:trial' })).items).toHaveLength(2);
  await expect(find({ fact: 'warp:9' })).rejects.toMatchObject({ code: 'architecture.field-unknown' });
  await expect(b.call(contract.listElements, { kind: 'spaceship' }, architect)).rejects.toMatchObject({
    code: 'architecture.kind-unknown',
  });
  const first = await find({ search: 'mines', limit: 2 });
  const second = await find({ search: 'mines', limit: 2, cursor: first.nextCursor });
  expect([first.items.length, second.items.length, second.nextCursor]).toEqual([2, 1, undefined]);
  const figures = await b.call(contract.getFigures, { ownerId: labour }, architect);
  const oracle = figures.distributions.find(({ field }) => field === 'dbms')?.counts;
  expect(oracle?.find(({ value }) => value === 'oracle')).toEqual({ value: 'oracle', count: 3 });
});
