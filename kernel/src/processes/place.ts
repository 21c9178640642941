// SPDX-License-Identifier: Apache-2.0
/** Where a holder's process stands, as a picture of it is marked. */
import type { Plan } from '@stoa/process';
import type { Tx } from '../database/tx.ts';
import { runOf, tokensOf } from './store.ts';

export interface ProcessPlace {
  /** Ids of sequence flows that were taken. */
  readonly taken: ReadonlySet<string>;
  /** Ids of steps where it waits, how many tokens each has, and where it has been. */
  readonly active: string[];
  readonly tokens: Record<string, number>;
  readonly done: string[];
  /** Of an active step that is done for each of several: how many are done. */
  readonly several: Record<string, { done: number; of: number }>;
  readonly failed: { node: string; tokenId: string; error: string }[];
}

export async function placeInProcess(tx: Tx, holderId: string, plan: Plan): Promise<ProcessPlace> {
  // What is done and could still be undone keeps a token, where nothing waits.
  const tokens = (await tokensOf(tx, holderId)).filter((token) => token.done === undefined);
  const taken = new Set((await runOf(tx, holderId)).taken);
  const active = new Set(tokens.map((token) => token.node));
  // An activity done several times has a token of its own beside those of its items.
  const waiting = tokens.filter((token) => token.items === undefined).map((token) => token.node);
  const left = (whole: string) => tokens.filter((one) => one.within === whole && one.item !== undefined).length;
  const passed = new Set(plan.edges.filter((edge) => taken.has(edge.id)).flatMap((edge) => [edge.from, edge.to]));
  return {
    taken,
    active: [...active],
    tokens: Object.fromEntries([...active].map((node) => [node, waiting.filter((one) => one === node).length || 1])),
    done: [...passed].filter((node) => !active.has(node)),
    several: Object.fromEntries(
      tokens.flatMap(({ id, node, items: of }) => (of === undefined ? [] : [[node, { of, done: of - left(id) }]])),
    ),
    failed: tokens.flatMap((token) =>
      token.state === 'failed' ? [{ node: token.node, tokenId: token.id, error: token.error }] : [],
    ),
  };
}
