// SPDX-License-Identifier: Apache-2.0
/** Sequence flows and expressions that would not be executed as drawn. */
import { called, type Element, feelOf, mappingOf, typeOf } from './elements.ts';
import type { Scope } from './scope.ts';

const choices = ['ExclusiveGateway', 'InclusiveGateway'];

export function flowFaults(flow: Element, scope: Scope): string[] {
  const { sourceRef, targetRef, conditionExpression } = flow;
  if (!sourceRef || !targetRef) return ['the sequence flow leads nowhere: connect both of its ends'];
  const outside = [sourceRef, targetRef].filter((end) => !scope.has(end));
  if (outside.length > 0)
    return [
      `it leads across a border, to ${outside.map(called).join(' and ')}: let it begin and end in the same process or sub-process`,
    ];
  if (!feelOf(conditionExpression)) return [];
  if (!choices.includes(typeOf(sourceRef)))
    return [
      `its condition is not asked where it leaves ${called(sourceRef)}: put an exclusive gateway there and the condition on a flow out of it`,
    ];
  if (scope.flowsOut(sourceRef).length > 1) return [];
  return ['its condition is not asked, since it is the one way on: draw a second flow for when it does not hold'];
}

export function expressionFaults(element: Element): string[] {
  const loop = element.loopCharacteristics;
  const expressions = [
    element.conditionExpression,
    ...(element.eventDefinitions ?? []).flatMap(({ timeDuration, timeDate, timeCycle, condition }) => [
      timeDuration,
      timeDate,
      timeCycle,
      condition,
    ]),
    ...[loop?.loopCardinality, loop?.completionCondition, loop?.loopCondition],
  ];
  const texts = [
    ...expressions.map((expression) => expression?.body),
    element.script,
    ...Object.values(mappingOf(element.dataInputAssociations)),
    ...Object.values(mappingOf(element.dataOutputAssociations)),
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
