// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  indexProcess,
  type Plan,
  type PlanEdge,
  type PlanNode,
  play,
  type ProcessIndex,
  type Token,
} from '../src/index.ts';

/** Leaves `from` and runs on until every token waits. */
const advance = (
  index: ProcessIndex,
  tokens: readonly Token[],
  from: string,
  test: (condition: string) => boolean,
  newId: () => string,
) => play(index, tokens, { start: from }, { test, count: () => 0, newId });

/** A block of a structured process: a task, blocks in a row, a choice, or branches side by side. */
type Block = { kind: 'task' } | { kind: 'row' | 'choice' | 'fork'; parts: Block[] };

const { block } = fc.letrec<{ block: Block }>((tie) => ({
  block: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constant<Block>({ kind: 'task' }),
    fc.record({
      kind: fc.constantFrom('row' as const, 'choice' as const, 'fork' as const),
      parts: fc.array(tie('block'), { minLength: 1, maxLength: 3 }),
    }),
  ),
}));

function modelOf(root: Block): Plan {
  const nodes: PlanNode[] = [];
  const edges: PlanEdge[] = [];
  const node = (kind: PlanNode['kind']): PlanNode => {
    const made = { id: `${kind}${nodes.length}`, kind, name: '', settings: {}, x: 0, y: 0, width: 0, height: 0 };
    nodes.push(made);
    return made;
  };
  const flow = (from: string, to: string, condition?: string) => {
    const id = `f${edges.length}`;
    edges.push({ id, from, to, points: [], ...(condition ? { condition } : {}) });
    return id;
  };
  const build = (part: Block): [string, string] => {
    if (part.kind === 'task') {
      const { id } = node('user');
      return [id, id];
    }
    if (part.kind === 'row') {
      const ends = part.parts.map(build);
      for (let i = 1; i < ends.length; i++) flow(ends[i - 1]?.[1] ?? '', ends[i]?.[0] ?? '');
      return [ends[0]?.[0] ?? '', ends.at(-1)?.[1] ?? ''];
    }
    const split = node(part.kind === 'fork' ? 'parallel' : 'exclusive');
    const merge = node(split.kind);
    const inner = part.parts.map(build);
    for (const [index, [first, last]] of inner.entries()) {
      const id = flow(split.id, first, part.kind === 'choice' ? `${split.id}/${index}` : undefined);
      if (index === inner.length - 1 && part.kind === 'choice')
        nodes[nodes.indexOf(split)] = { ...split, defaultFlow: id };
      flow(last, merge.id);
    }
    return [split.id, merge.id];
  };
  const start = node('start');
  const [first, last] = build(root);
  flow(start.id, first);
  flow(last, node('end').id);
  return { id: 'p', nodes, edges };
}

/** Tasks of the block when every choice takes the branch that `pick` says. */
function tasksOf(part: Block): number {
  if (part.kind === 'task') return 1;
  return part.parts.reduce((sum, inner) => sum + tasksOf(inner), 0);
}

test('whatever is completed in whatever order, a structured process ends once and leaves no token behind', () => {
  fc.assert(
    fc.property(block, fc.infiniteStream(fc.nat(1000)), (root, choices) => {
      const index = indexProcess(modelOf(root));
      let made = 0;
      const newId = () => `t${made++}`;
      const next = () => choices.next().value ?? 0;
      const test = () => next() % 2 === 0;
      let tokens: Token[] = [];
      let ends = 0;
      let steps = 0;
      const apply = (from: string) => {
        const step = advance(index, tokens, from, test, newId);
        tokens = [...tokens.filter((token) => !step.removed.includes(token)), ...step.added];
        ends += step.ended.length;
      };
      apply(index.start.id);
      while (ends === 0) {
        const waiting = tokens.filter((token) => index.node(token.node).kind === 'user');
        expect(waiting.length).toBeGreaterThan(0);
        const chosen = waiting[next() % waiting.length] as Token;
        tokens = tokens.filter((token) => token !== chosen);
        apply(chosen.node);
        steps += 1;
      }
      expect(tokens).toEqual([]);
      expect(ends).toBe(1);
      expect(steps).toBeLessThanOrEqual(tasksOf(root));
    }),
    { numRuns: 300 },
  );
});

test('a choice takes the first flow whose condition holds, otherwise the default one', () => {
  const model = modelOf({ kind: 'choice', parts: [{ kind: 'task' }, { kind: 'task' }] });
  const index = indexProcess(model);
  const [first, second] = model.edges.filter((edge) => edge.from === 'exclusive1').map((edge) => edge.to);
  const reached = (holds: boolean) =>
    advance(
      index,
      [],
      index.start.id,
      () => holds,
      () => 't',
    ).added.map((token) => token.node);
  expect(reached(true)).toEqual([first]);
  expect(reached(false)).toEqual([second]);
});
