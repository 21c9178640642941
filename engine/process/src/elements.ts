// SPDX-License-Identifier: Apache-2.0
/** Elements of BPMN as the reader of the XML gives them. */

export interface Expression {
  body?: string | undefined;
  language?: string;
}
export interface EventDefinition {
  $type: string;
  name?: string;
  timeDuration?: Expression;
  timeDate?: Expression;
  timeCycle?: Expression;
  activityRef?: Element;
  waitForCompletion?: boolean;
  condition?: Expression;
  messageRef?: { name?: string };
  signalRef?: { name?: string };
  errorRef?: { errorCode?: string; name?: string };
  escalationRef?: { escalationCode?: string; name?: string };
}
export interface Loop {
  $type: string;
  $attrs: Record<string, string>;
  isSequential?: boolean;
  loopCardinality?: Expression;
  completionCondition?: Expression;
  loopDataInputRef?: { id: string; name?: string };
  inputDataItem?: { id: string; name?: string };
  behavior?: string;
  loopCondition?: Expression;
  loopMaximum?: number;
  testBefore?: boolean;
}
export interface Element {
  $type: string;
  $attrs: Record<string, string>;
  id: string;
  name?: string;
  isExecutable?: boolean;
  default?: Element;
  sourceRef?: Element;
  targetRef?: Element;
  attachedToRef?: Element;
  cancelActivity?: boolean;
  isInterrupting?: boolean;
  calledElement?: string;
  script?: string;
  scriptFormat?: string;
  isForCompensation?: boolean;
  triggeredByEvent?: boolean;
  startQuantity?: number;
  completionQuantity?: number;
  instantiate?: boolean;
  eventGatewayType?: string;
  dataInputAssociations?: DataAssociation[];
  dataOutputAssociations?: DataAssociation[];
  loopCharacteristics?: Loop;
  conditionExpression?: Expression;
  eventDefinitions?: EventDefinition[];
  flowElements?: Element[];
  artifacts?: Element[];
  laneSets?: { lanes?: Element[] }[];
}
export interface DataAssociation {
  sourceRef?: unknown[];
  transformation?: Expression;
  assignment?: { from?: Expression; to?: Expression }[];
}
export interface Shape {
  bpmnElement?: { id: string };
  bounds?: { x: number; y: number; width: number; height: number };
  waypoint?: { x: number; y: number }[];
}
export interface Root {
  rootElements?: Element[];
  diagrams?: { plane?: { planeElement?: Shape[] } }[];
}

export const typeOf = ({ $type }: { $type: string }): string => $type.replace('bpmn:', '');

/** How an element is named to whoever drew it. */
export const called = ({ id, name }: Pick<Element, 'id' | 'name'>): string =>
  name && name !== id ? `"${name}" (${id})` : `"${id}"`;

/** Whether steps are drawn inside it. */
export const isSubProcess = (element: Element): boolean => ['SubProcess', 'Transaction'].includes(typeOf(element));

/** FEEL, also as others write it: with `=` before it. */
export const feelOf = (expression: Expression | undefined): string | undefined =>
  expression?.body?.trim().replace(/^=\s*/, '') || undefined;

/** What is handed over by name, to FEEL; of a data association of the standard. */
export const mappingOf = (associations: readonly DataAssociation[] = []): Readonly<Record<string, string>> =>
  Object.fromEntries(
    associations
      .flatMap(({ assignment = [] }) => assignment)
      .map(({ from, to }) => [to?.body?.trim() ?? '', feelOf(from) ?? '']),
  );

/** What keeps a drawing from being executed as it is drawn: a sentence each, with the element, its place and the cure. */
export class ProcessFault extends Error {
  override name = 'ProcessFault';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}
