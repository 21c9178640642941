// SPDX-License-Identifier: Apache-2.0
/** Token game of BPMN 2.0 (clause 13) for the executable subset, without effects: the same in tests and over SQL. */
import type { Plan, PlanEdge, PlanNode } from './plan.ts';

export interface Token {
  readonly id: string;
  readonly node: string;
  /** The flow by which it came to a joining gateway. */
  readonly arrivedBy?: string | undefined;
}

/** What one step changed. */
interface Advance {
  readonly removed: readonly Token[];
  readonly added: readonly Token[];
  /** Sequence flows taken, in order. */
  readonly taken: readonly string[];
  /** End events reached. */
  readonly ended: readonly PlanNode[];
}

export interface ProcessIndex {
  readonly node: (id: string) => PlanNode;
  readonly outgoing: (id: string) => readonly PlanEdge[];
  readonly incoming: (id: string) => readonly PlanEdge[];
  readonly start: PlanNode;
  readonly boundaryOf: (id: string) => readonly PlanNode[];
}

/** Flows taken in one step; more run in a circle. */
const mostFlows = 10_000;

const known = new WeakMap<Plan, ProcessIndex>();

/** Sequence flows by their ends: the XML's own incoming and outgoing lists may lack. Made once for a plan, which never changes. */
export function indexProcess(plan: Plan): ProcessIndex {
  const index = known.get(plan) ?? indexOf(plan);
  known.set(plan, index);
  return index;
}

function indexOf(model: Plan): ProcessIndex {
  const nodes = new Map(model.nodes.map((node) => [node.id, node]));
  const bySource = Map.groupBy(model.edges, (edge) => edge.from);
  const byTarget = Map.groupBy(model.edges, (edge) => edge.to);
  const node = (id: string) => nodes.get(id) ?? fail(`the process has no node ${id}`);
  return {
    node,
    outgoing: (id) => bySource.get(id) ?? [],
    incoming: (id) => byTarget.get(id) ?? [],
    start: model.nodes.find((candidate) => candidate.kind === 'start') ?? fail('the process has no start'),
    boundaryOf: (id) => model.nodes.filter((candidate) => candidate.attachedTo === id),
  };
}

function fail(message: string): never {
  throw new Error(message);
}

/**
 * Leaves `from` (the node of a completed token, the start, or a boundary event that fired) and runs on until every
 * token waits. `tokens` are the others of the case; `test` evaluates a flow's condition; `removed` may hold joined ones.
 */
export function advance(
  index: ProcessIndex,
  tokens: readonly Token[],
  from: string,
  test: (condition: string) => boolean,
  newId: () => string,
): Advance {
  const present = [...tokens];
  const removed: Token[] = [];
  const added: Token[] = [];
  const taken: string[] = [];
  const ended: PlanNode[] = [];
  const flows = [...leaving(index, index.node(from), test)];
  for (let flow = flows.shift(); flow; flow = flows.shift()) {
    taken.push(flow.id);
    if (taken.length > mostFlows)
      fail(`the flows run in a circle without a step that waits: ${flow.id} is taken again and again`);
    const node = index.node(flow.to);
    if (node.kind === 'end') ended.push(node);
    else if (node.kind === 'exclusive') flows.push(...leaving(index, node, test));
    else if (node.kind === 'parallel') {
      const joined = join(index, present, { id: newId(), node: node.id, arrivedBy: flow.id });
      if (joined.waits) added.push(joined.waits);
      else {
        for (const token of joined.consumed) {
          const own = added.indexOf(token);
          if (own >= 0) added.splice(own, 1);
          else removed.push(token);
        }
        flows.push(...index.outgoing(node.id));
      }
    } else {
      const token = { id: newId(), node: node.id };
      present.push(token);
      added.push(token);
    }
  }
  return { removed, added, taken, ended };
}

/** The last token to arrive takes the others with it; an earlier one waits (`present` is kept up to date). */
function join(index: ProcessIndex, present: Token[], arriving: Token): { waits?: Token; consumed: Token[] } {
  const others = index.incoming(arriving.node).filter((edge) => edge.id !== arriving.arrivedBy);
  const consumed = others.map((edge) =>
    present.find((token) => token.node === arriving.node && token.arrivedBy === edge.id),
  );
  if (consumed.every((token) => token !== undefined)) {
    for (const token of consumed) present.splice(present.indexOf(token), 1);
    return { consumed };
  }
  present.push(arriving);
  return { waits: arriving, consumed: [] };
}

function leaving(index: ProcessIndex, node: PlanNode, test: (condition: string) => boolean): readonly PlanEdge[] {
  const flows = index.outgoing(node.id);
  if (node.kind !== 'exclusive' || flows.length < 2) return flows;
  const chosen =
    flows.find((flow) => flow.id !== node.defaultFlow && flow.condition !== undefined && test(flow.condition)) ??
    flows.find((flow) => flow.id === node.defaultFlow);
  return [chosen ?? fail(`no flow of gateway ${node.id} may be taken`)];
}
