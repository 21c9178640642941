// SPDX-License-Identifier: Apache-2.0
/** A model as it was drawn, for people: all of the picture, what is executed and what is not. */
import { BpmnModdle } from 'bpmn-moddle';
import { type Element, ProcessFault, type Shape, typeOf } from './elements.ts';
import { lanesOf } from './lanes.ts';
import { textOf } from './text.ts';

interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface DrawnNode extends Place {
  readonly id: string;
  /** The words of a plan, and `data-object`, `data-store`, `annotation`, `group`, `complex` for what no plan has. */
  readonly kind: string;
  readonly name: string;
  /** What an event waits for or does; `multiple` for several. */
  readonly event?: string;
  readonly attachedTo?: string;
  /** The sub-process it stands in. */
  readonly within?: string;
  /** The lane or pool it stands in. */
  readonly lane?: string;
  readonly interrupts?: false;
  readonly each?: 'parallel' | 'sequential' | 'loop';
  /** It undoes another. */
  readonly compensation?: true;
  /** A sub-process that an event starts. */
  readonly triggered?: true;
  readonly transaction?: true;
  /** A sub-process whose inside is not drawn here. */
  readonly collapsed?: true;
}

export interface DrawnFlow {
  readonly id: string;
  readonly kind: 'sequence' | 'message' | 'association';
  readonly from: string;
  readonly to: string;
  readonly name?: string;
  readonly condition?: string;
  readonly default?: true;
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

export interface DrawnLane extends Place {
  readonly id: string;
  readonly name: string;
  readonly pool?: true;
  /** The lane or pool around it. */
  readonly within?: string;
}

/** What has no place in the picture has the width 0. */
export interface Drawing {
  readonly nodes: readonly DrawnNode[];
  readonly flows: readonly DrawnFlow[];
  readonly lanes: readonly DrawnLane[];
}

export type Item = Omit<Element, 'sourceRef' | 'artifacts' | 'flowElements' | 'laneSets'> & {
  sourceRef?: Item | Item[];
  isInterrupting?: boolean;
  text?: string;
  processRef?: Item;
  participants?: Item[];
  messageFlows?: Item[];
  artifacts?: Item[];
  flowElements?: Item[];
  laneSets?: { lanes?: Item[] }[];
  childLaneSet?: { lanes?: Item[] };
  flowNodeRef?: Item[];
  dataObjectRef?: Item;
  categoryValueRef?: { value?: string };
};
type DrawnShape = Shape & { isExpanded?: boolean };
interface Plane {
  bpmnElement?: Item;
  planeElement?: DrawnShape[];
}

const kinds: Readonly<Record<string, string>> = {
  StartEvent: 'start',
  EndEvent: 'end',
  IntermediateCatchEvent: 'catch',
  IntermediateThrowEvent: 'throw',
  BoundaryEvent: 'boundary',
  UserTask: 'user',
  ManualTask: 'manual',
  ServiceTask: 'service',
  SendTask: 'send',
  ReceiveTask: 'receive',
  ScriptTask: 'script',
  BusinessRuleTask: 'rule',
  CallActivity: 'call',
  SubProcess: 'sub-process',
  Transaction: 'sub-process',
  AdHocSubProcess: 'sub-process',
  ExclusiveGateway: 'exclusive',
  ParallelGateway: 'parallel',
  InclusiveGateway: 'inclusive',
  EventBasedGateway: 'event-based',
  ComplexGateway: 'complex',
  DataObjectReference: 'data-object',
  DataStoreReference: 'data-store',
  TextAnnotation: 'annotation',
  Group: 'group',
};
const notDrawn = ['DataObject', 'SequenceFlow', 'Association'];
const isEvent = (type: string) => type.endsWith('Event');

function eventOf({ eventDefinitions = [] }: Item): string | undefined {
  const [first, second] = eventDefinitions;
  if (!first) return undefined;
  const kind = typeOf(first).replace('EventDefinition', '').toLowerCase();
  return second ? 'multiple' : kind === 'compensate' ? 'compensation' : kind;
}

function kindOf(type: string, event: string | undefined): string {
  if (event === 'timer' && type === 'BoundaryEvent') return 'boundary-timer';
  if (event === 'timer' && type === 'IntermediateCatchEvent') return 'timer';
  // A task without a kind, and whatever the standard may yet know.
  return kinds[type] ?? 'task';
}

function eachOf({ loopCharacteristics: loop }: Item): DrawnNode['each'] {
  if (!loop) return undefined;
  if (typeOf(loop) === 'StandardLoopCharacteristics') return 'loop';
  return loop.isSequential ? 'sequential' : 'parallel';
}

/** Places of the first picture of the whole; a sub-process may have a picture of its own, which is another one. */
function placesOf(planes: readonly Plane[]): Map<string, DrawnShape> {
  const whole = planes.filter(({ bpmnElement }) => !bpmnElement || !bpmnElement.$type.endsWith('SubProcess'));
  return new Map(whole.flatMap(({ planeElement = [] }) => planeElement).map((s) => [s.bpmnElement?.id ?? '', s]));
}

/** Throws ProcessFault where the file cannot be read. */
export async function readDrawing(source: Uint8Array | string): Promise<Drawing> {
  const { rootElement } = await new BpmnModdle()
    .fromXML(textOf(source), 'bpmn:Definitions', { lax: false })
    .catch((error: Error) => {
      throw new ProcessFault([`the file is no BPMN 2.0: ${error.message}`]);
    });
  const root = rootElement as { rootElements?: Item[]; diagrams?: { plane?: Plane }[] };
  const shapes = placesOf((root.diagrams ?? []).flatMap(({ plane }) => plane ?? []));
  const elements = root.rootElements ?? [];
  const collaborations = elements.filter((element) => typeOf(element) === 'Collaboration');
  const pools = collaborations.flatMap(({ participants = [] }) => participants);
  const processes = elements.filter((element) => typeOf(element) === 'Process');
  const lanes = lanesOf(processes, pools, (id) => placeOf(shapes.get(id)));
  const nodes: DrawnNode[] = [];
  const flows: DrawnFlow[] = collaborations.flatMap(({ messageFlows = [], artifacts = [] }) => [
    ...messageFlows.map((flow) => flowOf(flow, 'message', shapes)),
    ...artifacts.filter(isAssociation).map((flow) => flowOf(flow, 'association', shapes)),
  ]);
  const read = (holder: Item, within?: string, hidden = false): void => {
    const all = [...(holder.flowElements ?? []), ...(holder.artifacts ?? [])];
    for (const item of all) {
      const type = typeOf(item);
      const shape = hidden ? undefined : shapes.get(item.id);
      if (type === 'SequenceFlow') flows.push(flowOf(item, 'sequence', shapes, hidden));
      else if (isAssociation(item)) flows.push(flowOf(item, 'association', shapes, hidden));
      if (notDrawn.includes(type)) continue;
      nodes.push(nodeOf(item, shape, { ...(within ? { within } : {}), ...lanes.of(item.id, holder.id) }));
      flows.push(...dataFlows(item, shapes));
      read(item, item.id, hidden || shape?.isExpanded === false);
    }
  };
  for (const process of processes) read(process);
  for (const { artifacts = [] } of collaborations)
    for (const item of artifacts.filter((one) => !isAssociation(one)))
      nodes.push(nodeOf(item, shapes.get(item.id), {}));
  const ids = new Set([...nodes, ...lanes.all].map(({ id }) => id));
  return { nodes, flows: flows.filter(({ from, to }) => ids.has(from) && ids.has(to)), lanes: lanes.all };
}

const isAssociation = (item: Item): boolean => typeOf(item) === 'Association';

function placeOf(shape: DrawnShape | undefined): Place {
  const { x = 0, y = 0, width = 0, height = 0 } = shape?.bounds ?? {};
  return { x, y, width, height };
}

function nodeOf(item: Item, shape: DrawnShape | undefined, where: { within?: string; lane?: string }): DrawnNode {
  const type = typeOf(item);
  const event = isEvent(type) ? eventOf(item) : undefined;
  const each = eachOf(item);
  const name = item.name ?? item.text ?? item.dataObjectRef?.name ?? item.categoryValueRef?.value ?? '';
  const open = item.isInterrupting ?? item.cancelActivity;
  return {
    id: item.id,
    kind: kindOf(type, event),
    name: name.trim().replace(/\s+/g, ' '),
    ...placeOf(shape),
    ...where,
    ...(event ? { event } : {}),
    ...(item.attachedToRef ? { attachedTo: item.attachedToRef.id } : {}),
    ...(open === false ? { interrupts: false as const } : {}),
    ...(each ? { each } : {}),
    ...(item.isForCompensation ? { compensation: true as const } : {}),
    ...(item.triggeredByEvent ? { triggered: true as const } : {}),
    ...(type === 'Transaction' ? { transaction: true as const } : {}),
    ...(shape?.isExpanded === false ? { collapsed: true as const } : {}),
  };
}

const firstOf = (found: Item | Item[] | undefined): Item | undefined => (Array.isArray(found) ? found[0] : found);

function flowOf(item: Item, kind: DrawnFlow['kind'], shapes: Map<string, DrawnShape>, hidden = false): DrawnFlow {
  const source = firstOf(item.sourceRef);
  const condition = item.conditionExpression?.body?.trim();
  const points = hidden ? [] : (shapes.get(item.id)?.waypoint ?? []);
  return {
    id: item.id,
    kind,
    from: source?.id ?? '',
    to: item.targetRef?.id ?? '',
    ...(item.name ? { name: item.name } : {}),
    ...(condition ? { condition } : {}),
    ...(source?.default?.id === item.id ? { default: true as const } : {}),
    points: points.map(({ x, y }) => ({ x, y })),
  };
}

/** What a step reads and writes: drawn from the data to the step, and from the step to the data. */
function dataFlows(item: Item, shapes: Map<string, DrawnShape>): DrawnFlow[] {
  const read = (item.dataInputAssociations ?? []) as unknown as Item[];
  const written = (item.dataOutputAssociations ?? []) as unknown as Item[];
  return [
    ...read.map((one) => ({ ...flowOf(one, 'association', shapes), to: item.id })),
    ...written.map((one) => ({ ...flowOf(one, 'association', shapes), from: item.id })),
  ];
}
