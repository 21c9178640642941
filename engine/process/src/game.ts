// SPDX-License-Identifier: Apache-2.0
/** One move of the token game, under way. */
import { isCancel, keepDone, nextToUndo } from './compensation.ts';
import { takerOf } from './events.ts';
import { openInclusive } from './inclusive.ts';
import { Marking, placesOf } from './marking.ts';
import type { PlanEdge, PlanEvent, PlanNode } from './plan.ts';
import { fail, type ProcessIndex } from './plan-index.ts';
import type { Advance, Host, ItemPlace, Token } from './stepper.ts';

/** Flows taken in one move; more run in a circle. */
const mostFlows = 10_000;

const inside = (within: string | undefined) => (within === undefined ? {} : { within });

export class Game {
  readonly #index: ProcessIndex;
  readonly #host: Host;
  readonly #marking: Marking;
  #queue: { flow: PlanEdge; within: string | undefined }[] = [];
  readonly #taken: string[] = [];
  readonly #ended: PlanNode[] = [];
  readonly #thrown: Advance['thrown'][number][] = [];

  constructor(index: ProcessIndex, tokens: readonly Token[], host: Host) {
    this.#index = index;
    this.#marking = new Marking(tokens);
    this.#host = host;
  }

  run(): Advance {
    do {
      for (let next = this.#queue.shift(); next; next = this.#queue.shift()) {
        const { flow, within } = next;
        if (within !== undefined && !this.#marking.find(within)) continue;
        this.#taken.push(flow.id);
        if (this.#taken.length > mostFlows)
          fail(`the flows run in a circle without a step that waits: ${flow.id} is taken again and again`);
        this.#arrive(this.#index.node(flow.to), flow, within);
      }
    } while (this.#openInclusive() || this.#finishScope());
    // When the process has ended, nothing can be undone any more.
    if (this.#marking.live(undefined).length === 0)
      for (const token of this.#marking.done(undefined)) this.#marking.take(token);
    const { removed, added } = this.#marking;
    return { removed, added: [...added], taken: this.#taken, ended: this.#ended, thrown: this.#thrown };
  }

  leave(node: PlanNode, within: string | undefined): void {
    for (const flow of this.#leaving(node, within)) this.#queue.push({ flow, within });
  }

  /** The work at a token is done; of an activity done several times, one of its items. */
  complete(token: Token): void {
    const node = this.#index.node(token.node);
    keepDone(this.#index, this.#marking, token, this.#host.newId);
    this.#marking.take(token);
    if (node.compensationOf !== undefined) return this.#undo(this.#marking.find(token.within));
    const whole = token.item === undefined || !node.each ? undefined : this.#marking.find(token.within);
    if (!whole || token.item === undefined || !node.each) return this.leave(node, token.within);
    const items = whole.items ?? 0;
    const done = node.each.sequential ? token.item + 1 : items - this.#marking.live(whole.id).length;
    const place = [...this.#place(whole.within), { node: node.id, item: token.item, items, done }];
    if (done >= items || (node.each.until && this.#host.test(node.each.until, place))) {
      keepDone(this.#index, this.#marking, whole, this.#host.newId);
      this.#marking.take(whole);
      this.leave(node, whole.within);
    } else if (node.each.sequential) this.#enter(node, whole.id, token.item + 1);
  }

  /** An event occurs at a token: of its boundary, of the choice of events it waits at, or of its event sub-processes. */
  occur(event: PlanNode, at: Token | undefined): void {
    if (event.kind === 'start') return this.#trigger(event, at?.id);
    if (!at) fail(`${event.id} occurs at a token, and none is named`);
    const token = at.item !== undefined && event.attachedTo ? (this.#marking.find(at.within) ?? at) : at;
    if (event.interrupts !== false) this.#marking.take(token);
    this.leave(event, token.within);
  }

  /** Whether anything goes on in the scope of a token, or in the whole process. */
  isUnderWay(scope: Token | undefined): boolean {
    return this.#marking.live(scope?.id).length > 0;
  }

  /** An error or escalation goes outwards to the nearest that takes it; an error that nobody takes ends the process. */
  raise(event: PlanEvent, within: string | undefined): void {
    const taking = takerOf(this.#index, this.#marking, event, within);
    if (taking) this.occur(taking.event, taking.at);
    else if (event.kind === 'error') this.#stop(undefined);
  }

  #place = (within: string | undefined): ItemPlace[] => placesOf(this.#index, this.#marking, within, this.#host);

  #arrive(node: PlanNode, flow: PlanEdge, within: string | undefined): void {
    switch (node.kind) {
      case 'end':
        return this.#end(node, within);
      case 'exclusive':
        return this.leave(node, within);
      case 'parallel':
        return this.#join(node, flow, within);
      case 'inclusive':
        if (this.#index.incoming(node.id).length < 2) return this.leave(node, within);
        return this.#wait(node, flow, within);
      case 'throw':
        return this.#throw(node, within);
      case 'compensation':
        // A cancelled transaction does nothing more than undo.
        if (isCancel(node)) this.#stopLive(within);
        return this.#undo(this.#marking.put({ id: this.#host.newId(), node: node.id, ...inside(within) }));
      default:
        return this.#enter(node, within);
    }
  }

  #wait(node: PlanNode, flow: PlanEdge, within: string | undefined): void {
    this.#marking.put({ id: this.#host.newId(), node: node.id, arrivedBy: flow.id, ...inside(within) });
  }

  #enter(node: PlanNode, within: string | undefined, item?: number): void {
    const token = { id: this.#host.newId(), node: node.id, ...inside(within) };
    if (node.each && item === undefined) {
      const items = this.#host.count(node, this.#place(within));
      if (items < 1) return this.leave(node, within);
      this.#marking.put({ ...token, items });
      for (let next = 0; next < (node.each.sequential ? 1 : items); next++) this.#enter(node, token.id, next);
      return;
    }
    this.#marking.put(item === undefined ? token : { ...token, item });
    if (this.#index.isScope(node)) for (const start of this.#index.startsOf(node.id)) this.leave(start, token.id);
  }

  /** Starts an event sub-process in a scope; one that interrupts stops everything else there. */
  #trigger(start: PlanNode, scope: string | undefined): void {
    if (start.interrupts !== false) this.#stopLive(scope);
    const { id } = this.#marking.put({ id: this.#host.newId(), node: start.within ?? '', ...inside(scope) });
    this.leave(start, id);
  }

  /** Undoes one activity after the other, the last first; then the token at the compensation goes on. */
  #undo(thrower: Token | undefined): void {
    if (!thrower) return;
    const next = nextToUndo(this.#index, this.#marking, thrower);
    if (next) {
      this.#marking.take(next);
      const handler = this.#index.handlerOf(next.node) ?? fail(`nothing undoes ${next.node}`);
      return this.#enter(handler, thrower.id, next.item);
    }
    const node = this.#index.node(thrower.node);
    this.#marking.take(thrower);
    if (isCancel(node)) return this.#cancelled(node, thrower.within);
    if (this.#index.outgoing(node.id).length === 0) this.#ended.push(node);
    this.leave(node, thrower.within);
  }

  #cancelled(node: PlanNode, within: string | undefined): void {
    this.#ended.push(node);
    const transaction = this.#marking.find(within) ?? fail(`${node.id} cancels what is no transaction`);
    const boundary = this.#index.boundaryOf(transaction.node).find(({ event }) => event?.kind === 'cancel');
    this.occur(boundary ?? fail(`nothing takes the cancellation of ${transaction.node}`), transaction);
  }

  /** The last token to arrive takes the others with it; an earlier one waits. */
  #join(node: PlanNode, flow: PlanEdge, within: string | undefined): void {
    const others = this.#index.incoming(node.id).filter((edge) => edge.id !== flow.id);
    if (others.length === 0) return this.leave(node, within);
    const here = this.#marking.live(within).filter((token) => token.node === node.id);
    const waiting = others.map((edge) => here.find((token) => token.arrivedBy === edge.id));
    if (!waiting.every((token) => token !== undefined)) return this.#wait(node, flow, within);
    for (const token of waiting) this.#marking.take(token);
    this.leave(node, within);
  }

  #end(node: PlanNode, within: string | undefined): void {
    this.#ended.push(node);
    const { event } = node;
    if (event?.kind === 'terminate') this.#stop(within);
    else if (event?.kind === 'error' || event?.kind === 'escalation') this.raise(event, within);
    else if (event) this.#thrown.push({ node, event });
  }

  /** Nothing goes on in a scope. */
  #stopLive(within: string | undefined): void {
    for (const token of [...this.#marking.live(within)]) this.#marking.take(token);
    this.#queue = this.#queue.filter((next) => next.within !== within);
  }

  /** Nothing goes on in a scope, and nothing in it is undone any more. */
  #stop(within: string | undefined): void {
    this.#stopLive(within);
    for (const token of this.#marking.done(within)) this.#marking.take(token);
  }

  #throw(node: PlanNode, within: string | undefined): void {
    const { event } = node;
    if (event?.kind === 'message' || event?.kind === 'signal') {
      // An effect: whoever keeps the tokens sends it, and completes the token.
      this.#thrown.push({ node, event });
      return this.#enter(node, within);
    }
    // What is raised may take the scope with it; then the flow on finds nobody there.
    this.leave(node, within);
    if (event) this.raise(event, within);
  }

  #openInclusive(): boolean {
    const open = openInclusive(this.#index, this.#marking);
    for (const token of open?.taken ?? []) this.#marking.take(token);
    if (open) this.leave(open.node, open.within);
    return open !== undefined;
  }

  /** A sub-process in which no token is left is done. */
  #finishScope(): boolean {
    for (const token of this.#marking.all()) {
      if (token.items !== undefined || token.done !== undefined || !this.#index.isScope(this.#index.node(token.node)))
        continue;
      if (this.#marking.live(token.id).length > 0) continue;
      this.complete(token);
      return true;
    }
    return false;
  }

  #leaving(node: PlanNode, within: string | undefined): readonly PlanEdge[] {
    const flows = this.#index.outgoing(node.id);
    if ((node.kind !== 'exclusive' && node.kind !== 'inclusive') || flows.length < 2) return flows;
    const holds = ({ id, condition }: PlanEdge) =>
      id !== node.defaultFlow && condition !== undefined && this.#host.test(condition, this.#place(within));
    const chosen =
      node.kind === 'inclusive' ? flows.filter(holds) : [flows.find(holds)].filter((flow) => flow !== undefined);
    if (chosen.length > 0) return chosen;
    return [flows.find(({ id }) => id === node.defaultFlow) ?? fail(`no flow of gateway ${node.id} may be taken`)];
  }
}
