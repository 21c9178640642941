// SPDX-License-Identifier: Apache-2.0
/** What a picture of a process is made of: as the catalogue and cases give it, in the language of the page. */

export interface Place {
  readonly x: number;
  readonly y: number;
  /** 0: it has no place in the picture and is told in words alone. */
  readonly width: number;
  readonly height: number;
}
export interface DiagramNode extends Place {
  readonly id: string;
  /** A word of BPMN; one that is not known here is a plain box. */
  readonly kind: string;
  readonly title: string;
  readonly event?: string | undefined;
  readonly attachedTo?: string | undefined;
  readonly within?: string | undefined;
  readonly lane?: string | undefined;
  readonly interrupts?: boolean | undefined;
  readonly each?: string | undefined;
  readonly compensation?: boolean | undefined;
  readonly triggered?: boolean | undefined;
  readonly transaction?: boolean | undefined;
  readonly collapsed?: boolean | undefined;
}
export interface DiagramFlow {
  readonly id: string;
  readonly kind?: string | undefined;
  readonly from: string;
  readonly to: string;
  readonly title?: string | undefined;
  readonly default?: boolean | undefined;
  readonly points: readonly { readonly x: number; readonly y: number }[];
}
export interface DiagramLane extends Place {
  readonly id: string;
  readonly title: string;
  readonly pool?: boolean | undefined;
  readonly within?: string | undefined;
}
export interface Diagram {
  readonly nodes: readonly DiagramNode[];
  readonly edges: readonly DiagramFlow[];
  readonly lanes?: readonly DiagramLane[] | undefined;
}
/** How wide the name of a lane stands at its side. */
export const strip = 30;
/** Where a case is. */
export interface Standing {
  readonly active: readonly string[];
  /** How many tokens stand at an active node, where it is more than one. */
  readonly tokens?: Readonly<Record<string, number>> | undefined;
  readonly done: readonly string[];
  readonly failed?: readonly string[] | undefined;
  readonly skipped?: readonly string[] | undefined;
  /** Ids of flows that were taken. */
  readonly taken?: readonly string[] | undefined;
}
/** How long something takes: `value` to compare, `text` as it is written. */
export interface NodeTime {
  readonly node: string;
  readonly value: number;
  readonly text: string;
}
export type State = 'failed' | 'active' | 'done' | 'skipped';
export const states: readonly State[] = ['active', 'done', 'failed', 'skipped'];

export function stateOf({ active, done, failed, skipped }: Standing, id: string): State | undefined {
  if (failed?.includes(id)) return 'failed';
  if (active.includes(id)) return 'active';
  if (skipped?.includes(id)) return 'skipped';
  return done.includes(id) ? 'done' : undefined;
}

const events = ['start', 'end', 'catch', 'throw', 'timer', 'boundary', 'boundary-timer', 'compensation'];
const gateways = ['exclusive', 'parallel', 'inclusive', 'event-based', 'complex'];
const others = ['data-object', 'data-store', 'annotation', 'group'];
export type Form = 'event' | 'gateway' | 'data-object' | 'data-store' | 'annotation' | 'group' | 'activity';

export const formOf = ({ kind }: Pick<DiagramNode, 'kind'>): Form =>
  events.includes(kind)
    ? 'event'
    : gateways.includes(kind)
      ? 'gateway'
      : others.includes(kind)
        ? (kind as Form)
        : 'activity';

/** What an event waits for or does. */
export const markOf = ({ kind, event }: Pick<DiagramNode, 'kind' | 'event'>): string | undefined =>
  event ?? (kind.endsWith('timer') ? 'timer' : kind === 'compensation' ? kind : undefined);

export const isDrawn = ({ width }: Place): boolean => width > 0;

/** Sub-processes whose inside is drawn. */
export function opened({ nodes }: Diagram): ReadonlySet<string> {
  return new Set(nodes.filter(isDrawn).flatMap(({ within }) => within ?? []));
}

const steps = 4;
/** On a scale that grows by ratio, since minutes and weeks stand in one process: 0 is shortest, 4 longest. */
export function heatOf(times: readonly NodeTime[]): ReadonlyMap<string, number> {
  const values = times.map(({ value }) => Math.max(value, 1));
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const span = Math.log(most / least) || 1;
  return new Map(
    times.map(({ node, value }) => [node, Math.round((steps * Math.log(Math.max(value, 1) / least)) / span)]),
  );
}

/** Where the sign of its state is drawn: at the upper end, on the slope of a gateway. */
export function badgeAt(node: DiagramNode): { x: number; y: number } {
  const { x, y, width, height } = node;
  return formOf(node) === 'gateway' ? { x: x + width * 0.82, y: y + height * 0.18 } : { x: x + width - 2, y: y + 1 };
}
