// SPDX-License-Identifier: Apache-2.0
/** Token game of BPMN 2.0 (clause 13) without effects: the same in tests and over SQL. */
import { Game } from './game.ts';
import { Marking, placesOf } from './marking.ts';
import type { PlanEvent, PlanNode } from './plan.ts';
import { fail, type ProcessIndex } from './plan-index.ts';

export interface Token {
  readonly id: string;
  readonly node: string;
  /** The flow by which it came to a joining gateway. */
  readonly arrivedBy?: string | undefined;
  /** The token of the sub-process, or of the activity done several times, that it is part of. */
  readonly within?: string | undefined;
  /** Which item of an activity done several times it stands for, from 0. */
  readonly item?: number | undefined;
  /** How many items there are, at the token of the whole activity. */
  readonly items?: number | undefined;
  /** The activity is done and can still be undone: its place in the order of such activities. Such a token is no work. */
  readonly done?: number | undefined;
  /** The sub-process, already done, in which the activity was done. */
  readonly of?: string | undefined;
}

/** What one step changed. */
export interface Advance {
  readonly removed: readonly Token[];
  readonly added: readonly Token[];
  /** Sequence flows taken, in order. */
  readonly taken: readonly string[];
  /** End events reached. */
  readonly ended: readonly PlanNode[];
  /** Messages and signals that were thrown: whoever keeps the tokens sends them, signals also to what waits here. */
  readonly thrown: readonly { readonly node: PlanNode; readonly event: PlanEvent }[];
}

/** Where an expression is asked: the items it stands in, from the outermost; the last is the one a completion condition is about. */
export interface ItemPlace {
  readonly node: string;
  readonly item: number;
  readonly items: number;
  /** How many are done. */
  readonly done: number;
}

/** Whoever keeps the tokens answers what only the data can say. */
export interface Host {
  readonly test: (condition: string, place: readonly ItemPlace[]) => boolean;
  /** How many items an activity done several times has now. */
  readonly count: (node: PlanNode, place: readonly ItemPlace[]) => number;
  readonly newId: () => string;
}

/**
 * What happens: the process starts, work at a token is done, or an event of it occurs: a boundary event, one of a choice of
 * events, or the start of an event sub-process, `at` being the token of its scope, nothing for the whole process. Work that
 * fails raises an error, or an escalation, which goes to the nearest that takes it.
 */
export type Move =
  | { readonly start: string }
  | { readonly complete: Token }
  | { readonly occurs: string; readonly at: Token | undefined }
  | { readonly raises: PlanEvent; readonly at: Token };

/** The items that expressions at a token stand in, from the outermost. */
export const placeOf = (
  index: ProcessIndex,
  tokens: readonly Token[],
  token: Token,
  host: Pick<Host, 'count'>,
): ItemPlace[] => placesOf(index, new Marking(tokens), token.id, host);

/** Plays one move and runs on until every token waits. */
export function play(index: ProcessIndex, tokens: readonly Token[], move: Move, host: Host): Advance {
  const game = new Game(index, tokens, host);
  if ('start' in move) game.leave(index.node(move.start), undefined);
  else if ('complete' in move) game.complete(move.complete);
  else if ('raises' in move) game.raise(move.raises, move.at.id);
  else if (index.node(move.occurs).kind === 'start' && !game.isUnderWay(move.at))
    fail(`${move.occurs} occurs where nothing is under way`);
  else game.occur(index.node(move.occurs), move.at);
  return game.run();
}
