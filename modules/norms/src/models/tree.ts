// SPDX-License-Identifier: Apache-2.0
/** Entries of a model as a tree: what changed between two versions, what counts below an entry. Pure. */
import type { ModelEntry } from '../contract.ts';

export type Change = 'added' | 'removed' | 'renamed' | 'moved' | 'mapped';
export interface Changed {
  readonly code: string;
  readonly change: Change;
  readonly before?: ModelEntry;
  readonly after?: ModelEntry;
}
const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
const sorted = (values: Readonly<Record<string, string>>) => Object.entries(values).sort();

/** An entry that was renamed and moved stands there twice. */
export function changesBetween(before: readonly ModelEntry[], after: readonly ModelEntry[]): Changed[] {
  const old = new Map(before.map((one) => [one.code, one]));
  const fresh = new Map(after.map((one) => [one.code, one]));
  return [...new Set([...old.keys(), ...fresh.keys()])].sort().flatMap((code): Changed[] => {
    const [was, is] = [old.get(code), fresh.get(code)];
    if (!was) return is ? [{ code, change: 'added', after: is }] : [];
    if (!is) return [{ code, change: 'removed', before: was }];
    const kinds: Change[] = [
      ...(same(sorted(was.title), sorted(is.title)) ? [] : (['renamed'] as const)),
      ...(was.parent === is.parent ? [] : (['moved'] as const)),
      ...(same([...was.maps].sort(), [...is.maps].sort()) ? [] : (['mapped'] as const)),
    ];
    return kinds.map((change) => ({ code, change, before: was, after: is }));
  });
}

/** The entry and all above it. */
export function lineOf(entries: ReadonlyMap<string, ModelEntry>, code: string): string[] {
  const line: string[] = [];
  for (let at: string | undefined = code; at && !line.includes(at); at = entries.get(at)?.parent) line.push(at);
  return line;
}
/** A parent that comes back to the entry itself. */
export const isCircle = (entries: readonly ModelEntry[], code: string, parent: string): boolean =>
  lineOf(new Map(entries.map((one) => [one.code, one])), parent).includes(code);

/** What each entry and those below it have together; a value of several entries counts at each. */
export function countsBelow(
  entries: readonly ModelEntry[],
  counts: readonly { readonly value: string; readonly count: number }[],
): Map<string, number> {
  const byCode = new Map(entries.map((one) => [one.code, one]));
  const found = new Map(counts.map(({ value, count }) => [value, count]));
  const sums = new Map(entries.map(({ code }) => [code, 0]));
  for (const { code, maps } of entries) {
    const own = maps.reduce((sum, value) => sum + (found.get(value) ?? 0), 0);
    for (const at of lineOf(byCode, code)) sums.set(at, (sums.get(at) ?? 0) + own);
  }
  return sums;
}
