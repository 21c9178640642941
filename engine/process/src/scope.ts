// SPDX-License-Identifier: Apache-2.0
/** What is drawn in one process or sub-process, found by its ends. */
import { called, type Element, isSubProcess, typeOf } from './elements.ts';

export interface Scope {
  readonly holder: Element;
  /** As it is named to whoever drew it. */
  readonly place: string;
  readonly elements: readonly Element[];
  /** The scope around it. */
  readonly around: Scope | undefined;
  readonly has: (element: Element | undefined) => boolean;
  readonly flowsOut: (element: Element) => readonly Element[];
  readonly flowsIn: (element: Element) => readonly Element[];
  readonly boundaryOf: (element: Element) => readonly Element[];
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
    if (from && to) ends.set(from.id, [...(ends.get(from.id) ?? []), to]);
  };
  for (const { sourceRef, targetRef } of associations) {
    connect(sourceRef, targetRef);
    connect(targetRef, sourceRef);
  }
  const scopes = new Map<Element, Scope>();
  for (const holder of holders) {
    const outer = around.get(holder);
    scopes.set(holder, scopeOf(holder, outer && scopes.get(outer), ends));
  }
  return [...scopes.values()];
}

function scopeOf(holder: Element, around: Scope | undefined, ends: ReadonlyMap<string, readonly Element[]>): Scope {
  const elements = (holder.flowElements ?? []).filter((element) => !data.includes(typeOf(element)));
  const all = new Set<Element | undefined>(elements);
  const flows = elements.filter((element) => typeOf(element) === 'SequenceFlow');
  const bySource = Map.groupBy(flows, ({ sourceRef }) => sourceRef);
  const byTarget = Map.groupBy(flows, ({ targetRef }) => targetRef);
  const byActivity = Map.groupBy(elements, ({ attachedToRef }) => attachedToRef);
  return {
    holder,
    place: `${around ? 'sub-process' : 'process'} ${called(holder)}`,
    elements,
    around,
    has: (element) => all.has(element),
    flowsOut: (element) => bySource.get(element) ?? [],
    flowsIn: (element) => byTarget.get(element) ?? [],
    boundaryOf: (element) => byActivity.get(element) ?? [],
    associated: ({ id }) => ends.get(id) ?? [],
  };
}

/** The activities that undo the one a compensation event stands on. */
export const handlersOf = (event: Element, scope: Scope): Element[] =>
  scope.associated(event).filter((other) => other.isForCompensation === true && scope.has(other));
