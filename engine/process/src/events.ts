// SPDX-License-Identifier: Apache-2.0
/** What may occur while tokens stand: at boundaries, in choices of events, and in event sub-processes. */
import { isCancelled } from './compensation.ts';
import { Marking } from './marking.ts';
import type { PlanEvent, PlanNode } from './plan.ts';
import type { ProcessIndex } from './plan-index.ts';
import type { Token } from './stepper.ts';

export interface Occasion {
  /** What may occur: a boundary event, an event after an event-based gateway, or the start of an event sub-process. */
  readonly event: PlanNode;
  /** The token at which it occurs; none for an event sub-process of the whole process. */
  readonly at: Token | undefined;
}

/** Every event that may occur now, beside the work at the tokens: what timers, messages and signals are kept for. */
export function occasions(index: ProcessIndex, tokens: readonly Token[]): Occasion[] {
  const marking = new Marking(tokens);
  const found = triggersOf(index, marking, undefined);
  for (const token of tokens)
    if (token.done === undefined && !token.arrivedBy) found.push(...occasionsAt(index, marking, token));
  return found;
}

function occasionsAt(index: ProcessIndex, marking: Marking, token: Token): Occasion[] {
  const node = index.node(token.node);
  if (node.kind === 'event-based')
    return index.outgoing(node.id).map(({ to }) => ({ event: index.node(to), at: token }));
  if (isCancelled(index, marking.live(token.id))) return [];
  const atBoundary = token.item === undefined ? index.boundaryOf(node.id).filter(isAwaited) : [];
  return [
    ...atBoundary.map((event) => ({ event, at: token })),
    ...(token.items === undefined && index.isScope(node) ? triggersOf(index, marking, token) : []),
  ];
}

/** Undoing and cancelling come from inside. */
const isAwaited = ({ event }: PlanNode): boolean => event?.kind !== 'compensation' && event?.kind !== 'cancel';

/** Starts of the event sub-processes of a scope that is under way and was not interrupted by one of them. */
function triggersOf(index: ProcessIndex, marking: Marking, scope: Token | undefined): Occasion[] {
  const starts = index.triggersOf(scope?.node);
  if (starts.length === 0) return [];
  const inside = marking.live(scope?.id);
  return inside.length === 0 || isInterrupted(index, inside) ? [] : starts.map((event) => ({ event, at: scope }));
}

const isInterrupted = (index: ProcessIndex, inside: readonly Token[]): boolean =>
  inside.some(
    ({ node }) => index.node(node).triggered && index.startsOf(node).some((start) => start.interrupts !== false),
  );

/** The nearest that takes an error or escalation: event sub-processes of the scope first, then its boundary, outwards. */
export function takerOf(
  index: ProcessIndex,
  marking: Marking,
  { kind, code }: PlanEvent,
  within: string | undefined,
): Occasion | undefined {
  const takes = ({ event }: PlanNode) => event?.kind === kind && (event.code === undefined || event.code === code);
  const best = (events: readonly PlanNode[]) => {
    const taking = events.filter(takes);
    return taking.find(({ event }) => event?.code !== undefined) ?? taking[0];
  };
  let handled = false;
  for (let scope = marking.find(within); ; scope = marking.find(scope.within)) {
    // What an event sub-process raises goes past its scope's other event sub-processes.
    const starts = handled || scope?.items !== undefined ? [] : index.triggersOf(scope?.node);
    const start = best(starts);
    if (start) return { event: start, at: scope };
    if (!scope) return undefined;
    const boundary = scope.item === undefined ? best(index.boundaryOf(scope.node)) : undefined;
    if (boundary) return { event: boundary, at: scope };
    handled = index.node(scope.node).triggered === true;
  }
}
