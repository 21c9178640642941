// SPDX-License-Identifier: Apache-2.0
import { type Element, feelOf, typeOf } from './elements.ts';
import type { PlanEach, PlanEvent, PlanKind } from './plan.ts';

const ofElement: Readonly<Record<string, PlanKind>> = {
  Task: 'task',
  UserTask: 'user',
  ManualTask: 'manual',
  ServiceTask: 'service',
  SendTask: 'send',
  ReceiveTask: 'receive',
  BusinessRuleTask: 'rule',
  ScriptTask: 'script',
  CallActivity: 'call',
  SubProcess: 'sub-process',
  Transaction: 'sub-process',
  ExclusiveGateway: 'exclusive',
  ParallelGateway: 'parallel',
  InclusiveGateway: 'inclusive',
  EventBasedGateway: 'event-based',
};

/** What each kind of event may wait for, or do. */
const events: Readonly<Record<string, readonly string[]>> = {
  StartEvent: ['none', 'message', 'timer', 'signal', 'conditional', 'error', 'escalation'],
  EndEvent: ['none', 'message', 'signal', 'error', 'escalation', 'terminate', 'compensate', 'cancel'],
  IntermediateCatchEvent: ['message', 'timer', 'signal', 'conditional', 'link'],
  IntermediateThrowEvent: ['none', 'message', 'signal', 'escalation', 'link', 'compensate'],
  BoundaryEvent: ['message', 'timer', 'signal', 'conditional', 'error', 'escalation', 'compensate', 'cancel'],
};

/** What an event waits for or does, in one word. */
export function eventOf({ eventDefinitions = [] }: Element): string {
  // A timer speaks first: what stands beside it is refused by name.
  const first = eventDefinitions.find(({ $type }) => $type === 'bpmn:TimerEventDefinition') ?? eventDefinitions[0];
  return first ? typeOf(first).replace('EventDefinition', '').toLowerCase() : 'none';
}

/** What an element is when it is executed; nothing for one that is not. */
export function kindOf(element: Element): PlanKind | undefined {
  const type = typeOf(element);
  const event = eventOf(element);
  if (!events[type]) return ofElement[type];
  if (!events[type].includes(event)) return undefined;
  switch (type) {
    case 'StartEvent':
      return 'start';
    case 'EndEvent':
      // A cancelled transaction waits there until all that was done in it is undone, as a compensation does.
      return undoes.includes(event) ? 'compensation' : 'end';
    case 'BoundaryEvent':
      return event === 'timer' ? 'boundary-timer' : 'boundary';
    case 'IntermediateCatchEvent':
      // Where a link comes in, the flow goes on: the same as a throw without an effect.
      return event === 'timer' ? 'timer' : event === 'link' ? 'throw' : 'catch';
    default:
      return undoes.includes(event) ? 'compensation' : 'throw';
  }
}

const undoes = ['compensate', 'cancel'];

export function planEvent(element: Element): PlanEvent | undefined {
  const kind = eventOf(element);
  const [definition] = element.eventDefinitions ?? [];
  if (kind === 'none' || kind === 'link' || !definition) return undefined;
  if (kind === 'timer' && typeOf(element) !== 'StartEvent') return undefined;
  const { messageRef, signalRef, errorRef, escalationRef, activityRef, condition } = definition;
  if (kind === 'compensate') return { kind: 'compensation', ...(activityRef ? { activity: activityRef.id } : {}) };
  const code =
    errorRef?.errorCode ??
    escalationRef?.escalationCode ??
    (errorRef ?? escalationRef ?? messageRef ?? signalRef)?.name;
  const asked = feelOf(condition);
  return { kind: kind as PlanEvent['kind'], ...(code ? { code } : {}), ...(asked ? { condition: asked } : {}) };
}

/** How often an activity is done; nothing for once. */
export function planEach({ loopCharacteristics: loop }: Element): PlanEach | undefined {
  if (!loop) return undefined;
  if (typeOf(loop) === 'StandardLoopCharacteristics') {
    const again = feelOf(loop.loopCondition);
    return { sequential: true, count: String(loop.loopMaximum), ...(again ? { until: `not(${again})` } : {}) };
  }
  const count = feelOf(loop.loopCardinality);
  const list = loop.$attrs['stoa:items'] ?? loop.loopDataInputRef?.name ?? loop.loopDataInputRef?.id;
  const item = loop.$attrs['stoa:item'] ?? loop.inputDataItem?.name ?? loop.inputDataItem?.id;
  const until = feelOf(loop.completionCondition);
  return {
    sequential: loop.isSequential === true,
    ...(count ? { count } : {}),
    ...(list ? { list } : {}),
    ...(item ? { item } : {}),
    ...(until ? { until } : {}),
  };
}
