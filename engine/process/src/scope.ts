// SPDX-License-Identifier: Apache-2.0
/** What is drawn in one process or sub-process, found by its ends. */
import { called, type Element, isSubProcess, typeOf } from './elements.ts';
import { eventOf } from './kinds.ts';

export interface Scope {
  readonly holder: Element;
  /** As it is named to whoever drew it. */
  readonly place: string;
  readonly elements: readonly Element[];
  /** The scope around it. */
  readonly around: Scope | undefined;
  /** Whether a node is drawn directly in it. */
  readonly has: (element: Element | undefined) => boolean;
  readonly flowsOut: (element: Element) => readonly Element[];
  readonly flowsIn: (element: Element) => readonly Element[];
  readonly boundaryOf: (element: Element) => readonly Element[];
  /** The compensation events on the boundary of an activity. */
  readonly undoneBy: (activity: Element) => readonly Element[];
  /** Whether something inside a sub-process can be undone. */
  readonly undoesInside: (activity: Element) => boolean;
  /** The other ends of a link. */
  readonly linked: (element: Element) => readonly Element[];
  /** What an association connects an element with. */
  readonly associated: (element: Element) => readonly Element[];
}

/** Drawn among the flow elements, and not one of them. */
export const data = ['DataObject', 'DataObjectReference', 'DataStoreReference'];

/** The process and every sub-process in it, each with what is drawn there. */
export function scopesOf(process: Element): Scope[] {
  const holders = [process];
  const around = new Map<Element, Element>();
  const associations: Element[] = [];
  for (const holder of holders) {
    associations.push(...(holder.artifacts ?? []).filter((artifact) => typeOf(artifact) === 'Association'));
    for (const inner of (holder.flowElements ?? []).filter(isSubProcess)) {
      around.set(inner, holder);
      holders.push(inner);
    }
  }
  const ends = new Map<string, Element[]>();
  const connect = (from: Element | undefined, to: Element | undefined) => {
    if (!from || !to) return;
    const others = ends.get(from.id);
    if (others) others.push(to);
    else ends.set(from.id, [to]);
  };
  for (const { sourceRef, targetRef } of associations) {
    connect(sourceRef, targetRef);
    connect(targetRef, sourceRef);
  }
  const undoable = new Set<Element>();
  for (const holder of holders.toReversed())
    if ((holder.flowElements ?? []).some((inner) => isUndoing(inner) || undoable.has(inner))) undoable.add(holder);
  const scopes = new Map<Element, Scope>();
  for (const holder of holders) {
    const outer = around.get(holder);
    scopes.set(holder, scopeOf(holder, outer && scopes.get(outer), ends, undoable));
  }
  return [...scopes.values()];
}

/** A compensation event on a boundary. */
const isUndoing = (element: Element): boolean =>
  typeOf(element) === 'BoundaryEvent' && eventOf(element) === 'compensate';

function scopeOf(
  holder: Element,
  around: Scope | undefined,
  ends: ReadonlyMap<string, readonly Element[]>,
  undoable: ReadonlySet<Element>,
): Scope {
  const elements = (holder.flowElements ?? []).filter((element) => !data.includes(typeOf(element)));
  const flows = elements.filter((element) => typeOf(element) === 'SequenceFlow');
  const nodes = new Set<Element | undefined>(elements.filter((element) => typeOf(element) !== 'SequenceFlow'));
  const bySource = Map.groupBy(flows, ({ sourceRef }) => sourceRef);
  const byTarget = Map.groupBy(flows, ({ targetRef }) => targetRef);
  const byActivity = Map.groupBy(elements, ({ attachedToRef }) => attachedToRef);
  const undoing = Map.groupBy(elements.filter(isUndoing), ({ attachedToRef }) => attachedToRef);
  const links = Map.groupBy(elements, (element) => linkOf(element));
  const otherEnd = {
    IntermediateThrowEvent: 'IntermediateCatchEvent',
    IntermediateCatchEvent: 'IntermediateThrowEvent',
  };
  return {
    holder,
    place: `${around ? 'sub-process' : 'process'} ${called(holder)}`,
    elements,
    around,
    has: (element) => nodes.has(element),
    flowsOut: (element) => bySource.get(element) ?? [],
    flowsIn: (element) => byTarget.get(element) ?? [],
    boundaryOf: (element) => byActivity.get(element) ?? [],
    undoneBy: (activity) => undoing.get(activity) ?? [],
    undoesInside: (activity) => undoable.has(activity),
    linked: (element) => {
      const other = linkOf(element, otherEnd[typeOf(element) as keyof typeof otherEnd]);
      return (other && links.get(other)) || [];
    },
    associated: ({ id }) => ends.get(id) ?? [],
  };
}

/** The activities that undo the one a compensation event stands on. */
export const handlersOf = (event: Element, scope: Scope): Element[] =>
  scope.associated(event).filter((other) => other.isForCompensation === true && scope.has(other));

const linkOf = (element: Element, type = typeOf(element)): string | undefined => {
  const link = element.eventDefinitions?.find((definition) => typeOf(definition) === 'LinkEventDefinition');
  return link && `${type} ${link.name ?? ''}`;
};
