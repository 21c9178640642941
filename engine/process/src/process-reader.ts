// SPDX-License-Identifier: Apache-2.0
/** One process of a model: its nodes and flows, and what would not run as drawn. */
import { called, type Element, feelOf, isSubProcess, mappingOf, type Shape, typeOf } from './elements.ts';
import { eventOf, kindOf, planEach, planEvent } from './kinds.ts';
import type { PlanEdge, PlanNode } from './plan.ts';
import { faultsOf } from './refusals.ts';
import { handlersOf, type Scope, scopesOf } from './scope.ts';
import { planTimer } from './timers.ts';

/** A process by itself: what it calls is not looked at yet. */
export interface ReadProcess {
  readonly id: string;
  readonly name: string;
  readonly executable: boolean;
  readonly faults: readonly string[];
  readonly nodes: readonly PlanNode[];
  readonly edges: readonly PlanEdge[];
  /** Call activities, and the process that each of them calls. */
  readonly calls: ReadonlyMap<string, string>;
}

const mostElements = 8000;

export function processOf(process: Element, shapes: ReadonlyMap<string, Shape>): ReadProcess {
  const faults: string[] = [];
  const nodes: PlanNode[] = [];
  const edges: PlanEdge[] = [];
  const calls = new Map<string, string>();
  const { id, name = '', isExecutable = false } = process;
  const scopes = scopesOf(process);
  if (scopes.reduce((sum, { elements }) => sum + elements.length, 0) > mostElements) {
    const fault = `process ${called(process)} has more than ${mostElements} elements: draw parts of it as processes`;
    return { id, name, executable: isExecutable, faults: [fault], nodes, edges, calls };
  }
  if (!id) faults.push(`a process has no id${name && `, "${name}"`}: give each process an id of its own`);
  for (const scope of scopes) {
    const { holder, elements } = scope;
    for (const element of elements) {
      faults.push(...faultsOf(element, scope));
      if (!element.id) continue;
      const shape = shapes.get(element.id);
      if (typeOf(element) === 'SequenceFlow') edges.push(edgeOf(element, shape));
      else if (kindOf(element)) nodes.push(nodeOf(element, shape, scope));
      if (element.calledElement) calls.set(element.id, element.calledElement.replace(/^[^:]*:/, ''));
      edges.push(...linkEdges(element, scope));
    }
    if (holder === process && !elements.some((element) => typeOf(element) === 'StartEvent'))
      faults.push(`process ${called(process)} has no start event: draw where it begins`);
  }
  return { id, name, executable: isExecutable, faults, nodes, edges, calls };
}

/** A link is a flow that is not drawn. */
function linkEdges(element: Element, scope: Scope): PlanEdge[] {
  if (typeOf(element) !== 'IntermediateThrowEvent') return [];
  const [other, second] = scope.linked(element);
  if (!other || second) return [];
  return [{ id: `${element.id} ${other.id}`, from: element.id, to: other.id, points: [] }];
}

function nodeOf(element: Element, shape: Shape | undefined, scope: Scope): PlanNode {
  const event = planEvent(element);
  const each = planEach(element);
  const isTriggered = isSubProcess(element) && element.triggeredByEvent === true;
  const { x = 0, y = 0, width = 0, height = 0 } = shape?.bounds ?? {};
  return {
    id: element.id,
    kind: kindOf(element) as PlanNode['kind'],
    name: element.name ?? element.id,
    settings: settingsOf(element),
    ...planTimer(element),
    ...(element.attachedToRef ? { attachedTo: element.attachedToRef.id } : {}),
    ...(element.default ? { defaultFlow: element.default.id } : {}),
    ...(scope.around ? { within: scope.holder.id } : {}),
    ...(event ? { event } : {}),
    ...(each ? { each } : {}),
    ...(element.cancelActivity === false || element.isInterrupting === false ? { interrupts: false as const } : {}),
    ...(isTriggered ? { triggered: true as const } : {}),
    ...(typeOf(element) === 'Transaction' ? { transaction: true as const } : {}),
    ...compensationOf(element, scope),
    ...taskOf(element),
    x,
    y,
    width,
    height,
  };
}

const settingsOf = ({ $attrs }: Element): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries($attrs)
      .filter(([name]) => name.startsWith('stoa:'))
      .map(([name, value]) => [name.slice('stoa:'.length), value]),
  );

/** What undoes an activity is found from both sides. */
function compensationOf(element: Element, scope: Scope): Pick<PlanNode, 'compensates' | 'compensationOf'> {
  if (typeOf(element) === 'BoundaryEvent' && eventOf(element) === 'compensate') {
    const [handler] = handlersOf(element, scope);
    return handler ? { compensates: handler.id } : {};
  }
  if (!element.isForCompensation) return {};
  const undone = scope.associated(element).find(({ attachedToRef }) => attachedToRef)?.attachedToRef;
  return undone ? { compensationOf: undone.id } : {};
}

/** What scripts and calls compute and hand over. */
function taskOf(element: Element): Pick<PlanNode, 'script' | 'result' | 'inputs' | 'outputs'> {
  if (typeOf(element) === 'ScriptTask')
    return { script: feelOf({ body: element.script }) ?? '', result: element.$attrs['stoa:result']?.trim() ?? '' };
  if (typeOf(element) !== 'CallActivity') return {};
  return { inputs: mappingOf(element.dataInputAssociations), outputs: mappingOf(element.dataOutputAssociations) };
}

function edgeOf(element: Element, shape: Shape | undefined): PlanEdge {
  const condition = feelOf(element.conditionExpression);
  return {
    id: element.id,
    from: element.sourceRef?.id ?? '',
    to: element.targetRef?.id ?? '',
    ...(element.name ? { name: element.name } : {}),
    ...(condition ? { condition } : {}),
    points: (shape?.waypoint ?? []).map(({ x, y }) => ({ x, y })),
  };
}
