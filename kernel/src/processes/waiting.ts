// SPDX-License-Identifier: Apache-2.0
/** What may occur where tokens stand. */
import type { Move, PlanNode, ProcessIndex, Token } from '@stoa/process';

/** An event, or a step that waits for one, and what happens when it comes. */
export interface Waiting {
  readonly node: PlanNode;
  readonly at: Token | undefined;
  readonly move: Move;
}

/** Whether a token is at work, or waits: not one that says that something is done and could be undone. */
export const isLive = ({ done }: Token): boolean => done === undefined;

/** Everything that tokens wait for, the innermost first; what interrupts before what does not. */
export function waitingAt(index: ProcessIndex, tokens: readonly Token[]): Waiting[] {
  const found: Waiting[] = [];
  const occurs = (node: PlanNode, at: Token | undefined) => found.push({ node, at, move: { occurs: node.id, at } });
  const starting = (scope: string | undefined, at: Token | undefined) => {
    for (const { id } of index.plan.nodes.filter(({ triggered, within }) => triggered && within === scope))
      for (const start of index.startsOf(id)) occurs(start, at);
  };
  for (const token of tokens.filter((one) => isLive(one) && one.arrivedBy === undefined).reverse()) {
    const node = index.node(token.node);
    if (node.kind === 'event-based') for (const { to } of index.outgoing(node.id)) occurs(index.node(to), token);
    if (token.items === undefined && (node.kind === 'catch' || node.kind === 'receive'))
      found.push({ node, at: token, move: { complete: token } });
    if (node.kind === 'sub-process' && token.items === undefined) starting(node.id, token);
    if (token.item === undefined) for (const event of index.boundaryOf(node.id)) occurs(event, token);
  }
  if (tokens.some(isLive)) starting(undefined, undefined);
  return found;
}
