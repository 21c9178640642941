// SPDX-License-Identifier: Apache-2.0
/**
 * Random processes of rows, choices, forks, inclusive forks, sub-processes and activities done several times, played in
 * random order against a small model of what must stand, with everything but the tokens forgotten after each step.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { indexProcess, type PlanNode, play, soundnessFaults, type Token } from '../src/index.ts';
import { type Block, block, held, itemsOf, planOf } from './blocks.ts';

/** What is still to be done: a task of an item, things in turn, or things side by side. */
type Rest = string | { turn: Rest[] } | { beside: Rest[] };
function restOf(part: Block, names: Map<Block, string>, items = ''): Rest {
  const parts = (path: string) => part.parts.map((inner) => restOf(inner, names, path));
  const several = () => Array.from({ length: itemsOf(part) }, (_, item) => ({ turn: parts(`${items}/${item}`) }));
  if (part.kind === 'task') return `${names.get(part)}${items}`;
  if (part.kind === 'row' || part.kind === 'inside') return { turn: parts(items) };
  if (part.kind === 'each') return { beside: several() };
  if (part.kind === 'in-turn') return { turn: several() };
  return { beside: part.kind === 'fork' ? parts(items) : held(part).map((at) => parts(items)[at] as Rest) };
}
const without = (rest: Rest, task: string): Rest => {
  if (typeof rest === 'string') return rest === task ? { turn: [] } : rest;
  return 'turn' in rest
    ? { turn: rest.turn.map((part) => without(part, task)) }
    : { beside: rest.beside.map((part) => without(part, task)) };
};
const isDone = (rest: Rest): boolean =>
  typeof rest !== 'string' && ('turn' in rest ? rest.turn : rest.beside).every(isDone);
const standing = (rest: Rest): string[] => {
  if (typeof rest === 'string') return [rest];
  if ('beside' in rest) return rest.beside.flatMap(standing);
  const next = rest.turn.find((part) => !isDone(part));
  return next === undefined ? [] : standing(next);
};

test('whatever is done in whatever order, what stands is what the drawing says', () => {
  fc.assert(
    fc.property(block, fc.infiniteStream(fc.nat(1000)), (root, choices) => {
      const { names, counts, ...plan } = planOf(root);
      const host = {
        test: (condition: string) => condition === 'true',
        count: ({ id }: PlanNode) => counts.get(id) ?? 0,
      };
      let made = 0;
      let kept = '[]';
      let ends = 0;
      let rest = restOf(root, names);
      const move = (what: Parameters<typeof play>[2]) => {
        const tokens = JSON.parse(kept) as Token[];
        const restarted = indexProcess(structuredClone(plan));
        const step = play(restarted, tokens, what, { ...host, newId: () => `t${made++}` });
        const gone = new Set(step.removed.map(({ id }) => id));
        kept = JSON.stringify([...tokens.filter(({ id }) => !gone.has(id)), ...step.added]);
        ends += step.ended.filter(({ within }) => !within).length;
      };
      move({ start: plan.nodes.find(({ kind, within }) => kind === 'start' && !within)?.id ?? '' });
      for (;;) {
        const tokens = JSON.parse(kept) as Token[];
        const itemsAt = (token: Token | undefined): string =>
          token
            ? `${itemsAt(tokens.find(({ id }) => id === token.within))}${token.item === undefined ? '' : `/${token.item}`}`
            : '';
        const waiting = tokens.filter(({ node }) => node.startsWith('user'));
        const named = (token: Token) => `${token.node}${itemsAt(token)}`;
        expect(waiting.map(named).sort()).toEqual(standing(rest).sort());
        const next = waiting[(choices.next().value ?? 0) % waiting.length];
        if (!next) break;
        rest = without(rest, named(next));
        move({ complete: next });
      }
      expect([kept, ends]).toEqual(['[]', 1]);
    }),
    { numRuns: 400 },
  );
});

test('what is drawn of matching parts is found sound', () => {
  fc.assert(
    fc.property(block, (root) => {
      const { names: _, counts: __, ...plan } = planOf(root);
      // Gateways with one way are no choice; a plan too large to be looked through says so.
      const faults = soundnessFaults(plan).filter((fault) => !fault.includes('too many to be checked'));
      expect(faults).toEqual([]);
    }),
    { numRuns: 60 },
  );
});
