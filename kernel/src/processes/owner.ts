// SPDX-License-Identifier: Apache-2.0
/** What a module says of its processes: what the work at a step is, and what expressions see. */
import type { Plan, PlanNode, Token } from '@stoa/process';
import type { Tx } from '../database/tx.ts';
import type { Context, ValueOf } from './expressions.ts';

/** A token with the step it stands at, and what expressions see there. */
export interface Work {
  readonly token: Token;
  readonly node: PlanNode;
  /** Which item, from the outermost, of what is done several times. */
  readonly items: readonly number[];
  readonly valueOf: (expression: string) => Promise<unknown>;
  /** What expressions see there. */
  readonly context: () => Promise<Context>;
}

/** What a step's work comes to: nothing yet, or done at once with what came of it. */
export type Entered = { readonly result?: unknown } | undefined;

export interface ProcessOwner<Holder extends { readonly id: string }> {
  /** The plan that the holder is pinned to. */
  readonly planOf: (tx: Tx, holder: Holder) => Promise<Plan>;
  /** What expressions see beside items and results. */
  readonly contextOf: (tx: Tx, holder: Holder) => Promise<Context>;
  /** Throws where an expression cannot be answered. */
  readonly valueOf: ValueOf;
  /** A token came to a step that waits for work: begins the work, or does it. One of a choice of events only says what has come. */
  readonly enter: (tx: Tx, holder: Holder, work: Work) => Promise<Entered>;
  /** Tokens whose work nobody will finish. */
  readonly drop: (tx: Tx, holder: Holder, tokens: readonly Token[]) => Promise<void>;
  /** Whether a step may not be passed by, whatever people change of the way. */
  readonly needed?: (node: PlanNode) => boolean;
  /** The last token is gone; `last` is the end event it came to. */
  readonly end: (tx: Tx, holder: Holder, last: PlanNode | undefined) => Promise<void>;
  /** The holder under its lock; nothing where it is not there or has ended. */
  readonly lock: (tx: Tx, id: string) => Promise<Holder | undefined>;
  readonly timerFired: (tx: Tx, holder: Holder, node: PlanNode) => Promise<void>;
}
