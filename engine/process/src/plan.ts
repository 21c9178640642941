// SPDX-License-Identifier: Apache-2.0
/** A process as it is executed: nodes and edges with their place in the diagram. */

export interface PlanEvent {
  readonly kind:
    | 'message'
    | 'timer'
    | 'signal'
    | 'conditional'
    | 'error'
    | 'escalation'
    | 'terminate'
    | 'compensation'
    | 'cancel';
  /** The one activity that a compensation undoes; without it, all that is done in its scope. */
  readonly activity?: string;
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
  | 'script'
  | 'call'
  | 'sub-process'
  | 'exclusive'
  | 'parallel'
  | 'inclusive'
  | 'event-based'
  | 'timer'
  | 'catch'
  | 'throw'
  /** Undoes what is done, and waits until it is undone; also where a transaction is cancelled. */
  | 'compensation'
  | 'boundary-timer'
  | 'boundary';

export interface PlanNode {
  readonly id: string;
  readonly kind: PlanKind;
  readonly name: string;
  /** Values of the attributes `stoa:*`. */
  readonly settings: Readonly<Record<string, string>>;
  /** ISO 8601 duration of a timer, or FEEL that begins with `=`; `P10WD` counts working days. */
  readonly duration?: string;
  /** ISO 8601 date and time of a timer, or FEEL that begins with `=`. */
  readonly date?: string;
  /** ISO 8601 repetition of a timer that interrupts nothing: `R3/PT1H`, `R/P1D`, `R3/2026-01-01T00:00:00Z/P1D`. */
  readonly cycle?: string;
  /** FEEL of a script task, and the name under which its value is kept. */
  readonly script?: string;
  readonly result?: string;
  /** Data of a call activity, name to FEEL: what the called process is given, and what it gives back. */
  readonly inputs?: Readonly<Record<string, string>>;
  readonly outputs?: Readonly<Record<string, string>>;
  /** A sub-process that is started by an event of its start, not by a flow. */
  readonly triggered?: true;
  /** A sub-process that can be cancelled: then all that is done in it is undone. */
  readonly transaction?: true;
  /** At a compensation event on the boundary: the activity that undoes the one it stands on. */
  readonly compensates?: string;
  /** At an activity that undoes another: the one it undoes. */
  readonly compensationOf?: string;
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
  /** `false`: what the boundary event stands on, or is the scope of the event sub-process, goes on beside what it starts. */
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
