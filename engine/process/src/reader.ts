// SPDX-License-Identifier: Apache-2.0
/** BPMN 2.0 as editors draw it: the process that runs becomes a plan, everything else is read and kept. */
import { BpmnModdle } from 'bpmn-moddle';
import { called, type Element, ProcessFault, type Root, type Shape, typeOf } from './elements.ts';
import { eventOf, kindOf, planEach, planEvent } from './kinds.ts';
import type { Plan, PlanEdge, PlanNode } from './plan.ts';
import { faultsOf } from './refusals.ts';
import { textOf } from './text.ts';

/** A process of a model: how it would run, or why it would not. */
export interface DrawnProcess {
  readonly id: string;
  readonly name: string;
  readonly executable: boolean;
  readonly faults: readonly string[];
  /** There where nothing is wrong. */
  readonly plan?: Plan;
}

export interface Model {
  /** The file as it came: what is not changed is written as it was. */
  readonly source: Uint8Array | string;
  readonly processes: readonly DrawnProcess[];
  /** What is drawn for people: read and kept, never executed. */
  readonly kept: readonly { readonly type: string; readonly id: string; readonly name: string }[];
}

/** Throws ProcessFault where the file cannot be read. */
export async function readModel(source: Uint8Array | string): Promise<Model> {
  const { rootElement, warnings } = await new BpmnModdle().fromXML(textOf(source)).catch((error: Error) => {
    throw new ProcessFault([`the file is no BPMN 2.0: ${error.message}`]);
  });
  // What a flow element points to and is not there is found at that element.
  const unread = warnings.find(({ message }) => !message.startsWith('unresolved reference'));
  if (unread) throw new ProcessFault([unread.message]);
  const root = rootElement as Root;
  const shapes = new Map(
    (root.diagrams ?? []).flatMap((d) => d.plane?.planeElement ?? []).map((s) => [s.bpmnElement?.id ?? '', s]),
  );
  const elements = root.rootElements ?? [];
  const processes = elements.filter((element) => element.$type === 'bpmn:Process');
  return {
    source,
    processes: processes.map((process) => processOf(process, shapes)),
    kept: [...elements.filter((element) => !processes.includes(element)), ...processes.flatMap(documentation)].map(
      (element) => ({ type: typeOf(element), id: element.id, name: element.name ?? '' }),
    ),
  };
}

/** The plan of the process that runs. Throws ProcessFault with all that is wrong. */
export async function readProcess(source: Uint8Array | string): Promise<Plan> {
  const { processes } = await readModel(source);
  const [process, second] = processes.filter(({ executable }) => executable);
  if (!process) throw new ProcessFault(['no process is to run: set isExecutable="true" on the one that is']);
  if (second)
    throw new ProcessFault([
      `two processes are to run, ${called(process)} and ${called(second)}: keep isExecutable="true" on one`,
    ]);
  if (!process.plan) throw new ProcessFault(process.faults);
  return process.plan;
}

/** Drawn among the flow elements, and not one of them. */
const data = ['DataObject', 'DataObjectReference', 'DataStoreReference'];
const flowsOf = ({ flowElements = [] }: Element) => flowElements.filter((element) => !data.includes(typeOf(element)));

const documentation = (process: Element): Element[] => [
  ...(process.laneSets ?? []).flatMap(({ lanes = [] }) => lanes),
  ...(process.artifacts ?? []),
  ...(process.flowElements ?? []).filter((element) => data.includes(typeOf(element))),
  ...(process.flowElements ?? []).filter(({ flowElements }) => flowElements).flatMap(documentation),
];

function processOf(process: Element, shapes: Map<string, Shape>): DrawnProcess {
  const faults: string[] = [];
  const nodes: PlanNode[] = [];
  const edges: PlanEdge[] = [];
  const read = (holder: Element, place: string, within?: string) => {
    const elements = flowsOf(holder);
    for (const element of elements) {
      faults.push(...faultsOf(element, place, elements));
      const shape = shapes.get(element.id);
      if (typeOf(element) === 'SequenceFlow') edges.push(edgeOf(element, shape));
      else if (kindOf(element)) nodes.push(nodeOf(element, shape, within));
      if (typeOf(element) === 'SubProcess') read(element, `sub-process ${called(element)}`, element.id);
      edges.push(...linkEdges(element, elements));
    }
  };
  read(process, `process ${called(process)}`);
  if (!nodes.some(({ kind, within }) => kind === 'start' && !within))
    faults.push(`process ${called(process)} has no start event: draw where it begins`);
  const { id, name = '', isExecutable = false } = process;
  return {
    id,
    name,
    executable: isExecutable,
    faults,
    ...(faults.length === 0 ? { plan: { id, nodes, edges } } : {}),
  };
}

/** A link is a flow that is not drawn. */
function linkEdges(element: Element, beside: readonly Element[]): PlanEdge[] {
  if (typeOf(element) !== 'IntermediateThrowEvent' || eventOf(element) !== 'link') return [];
  const name = element.eventDefinitions?.[0]?.name;
  return beside
    .filter((other) => typeOf(other) === 'IntermediateCatchEvent' && eventOf(other) === 'link')
    .filter((other) => other.eventDefinitions?.[0]?.name === name)
    .map((other) => ({ id: `${element.id} ${other.id}`, from: element.id, to: other.id, points: [] }));
}

function nodeOf(element: Element, shape: Shape | undefined, within: string | undefined): PlanNode {
  const timer = element.eventDefinitions?.find(({ $type }) => $type === 'bpmn:TimerEventDefinition');
  const duration = timer?.timeDuration?.body?.trim();
  const event = planEvent(element);
  const each = planEach(element);
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
    ...(within ? { within } : {}),
    ...(event ? { event } : {}),
    ...(each ? { each } : {}),
    ...(element.cancelActivity === false ? { interrupts: false as const } : {}),
    x,
    y,
    width,
    height,
  };
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
