// SPDX-License-Identifier: Apache-2.0
import {
  changePlan,
  indexProcess,
  type ItemPlace,
  migrateTokens,
  type Move,
  occasions,
  placeOf,
  type Plan,
  type PlanChange,
  type PlanNode,
  ProcessFault,
  type ProcessIndex,
  type Token,
} from '@stoa/process';
import type { Tx } from '../database/tx.ts';
import type { ModuleRuntime } from '../module.ts';
import { type Context, placeAround, Sight } from './expressions.ts';
import type { ProcessOwner } from './owner.ts';
import { Run } from './run.ts';
import * as store from './store.ts';
import { answering, whyStuck } from './stuck.ts';
import { settle } from './timers.ts';
import { isLive, itemsIn, waitingAt } from './waiting.ts';

const system = { kind: 'system' } as const;

/** The processes of a module. Each method but `fireDue` is called under the lock of the holder. */
export class Processes<Holder extends { readonly id: string }> {
  readonly #owner: ProcessOwner<Holder>;

  constructor(owner: ProcessOwner<Holder>) {
    this.#owner = owner;
  }

  /** The plan of the holder as it is now. */
  async indexOf(tx: Tx, holder: Holder): Promise<ProcessIndex> {
    return this.#index(tx, holder, (await store.runOf(tx, holder.id)).changes);
  }

  async #index(tx: Tx, holder: Holder, changes: readonly PlanChange[]): Promise<ProcessIndex> {
    return indexProcess(changedPlan(await this.#owner.planOf(tx, holder), changes));
  }

  async #run(
    tx: Tx,
    holder: Holder,
  ): Promise<{ run: Run<Holder>; index: ProcessIndex; tokens: store.StandingToken[] }> {
    const { tokens, changes } = await store.standingOf(tx, holder.id);
    const index = await this.#index(tx, holder, changes);
    return { run: new Run(tx, this.#owner, holder, index, tokens), index, tokens };
  }

  /**
   * From now on the holder goes by a plan of its own. Work at a step that is skipped is called off, and the step passed by.
   * Throws ProcessFault where the change cannot be made.
   */
  async change(tx: Tx, holder: Holder, changes: readonly PlanChange[]): Promise<void> {
    const before = (await store.runOf(tx, holder.id)).changes;
    if (before.length + changes.length > mostChanges)
      throw new ProcessFault([`its way has been changed ${mostChanges} times: let it end as it is`]);
    const index = await this.#index(tx, holder, before);
    const { plan } = index;
    for (const change of changes) {
      onlyPeople(index, change);
      this.#onlyUnneeded(index, change);
    }
    const changed = indexProcess(changePlan(plan, changes));
    const tokens = await store.tokensOf(tx, holder.id);
    const skipped = changes.flatMap((change) => ('skip' in change ? [change.skip] : []));
    const skips = ({ node }: Token) =>
      changed.around(node).some(({ id }) => skipped.includes(id)) || !changed.find(node);
    await store.setChanges(tx, holder.id, [...before, ...changes]);
    const outermost = tokens.filter(
      (token) => isLive(token) && skipped.includes(token.node) && token.item === undefined,
    );
    const dropped = tokens.filter(skips);
    const run = new Run(tx, this.#owner, holder, changed, tokens);
    await run.drop(
      dropped.filter((token) => !outermost.includes(token)),
      dropped.filter(isLive),
    );
    await run.make(...outermost.map((token) => ({ move: { complete: token } })));
    const { problems } = migrateTokens(changed.plan, changed.plan, await store.tokensOf(tx, holder.id));
    if (problems.length > 0) throw new ProcessFault(problems);
  }

  #onlyUnneeded(index: ProcessIndex, change: PlanChange): void {
    if (!('skip' in change)) return;
    const inside = index.plan.nodes.filter(({ id }) => index.around(id).some((outer) => outer.id === change.skip));
    const needed = inside.find((node) => this.#owner.needed?.(node));
    if (needed)
      throw new ProcessFault([
        `"${needed.name}" (${needed.id}) cannot be passed by: do it, or give it to another duty`,
      ]);
  }

  /**
   * The holder goes on by another plan, to which whoever calls pins it in the same transaction. `mapping` says where steps have
   * gone. Throws ProcessFault with a sentence for each token that cannot stand there.
   */
  async migrate(tx: Tx, holder: Holder, to: Plan, mapping: Readonly<Record<string, string>> = {}): Promise<void> {
    const { own, next, tokens, problems } = await this.#migration(tx, holder, to, mapping);
    if (problems.length > 0) throw new ProcessFault(problems);
    await store.moveTokens(tx, holder.id, tokens);
    await store.renameSteps(tx, holder.id, mapping);
    await store.setChanges(tx, holder.id, own);
    for (const { id, node } of await store.timersOf(tx, holder.id)) {
      const now = mapping[node] ?? node;
      // A timer that the new plan does not have is not waited for any more.
      if (!next.find(now)) await store.removeTimer(tx, id);
      else if (now !== node) await store.renameTimer(tx, id, now);
    }
    const run = new Run(tx, this.#owner, holder, next, await store.tokensOf(tx, holder.id));
    await run.armNew(await store.timersOf(tx, holder.id));
  }

  async #migration(tx: Tx, holder: Holder, to: Plan, mapping: Readonly<Record<string, string>>) {
    const { plan } = await this.indexOf(tx, holder);
    const { changes } = await store.runOf(tx, holder.id);
    const own = changes.map((change) => mappedChange(change, mapping));
    const next = indexProcess(changePlan(to, own));
    return { own, next, ...migrateTokens(plan, next.plan, await store.tokensOf(tx, holder.id), mapping) };
  }

  /** Why the holder cannot go on by another plan, with steps under the same ids: a sentence for each token; none where it can. */
  async migrationFaults(tx: Tx, holder: Holder, to: Plan): Promise<readonly string[]> {
    try {
      return (await this.#migration(tx, holder, to, {})).problems;
    } catch (error) {
      if (error instanceof ProcessFault) return error.problems;
      throw error;
    }
  }

  async start(tx: Tx, holder: Holder): Promise<void> {
    const index = await this.indexOf(tx, holder);
    const run = new Run(tx, this.#owner, holder, index, []);
    await store.insertRun(tx, holder.id);
    await run.armProcess();
    await run.make({ move: { start: index.start.id } });
  }

  /** The work at a token is done; answers whether it was still there. */
  async complete(tx: Tx, holder: Holder, tokenId: string, result?: unknown): Promise<boolean> {
    const { run, tokens } = await this.#run(tx, holder);
    const token = tokens.find(({ id }) => id === tokenId);
    if (!token) return false;
    await run.make({ move: { complete: token }, result });
    return true;
  }

  /**
   * Something came that a step or an event may wait for; answers whether one did. Where the process cannot go on from there the
   * step has failed and says why: who brought it has done so, and what it came to is kept by the caller.
   */
  async receive(
    tx: Tx,
    holder: Holder,
    awaits: (node: PlanNode, items: readonly number[]) => boolean,
    result?: unknown,
  ): Promise<boolean> {
    const { run, index, tokens } = await this.#run(tx, holder);
    for (const { node, at, move } of waitingAt(index, tokens)) {
      if (!awaits(node, at ? await run.itemsOf(at) : [])) continue;
      const why = await whyStuck(tx, () => run.make({ move, result }));
      if (why !== undefined) await this.#fail(tx, holder.id, node, at?.id ?? null, why);
      return true;
    }
    // A condition may have come true by what came.
    const why = tokens.some(isLive) ? await whyStuck(tx, () => run.make()) : undefined;
    if (why !== undefined) tx.module.alarm('process-stuck', { holderId: holder.id, why });
    return false;
  }

  /** A step that has failed because nothing could be answered is tried again: what it waits for may have come. */
  async again(tx: Tx, holder: Holder, tokenId: string): Promise<void> {
    const { run, index, tokens } = await this.#run(tx, holder);
    const token = tokens.find(({ id }) => id === tokenId);
    if (token && ['receive', 'catch', 'event-based'].includes(index.node(token.node).kind)) await run.again(token);
  }

  async #fail(tx: Tx, holderId: string, { id }: PlanNode, tokenId: string | null, why: string): Promise<void> {
    tx.module.alarm('process-stuck', { holderId, node: id, why });
    if (tokenId) await store.failToken(tx, holderId, tokenId, why);
  }

  /** What expressions see at a step, for one of its items. */
  async contextAt(tx: Tx, holder: Holder, node: string, items: readonly number[]): Promise<Context> {
    const index = await this.indexOf(tx, holder);
    const results = await store.resultsOf(tx, holder.id);
    const base = await this.#owner.contextOf(tx, holder);
    const sight = new Sight(index, base, results, this.#owner.valueOf);
    const host = { count: (counted: PlanNode, place: readonly ItemPlace[]) => sight.count(counted, place) };
    const tokens = await store.tokensOf(tx, holder.id);
    return answering(() => {
      const places = tokens
        .filter((token) => token.node === node && token.items === undefined && isLive(token))
        .map((token) => placeOf(index, tokens, token, host));
      const standing = places.find((place) => itemsIn(index, place).join() === items.join());
      // Of what is done already the numbers of its items are known, not how many there were.
      return sight.at(standing ?? placeAround(index, node, items));
    });
  }

  /** Looks again at the events that wait for a condition: what expressions see has changed. */
  async reconsider(tx: Tx, holder: Holder): Promise<void> {
    const { run, tokens } = await this.#run(tx, holder);
    if (tokens.length > 0) await run.make();
  }

  /** Everything is called off. */
  async stop(tx: Tx, holder: Holder): Promise<void> {
    await store.stopAll(tx, holder.id);
  }

  /** Fires due timers, each in a transaction of its own: one that fails holds up no other. */
  async fireDue(module: ModuleRuntime): Promise<void> {
    const failures: unknown[] = [];
    for (const { id, holderId } of await module.tx(system, store.dueTimers))
      await module.tx(system, (tx) => this.#fire(tx, id, holderId)).catch((error: unknown) => failures.push(error));
    if (failures.length > 0) throw new AggregateError(failures, `timers have not fired: ${String(failures[0])}`);
  }

  async #fire(tx: Tx, id: string, holderId: string): Promise<void> {
    const holder = await this.#owner.lock(tx, holderId);
    const timer = await store.findTimer(tx, id);
    if (!timer) return;
    if (!holder) {
      await store.removeTimer(tx, id);
      return;
    }
    const { run, index, tokens } = await this.#run(tx, holder);
    await settle(tx, timer);
    const move = moveOf(index, tokens, timer);
    if (!move) return;
    const node = index.node(timer.node);
    const why = await whyStuck(tx, async () => {
      await this.#owner.timerFired(tx, holder, node);
      await run.make({ move });
    });
    if (why === undefined) {
      // One that interrupts nothing leaves its step where it is, and well.
      if (timer.tokenId) await store.resumeToken(tx, holderId, timer.tokenId);
      return;
    }
    await this.#fail(tx, holderId, node, timer.tokenId, why);
    await store.keepTimer(tx, { ...timer, dueAt: new Date(tx.now.getTime() + untilTriedAgainMs) });
  }
}

/** Each is made again wherever the plan is read. */
const mostChanges = 100;

/** A duty is one of people. */
function onlyPeople(index: ProcessIndex, change: PlanChange): void {
  const step = 'replace' in change && change.settings.duty ? index.find(change.replace) : undefined;
  if (step && step.kind !== 'user')
    throw new ProcessFault([`"${step.name}" (${step.id}) is no task of a person: name one to give it to another duty`]);
}

/** The same change where steps have other ids. */
function mappedChange(change: PlanChange, mapping: Readonly<Record<string, string>>): PlanChange {
  const mapped = (id: string) => (Object.hasOwn(mapping, id) ? (mapping[id] as string) : id);
  if ('skip' in change) return { skip: mapped(change.skip) };
  if ('replace' in change) return { ...change, replace: mapped(change.replace) };
  const { insert } = change;
  if ('after' in insert) return { insert: { ...insert, after: mapped(insert.after) } };
  return { insert: { ...insert, beside: mapped(insert.beside) } };
}

/** A timer that led to what could not be answered. */
const untilTriedAgainMs = 300_000;

const known = new WeakMap<Plan, Map<string, Plan>>();
const mostKnown = 100;

/** A plan with the changes of one holder; made once while they are asked for again and again. */
function changedPlan(plan: Plan, changes: readonly PlanChange[]): Plan {
  if (changes.length === 0) return plan;
  const own = known.get(plan) ?? new Map<string, Plan>();
  known.set(plan, own);
  const key = JSON.stringify(changes);
  const changed = own.get(key) ?? changePlan(plan, changes);
  if (own.size >= mostKnown) own.clear();
  own.set(key, changed);
  return changed;
}

/** What a timer that fires does now; nothing where what it belongs to has gone on, or takes no event any more. */
function moveOf(index: ProcessIndex, tokens: readonly Token[], { tokenId, node }: store.Timer): Move | undefined {
  const at = tokens.find(({ id }) => id === tokenId);
  if (at?.node === node) return { complete: at };
  const here = occasions(index, tokens).some((one) => one.event.id === node && one.at?.id === at?.id);
  return here && (tokenId === null) === (at === undefined) ? { occurs: node, at } : undefined;
}
