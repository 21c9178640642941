// SPDX-License-Identifier: Apache-2.0
/** A called process becomes a part of the one that calls it: so it is pinned with its version. */
import { called } from './elements.ts';
import type { Plan, PlanEdge, PlanNode } from './plan.ts';
import { indexProcess } from './plan-index.ts';
import type { ReadProcess } from './process-reader.ts';

const mostNodes = 10_000;
const mostDeep = 20;

/** The plan of a process with all that it calls, or why there is none. */
export function planOf(
  process: ReadProcess,
  library: readonly ReadProcess[],
): { readonly plan?: Plan; readonly faults: readonly string[] } {
  const faults = new Set(process.faults);
  const nodes: PlanNode[] = [];
  const edges: PlanEdge[] = [];
  const byId = Map.groupBy(library, ({ id }) => id);
  const add = (part: ReadProcess, prefix: string, way: readonly ReadProcess[]): void => {
    if (nodes.length + part.nodes.length > mostNodes) {
      faults.add(`with all that it calls, ${named(process)} has more than ${mostNodes} elements: call less`);
      return;
    }
    const around = prefix.slice(0, -1);
    nodes.push(...part.nodes.map((node) => moved(node, prefix, around)));
    edges.push(...part.edges.map((edge) => movedEdge(edge, prefix)));
    for (const [call, target] of part.calls) {
      const refused = (why: string) => faults.add(`${called(callOf(part, call))} in ${named(part)}: ${why}`);
      const [found, second] = byId.get(target) ?? [];
      const circle = [...way, ...(found ? [found] : [])];
      if (!found)
        refused(
          `it calls process "${target}", which is not there: draw it in the same file, or put the file that has it beside this one`,
        );
      else if (second)
        refused(`it calls process "${target}", which is there twice: give each process an id of its own`);
      else if (way.includes(found))
        refused(`processes call each other in a circle, ${circle.map(named).join(' → ')}: lead a flow back instead`);
      else if (circle.length > mostDeep) refused(`calls are nested more than ${mostDeep} deep: call less`);
      else if (found.faults.length > 0) for (const fault of found.faults) faults.add(fault);
      else if (!beginsOnce(found)) refused(`it calls ${named(found)}, which needs one start event without a trigger`);
      else add(found, `${prefix}${call}.`, circle);
    }
  };
  add(process, '', [process]);
  const ids = new Set(nodes.map(({ id }) => id));
  if (ids.size < nodes.length) faults.add(`an element of ${named(process)} has the id of one it calls: rename it`);
  for (const fault of faults.size > 0 ? [] : undoingFaults({ id: process.id, nodes, edges })) faults.add(fault);
  return faults.size > 0 ? { faults: [...faults] } : { plan: { id: process.id, nodes, edges }, faults: [] };
}

/** What undoes one of many is told which, and there is one number for that. */
function undoingFaults(plan: Plan): string[] {
  const { around } = indexProcess(plan);
  return plan.nodes
    .filter(
      ({ compensates, attachedTo = '' }) =>
        compensates !== undefined && around(attachedTo).filter(({ each }) => each).length > 1,
    )
    .map(
      (node) =>
        `${called(node)}: what undoes it would not know for which items: draw one loop marker around it, not several`,
    );
}

const named = (process: Pick<ReadProcess, 'id' | 'name'>) => `process ${called(process)}`;

const callOf = ({ nodes }: ReadProcess, id: string) => nodes.find((node) => node.id === id) ?? { id };

function beginsOnce({ nodes }: ReadProcess): boolean {
  const starts = nodes.filter(({ kind, within }) => kind === 'start' && within === undefined);
  return starts.length === 1 && !starts[0]?.event;
}

function moved(node: PlanNode, prefix: string, around: string): PlanNode {
  if (prefix === '') return node;
  const { within, attachedTo, defaultFlow, compensates, compensationOf, event } = node;
  const own = (key: string, id: string | undefined) => (id === undefined ? {} : { [key]: prefix + id });
  return {
    ...node,
    id: prefix + node.id,
    within: within === undefined ? around : prefix + within,
    ...own('attachedTo', attachedTo),
    ...own('defaultFlow', defaultFlow),
    ...own('compensates', compensates),
    ...own('compensationOf', compensationOf),
    ...(event?.activity === undefined ? {} : { event: { ...event, activity: prefix + event.activity } }),
  };
}

const movedEdge = (edge: PlanEdge, prefix: string): PlanEdge => ({
  ...edge,
  id: prefix + edge.id,
  from: prefix + edge.from,
  to: prefix + edge.to,
});
