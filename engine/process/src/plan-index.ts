// SPDX-License-Identifier: Apache-2.0
import type { Plan, PlanEdge, PlanNode } from './plan.ts';

export interface ProcessIndex {
  readonly node: (id: string) => PlanNode;
  readonly find: (id: string) => PlanNode | undefined;
  readonly plan: Plan;
  readonly outgoing: (id: string) => readonly PlanEdge[];
  readonly incoming: (id: string) => readonly PlanEdge[];
  readonly start: PlanNode;
  /** Every start of the process, or of a sub-process in it. */
  readonly startsOf: (within: string | undefined) => readonly PlanNode[];
  readonly boundaryOf: (id: string) => readonly PlanNode[];
  /** Whether a token at `from` can come to one of `flows` by sequence flows without passing `avoided`. */
  readonly leadsTo: (from: string, flows: ReadonlySet<string>, avoided: string) => boolean;
}

export function fail(message: string): never {
  throw new Error(message);
}

const known = new WeakMap<Plan, ProcessIndex>();

/** Sequence flows by their ends: the XML's own lists may lack. Made once for a plan, which never changes. */
export function indexProcess(plan: Plan): ProcessIndex {
  const index = known.get(plan) ?? indexOf(plan);
  known.set(plan, index);
  return index;
}

function indexOf(plan: Plan): ProcessIndex {
  const nodes = new Map(plan.nodes.map((node) => [node.id, node]));
  const bySource = Map.groupBy(plan.edges, (edge) => edge.from);
  const byTarget = Map.groupBy(plan.edges, (edge) => edge.to);
  const byActivity = Map.groupBy(plan.nodes, (node) => node.attachedTo);
  const outgoing = (id: string) => bySource.get(id) ?? [];
  const boundaryOf = (id: string) => byActivity.get(id) ?? [];
  const startsOf = (within: string | undefined) =>
    plan.nodes.filter((node) => node.kind === 'start' && node.within === within);
  const starts = startsOf(undefined);
  return {
    plan,
    find: (id) => nodes.get(id),
    node: (id) => nodes.get(id) ?? fail(`the process has no node ${id}`),
    outgoing,
    incoming: (id) => byTarget.get(id) ?? [],
    start: starts.find(({ event }) => !event) ?? starts[0] ?? fail('the process has no start'),
    startsOf,
    boundaryOf,
    leadsTo: (from, flows, avoided) => {
      const seen = new Set([from]);
      for (const id of seen) {
        for (const { id: flow, to } of outgoing(id)) {
          if (flows.has(flow)) return true;
          if (to !== avoided) seen.add(to);
        }
        for (const boundary of boundaryOf(id)) seen.add(boundary.id);
      }
      return false;
    },
  };
}
