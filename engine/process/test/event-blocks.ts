// SPDX-License-Identifier: Apache-2.0
/** Random processes with boundary events, event sub-processes and compensation. */
import fc from 'fast-check';
import type { Plan, PlanEdge, PlanNode } from '../src/index.ts';

export type Part =
  | { kind: 'task'; id: string; undoable: boolean; reminded: boolean }
  | { kind: 'undo'; id: string }
  | { kind: 'fork'; id: string; branches: Part[][] }
  | { kind: 'scope'; id: string; parts: Part[]; triggered: 'no' | 'beside' | 'stops'; guarded: boolean };

const { part } = fc.letrec<{ part: Part }>((tie) => ({
  part: fc.oneof(
    { depthSize: 'small' },
    fc.record({
      kind: fc.constant('task' as const),
      id: fc.constant(''),
      undoable: fc.boolean(),
      reminded: fc.boolean(),
    }),
    fc.record({ kind: fc.constant('undo' as const), id: fc.constant('') }),
    fc.record({
      kind: fc.constant('fork' as const),
      id: fc.constant(''),
      branches: fc.array(fc.array(tie('part'), { minLength: 1, maxLength: 2 }), { minLength: 2, maxLength: 2 }),
    }),
    fc.record({
      kind: fc.constant('scope' as const),
      id: fc.constant(''),
      parts: fc.array(tie('part'), { minLength: 1, maxLength: 3 }),
      triggered: fc.constantFrom('no' as const, 'beside' as const, 'stops' as const),
      guarded: fc.boolean(),
    }),
  ),
}));
export const root = fc.record({
  kind: fc.constant('scope' as const),
  id: fc.constant(''),
  parts: fc.array(part, { minLength: 1, maxLength: 4 }),
  triggered: fc.constantFrom('no' as const, 'beside' as const, 'stops' as const),
  guarded: fc.constant(false),
});
export type Scope = Extract<Part, { kind: 'scope' }>;

/** Which of two compensations side by side comes first nobody says: there is none in a fork, but in scopes of its own. */
export const clear = (parts: Part[], inFork: boolean): Part[] =>
  parts.map((one) => {
    if (one.kind === 'undo' && inFork) return { kind: 'task', id: '', undoable: false, reminded: false };
    if (one.kind === 'fork') return { ...one, branches: one.branches.map((branch) => clear(branch, true)) };
    return one.kind === 'scope' ? { ...one, parts: clear(one.parts, false) } : one;
  });

export function planOf(process: Scope): Plan {
  const nodes: PlanNode[] = [];
  const edges: PlanEdge[] = [];
  let made = 0;
  const node = (
    id: string,
    kind: PlanNode['kind'],
    within: string | undefined,
    more: Partial<PlanNode> = {},
  ): string => {
    nodes.push({
      id,
      kind,
      name: id,
      settings: {},
      x: 0,
      y: 0,
      width: 0,
      height: 0,
      ...(within ? { within } : {}),
      ...more,
    });
    return id;
  };
  const flow = (...way: string[]) =>
    way.slice(1).forEach((to, at) => edges.push({ id: `f${edges.length}`, from: way[at] as string, to, points: [] }));
  const event = { kind: 'message' } as const;
  const row = (parts: Part[], within: string | undefined): [string, string] => {
    const ends = parts.map((one) => build(one, within));
    for (let at = 1; at < ends.length; at++) flow(ends[at - 1]?.[1] as string, ends[at]?.[0] as string);
    return [ends[0]?.[0] as string, ends.at(-1)?.[1] as string];
  };
  const inside = (scope: Scope, id: string | undefined) => {
    const [first, last] = row(scope.parts, id);
    flow(node(`start-${id}`, 'start', id), first);
    flow(last, node(`end-${id}`, 'end', id));
    if (scope.triggered === 'no') return;
    const esp = node(`esp-${id}`, 'sub-process', id, { triggered: true });
    const start = node(`on-${id}`, 'start', esp, {
      event,
      ...(scope.triggered === 'beside' ? { interrupts: false } : {}),
    });
    flow(start, node(`do-${id}`, 'user', esp), node(`out-${id}`, 'end', esp));
  };
  const build = (one: Part, within: string | undefined): [string, string] => {
    one.id = `${one.kind}${made++}`;
    if (one.kind === 'undo') return [node(one.id, 'compensation', within, { event: { kind: 'compensation' } }), one.id];
    if (one.kind === 'fork') {
      const [split, join] = [node(one.id, 'parallel', within), node(`join-${one.id}`, 'parallel', within)];
      for (const branch of one.branches) {
        const [first, last] = row(branch, within);
        flow(split, first);
        flow(last, join);
      }
      return [split, join];
    }
    if (one.kind === 'task') {
      node(one.id, 'user', within);
      if (one.undoable) {
        node(`undo-${one.id}`, 'user', within, { compensationOf: one.id });
        node(`back-${one.id}`, 'boundary', within, {
          attachedTo: one.id,
          compensates: `undo-${one.id}`,
          event: { kind: 'compensation' },
        });
      }
      if (one.reminded) {
        const remind = node(`remind-${one.id}`, 'boundary', within, { attachedTo: one.id, interrupts: false, event });
        flow(remind, node(`do-${one.id}`, 'user', within), node(`out-${one.id}`, 'end', within));
      }
      return [one.id, one.id];
    }
    node(one.id, 'sub-process', within);
    inside(one, one.id);
    if (!one.guarded) return [one.id, one.id];
    const merge = node(`merge-${one.id}`, 'exclusive', within);
    flow(one.id, merge);
    flow(
      node(`late-${one.id}`, 'boundary', within, { attachedTo: one.id, event }),
      node(`after-${one.id}`, 'user', within),
      merge,
    );
    return [one.id, merge];
  };
  inside(process, undefined);
  return { id: 'p', nodes, edges };
}
