// SPDX-License-Identifier: Apache-2.0
import { expect } from 'vitest';
import { type Host, indexProcess, occasions, play, readProcess, soundnessFaults, type Token } from '../src/index.ts';

/** A process under way; what stands is written as the ids of its nodes, with their items. */
export async function playing(xml: string, host: Partial<Host> = {}, called: readonly string[] = []) {
  const plan = await readProcess(xml, { called });
  expect(soundnessFaults(plan)).toEqual([]);
  const index = indexProcess(plan);
  let made = 0;
  let tokens: Token[] = [];
  const ended: string[] = [];
  const thrown: string[] = [];
  const move = (what: Parameters<typeof play>[2]) => {
    const step = play(index, tokens, what, { test: () => false, count: () => 3, newId: () => `t${made++}`, ...host });
    const gone = new Set(step.removed.map(({ id }) => id));
    // Kept as text between steps: nothing but the tokens goes from one to the next.
    tokens = JSON.parse(JSON.stringify([...tokens.filter(({ id }) => !gone.has(id)), ...step.added])) as Token[];
    thrown.push(...step.thrown.map(({ node, event }) => `${node.id} ${event.kind} ${event.code}`));
    ended.push(...step.ended.map(({ id }) => id));
  };
  const at = (node: string, item?: number): Token => {
    const found = tokens.find(
      (token) =>
        token.node === node &&
        token.items === undefined &&
        token.done === undefined &&
        (item === undefined || token.item === item),
    );
    return found ?? (tokens.find((token) => token.node === node) as Token);
  };
  move({ start: index.start.id });
  return {
    ended,
    thrown,
    index,
    tokens: () => tokens,
    raises: (kind: 'error' | 'escalation', code: string, node: string) =>
      move({ raises: { kind, code }, at: at(node) }),
    /** The events that may occur, each with where. */
    awaited: () => occasions(index, tokens).map(({ event, at: where }) => `${event.id} ${where?.node ?? ''}`.trim()),
    start: (node: string) => move({ start: node }),
    complete: (node: string, item?: number) => move({ complete: at(node, item) }),
    occurs: (event: string, node?: string) => move({ occurs: event, at: node === undefined ? undefined : at(node) }),
    stands: () =>
      tokens
        .filter(
          ({ node, items, done }) => items === undefined && done === undefined && !index.isScope(index.node(node)),
        )
        .map(({ node, item }) => (item === undefined ? node : `${node} ${item}`))
        .sort(),
    /** What can be undone, in the order in which it was done. */
    done: () =>
      tokens
        .filter(({ done }) => done !== undefined)
        .sort((a, b) => (a.done ?? 0) - (b.done ?? 0))
        .map(({ node, of, item }) => [node, item, of && `of ${of}`].filter((part) => part !== undefined).join(' ')),
    left: () => tokens.length,
  };
}
