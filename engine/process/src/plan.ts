// SPDX-License-Identifier: Apache-2.0
/** A process as it is executed: nodes and edges with their place in the diagram. */

export interface PlanNode {
  readonly id: string;
  readonly kind:
    | 'start'
    | 'end'
    | 'user'
    | 'service'
    | 'receive'
    | 'exclusive'
    | 'parallel'
    | 'timer'
    | 'boundary-timer';
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
