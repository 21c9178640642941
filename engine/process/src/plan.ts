// SPDX-License-Identifier: Apache-2.0
/** A process as it is executed: nodes and edges with their place in the diagram. */

export interface PlanEvent {
  readonly kind: 'message' | 'timer' | 'signal' | 'conditional' | 'error' | 'escalation' | 'terminate';
  /** The error or escalation code, or the name of the message or signal. */
  readonly code?: string;
  /** FEEL of a conditional event. */
  readonly condition?: string;
}

/** An activity that is done several times: for each item of a list, or as often as a number says. */
export interface PlanEach {
  /** One after the other, otherwise side by side. */
  readonly sequential: boolean;
  /** FEEL that gives a number, or FEEL that gives a list. */
  readonly count?: string;
  readonly list?: string;
  /** The name under which expressions inside see their item. */
  readonly item?: string;
  /** FEEL that ends it early when it holds after one is done. */
  readonly until?: string;
}

export type PlanKind =
  | 'start'
  | 'end'
  | 'task'
  | 'user'
  | 'manual'
  | 'service'
  | 'send'
  | 'receive'
  | 'rule'
  | 'call'
  | 'sub-process'
  | 'exclusive'
  | 'parallel'
  | 'inclusive'
  | 'event-based'
  | 'timer'
  | 'catch'
  | 'throw'
  | 'boundary-timer'
  | 'boundary';

export interface PlanNode {
  readonly id: string;
  readonly kind: PlanKind;
  readonly name: string;
  /** Values of the attributes `stoa:*`. */
  readonly settings: Readonly<Record<string, string>>;
  /** ISO 8601 duration of a timer; `P10WD` counts working days. */
  readonly duration?: string;
  /** The activity a boundary event stands on. */
  readonly attachedTo?: string;
  readonly defaultFlow?: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** The sub-process it stands in. */
  readonly within?: string;
  readonly event?: PlanEvent;
  /** `false`: the activity goes on beside what the boundary event starts. */
  readonly interrupts?: false;
  readonly each?: PlanEach;
}

export interface PlanEdge {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly name?: string;
  readonly condition?: string;
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

export interface Plan {
  readonly id: string;
  readonly nodes: readonly PlanNode[];
  readonly edges: readonly PlanEdge[];
}
