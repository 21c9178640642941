// SPDX-License-Identifier: Apache-2.0
/** What expressions of a process see of where they stand: the item they are about, how many are done, what came of steps. */
import type { ItemPlace, PlanNode, ProcessIndex } from '@stoa/process';
import type { Result } from './store.ts';

export type Context = Readonly<Record<string, unknown>>;
export type ValueOf = (expression: string, context: Context) => unknown;

/** Everything that expressions of one process can see now. */
export class Sight {
  readonly #index: ProcessIndex;
  readonly #base: Context;
  readonly #results: readonly Result[];
  readonly #valueOf: ValueOf;
  readonly #named = new Map<string | undefined, Context>();

  constructor(index: ProcessIndex, base: Context, results: readonly Result[], valueOf: ValueOf) {
    this.#index = index;
    this.#base = base;
    this.#results = results;
    this.#valueOf = valueOf;
  }

  /**
   * At a place: its items by their names, the counts that BPMN gives a completion condition (table 10.30), and the results of
   * steps. In a called process that is what it is given, and its own results.
   */
  at(place: readonly ItemPlace[]): Context {
    const outermost: Context = { ...this.#base, results: this.#resultsIn(undefined) };
    return place.reduce<Context>((outer, { node: id, item, items, done }) => {
      const { kind, each, inputs = {} } = this.#index.node(id);
      const around = each
        ? {
            ...outer,
            loopCounter: item + 1,
            numberOfInstances: items,
            numberOfCompletedInstances: done,
            numberOfActiveInstances: each.sequential ? Math.min(1, items - done) : items - done,
            ...(each.list && each.item ? { [each.item]: itemAt(this.#valueOf(each.list, outer), item) } : {}),
          }
        : outer;
      if (kind !== 'call') return around;
      const given = Object.entries(inputs).map(([name, value]) => [name, this.#valueOf(value, around)] as const);
      return { ...around, ...Object.fromEntries(given), results: this.#resultsIn(id) };
    }, outermost);
  }

  /** How many items an activity has now. Throws Error naming the activity, where it is no number and no list. */
  count({ id, each }: PlanNode, place: readonly ItemPlace[]): number {
    const seen = this.at(place);
    const value = each?.list
      ? this.#valueOf(each.list, seen)
      : each?.count
        ? Number(this.#valueOf(each.count, seen))
        : 0;
    const count = Array.isArray(value) ? value.length : value === null ? 0 : value;
    if (typeof count !== 'number' || !Number.isInteger(count) || count < 0)
      throw new Error(`${id}: ${each?.list ?? each?.count} gives neither a list nor a whole number`);
    if (count > mostItems) throw new Error(`${id}: ${count} items, more than ${mostItems}`);
    return count;
  }

  /**
   * Of the process, or of one it calls: by the name a step gives its result (`stoa:result`, or its id) the last one, or the
   * list of what each item gave. A step that is not done yet has given nothing: null, or an empty list.
   */
  #resultsIn(call: string | undefined): Context {
    const known = this.#named.get(call);
    if (known) return known;
    const named: Record<string, unknown> = {};
    this.#named.set(call, named);
    const own = this.#index.plan.nodes.filter((node) => this.#callAround(node) === call);
    for (const node of own) named[nameOf(node, call)] = this.#isRepeated(node) ? [] : null;
    const names = new Map(own.map((node) => [node.id, nameOf(node, call)]));
    for (const { node, items, result } of this.#results) {
      const name = names.get(node);
      if (name === undefined) continue;
      const list = named[name];
      const item = items.at(-1);
      if (!Array.isArray(list) || item === undefined) named[name] = result;
      else {
        while (list.length < item) list.push(null);
        list[item] = result;
      }
    }
    for (const node of own) if (node.outputs && this.#hasRun(node)) named[nameOf(node, call)] = this.#given(node);
    return named;
  }

  /** What a called process gives back. */
  #given(call: PlanNode): Context {
    const inside = this.at([{ node: call.id, item: 0, items: 1, done: 0 }]);
    return Object.fromEntries(
      Object.entries(call.outputs ?? {}).map(([name, value]) => [name, this.#valueOf(value, inside)]),
    );
  }

  #hasRun = ({ id }: PlanNode): boolean => this.#results.some(({ node }) => node.startsWith(`${id}.`));

  #callAround = ({ id }: PlanNode): string | undefined =>
    this.#index
      .around(id)
      .slice(1)
      .find(({ kind }) => kind === 'call')?.id;

  #isRepeated = ({ id }: PlanNode): boolean => this.#index.around(id).some(({ each }) => each !== undefined);
}

const nameOf = ({ id, result, settings }: PlanNode, call: string | undefined): string =>
  result ?? settings.result ?? (call === undefined ? id : id.slice(call.length + 1));

/** The items around a step, when only their numbers are kept. */
export function placeAround(index: ProcessIndex, id: string, items: readonly number[]): ItemPlace[] {
  const around = index.around(id).filter(({ each, kind }) => each || kind === 'call');
  const left = [...items];
  return around.reverse().map(({ id: node, each }) => ({
    node,
    item: each ? (left.shift() ?? 0) : 0,
    items: items.length,
    done: 0,
  }));
}

/** A list that has become shorter since has nothing there. */
const itemAt = (list: unknown, item: number): unknown => (Array.isArray(list) ? (list[item] ?? null) : null);

/** The most items that something is done for: more is a mistake, or an attack. */
const mostItems = 1000;
