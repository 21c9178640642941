// SPDX-License-Identifier: Apache-2.0
import type { Plan, PlanEdge, PlanNode } from './plan.ts';

export interface ProcessIndex {
  readonly plan: Plan;
  readonly node: (id: string) => PlanNode;
  readonly find: (id: string) => PlanNode | undefined;
  readonly outgoing: (id: string) => readonly PlanEdge[];
  readonly incoming: (id: string) => readonly PlanEdge[];
  readonly start: PlanNode;
  /** Every start of the process, or of a sub-process in it. */
  readonly startsOf: (within: string | undefined) => readonly PlanNode[];
  /** The starts of the event sub-processes of the process, or of a sub-process in it. */
  readonly triggersOf: (within: string | undefined) => readonly PlanNode[];
  readonly boundaryOf: (id: string) => readonly PlanNode[];
  /** The activity that undoes an activity. */
  readonly handlerOf: (id: string) => PlanNode | undefined;
  /** What throws escalations. */
  readonly escalations: readonly PlanNode[];
  /** Whether tokens stand inside it. */
  readonly isScope: (node: PlanNode) => boolean;
  /** A node and the sub-processes around it, from the inside. */
  readonly around: (id: string) => readonly PlanNode[];
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
  const byScope = Map.groupBy(plan.nodes, (node) => node.within);
  const handlers = new Map(plan.nodes.map((node) => [node.compensationOf, node]));
  const inScope = (within: string | undefined) => byScope.get(within) ?? [];
  const node = (id: string) => nodes.get(id) ?? fail(`the process has no node ${id}`);
  const outgoing = (id: string) => bySource.get(id) ?? [];
  const boundaryOf = (id: string) => byActivity.get(id) ?? [];
  const scopes = new Set(plan.nodes.map(({ within }) => within));
  const startsIn = (within: string | undefined) => inScope(within).filter(({ kind }) => kind === 'start');
  const starts = new Map([...scopes, undefined].map((scope) => [scope, startsIn(scope)]));
  const startsOf = (within: string | undefined) => starts.get(within) ?? [];
  const triggers = new Map(
    [...scopes, undefined].map((scope) => [
      scope,
      inScope(scope)
        .filter(({ triggered }) => triggered)
        .flatMap(({ id }) => startsOf(id)),
    ]),
  );
  return {
    plan,
    node,
    find: (id) => nodes.get(id),
    outgoing,
    incoming: (id) => byTarget.get(id) ?? [],
    start:
      startsOf(undefined).find(({ event }) => !event) ?? startsOf(undefined)[0] ?? fail('the process has no start'),
    startsOf,
    triggersOf: (within) => triggers.get(within) ?? [],
    boundaryOf,
    handlerOf: (id) => handlers.get(id),
    escalations: plan.nodes.filter(
      ({ kind, event }) => (kind === 'end' || kind === 'throw') && event?.kind === 'escalation',
    ),
    isScope: ({ kind }) => kind === 'sub-process' || kind === 'call',
    around: (id) => {
      const found: PlanNode[] = [];
      for (let at = nodes.get(id); at; at = at.within === undefined ? undefined : nodes.get(at.within)) found.push(at);
      return found;
    },
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
