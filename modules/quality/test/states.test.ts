// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CardState, LinkState } from '../src/contract.ts';
import { assertTransition, cardTransitions, linkTransitions } from '../src/states.ts';

const valuesOf = (states: { enum: readonly string[] }) => [...states.enum].sort();
type Table = Readonly<Record<string, readonly string[]>>;
const tables: readonly [string, Table, string, readonly string[], string[]][] = [
  ['card', cardTransitions, 'RECEIVED', ['ERASED', 'REJECTED', 'DUPLICATE'], valuesOf(CardState as never)],
  ['link', linkTransitions, 'ISSUED', ['CONSUMED', 'EXPIRED'], valuesOf(LinkState as never)],
];

test.each(tables)(
  'the table of the %s names every state of the contract and no other',
  (_name, table, _start, _ends, states) => {
    expect(Object.keys(table).sort()).toEqual(states);
    for (const targets of Object.values(table)) for (const to of targets) expect(states).toContain(to);
  },
);

test.each(tables)('each state of the %s is reached from its start and leads to an end', (_name, table, start, ends) => {
  const reach = (from: string, seen = new Set<string>()): Set<string> => {
    if (seen.has(from)) return seen;
    seen.add(from);
    for (const to of table[from] ?? []) reach(to, seen);
    return seen;
  };
  expect([...reach(start)].sort()).toEqual(Object.keys(table).sort());
  for (const state of Object.keys(table)) expect([...reach(state)].some((one) => ends.includes(one))).toBe(true);
  expect(
    Object.keys(table)
      .filter((state) => table[state]?.length === 0)
      .sort(),
  ).toEqual([...ends].sort());
});

test.each(tables)('random walks of the %s take listed steps only', (_name, table, start) => {
  const states = Object.keys(table);
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...states), { maxLength: 30 }), (wishes) => {
      let at = start;
      for (const wish of wishes) {
        const listed = table[at]?.includes(wish) ?? false;
        const step = () => assertTransition(table, at, wish);
        if (!listed) expect(step).toThrow(/no way from/);
        else {
          step();
          at = wish;
        }
      }
    }),
  );
});

test('personal data of every card that keeps some are erased in the end', () => {
  const withPerson = (Object.keys(cardTransitions) as CardState[]).filter(
    (state) => !['RECEIVED', 'REJECTED', 'DUPLICATE', 'ERASED'].includes(state),
  );
  for (const state of withPerson) {
    const seen = new Set<CardState>();
    const leads = (from: CardState): boolean => {
      if (from === 'ERASED') return true;
      if (seen.has(from)) return false;
      seen.add(from);
      return cardTransitions[from].some(leads);
    };
    expect(leads(state)).toBe(true);
  }
});
