// SPDX-License-Identifier: Apache-2.0
/** Elements of BPMN as the reader of the XML gives them. */

interface Expression {
  body?: string;
  language?: string;
}
export interface EventDefinition {
  $type: string;
  name?: string;
  timeDuration?: Expression;
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
interface DataAssociation {
  transformation?: Expression;
  assignment?: unknown[];
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
export const called = ({ id, name }: Pick<Element, 'id' | 'name'>): string => (name ? `"${name}" (${id})` : `"${id}"`);

/** What keeps a drawing from being executed as it is drawn: a sentence each, with the element, its place and the cure. */
export class ProcessFault extends Error {
  override name = 'ProcessFault';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}
