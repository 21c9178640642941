// SPDX-License-Identifier: Apache-2.0
/** One holder's process under its lock: moves until everything waits again. */
import {
  type Host,
  type ItemPlace,
  type Move,
  type PlanNode,
  placeOf,
  play,
  type ProcessIndex,
  type Token,
} from '@stoa/process';
import type { Tx } from '../database/tx.ts';
import { newId } from '../id.ts';
import { type Context, Sight } from './expressions.ts';
import type { ProcessOwner } from './owner.ts';
import * as store from './store.ts';
import { answering, unread } from './stuck.ts';
import { arm, hasTimers, timersAt, timersOfProcess } from './timers.ts';
import { isLive, itemsIn, waitingAt } from './waiting.ts';

/** More moves than any process makes without waiting: its events set each other off. */
const mostMoves = 5000;

interface Todo {
  readonly move: Move;
  readonly result?: unknown;
}

export class Run<Holder extends { readonly id: string }> {
  readonly #tx: Tx;
  readonly #owner: ProcessOwner<Holder>;
  readonly #holder: Holder;
  readonly #index: ProcessIndex;
  #tokens: store.StandingToken[];
  #sight: Sight | undefined;
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
  async itemsOf(token: Token): Promise<number[]> {
    return itemsIn(this.#index, await this.#placeOf(token));
  }

  /** Timers of the whole process. */
  async armProcess(): Promise<void> {
    for (const node of timersOfProcess(this.#index)) await this.#arm(node, null, []);
  }

  /** Tokens are gone without a move, and those whose work was under way are called off. */
  async drop(gone: readonly Token[], called: readonly Token[]): Promise<void> {
    await store.writeMove(this.#tx, this.#holder.id, { gone, come: [], taken: [] }, true);
    const ids = new Set(gone.map(({ id }) => id));
    this.#tokens = this.#tokens.filter(({ id }) => !ids.has(id));
    if (called.length > 0) await this.#owner.drop(this.#tx, this.#holder, called);
  }

  /** Arms what the plan has now and did not have before. */
  async armNew(armed: readonly store.Timer[]): Promise<void> {
    const known = new Set(armed.map(({ tokenId, node }) => `${tokenId} ${node}`));
    for (const node of timersOfProcess(this.#index)) if (!known.has(`null ${node.id}`)) await this.#arm(node, null, []);
    for (const token of this.#tokens)
      for (const timer of timersAt(this.#index, token))
        if (!known.has(`${token.id} ${timer.id}`)) await this.#arm(timer, token.id, await this.#placeOf(token));
  }

  /** Makes the moves, and all that follow from them at once; ends the process when no token is left. */
  async make(...todos: Todo[]): Promise<void> {
    const queue = [...todos];
    let made = 0;
    for (;;) {
      for (let next = queue.shift(); next; next = queue.shift()) {
        if (++made > mostMoves) answering(tooMany);
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
    const sight = await this.#read();
    return answering(() => sight.at(place));
  }

  /** The items a token stands in, from the outermost. */
  async #placeOf(token: Token): Promise<ItemPlace[]> {
    if (this.#index.around(token.node).every(({ each, compensationOf }) => !each && !compensationOf)) {
      // Nothing is asked of the data.
      return placeOf(this.#index, this.#tokens, token, { count: () => 0 });
    }
    const sight = await this.#read();
    return answering(() =>
      placeOf(this.#index, this.#tokens, token, { count: (node, place) => sight.count(node, place) }),
    );
  }

  async #valueAt(expression: string, place: readonly ItemPlace[]): Promise<unknown> {
    const context = await this.#contextAt(place);
    return answering(() => this.#owner.valueOf(expression, context));
  }

  async #move({ move, result }: Todo): Promise<Todo[]> {
    const at = 'complete' in move ? move.complete : 'occurs' in move ? move.at : undefined;
    const standing = this.#tokens.find(({ id }) => id === at?.id);
    // Something that came before has taken the token away.
    if (at && !standing) return [];
    const done = await this.#doneBy(move, standing, result);
    if (done?.result !== undefined) this.#sight = undefined;
    this.#coming = done;
    const step = await this.#play(move);
    const made = { gone: step.removed, come: step.added, taken: step.taken, done };
    await store.writeMove(this.#tx, this.#holder.id, made, hasTimers(this.#index));
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

  async #doneBy(
    move: Move,
    standing: store.StandingToken | undefined,
    result: unknown,
  ): Promise<store.StepDone | undefined> {
    const token = standing ?? { id: this.#holder.id, node: '', state: 'waiting' as const, sinceAt: this.#tx.now };
    const node = 'occurs' in move ? move.occurs : 'start' in move ? move.start : token.node;
    const items = standing ? await this.itemsOf(standing) : [];
    return { token: { ...token, node }, items, ...(result === undefined ? {} : { result }) };
  }

  async #enter(token: Token): Promise<Todo[]> {
    const node = this.#index.node(token.node);
    const place = await this.#placeOf(token);
    for (const timer of timersAt(this.#index, token)) await this.#arm(timer, token.id, place);
    return this.#begin(token, node, place);
  }

  /** What a step waits for is looked for once more. */
  async again(token: Token): Promise<void> {
    const todos = await this.#begin(token, this.#index.node(token.node), await this.#placeOf(token));
    if (todos.length > 0) await this.make(...todos);
  }

  async #begin(token: Token, node: PlanNode, place: readonly ItemPlace[]): Promise<Todo[]> {
    if (token.items !== undefined || !isLive(token) || token.arrivedBy !== undefined) return [];
    const complete = (result?: unknown) => [{ move: { complete: token }, ...(result === undefined ? {} : { result }) }];
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
      case 'call':
      case 'parallel':
      case 'inclusive':
      case 'timer':
      case 'compensation':
        return [];
      default:
    }
    const items = itemsIn(this.#index, place);
    const enter = (at: PlanNode) =>
      this.#owner.enter(this.#tx, this.#holder, {
        token,
        node: at,
        items,
        valueOf,
        context: () => this.#contextAt(place),
      });
    if (node.kind === 'event-based') {
      // What one of a choice of events waits for may have come before the choice.
      for (const { to } of this.#index.outgoing(node.id)) {
        const one = this.#index.node(to);
        const came = one.kind === 'receive' || one.event?.kind === 'message' ? await enter(one) : undefined;
        if (came)
          return [{ move: { occurs: to, at: token }, ...(came.result === undefined ? {} : { result: came.result }) }];
      }
      return [];
    }
    const entered = await enter(node);
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
      if (node.interrupts === false && (await store.hadEvent(this.#tx, this.#holder.id, tokenId, node.id))) continue;
      if ((await this.#valueAt(node.event.condition ?? 'false', at ? await this.#placeOf(at) : [])) === true)
        return { move };
    }
    return undefined;
  }

  async #play(move: Move) {
    for (;;) {
      try {
        return answering(() => play(this.#index, this.#tokens, move, this.#host()));
      } catch (error) {
        if (error !== unread || this.#sight) throw error;
        await this.#read();
      }
    }
  }

  #host(): Host {
    const seen = () => this.#sight ?? fail();
    return {
      newId,
      test: (condition, place) => this.#owner.valueOf(condition, seen().at(place)) === true,
      count: (node, place) => seen().count(node, place),
    };
  }

  async #read(): Promise<Sight> {
    if (this.#sight) return this.#sight;
    const results = await store.resultsOf(this.#tx, this.#holder.id);
    const { token, items, result } = this.#coming ?? {};
    if (token && items && result !== undefined) results.push({ node: token.node, items, result });
    const base = await this.#owner.contextOf(this.#tx, this.#holder);
    this.#sight = new Sight(this.#index, base, results, this.#owner.valueOf);
    return this.#sight;
  }
}

const fail = (): never => {
  throw unread;
};

const tooMany = (): never => {
  throw new Error(`it makes more than ${mostMoves} moves without waiting`);
};
