// SPDX-License-Identifier: Apache-2.0
/** Undoing what is done (clause 13.5.5): what can be undone stands as a token until its process ends. */
import type { Marking } from './marking.ts';
import type { PlanNode } from './plan.ts';
import type { ProcessIndex } from './plan-index.ts';
import type { Token } from './stepper.ts';

/** Keeps of a token whose activity is done what could be undone later: itself, or what was done inside it. */
export function keepDone(index: ProcessIndex, marking: Marking, token: Token, newId: () => string): void {
  const node = index.node(token.node);
  if (node.compensationOf !== undefined) return;
  const place = {
    ...(token.within === undefined ? {} : { within: token.within }),
    ...(token.item === undefined ? {} : { item: token.item }),
  };
  if (index.handlerOf(node.id)) {
    // An activity done several times is undone item by item.
    if (token.items === undefined) marking.put({ id: newId(), node: node.id, ...place, done: marking.nextDone() });
    else liftDone(marking, token, newId);
    return;
  }
  liftDone(marking, token, newId, token.items === undefined ? node.id : undefined);
}

/** What was done inside a token is kept in the scope around it. */
function liftDone(marking: Marking, token: Token, newId: () => string, of?: string): void {
  for (const { within: _, ...inner } of marking.done(token.id)) {
    const item = inner.item ?? token.item;
    marking.put({
      ...inner,
      id: newId(),
      ...(token.within === undefined ? {} : { within: token.within }),
      ...(item === undefined ? {} : { item }),
      ...(inner.of === undefined && of !== undefined ? { of } : {}),
    });
  }
}

/** What the token at a compensation undoes next: the last that was done. */
export function nextToUndo(index: ProcessIndex, marking: Marking, thrower: Token): Token | undefined {
  const { event } = index.node(thrower.node);
  const undone = ({ node }: Token) =>
    event?.activity === undefined || index.around(node).some(({ id }) => id === event.activity);
  return scopesOf(index, marking, thrower.within)
    .flatMap((scope) => marking.done(scope))
    .filter(undone)
    .sort((a, b) => (b.done ?? 0) - (a.done ?? 0))[0];
}

/** The scope itself; from an event sub-process also the one whose event it handles. */
function scopesOf(index: ProcessIndex, marking: Marking, within: string | undefined): (string | undefined)[] {
  const scope = marking.find(within);
  if (!scope || !index.node(scope.node).triggered) return [within];
  return [within, ...scopesOf(index, marking, scope.within)];
}

/** Whether a transaction is being cancelled: then it takes no event any more. */
export const isCancelled = (index: ProcessIndex, inside: readonly Token[]): boolean =>
  inside.some(({ node }) => isCancel(index.node(node)));

export const isCancel = ({ kind, event }: PlanNode): boolean => kind === 'compensation' && event?.kind === 'cancel';
