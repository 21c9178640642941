// SPDX-License-Identifier: Apache-2.0
/** What may occur where tokens stand. */
import { type ItemPlace, type Move, occasions, type PlanNode, type ProcessIndex, type Token } from '@stoa/process';

/** An event, or a step that waits for one, and what happens when it comes. */
export interface Waiting {
  readonly node: PlanNode;
  readonly at: Token | undefined;
  readonly move: Move;
}

/** Whether a token is at work, or waits: not one that says that something is done and could be undone. */
export const isLive = ({ done }: Token): boolean => done === undefined;

/** Everything that tokens wait for: steps first, then events around them. */
export function waitingAt(index: ProcessIndex, tokens: readonly Token[]): Waiting[] {
  const steps = tokens
    .filter((token) => isLive(token) && token.items === undefined)
    .map((token) => ({ node: index.node(token.node), at: token, move: { complete: token } }))
    .filter(({ node }) => node.kind === 'catch' || node.kind === 'receive');
  const events = occasions(index, tokens).map(({ event, at }) => ({ node: event, at, move: { occurs: event.id, at } }));
  return [...steps, ...events];
}

/** Which item of what is done several times, from the outermost: called processes have none. */
export const itemsIn = (index: ProcessIndex, place: readonly ItemPlace[]): number[] =>
  place.filter(({ node }) => index.node(node).each).map(({ item }) => item);
