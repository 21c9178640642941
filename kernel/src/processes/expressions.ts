// SPDX-License-Identifier: Apache-2.0
/** What expressions of a process see of where they stand: the item they are about, how many are done, what came of steps. */
import type { ItemPlace, PlanNode, ProcessIndex } from '@stoa/process';
import type { Result } from './store.ts';

export type Context = Readonly<Record<string, unknown>>;
export type ValueOf = (expression: string, context: Context) => unknown;

/**
 * By the name a step gives its result (`stoa:result`, or its id): the last one, or the list of what each item gave. A step
 * that is not done yet has given nothing: null, or an empty list.
 */
export function resultsByName(index: ProcessIndex, results: readonly Result[]): Context {
  const named: Record<string, unknown> = {};
  for (const node of index.plan.nodes) named[resultName(node)] = isRepeated(index, node) ? [] : null;
  for (const { node, items, result } of results) {
    const drawn = index.find(node);
    if (!drawn) continue;
    const list = named[resultName(drawn)];
    const item = items.at(-1);
    if (!Array.isArray(list) || item === undefined) named[resultName(drawn)] = result;
    else {
      while (list.length < item) list.push(null);
      list[item] = result;
    }
  }
  return named;
}

const resultName = ({ id, result, settings }: PlanNode): string => result ?? settings.result ?? id;

function isRepeated(index: ProcessIndex, { each, within }: PlanNode): boolean {
  return each !== undefined || (within !== undefined && isRepeated(index, index.node(within)));
}

/** The context with the items around a place, and the counts that BPMN gives a completion condition (table 10.30). */
export function contextAt(
  index: ProcessIndex,
  context: Context,
  place: readonly ItemPlace[],
  valueOf: ValueOf,
): Context {
  return place.reduce<Context>((outer, { node, item, items, done }) => {
    const { each } = index.node(node);
    return {
      ...outer,
      loopCounter: item + 1,
      numberOfInstances: items,
      numberOfCompletedInstances: done,
      numberOfActiveInstances: each?.sequential ? Math.min(1, items - done) : items - done,
      ...(each?.list && each.item ? { [each.item]: itemAt(valueOf(each.list, outer), item) } : {}),
    };
  }, context);
}

/** The items around a step, when only their numbers are kept. */
export function placeOf(index: ProcessIndex, id: string, items: readonly number[]): ItemPlace[] {
  const around: string[] = [];
  for (let node: PlanNode | undefined = index.node(id); node; node = node.within ? index.find(node.within) : undefined)
    if (node.each) around.unshift(node.id);
  return items.flatMap((item, at) => (around[at] ? [{ node: around[at], item, items: items.length, done: 0 }] : []));
}

/** A list that has become shorter since has nothing there. */
const itemAt = (list: unknown, item: number): unknown => (Array.isArray(list) ? (list[item] ?? null) : null);

/** The most items that something is done for: more is a mistake, or an attack. */
const mostItems = 1000;

/** How many items an activity has now. Throws Error naming the activity, where it is no number and no list. */
export function itemCount({ id, each }: PlanNode, context: Context, valueOf: ValueOf): number {
  const value = each?.list ? valueOf(each.list, context) : each?.count ? Number(valueOf(each.count, context)) : 0;
  const count = Array.isArray(value) ? value.length : value === null ? 0 : value;
  if (typeof count !== 'number' || !Number.isInteger(count) || count < 0)
    throw new Error(`${id}: ${each?.list ?? each?.count} gives neither a list nor a whole number`);
  if (count > mostItems) throw new Error(`${id}: ${count} items, more than ${mostItems}`);
  return count;
}
