// SPDX-License-Identifier: Apache-2.0
/** The executable subset of BPMN 2.0, read into nodes and edges with their place in the diagram. */
import { BpmnModdle } from 'bpmn-moddle';
import { type Element, type Root, type Shape, called, ProcessFault } from './elements.ts';
import { kindOf } from './kinds.ts';
import type { Plan, PlanEdge, PlanNode } from './plan.ts';
import { faultsOf } from './refusals.ts';

/** Throws ProcessFault with all that is wrong, and Error where the XML cannot be read. */
export async function readProcess(xml: string): Promise<Plan> {
  const { rootElement, warnings } = await new BpmnModdle().fromXML(xml);
  if (warnings[0]) throw new Error(warnings[0].message);
  const root = rootElement as Root;
  const processes = (root.rootElements ?? []).filter((element) => element.$type === 'bpmn:Process');
  const [process] = processes;
  if (!process || processes.length > 1) throw new ProcessFault(['the file must hold one process']);
  const shapes = new Map(
    (root.diagrams ?? []).flatMap((d) => d.plane?.planeElement ?? []).map((s) => [s.bpmnElement?.id ?? '', s]),
  );
  const elements = process.flowElements ?? [];
  const place = `process ${called(process)}`;
  const faults = elements.flatMap((element) => [...faultsOf(element, place, elements), ...timerFaults(element, place)]);
  if (faults.length > 0) throw new ProcessFault(faults);
  const isFlow = (element: Element) => element.$type === 'bpmn:SequenceFlow';
  return {
    id: process.id,
    nodes: elements.filter((element) => !isFlow(element)).map((element) => nodeOf(element, shapes.get(element.id))),
    edges: elements.filter(isFlow).map((element) => edgeOf(element, shapes.get(element.id))),
  };
}

function nodeOf(element: Element, shape: Shape | undefined): PlanNode {
  const duration = durationOf(element);
  const { x = 0, y = 0, width = 0, height = 0 } = shape?.bounds ?? {};
  return {
    id: element.id,
    kind: kindOf(element) as PlanNode['kind'],
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

const durationOf = ({ eventDefinitions = [] }: Element): string | undefined =>
  eventDefinitions.find(({ $type }) => $type === 'bpmn:TimerEventDefinition')?.timeDuration?.body?.trim();

function timerFaults(element: Element, place: string): string[] {
  const kind = kindOf(element);
  const duration = durationOf(element) ?? '';
  if ((kind !== 'timer' && kind !== 'boundary-timer') || /^P(\d{1,4}WD|\d{1,5}D|T\d{1,6}[HMS])$/.test(duration))
    return [];
  return [
    `${called(element)} in ${place}: a timer needs a duration such as P10WD (working days), P3D or PT12H, not "${duration}"`,
  ];
}

function edgeOf(element: Element, shape: Shape | undefined): PlanEdge {
  const condition = element.conditionExpression?.body?.trim();
  return {
    id: element.id,
    from: element.sourceRef?.id ?? '',
    to: element.targetRef?.id ?? '',
    ...(element.name ? { name: element.name } : {}),
    ...(condition ? { condition } : {}),
    points: (shape?.waypoint ?? []).map(({ x, y }) => ({ x, y })),
  };
}
