// SPDX-License-Identifier: Apache-2.0
/** What is drawn but would not be executed as drawn is refused: what it is, and what to draw instead. */
import { called, type Element, type EventDefinition, type Loop, typeOf } from './elements.ts';
import { eventOf, kindOf } from './kinds.ts';

/** What to draw instead of an element that is not executed. */
const instead: Readonly<Record<string, string>> = {
  ScriptTask: 'compute in a FEEL expression or a decision table',
  ComplexGateway: 'use exclusive, parallel and inclusive gateways',
  AdHocSubProcess: 'draw the order of its tasks',
  Transaction: 'draw its steps in the process, and what undoes them as a path of its own',
  CompensateEventDefinition: 'draw what undoes a step as a path of its own',
  CancelEventDefinition: 'use an error event',
  SubProcess: 'it starts by an event: use a boundary event on the sub-process around it',
};

/** All that is wrong with one element by itself; `beside` are all of its process or sub-process. */
export function faultsOf(element: Element, place: string, beside: readonly Element[]): string[] {
  const say = (fault: string) => `${called(element)} in ${place}: ${fault}`;
  const own = typeOf(element) === 'SequenceFlow' ? flowFaults(element, beside) : nodeFaults(element, beside);
  return [...own, ...expressionFaults(element)].map(say);
}

function nodeFaults(element: Element, beside: readonly Element[]): string[] {
  const { isForCompensation, eventDefinitions = [], loopCharacteristics } = element;
  if (!kindOf(element)) {
    const type = typeOf(eventDefinitions[0] ?? element);
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
    ...eventDefinitions.flatMap((definition) => definitionFaults(element, definition, beside)),
    ...attributeFaults(element),
    ...(loopCharacteristics ? loopFaults(loopCharacteristics) : []),
    ...(typeOf(element) === 'SubProcess' ? insideFaults(element) : []),
    ...(typeOf(element) === 'EventBasedGateway' ? choiceOfEvents(element, beside) : []),
  ];
}

function attributeFaults(element: Element): string[] {
  const { startQuantity = 1, completionQuantity = 1, instantiate, eventGatewayType } = element;
  const mapped = [...(element.dataInputAssociations ?? []), ...(element.dataOutputAssociations ?? [])].some(
    ({ transformation, assignment }) => transformation ?? assignment,
  );
  return [
    ...(startQuantity !== 1 || completionQuantity !== 1
      ? ['it counts tokens (startQuantity, completionQuantity), which is not executed: join and split in gateways']
      : []),
    ...(instantiate || eventGatewayType === 'Parallel'
      ? ['it starts the process, which is not executed: draw a start event for it']
      : []),
    ...(mapped
      ? ['its data mapping (transformation, assignment) is not executed: say in stoa: attributes what the step needs']
      : []),
  ];
}

function definitionFaults(element: Element, definition: EventDefinition, beside: readonly Element[]): string[] {
  switch (typeOf(definition)) {
    case 'TimerEventDefinition':
      return timerFaults(element, definition);
    case 'LinkEventDefinition':
      return linkFaults(element, definition, beside);
    case 'ConditionalEventDefinition':
      return definition.condition?.body?.trim() ? [] : ['it has no condition: write one in FEEL'];
    default:
      return [];
  }
}

function timerFaults(element: Element, { timeDuration }: EventDefinition): string[] {
  const duration = timeDuration?.body?.trim() ?? '';
  if (typeOf(element) === 'StartEvent' || /^P(\d{1,4}WD|\d{1,5}D|T\d{1,6}[HMS])$/.test(duration)) return [];
  return [`a timer needs a duration such as P10WD (working days), P3D or PT12H, not "${duration}"`];
}

const linkOf = (element: Element): string | undefined =>
  eventOf(element) === 'link' ? (element.eventDefinitions?.[0]?.name ?? '') : undefined;

function linkFaults(element: Element, { name = '' }: EventDefinition, beside: readonly Element[]): string[] {
  const others = beside.filter((other) => other.$type !== element.$type && linkOf(other) === name);
  const throws = typeOf(element) === 'IntermediateThrowEvent';
  if (throws ? others.length === 1 : others.length > 0) return [];
  return [
    `link "${name}" has ${others.length} other ends here: give each link that goes out the name of one that comes in`,
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
  if (loopCardinality?.body?.trim() || loopDataInputRef || $attrs['stoa:items']) return [];
  return [
    'its multi-instance marker is not executed, since it says not for whom: give it stoa:items with a FEEL list, loopDataInputRef or loopCardinality',
  ];
}

function insideFaults({ flowElements = [] }: Element): string[] {
  const starts = flowElements.filter((inner) => typeOf(inner) === 'StartEvent');
  if (flowElements.length === 0) return ['nothing is drawn inside it: draw its steps, or make it a task'];
  if (starts.length === 1 && starts[0] && eventOf(starts[0]) === 'none') return [];
  return [`it must have one start event without a trigger inside, not ${starts.length}`];
}

const outOf = (element: Element, beside: readonly Element[]) =>
  beside.filter(({ sourceRef }) => sourceRef?.id === element.id);

function choiceOfEvents(element: Element, beside: readonly Element[]): string[] {
  return outOf(element, beside)
    .filter(({ targetRef }) => !targetRef || !['catch', 'timer', 'receive'].includes(kindOf(targetRef) ?? ''))
    .map(({ targetRef }) => `${targetRef ? called(targetRef) : 'nothing'} follows it: an event or a receive task must`);
}

const choices = ['ExclusiveGateway', 'InclusiveGateway'];

function flowFaults(flow: Element, beside: readonly Element[]): string[] {
  const { sourceRef, targetRef, conditionExpression } = flow;
  if (!sourceRef || !targetRef) return ['the sequence flow leads nowhere: connect both of its ends'];
  if (!conditionExpression?.body?.trim()) return [];
  if (!choices.includes(typeOf(sourceRef)))
    return [
      `its condition is not asked where it leaves ${called(sourceRef)}: put an exclusive gateway there and the condition on a flow out of it`,
    ];
  if (outOf(sourceRef, beside).length > 1) return [];
  return ['its condition is not asked, since it is the one way on: draw a second flow for when it does not hold'];
}

function expressionFaults(element: Element): string[] {
  const loop = element.loopCharacteristics;
  const texts = [
    element.conditionExpression?.body,
    ...(element.eventDefinitions ?? []).flatMap(({ timeDuration, condition }) => [timeDuration?.body, condition?.body]),
    ...[loop?.loopCardinality, loop?.completionCondition, loop?.loopCondition].map((expression) => expression?.body),
    ...[element.$attrs, loop?.$attrs ?? {}].flatMap((attributes) =>
      Object.entries(attributes).flatMap(([name, value]) => (name.startsWith('stoa:') ? [value] : [])),
    ),
  ];
  const language = element.conditionExpression?.language;
  return [
    ...(language && !/feel/i.test(language) ? [`its condition is written in ${language}: write it in FEEL`] : []),
    ...texts
      .filter((text) => text !== undefined && /[$#]\{|\b\w+:\w+\(/.test(text))
      .map(
        (text) =>
          `"${text}" is not FEEL: write it without \${…} and functions of XPath, such as answers.name = "value"`,
      ),
  ];
}
