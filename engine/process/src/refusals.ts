// SPDX-License-Identifier: Apache-2.0
/** What is drawn but would not be executed as drawn is refused: what it is, and what to draw instead. */
import { called, type DataAssociation, type Element, feelOf, isSubProcess, type Loop, typeOf } from './elements.ts';
import { eventOf, kindOf } from './kinds.ts';
import { boundaryFaults, definitionFaults } from './refused-events.ts';
import { expressionFaults, flowFaults } from './refused-flows.ts';
import { compensationFaults } from './refused-undoing.ts';
import type { Scope } from './scope.ts';

/** What to draw instead of an element that is not executed. */
const instead: Readonly<Record<string, string>> = {
  ComplexGateway: 'use exclusive, parallel and inclusive gateways',
  AdHocSubProcess: 'draw the order of its tasks',
  CompensateEventDefinition: 'undo a sub-process by a compensation event on its boundary',
  CancelEventDefinition: 'use an error event',
};

/** All that is wrong with one element by itself. */
export function faultsOf(element: Element, scope: Scope): string[] {
  if (!element.id) return [`a ${typeOf(element)} in ${scope.place} has no id: give each element an id of its own`];
  const say = (fault: string) => `${called(element)} in ${scope.place}: ${fault}`;
  const own = typeOf(element) === 'SequenceFlow' ? flowFaults(element, scope) : nodeFaults(element, scope);
  return [...own, ...expressionFaults(element)].map(say);
}

function nodeFaults(element: Element, scope: Scope): string[] {
  const { eventDefinitions = [], loopCharacteristics } = element;
  if (!kindOf(element)) {
    const type = typeOf(eventDefinitions[0] ?? element);
    return [`${type} is not in the executable subset: ${instead[type] ?? 'use a task, gateway or event that is'}`];
  }
  return [
    ...(eventDefinitions.length > 1
      ? [
          `it waits for ${eventDefinitions.map(typeOf).join(' and ')} at once, of which one is executed: draw an event for each`,
        ]
      : []),
    ...eventDefinitions.flatMap((definition) => definitionFaults(element, definition, scope)),
    ...(typeOf(element) === 'BoundaryEvent' ? boundaryFaults(element, scope) : []),
    ...compensationFaults(element, scope),
    ...attributeFaults(element),
    ...taskFaults(element),
    ...(loopCharacteristics ? loopFaults(loopCharacteristics) : []),
    ...(isSubProcess(element) ? insideFaults(element, scope) : []),
    ...(typeOf(element) === 'EventBasedGateway' ? choiceOfEvents(element, scope) : []),
  ];
}

function attributeFaults(element: Element): string[] {
  const { startQuantity = 1, completionQuantity = 1, instantiate, eventGatewayType } = element;
  const associations = [...(element.dataInputAssociations ?? []), ...(element.dataOutputAssociations ?? [])];
  const isMapped = ({ transformation, assignment }: DataAssociation) => Boolean(transformation ?? assignment);
  return [
    ...(startQuantity !== 1 || completionQuantity !== 1
      ? ['it counts tokens (startQuantity, completionQuantity), which is not executed: join and split in gateways']
      : []),
    ...(instantiate || eventGatewayType === 'Parallel'
      ? ['it starts the process, which is not executed: draw a start event for it']
      : []),
    ...(typeOf(element) === 'CallActivity' ? associations.flatMap(mappingFaults) : []),
    ...(typeOf(element) !== 'CallActivity' && associations.some(isMapped)
      ? ['its data mapping (transformation, assignment) is not executed: say in stoa: attributes what the step needs']
      : []),
  ];
}

const isName = (text: string | undefined): boolean => /^[\p{L}_][\p{L}\p{M}\p{N}_]*$/u.test(text?.trim() ?? '');

/** A call hands data over by name and FEEL. */
function mappingFaults({ transformation, assignment = [] }: DataAssociation): string[] {
  if (transformation) return ['its data mapping has a transformation: write an assignment, from FEEL to a name'];
  return assignment
    .filter(({ from, to }) => !feelOf(from) || !isName(to?.body))
    .map(({ to }) => `its data mapping to "${to?.body ?? ''}" is none: write an assignment, from FEEL to a name`);
}

function taskFaults(element: Element): string[] {
  if (typeOf(element) === 'CallActivity' && !element.calledElement)
    return ['it names no process: give it calledElement, or make it a task'];
  if (typeOf(element) !== 'ScriptTask') return [];
  const { script, scriptFormat = '', $attrs } = element;
  return [
    ...(/feel/i.test(scriptFormat)
      ? []
      : [`its script is written in "${scriptFormat}": write it in FEEL, and set scriptFormat="text/feel"`]),
    ...(feelOf({ body: script }) ? [] : ['its script is empty: write one in FEEL']),
    ...(isName($attrs['stoa:result']) ? [] : ['its value is kept nowhere: name it in stoa:result']),
  ];
}

function loopFaults(loop: Loop): string[] {
  const { loopCardinality, loopDataInputRef, loopCondition, loopMaximum, testBefore, behavior = 'All', $attrs } = loop;
  if (typeOf(loop) === 'StandardLoopCharacteristics') {
    if (loopMaximum && !testBefore) return [];
    return [
      testBefore
        ? 'its loop marker is not executed with testBefore: ask before it in an exclusive gateway'
        : `its loop marker is not executed without a limit: give it a loopMaximum${loopCondition ? '' : ' and a loopCondition'}, or lead a flow back through an exclusive gateway`,
    ];
  }
  if (behavior !== 'All') return [`its multi-instance marker throws events (${behavior}): leave out the behaviour`];
  if (feelOf(loopCardinality) || loopDataInputRef || $attrs['stoa:items']) return [];
  return [
    'its multi-instance marker is not executed, since it says not for whom: give it stoa:items with a FEEL list, loopDataInputRef or loopCardinality',
  ];
}

function insideFaults(element: Element, scope: Scope): string[] {
  const { flowElements = [], triggeredByEvent } = element;
  const starts = flowElements.filter((inner) => typeOf(inner) === 'StartEvent');
  const [start] = starts;
  if (flowElements.length === 0) return ['nothing is drawn inside it: draw its steps, or make it a task'];
  if (!triggeredByEvent)
    return starts.length === 1 && start && eventOf(start) === 'none'
      ? []
      : [`it must have one start event without a trigger inside, not ${starts.length}`];
  const isAlone =
    [scope.flowsIn(element), scope.flowsOut(element), scope.boundaryOf(element)].every(({ length }) => length === 0) &&
    !element.loopCharacteristics;
  return [
    ...(starts.length === 1 && start && eventOf(start) !== 'none'
      ? []
      : [`it is started by an event: draw one start event with a trigger inside, not ${starts.length}`]),
    ...(isAlone ? [] : ['it is started by an event: take its flows, boundary events and loop marker away']),
  ];
}

function choiceOfEvents(element: Element, scope: Scope): string[] {
  return scope
    .flowsOut(element)
    .filter(({ targetRef }) => !targetRef || !['catch', 'timer', 'receive'].includes(kindOf(targetRef) ?? ''))
    .map(({ targetRef }) => `${targetRef ? called(targetRef) : 'nothing'} follows it: an event or a receive task must`);
}
