// SPDX-License-Identifier: Apache-2.0
/** What is drawn but would not be executed as drawn is refused: what it is, and what to draw instead. */
import { type Element, called, typeOf } from './elements.ts';
import { kindOf } from './kinds.ts';

/** What to draw instead of an element that is not executed. */
const instead: Readonly<Record<string, string>> = {
  ScriptTask: 'compute in a FEEL expression or a decision table',
  ComplexGateway: 'use exclusive, parallel and inclusive gateways',
  AdHocSubProcess: 'draw the order of its tasks',
  Transaction: 'draw its steps in the process, and what undoes them as a path of its own',
};

/** All that is wrong with one element by itself. */
export function faultsOf(element: Element, place: string, beside: readonly Element[]): string[] {
  const say = (fault: string) => `${called(element)} in ${place}: ${fault}`;
  return [...shapeFaults(element), ...choiceFaults(element, beside), ...expressionFaults(element)].map(say);
}

function shapeFaults(element: Element): string[] {
  const { $type, isForCompensation, eventDefinitions = [], loopCharacteristics } = element;
  if ($type === 'bpmn:SequenceFlow') return flowFaults(element);
  const kind = kindOf(element);
  if (!kind) {
    const type = typeOf(eventDefinitions[0] && !$type.endsWith('Task') ? eventDefinitions[0] : element);
    return [`${type} is not in the executable subset: ${instead[type] ?? 'use a task, gateway or event that is'}`];
  }
  return [
    ...(isForCompensation
      ? ['it is marked for compensation, which is not executed: draw what undoes a step as a path of its own']
      : []),
    ...(eventDefinitions.length > 1
      ? [
          `it waits for ${eventDefinitions.map(typeOf).join(' and ')} at once, of which one is executed: draw an event for each`,
        ]
      : []),
    ...(loopCharacteristics ? [loopFault(loopCharacteristics.$type)] : []),
    ...(kind === 'boundary-timer' && element.cancelActivity === false
      ? ['only interrupting timers are supported: let it interrupt, or start the wait in a parallel branch']
      : []),
  ];
}

const loopFault = (type: string): string =>
  type === 'bpmn:StandardLoopCharacteristics'
    ? 'its loop marker is not executed, the task would be done once: lead a flow back through an exclusive gateway'
    : 'its multi-instance marker is not executed, the task would be done once: draw a task for each person in parallel branches';

function choiceFaults({ conditionExpression, sourceRef }: Element, beside: readonly Element[]): string[] {
  if (!conditionExpression || sourceRef?.$type !== 'bpmn:ExclusiveGateway') return [];
  if (beside.some((other) => other.sourceRef === sourceRef && other.conditionExpression !== conditionExpression))
    return [];
  return ['its condition is not asked, since it is the one way on: draw a second flow for when it does not hold'];
}

function flowFaults({ sourceRef, targetRef, conditionExpression }: Element): string[] {
  if (!sourceRef || !targetRef) return ['the sequence flow leads nowhere: connect both of its ends'];
  if (!conditionExpression || sourceRef.$type === 'bpmn:ExclusiveGateway') return [];
  return [
    `its condition is not asked where it leaves ${called(sourceRef)}: put an exclusive gateway there and the condition on a flow out of it`,
  ];
}

function expressionFaults(element: Element): string[] {
  const texts = [
    element.conditionExpression?.body,
    ...(element.eventDefinitions ?? []).map(({ timeDuration }) => timeDuration?.body),
    ...Object.entries(element.$attrs).flatMap(([name, value]) => (name.startsWith('stoa:') ? [value] : [])),
  ];
  return texts
    .filter((text) => text !== undefined && /[$#]\{/.test(text))
    .map((text) => `"${text}" is not FEEL: write it without \${…}, such as answers.name = "value"`);
}
