// SPDX-License-Identifier: Apache-2.0
import type { Element } from './elements.ts';
import type { PlanNode } from './plan.ts';

const ofElement: Readonly<Record<string, PlanNode['kind']>> = {
  'bpmn:StartEvent': 'start',
  'bpmn:EndEvent': 'end',
  'bpmn:UserTask': 'user',
  'bpmn:ServiceTask': 'service',
  'bpmn:ReceiveTask': 'receive',
  'bpmn:ExclusiveGateway': 'exclusive',
  'bpmn:ParallelGateway': 'parallel',
};

/** What an element is when it is executed; nothing for one that is not. */
export function kindOf({ $type, eventDefinitions = [] }: Element): PlanNode['kind'] | undefined {
  const timer = eventDefinitions.some((definition) => definition.$type === 'bpmn:TimerEventDefinition');
  if ($type === 'bpmn:IntermediateCatchEvent') return timer ? 'timer' : undefined;
  if ($type === 'bpmn:BoundaryEvent') return timer ? 'boundary-timer' : undefined;
  return eventDefinitions.length === 0 ? ofElement[$type] : undefined;
}
