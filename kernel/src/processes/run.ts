// SPDX-License-Identifier: Apache-2.0
/** One holder's process under its lock: moves until everything waits again. */
import {
  type Host,
  type ItemPlace,
  type Move,
  type PlanNode,
  play,
  type ProcessIndex,
  type Token,
} from '@stoa/process';
import type { Tx } from '../database/tx.ts';
import { newId } from '../id.ts';
import { type Context, contextAt, itemCount, resultsByName } from './expressions.ts';
import type { ProcessOwner } from './owner.ts';
import * as store from './store.ts';
import { arm, timersAt, timersOfProcess } from './timers.ts';
import { isLive, waitingAt } from './waiting.ts';

/** More moves than any process makes without waiting: its events set each other off. */
const mostMoves = 5000;

interface Todo {
  readonly move: Move;
  readonly result?: unknown;
}

/** Asked for where an expression is met and what it sees was not read yet: most moves need none of it. */
const unread = new Error('what expressions see is not read yet');

export class Run<Holder extends { readonly id: string }> {
  readonly #tx: Tx;
  readonly #owner: ProcessOwner<Holder>;
  readonly #holder: Holder;
  readonly #index: ProcessIndex;
  #tokens: store.StandingToken[];
  #context: Context | undefined;
  #last: PlanNode | undefined;
  /** What a step has just come to: seen by what is asked while the move is made. */
  #coming: store.StepDone | undefined;

  constructor(tx: Tx, owner: ProcessOwner<Holder>, holder: Holder, index: ProcessIndex, tokens: store.StandingToken[]) {
    this.#tx = tx;
    this.#owner = owner;
    this.#holder = holder;
    this.#index = index;
    this.#tokens = tokens;
  }

  /** Which item a token stands for, from the outermost. */
  itemsOf(token: Token): number[] {
    return this.#placeOf(token).map(({ item }) => item);
  }

  /** Timers of the whole process. */
  async armProcess(): Promise<void> {
    for (const node of timersOfProcess(this.#index)) await this.#arm(node, null, []);
  }

  /** Makes the moves, and all that follow from them at once; ends the process when no token is left. */
  async make(...todos: Todo[]): Promise<void> {
    const queue = [...todos];
    let made = 0;
    for (;;) {
      for (let next = queue.shift(); next; next = queue.shift()) {
        if (++made > mostMoves) throw new Error(`the process makes more than ${mostMoves} moves without waiting`);
        queue.push(...(await this.#move(next)));
      }
      const occurring = await this.#conditional();
      if (!occurring) break;
      queue.push(occurring);
    }
    if (this.#tokens.some(isLive)) return;
    await store.stopAll(this.#tx, this.#holder.id);
    await this.#owner.end(this.#tx, this.#holder, this.#last);
  }

  async #contextAt(place: readonly ItemPlace[]): Promise<Context> {
    return contextAt(this.#index, await this.#read(), place, this.#owner.valueOf);
  }

  async #valueAt(expression: string, place: readonly ItemPlace[]): Promise<unknown> {
    return this.#owner.valueOf(expression, await this.#contextAt(place));
  }

  async #move({ move, result }: Todo): Promise<Todo[]> {
    const at = 'complete' in move ? move.complete : 'occurs' in move ? move.at : undefined;
    const standing = this.#tokens.find(({ id }) => id === at?.id);
    // Something that came before has taken the token away.
    if (at && !standing) return [];
    const done = this.#doneBy(move, standing, result);
    if (done?.result !== undefined) this.#context = undefined;
    this.#coming = done;
    const step = await this.#play(move);
    await store.writeMove(this.#tx, this.#holder.id, { gone: step.removed, come: step.added, taken: step.taken, done });
    this.#coming = undefined;
    const gone = new Set(step.removed.map(({ id }) => id));
    const come = step.added.map((token) => ({ ...token, state: 'waiting' as const, sinceAt: this.#tx.now }));
    this.#tokens = [...this.#tokens.filter(({ id }) => !gone.has(id)), ...come];
    this.#last = step.ended.at(-1) ?? this.#last;
    const dropped = step.removed.filter((token) => token.id !== ('complete' in move ? at?.id : '') && isLive(token));
    if (dropped.length > 0) await this.#owner.drop(this.#tx, this.#holder, dropped);
    const signals = step.thrown.filter(({ event }) => event.kind === 'signal').map(({ event }) => event.code);
    const todos = signals.flatMap((code) =>
      waitingAt(this.#index, this.#tokens)
        .filter(({ node }) => node.event?.kind === 'signal' && node.event.code === code)
        .map((waiting) => ({ move: waiting.move })),
    );
    for (const token of step.added) todos.push(...(await this.#enter(token)));
    return todos;
  }

  #doneBy(move: Move, standing: store.StandingToken | undefined, result: unknown): store.StepDone | undefined {
    if ('start' in move) return undefined;
    const token = standing ?? { id: this.#holder.id, node: '', state: 'waiting' as const, sinceAt: this.#tx.now };
    const node = 'occurs' in move ? move.occurs : token.node;
    const items = standing ? this.itemsOf(standing) : [];
    return { token: { ...token, node }, items, ...(result === undefined ? {} : { result }) };
  }

  async #enter(token: Token): Promise<Todo[]> {
    const node = this.#index.node(token.node);
    for (const timer of timersAt(this.#index, token)) await this.#arm(timer, token.id, this.#placeOf(token));
    if (token.items !== undefined || !isLive(token) || token.arrivedBy !== undefined) return [];
    const complete = (result?: unknown) => [{ move: { complete: token }, ...(result === undefined ? {} : { result }) }];
    const place = this.#placeOf(token);
    const valueOf = (expression: string) => this.#valueAt(expression, place);
    switch (node.kind) {
      case 'script':
        return complete(await valueOf(node.script ?? 'null'));
      case 'throw':
        if (node.event?.kind === 'signal') return complete();
        break;
      case 'catch':
        if (node.event?.kind !== 'message') return [];
        break;
      case 'sub-process':
      case 'parallel':
      case 'inclusive':
      case 'event-based':
      case 'timer':
      case 'compensation':
        return [];
      default:
    }
    const items = place.map(({ item }) => item);
    const work = { token, node, items, valueOf, context: () => this.#contextAt(place) };
    const entered = await this.#owner.enter(this.#tx, this.#holder, work);
    return entered ? complete(entered.result) : [];
  }

  async #arm(node: PlanNode, tokenId: string | null, place: readonly ItemPlace[]): Promise<void> {
    const text = node.cycle ?? node.date ?? node.duration ?? '';
    const value = text.startsWith('=') ? await this.#valueAt(text.slice(1), place) : text;
    await arm(this.#tx, this.#holder.id, tokenId, node, () => String(value));
  }

  /** The first event whose condition holds now; one that interrupts nothing occurs once at a token. */
  async #conditional(): Promise<Todo | undefined> {
    if (!this.#index.plan.nodes.some(({ event }) => event?.kind === 'conditional')) return undefined;
    for (const { node, at, move } of waitingAt(this.#index, this.#tokens)) {
      if (node.event?.kind !== 'conditional') continue;
      const tokenId = at?.id ?? this.#holder.id;
      if (node.interrupts === false && (await store.hadEvent(this.#tx, tokenId, node.id))) continue;
      if ((await this.#valueAt(node.event.condition ?? 'false', at ? this.#placeOf(at) : [])) === true) return { move };
    }
    return undefined;
  }

  async #play(move: Move) {
    for (;;) {
      try {
        return play(this.#index, this.#tokens, move, this.#host());
      } catch (error) {
        if (error !== unread || this.#context) throw error;
        await this.#read();
      }
    }
  }

  #host(): Host {
    const { valueOf } = this.#owner;
    const seen = (place: readonly ItemPlace[]) => {
      if (!this.#context) throw unread;
      return contextAt(this.#index, this.#context, place, valueOf);
    };
    return {
      newId,
      test: (condition, place) => valueOf(condition, seen(place)) === true,
      count: (node, place) => itemCount(node, seen(place), valueOf),
    };
  }

  async #read(): Promise<Context> {
    this.#context ??= {
      ...(await this.#owner.contextOf(this.#tx, this.#holder)),
      results: resultsByName(this.#index, [
        ...(await store.resultsOf(this.#tx, this.#holder.id)),
        ...(this.#coming?.result === undefined
          ? []
          : [{ node: this.#coming.token.node, items: this.#coming.items, result: this.#coming.result }]),
      ]),
    };
    return this.#context;
  }

  /** The items a token stands in, from the outermost. */
  #placeOf(token: Token): ItemPlace[] {
    const around = this.#tokens.find(({ id }) => id === token.within);
    const outer = around ? this.#placeOf(around) : [];
    if (token.item === undefined) return outer;
    const items = around?.items ?? 0;
    const open = this.#tokens.filter(({ within, done }) => within === token.within && done === undefined).length;
    const done = this.#index.node(token.node).each?.sequential ? token.item : items - open;
    return [...outer, { node: token.node, item: token.item, items, done }];
  }
}
