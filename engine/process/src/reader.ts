// SPDX-License-Identifier: Apache-2.0
/** The executable subset of BPMN 2.0, read into nodes and edges with their place in the diagram. */
import { BpmnModdle } from 'bpmn-moddle';
import type { Plan, PlanEdge, PlanNode } from './plan.ts';

interface Element {
  $type: string;
  $attrs: Record<string, string>;
  id: string;
  name?: string;
  default?: Element;
  sourceRef?: Element;
  targetRef?: Element;
  attachedToRef?: Element;
  cancelActivity?: boolean;
  conditionExpression?: { body?: string };
  eventDefinitions?: { $type: string; timeDuration?: { body?: string } }[];
  flowElements?: Element[];
}
interface Shape {
  bpmnElement?: { id: string };
  bounds?: { x: number; y: number; width: number; height: number };
  waypoint?: { x: number; y: number }[];
}
interface Root {
  rootElements?: Element[];
  diagrams?: { plane?: { planeElement?: Shape[] } }[];
}

const kinds: Readonly<Record<string, PlanNode['kind']>> = {
  'bpmn:StartEvent': 'start',
  'bpmn:EndEvent': 'end',
  'bpmn:UserTask': 'user',
  'bpmn:ServiceTask': 'service',
  'bpmn:ReceiveTask': 'receive',
  'bpmn:ExclusiveGateway': 'exclusive',
  'bpmn:ParallelGateway': 'parallel',
  'bpmn:IntermediateCatchEvent': 'timer',
  'bpmn:BoundaryEvent': 'boundary-timer',
};

/** Throws Error with the first thing that is wrong: bad XML, an element outside the subset, a flow that leads nowhere. */
export async function readProcess(xml: string): Promise<Plan> {
  const { rootElement, warnings } = await new BpmnModdle().fromXML(xml);
  if (warnings[0]) throw new Error(warnings[0].message);
  const root = rootElement as Root;
  const processes = (root.rootElements ?? []).filter((element) => element.$type === 'bpmn:Process');
  const [process] = processes;
  if (!process || processes.length > 1) throw new Error('the file must hold one process');
  const shapes = new Map(
    (root.diagrams ?? []).flatMap((d) => d.plane?.planeElement ?? []).map((s) => [s.bpmnElement?.id ?? '', s]),
  );
  const elements = process.flowElements ?? [];
  const nodes = elements
    .filter((element) => element.$type !== 'bpmn:SequenceFlow')
    .map((element) => nodeOf(element, shapes.get(element.id)));
  const edges = elements
    .filter((element) => element.$type === 'bpmn:SequenceFlow')
    .map((element) => edgeOf(element, shapes.get(element.id)));
  return { id: process.id, nodes, edges };
}

function nodeOf(element: Element, shape: Shape | undefined): PlanNode {
  const kind = kinds[element.$type];
  if (!kind) throw new Error(`${element.id}: ${element.$type.replace('bpmn:', '')} is not in the executable subset`);
  const duration = durationOf(element, kind);
  if (kind === 'boundary-timer' && element.cancelActivity === false)
    throw new Error(`${element.id}: only interrupting timers are supported`);
  const { x = 0, y = 0, width = 0, height = 0 } = shape?.bounds ?? {};
  return {
    id: element.id,
    kind,
    name: element.name ?? element.id,
    settings: Object.fromEntries(
      Object.entries(element.$attrs)
        .filter(([name]) => name.startsWith('stoa:'))
        .map(([name, value]) => [name.slice('stoa:'.length), value]),
    ),
    ...(duration ? { duration } : {}),
    ...(element.attachedToRef ? { attachedTo: element.attachedToRef.id } : {}),
    ...(element.default ? { defaultFlow: element.default.id } : {}),
    x,
    y,
    width,
    height,
  };
}

function durationOf(element: Element, kind: PlanNode['kind']): string | undefined {
  const [definition] = element.eventDefinitions ?? [];
  if (kind !== 'timer' && kind !== 'boundary-timer') {
    if (definition)
      throw new Error(`${element.id}: ${definition.$type.replace('bpmn:', '')} is not in the executable subset`);
    return undefined;
  }
  const duration = definition?.timeDuration?.body?.trim() ?? '';
  if (!/^P(\d{1,4}WD|\d{1,5}D|T\d{1,6}[HMS])$/.test(duration)) {
    throw new Error(
      `${element.id}: a timer needs a duration such as P10WD (working days), P3D or PT12H, not "${duration}"`,
    );
  }
  return duration;
}

function edgeOf(element: Element, shape: Shape | undefined): PlanEdge {
  if (!element.sourceRef || !element.targetRef) throw new Error(`${element.id}: the sequence flow leads nowhere`);
  const condition = element.conditionExpression?.body?.trim();
  return {
    id: element.id,
    from: element.sourceRef.id,
    to: element.targetRef.id,
    ...(element.name ? { name: element.name } : {}),
    ...(condition ? { condition } : {}),
    points: (shape?.waypoint ?? []).map(({ x, y }) => ({ x, y })),
  };
}
