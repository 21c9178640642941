// SPDX-License-Identifier: Apache-2.0
/** Events that would not be executed as drawn. */
import { called, type Element, type EventDefinition, feelOf, typeOf } from './elements.ts';
import { eventOf, kindOf } from './kinds.ts';
import type { Scope } from './scope.ts';
import { timerFaults } from './timers.ts';

export function definitionFaults(element: Element, definition: EventDefinition, scope: Scope): string[] {
  switch (typeOf(definition)) {
    case 'TimerEventDefinition':
      return timerFaults(element, definition, scope);
    case 'LinkEventDefinition':
      return linkFaults(element, definition, scope);
    case 'ConditionalEventDefinition':
      return feelOf(definition.condition) ? [] : ['it has no condition: write one in FEEL'];
    case 'ErrorEventDefinition':
      return errorFaults(element, scope);
    case 'EscalationEventDefinition':
      return startFaults(element, scope);
    case 'CancelEventDefinition':
      return cancelFaults(element, scope);
    default:
      return [];
  }
}

const activities = ['task', 'user', 'manual', 'service', 'send', 'receive', 'rule', 'script', 'call', 'sub-process'];

export const isActivity = (element: Element): boolean => activities.includes(kindOf(element) ?? '');

export function boundaryFaults(element: Element, scope: Scope): string[] {
  const { attachedToRef } = element;
  if (!attachedToRef || !scope.has(attachedToRef) || !isActivity(attachedToRef))
    return ['it stands on no activity: attach it to a task, sub-process or call activity beside it'];
  return eventOf(element) === 'none' ? ['it waits for nothing: give it an event'] : [];
}

function errorFaults(element: Element, scope: Scope): string[] {
  if (element.cancelActivity === false || element.isInterrupting === false)
    return ['an error interrupts what it comes from: let it interrupt, or use an escalation'];
  return startFaults(element, scope);
}

/** Errors and escalations come from inside a scope. */
const startFaults = (element: Element, { holder }: Scope): string[] =>
  typeOf(element) === 'StartEvent' && !holder.triggeredByEvent
    ? [
        `nobody starts a process by ${typeOf(element.eventDefinitions?.[0] ?? element)}: draw it in an event sub-process`,
      ]
    : [];

function cancelFaults(element: Element, scope: Scope): string[] {
  const boundary = typeOf(element) === 'BoundaryEvent';
  const transaction = boundary ? element.attachedToRef : scope.holder;
  if (!transaction || typeOf(transaction) !== 'Transaction')
    return [`it cancels no transaction: draw it ${boundary ? 'on the boundary of one' : 'directly inside one'}`];
  if (boundary || !scope.around) return [];
  const takes = scope.around.boundaryOf(transaction).filter((event) => eventOf(event) === 'cancel');
  if (takes.length === 1) return [];
  return [`${called(transaction)} has ${takes.length} cancel events on its boundary: draw one, from where it goes on`];
}

function linkFaults(element: Element, { name = '' }: EventDefinition, scope: Scope): string[] {
  const { length } = scope.linked(element);
  if (typeOf(element) === 'IntermediateThrowEvent' ? length === 1 : length > 0) return [];
  return [`link "${name}" has ${length} other ends here: give each link that goes out the name of one that comes in`];
}
