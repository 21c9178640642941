// SPDX-License-Identifier: Apache-2.0
/** The tokens of one move under way, and what has become of them. */
import type { ProcessIndex } from './plan-index.ts';
import type { Host, ItemPlace, Token } from './stepper.ts';

const none: readonly Token[] = [];

export class Marking {
  readonly removed: Token[] = [];
  readonly added = new Set<Token>();
  readonly #byId = new Map<string, Token>();
  readonly #within = new Map<string | undefined, Token[]>();

  constructor(tokens: readonly Token[]) {
    for (const token of tokens) this.#keep(token);
  }

  find(id: string | undefined): Token | undefined {
    return id === undefined ? undefined : this.#byId.get(id);
  }

  all(): IterableIterator<Token> {
    return this.#byId.values();
  }

  /** What stands in a scope and is not done. */
  live(within: string | undefined): readonly Token[] {
    const inside = this.#within.get(within);
    return inside?.some(({ done }) => done !== undefined)
      ? inside.filter(({ done }) => done === undefined)
      : (inside ?? none);
  }

  /** What is done in a scope and can be undone, the last first. */
  done(within: string | undefined): readonly Token[] {
    const inside = this.#within.get(within)?.filter(({ done }) => done !== undefined) ?? [];
    return inside.sort((a, b) => (b.done ?? 0) - (a.done ?? 0));
  }

  nextDone(): number {
    let last = 0;
    for (const { done } of this.#byId.values()) if (done !== undefined && done > last) last = done;
    return last + 1;
  }

  put(token: Token): Token {
    this.#keep(token);
    this.added.add(token);
    return token;
  }

  /** The token and all that is part of it. */
  take(token: Token): void {
    for (const part of [...(this.#within.get(token.id) ?? [])]) this.take(part);
    const kept = this.#byId.get(token.id) ?? token;
    this.#byId.delete(token.id);
    const beside = this.#within.get(token.within) ?? [];
    const place = beside.indexOf(kept);
    if (place >= 0) beside.splice(place, 1);
    if (!this.added.delete(kept)) this.removed.push(token);
  }

  #keep(token: Token): void {
    this.#byId.set(token.id, token);
    const beside = this.#within.get(token.within);
    if (beside) beside.push(token);
    else this.#within.set(token.within, [token]);
  }
}

/** The items that an expression inside the token `within` stands in. */
export function placesOf(
  index: ProcessIndex,
  marking: Pick<Marking, 'find' | 'live'>,
  within: string | undefined,
  host: Pick<Host, 'count'>,
): ItemPlace[] {
  const token = marking.find(within);
  if (!token) return [];
  const outer = placesOf(index, marking, token.within, host);
  const node = index.node(token.node);
  // A called process sees what it is given.
  if (token.item === undefined)
    return node.kind === 'call' && token.items === undefined
      ? [...outer, { node: node.id, item: 0, items: 1, done: 0 }]
      : outer;
  const { item } = token;
  if (node.compensationOf !== undefined) {
    // What undoes an item is told which: those of the activity, or of the sub-process around it, that was done.
    const several = index.around(node.compensationOf).find(({ each }) => each);
    if (!several) return outer;
    return [...outer, { node: several.id, item, items: host.count(several, outer), done: item }];
  }
  const items = marking.find(token.within)?.items ?? 0;
  const done = node.each?.sequential ? item : items - marking.live(token.within).length;
  return [...outer, { node: token.node, item, items, done }];
}
