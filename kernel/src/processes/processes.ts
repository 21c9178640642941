// SPDX-License-Identifier: Apache-2.0
import { indexProcess, type Move, occasions, type PlanNode, type ProcessIndex, type Token } from '@stoa/process';
import type { Tx } from '../database/tx.ts';
import type { ModuleRuntime } from '../module.ts';
import { type Context, placeAround, Sight } from './expressions.ts';
import type { ProcessOwner } from './owner.ts';
import { Run } from './run.ts';
import * as store from './store.ts';
import { settle } from './timers.ts';
import { waitingAt } from './waiting.ts';

const system = { kind: 'system' } as const;

/** The processes of a module. Each method but `fireDue` is called under the lock of the holder. */
export class Processes<Holder extends { readonly id: string }> {
  readonly #owner: ProcessOwner<Holder>;

  constructor(owner: ProcessOwner<Holder>) {
    this.#owner = owner;
  }

  /** The plan of the holder as it is now. */
  async indexOf(tx: Tx, holder: Holder): Promise<ProcessIndex> {
    return indexProcess(await this.#owner.planOf(tx, holder));
  }

  async start(tx: Tx, holder: Holder): Promise<void> {
    const index = await this.indexOf(tx, holder);
    const run = new Run(tx, this.#owner, holder, index, []);
    await run.armProcess();
    await run.make({ move: { start: index.start.id } });
  }

  /** The work at a token is done; answers whether it was still there. */
  async complete(tx: Tx, holder: Holder, tokenId: string, result?: unknown): Promise<boolean> {
    const tokens = await store.tokensOf(tx, holder.id);
    const token = tokens.find(({ id }) => id === tokenId);
    if (!token) return false;
    const run = new Run(tx, this.#owner, holder, await this.indexOf(tx, holder), tokens);
    await run.make({ move: { complete: token }, result });
    return true;
  }

  /** Something came that a step or an event may wait for; answers whether one did. */
  async receive(
    tx: Tx,
    holder: Holder,
    awaits: (node: PlanNode, items: readonly number[]) => boolean,
    result?: unknown,
  ): Promise<boolean> {
    const tokens = await store.tokensOf(tx, holder.id);
    const index = await this.indexOf(tx, holder);
    const run = new Run(tx, this.#owner, holder, index, tokens);
    for (const { node, at, move } of waitingAt(index, tokens)) {
      if (!awaits(node, at ? await run.itemsOf(at) : [])) continue;
      await run.make({ move, result });
      return true;
    }
    return false;
  }

  /** What expressions see at a step, for one of its items. */
  async contextAt(tx: Tx, holder: Holder, node: string, items: readonly number[]): Promise<Context> {
    const index = await this.indexOf(tx, holder);
    const results = await store.resultsOf(tx, holder.id);
    const base = await this.#owner.contextOf(tx, holder);
    return new Sight(index, base, results, this.#owner.valueOf).at(placeAround(index, node, items));
  }

  /** Looks again at the events that wait for a condition: what expressions see has changed. */
  async reconsider(tx: Tx, holder: Holder): Promise<void> {
    const tokens = await store.tokensOf(tx, holder.id);
    if (tokens.length > 0) await new Run(tx, this.#owner, holder, await this.indexOf(tx, holder), tokens).make();
  }

  /** Everything is called off. */
  async stop(tx: Tx, holder: Holder): Promise<void> {
    await store.stopAll(tx, holder.id);
  }

  /** Fires due timers, each in a transaction of its own. */
  async fireDue(module: ModuleRuntime): Promise<void> {
    const due = await module.tx(system, store.dueTimers);
    for (const { id, holderId } of due) await module.tx(system, (tx) => this.#fire(tx, id, holderId));
  }

  async #fire(tx: Tx, id: string, holderId: string): Promise<void> {
    const holder = await this.#owner.lock(tx, holderId);
    const timer = await store.findTimer(tx, id);
    if (!timer) return;
    if (!holder) {
      await store.removeTimer(tx, id);
      return;
    }
    const tokens = await store.tokensOf(tx, holderId);
    const index = await this.indexOf(tx, holder);
    await settle(tx, timer);
    const move = moveOf(index, tokens, timer);
    if (!move) return;
    await this.#owner.timerFired(tx, holder, index.node(timer.node));
    await new Run(tx, this.#owner, holder, index, tokens).make({ move });
  }
}

/** What a timer that fires does now; nothing where what it belongs to has gone on, or takes no event any more. */
function moveOf(index: ProcessIndex, tokens: readonly Token[], { tokenId, node }: store.Timer): Move | undefined {
  const at = tokens.find(({ id }) => id === tokenId);
  if (at?.node === node) return { complete: at };
  const here = occasions(index, tokens).some((one) => one.event.id === node && one.at?.id === at?.id);
  return here && (tokenId === null) === (at === undefined) ? { occurs: node, at } : undefined;
}
