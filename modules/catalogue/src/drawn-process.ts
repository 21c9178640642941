// SPDX-License-Identifier: Apache-2.0
/** A process as people see it: what is drawn, in their language. Cases add where one of them stands. */
import { LocalText } from '@stoa/kernel/contract';
import type { Plan, PlanNode } from '@stoa/process';
import { type Static, Type } from 'typebox';
import { Drawing } from './drawing-model.ts';
import type { ServicePackage } from './package-model.ts';

const { nodes, flows, lanes } = Drawing.properties;
const { name: _, ...node } = nodes.items.properties;
const { name: __, condition: ___, ...flow } = flows.items.properties;
const { name: ____, ...lane } = lanes.items.properties;

/** Kinds are words of BPMN (`user`, `exclusive`, `boundary-timer`); one that a reader does not know is a plain box. */
export const DrawnNode = Type.Object({
  ...node,
  title: LocalText,
  /** The decision that is asked there. */
  decision: Type.Optional(Type.String()),
});
export const DrawnFlow = Type.Object({
  ...flow,
  /** In English; `title` says it in all languages. */
  name: Type.Optional(Type.String()),
  title: Type.Optional(LocalText),
  conditional: Type.Optional(Type.Boolean()),
});
/** What has no place in the picture has the width 0. */
export const DrawnProcess = Type.Object({
  nodes: Type.Array(DrawnNode),
  edges: Type.Array(DrawnFlow),
  lanes: Type.Array(Type.Object({ ...lane, title: LocalText })),
});
export type DrawnProcess = Static<typeof DrawnProcess>;

/** Versions from before drawings were kept, and steps that only one case has, are drawn from what is executed. */
export function drawnProcess(
  { drawing, nodeTitles, ...pkg }: ServicePackage,
  process: Plan = pkg.process,
): DrawnProcess {
  const drawn = new Set(drawing?.nodes.map(({ id }) => id));
  // A called process is drawn in a file of its own.
  const called = new Set(process.nodes.flatMap(({ kind, id }) => (kind === 'call' ? [id] : [])));
  for (const { id, within } of process.nodes) if (within && called.has(within)) called.add(id);
  const elsewhere = ({ id, kind }: PlanNode) => called.has(id) && kind !== 'call';
  const own = process.nodes.filter(({ id }) => !drawn.has(id));
  const decisions = new Map(process.nodes.map(({ id, settings }) => [id, settings.decision]));
  const drawnFlows = new Set(drawing?.flows.map(({ id }) => id));
  const titleOf = (id: string, name: string) => nodeTitles[id] ?? { en: name };
  return {
    nodes: [...(drawing?.nodes ?? []), ...own.map((node) => planned(node, elsewhere(node)))].map(
      ({ name, ...rest }) => {
        const decision = decisions.get(rest.id);
        return { ...rest, title: titleOf(rest.id, name), ...(decision ? { decision } : {}) };
      },
    ),
    edges: [
      ...(drawing?.flows ?? []),
      ...process.edges
        .filter(({ id }) => !drawnFlows.has(id))
        .map(({ points, ...edge }) => ({
          ...edge,
          kind: 'sequence' as const,
          points: called.has(edge.from) && called.has(edge.to) ? [] : points.map(({ x, y }) => ({ x, y })),
        })),
    ].map(({ condition, ...rest }) => ({
      ...rest,
      ...(rest.name ? { title: titleOf(rest.id, rest.name) } : {}),
      ...(condition ? { conditional: true } : {}),
    })),
    lanes: (drawing?.lanes ?? []).map(({ name, ...rest }) => ({ ...rest, title: titleOf(rest.id, name) })),
  };
}

const nowhere = { x: 0, y: 0, width: 0, height: 0 };

function planned(node: PlanNode, elsewhere: boolean): Static<typeof Drawing>['nodes'][number] {
  const { id, kind, name, x, y, width, height, attachedTo, within, event, interrupts, each, triggered, transaction } =
    node;
  return {
    ...{ id, kind, name },
    ...(elsewhere ? nowhere : { x, y, width, height }),
    ...(attachedTo ? { attachedTo } : {}),
    ...(within ? { within } : {}),
    ...(event ? { event: event.kind } : {}),
    ...(interrupts === false ? { interrupts } : {}),
    ...(each ? { each: each.sequential ? ('sequential' as const) : ('parallel' as const) } : {}),
    ...(triggered ? { triggered } : {}),
    ...(transaction ? { transaction } : {}),
    ...(node.compensationOf ? { compensation: true as const } : {}),
  };
}
