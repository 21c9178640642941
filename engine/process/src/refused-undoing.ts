// SPDX-License-Identifier: Apache-2.0
/** Compensation and transactions that would not be executed as drawn. */
import { called, type Element, typeOf } from './elements.ts';
import { eventOf } from './kinds.ts';
import { handlersOf, type Scope } from './scope.ts';

export function compensationFaults(element: Element, scope: Scope): string[] {
  return [
    ...(element.isForCompensation ? handlerFaults(element, scope) : []),
    ...(eventOf(element) === 'compensate' ? eventFaults(element, scope) : []),
    ...(typeOf(element) === 'Transaction' && element.loopCharacteristics
      ? ['a transaction is done once: draw it inside a sub-process that has the loop marker']
      : []),
  ];
}

function handlerFaults(element: Element, scope: Scope): string[] {
  const undone = scope
    .associated(element)
    .filter((other) => eventOf(other) === 'compensate' && other.attachedToRef && scope.has(other));
  const isAlone = [scope.flowsIn(element), scope.flowsOut(element), scope.boundaryOf(element)].every(
    ({ length }) => length === 0,
  );
  return [
    ...(undone.length === 1
      ? []
      : [
          `it is marked for compensation and undoes ${undone.length} activities: connect it by an association with one compensation event on a boundary`,
        ]),
    ...(isAlone
      ? []
      : ['it is marked for compensation, so no flow leads to it or from it: take its flows and boundary events away']),
    ...(element.loopCharacteristics || element.triggeredByEvent
      ? ['it is marked for compensation, which is done once an item: draw its loop inside a sub-process']
      : []),
  ];
}

function eventFaults(element: Element, scope: Scope): string[] {
  if (typeOf(element) === 'BoundaryEvent') return boundaryFaults(element, scope);
  const [{ activityRef, waitForCompletion } = {}] = element.eventDefinitions ?? [];
  return [
    ...(waitForCompletion === false
      ? ['it would not wait for what it undoes: leave waitForCompletion out, and draw it on a branch of its own']
      : []),
    ...(activityRef && !canBeUndone(activityRef, scope)
      ? [
          `nothing undoes "${activityRef.id}" here: name an activity beside it that has a compensation event on its boundary, or inside`,
        ]
      : []),
  ];
}

/** A compensation sees its own scope, and from an event sub-process the one around it. */
function canBeUndone(activity: Element, scope: Scope): boolean {
  if (scope.has(activity))
    return scope.undoneBy(activity).length > 0 || scope.undoesInside(activity) || typeOf(activity) === 'CallActivity';
  return scope.holder.triggeredByEvent === true && scope.around !== undefined && canBeUndone(activity, scope.around);
}

function boundaryFaults(element: Element, scope: Scope): string[] {
  const handlers = handlersOf(element, scope);
  const others = element.attachedToRef ? scope.undoneBy(element.attachedToRef) : [];
  return [
    ...(handlers.length === 1
      ? []
      : [
          `${handlers.length} activities undo it: connect it by an association with one activity marked for compensation`,
        ]),
    ...(scope.flowsOut(element).length > 0 ? ['no flow leaves it: an association leads to what undoes'] : []),
    ...(others.length > 1
      ? [`${element.attachedToRef ? called(element.attachedToRef) : ''} has ${others.length} of them: keep one`]
      : []),
  ];
}
