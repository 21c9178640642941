// SPDX-License-Identifier: Apache-2.0
/** One move of the token game, under way. */
import type { PlanEdge, PlanEvent, PlanNode } from './plan.ts';
import { fail, type ProcessIndex } from './plan-index.ts';
import type { Advance, Host, ItemPlace, Token } from './stepper.ts';

/** Flows taken in one move; more run in a circle. */
const mostFlows = 10_000;

export class Game {
  readonly #index: ProcessIndex;
  readonly #host: Host;
  #present: Token[];
  #queue: { flow: PlanEdge; within: string | undefined }[] = [];
  readonly #removed: Token[] = [];
  readonly #added: Token[] = [];
  readonly #taken: string[] = [];
  readonly #ended: PlanNode[] = [];
  readonly #thrown: Advance['thrown'][number][] = [];

  constructor(index: ProcessIndex, tokens: readonly Token[], host: Host) {
    this.#index = index;
    this.#present = [...tokens];
    this.#host = host;
  }

  run(): Advance {
    do {
      for (let next = this.#queue.shift(); next; next = this.#queue.shift()) {
        const { flow, within } = next;
        if (within !== undefined && !this.#find(within)) continue;
        this.#taken.push(flow.id);
        if (this.#taken.length > mostFlows)
          fail(`the flows run in a circle without a step that waits: ${flow.id} is taken again and again`);
        this.#arrive(this.#index.node(flow.to), flow, within);
      }
    } while (this.#openInclusive() || this.#finishScope());
    return { removed: this.#removed, added: this.#added, taken: this.#taken, ended: this.#ended, thrown: this.#thrown };
  }

  leave(node: PlanNode, within: string | undefined): void {
    for (const flow of this.#leaving(node, within)) this.#queue.push({ flow, within });
  }

  /** The work at a token is done; of an activity done several times, one of its items. */
  complete(token: Token): void {
    this.#take(token);
    const node = this.#index.node(token.node);
    const whole = token.item === undefined ? undefined : this.#find(token.within);
    if (!whole || token.item === undefined || !node.each) {
      this.leave(node, token.within);
      return;
    }
    const items = whole.items ?? 0;
    const done = node.each.sequential ? token.item + 1 : items - this.#inside(whole.id).length;
    const place = [...this.#place(whole.within), { node: node.id, item: token.item, items, done }];
    if (done >= items || (node.each.until && this.#host.test(node.each.until, place))) {
      this.#take(whole);
      this.leave(node, whole.within);
    } else if (node.each.sequential) this.#enter(node, whole.id, token.item + 1);
  }

  /** An event occurs at a token: of its boundary, or of the choice of events it waits at. */
  occur(event: PlanNode, at: Token | undefined): void {
    if (!at) fail(`${event.id} occurs at no token`);
    const token = at.item !== undefined && event.attachedTo ? (this.#find(at.within) ?? at) : at;
    if (event.interrupts !== false) this.#take(token);
    this.leave(event, token.within);
  }

  #find(id: string | undefined): Token | undefined {
    return id === undefined ? undefined : this.#present.find((token) => token.id === id);
  }

  #inside(id: string | undefined): Token[] {
    return this.#present.filter((token) => token.within === id);
  }

  #put(token: Token): Token {
    this.#present.push(token);
    this.#added.push(token);
    return token;
  }

  /** The token and all that is part of it. */
  #take(token: Token): void {
    for (const part of this.#inside(token.id)) this.#take(part);
    this.#present = this.#present.filter((other) => other.id !== token.id);
    const own = this.#added.indexOf(token);
    if (own >= 0) this.#added.splice(own, 1);
    else this.#removed.push(token);
  }

  #place(within: string | undefined): ItemPlace[] {
    const token = this.#find(within);
    if (!token) return [];
    const outer = this.#place(token.within);
    if (token.item === undefined) return outer;
    const items = this.#find(token.within)?.items ?? 0;
    const { each } = this.#index.node(token.node);
    const done = each?.sequential ? token.item : items - this.#inside(token.within).length;
    return [...outer, { node: token.node, item: token.item, items, done }];
  }

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
        this.#put({ id: this.#host.newId(), node: node.id, arrivedBy: flow.id, ...(within ? { within } : {}) });
        return;
      case 'throw':
        return this.#throw(node, within);
      default:
        return this.#enter(node, within);
    }
  }

  #enter(node: PlanNode, within: string | undefined, item?: number): void {
    const token = { id: this.#host.newId(), node: node.id, ...(within ? { within } : {}) };
    if (node.each && item === undefined) {
      const items = this.#host.count(node, this.#place(within));
      if (items < 1) return this.leave(node, within);
      this.#put({ ...token, items });
      for (let next = 0; next < (node.each.sequential ? 1 : items); next++) this.#enter(node, token.id, next);
      return;
    }
    this.#put(item === undefined ? token : { ...token, item });
    if (node.kind === 'sub-process') for (const start of this.#index.startsOf(node.id)) this.leave(start, token.id);
  }

  /** The last token to arrive takes the others with it; an earlier one waits. */
  #join(node: PlanNode, flow: PlanEdge, within: string | undefined): void {
    const others = this.#index.incoming(node.id).filter((edge) => edge.id !== flow.id);
    const waiting = others.map((edge) =>
      this.#present.find((token) => token.node === node.id && token.arrivedBy === edge.id && token.within === within),
    );
    if (!waiting.every((token) => token !== undefined)) {
      this.#put({ id: this.#host.newId(), node: node.id, arrivedBy: flow.id, ...(within ? { within } : {}) });
      return;
    }
    for (const token of waiting) this.#take(token);
    this.leave(node, within);
  }

  #end(node: PlanNode, within: string | undefined): void {
    this.#ended.push(node);
    if (node.event?.kind === 'message' || node.event?.kind === 'signal') this.#thrown.push({ node, event: node.event });
    if (node.event?.kind === 'terminate') this.#stop(within);
    else if (node.event?.kind === 'error' && !this.#raise(node.event, within)) this.#stop(undefined);
    else if (node.event?.kind === 'escalation') this.#raise(node.event, within);
  }

  #stop(within: string | undefined): void {
    for (const token of this.#inside(within)) this.#take(token);
    this.#queue = this.#queue.filter((next) => next.within !== within);
  }

  #throw(node: PlanNode, within: string | undefined): void {
    if (node.event && node.event.kind !== 'escalation') this.#thrown.push({ node, event: node.event });
    // A message or signal is an effect: whoever keeps the tokens sends it, and completes the token.
    if (node.event && node.event.kind !== 'escalation') return this.#enter(node, within);
    if (node.event) this.#raise(node.event, within);
    if (within === undefined || this.#find(within)) this.leave(node, within);
  }

  /** The nearest boundary event around that takes the error or escalation; answers whether there was one. */
  #raise({ kind, code }: PlanEvent, within: string | undefined): boolean {
    for (let token = this.#find(within); token; token = this.#find(token.within)) {
      const around: Token = token;
      if (around.item !== undefined) continue;
      const taking = this.#index
        .boundaryOf(around.node)
        .find(({ event }) => event?.kind === kind && (event.code === undefined || event.code === code));
      if (!taking) continue;
      this.occur(taking, around);
      return true;
    }
    return false;
  }

  /** An inclusive join opens when no token can come any more by a flow that has none (clause 13.4.3). */
  #openInclusive(): boolean {
    const open = this.#present.find(({ node, arrivedBy, within }) => {
      if (!arrivedBy || this.#index.node(node).kind !== 'inclusive') return false;
      const [here, elsewhere] = [
        this.#inside(within).filter((token) => token.node === node),
        this.#inside(within).filter((token) => token.node !== node),
      ];
      const full = new Set(here.map((token) => token.arrivedBy ?? ''));
      const empty = new Set(
        this.#index
          .incoming(node)
          .map((edge) => edge.id)
          .filter((id) => !full.has(id)),
      );
      return !elsewhere.some(
        (token) => this.#index.leadsTo(token.node, empty, node) && !this.#index.leadsTo(token.node, full, node),
      );
    });
    if (!open) return false;
    const flows = new Set<string | undefined>();
    for (const token of this.#inside(open.within).filter((other) => other.node === open.node)) {
      if (flows.has(token.arrivedBy)) continue;
      flows.add(token.arrivedBy);
      this.#take(token);
    }
    this.leave(this.#index.node(open.node), open.within);
    return true;
  }

  /** A sub-process in which no token is left is done. */
  #finishScope(): boolean {
    const done = this.#present.find(
      ({ id, node, items }) =>
        items === undefined && this.#index.node(node).kind === 'sub-process' && this.#inside(id).length === 0,
    );
    if (done) this.complete(done);
    return done !== undefined;
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
