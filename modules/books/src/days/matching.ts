// SPDX-License-Identifier: Apache-2.0
/** Which posting is which entry of the bank, and what is left over on either side. Pure. */
import type { DifferenceKind } from '../contract.ts';

export interface Movement {
  /** Money that came to the account positive, in the books a debit, at the bank a credit. */
  readonly amountMinor: number;
  readonly currency: string;
  /** `YYYY-MM-DD` */
  readonly day: string;
  readonly reference: string | undefined;
}
export type Ours = Movement & { readonly id: string };
export type Theirs = Movement & { readonly id: string };
export interface Found {
  readonly kind: DifferenceKind;
  readonly ours?: Ours;
  readonly theirs?: Theirs;
}
export interface Compared {
  readonly matched: readonly { readonly ours: Ours; readonly theirs: Theirs }[];
  readonly found: readonly Found[];
}
/** So many days may lie between the two. */
export const mostDaysApart = 5;
const daysApart = (a: string, b: string) => Math.abs(Date.parse(a) - Date.parse(b)) / 86_400_000;

/**
 * By reference, amount and day first; then those without a reference by amount and the nearest day. What shares its reference and
 * direction with one of the other side differs from it; what has a twin that was matched is there twice; what is left is missing.
 * @param settled references with their direction that were matched earlier
 */
export function compare(ours: readonly Ours[], theirs: readonly Theirs[], settled: ReadonlySet<string>): Compared {
  const matched: { ours: Ours; theirs: Theirs }[] = [];
  const found: Found[] = [];
  let [left, right] = [[...ours].sort(byDay), [...theirs].sort(byDay)];
  const pair = (fits: (a: Ours, b: Theirs) => boolean, take: (a: Ours, b: Theirs) => void) => {
    const rest: Ours[] = [];
    const byKey = grouped(right);
    const gone = new Set<string>();
    for (const a of left) {
      const candidates = (byKey.get(keyOf(a)) ?? []).filter((b) => !gone.has(b.id) && fits(a, b));
      const nearest = candidates.sort((x, y) => daysApart(a.day, x.day) - daysApart(a.day, y.day))[0];
      if (nearest) {
        gone.add(nearest.id);
        take(a, nearest);
      } else rest.push(a);
    }
    left = rest;
    right = right.filter(({ id }) => !gone.has(id));
  };
  const match = (a: Ours, b: Theirs) => void matched.push({ ours: a, theirs: b });
  const near = (a: Movement, b: Movement) => daysApart(a.day, b.day) <= mostDaysApart;
  pair((a, b) => a.amountMinor === b.amountMinor && a.currency === b.currency && near(a, b), match);
  const known = new Set([...settled, ...matched.map(({ ours: one }) => keyOf(one))]);
  const referred = (a: Movement) => a.reference !== undefined;
  pair(
    (a, b) => referred(a) && a.currency !== b.currency,
    (a, b) => void found.push({ kind: 'other-currency', ours: a, theirs: b }),
  );
  pair(
    (a, b) => referred(a) && a.amountMinor !== b.amountMinor,
    (a, b) => void found.push({ kind: 'other-amount', ours: a, theirs: b }),
  );
  const twice = (one: Movement) => referred(one) && known.has(keyOf(one));
  for (const a of left) found.push({ kind: twice(a) ? 'twice' : 'missing-at-bank', ours: a });
  for (const b of right) found.push({ kind: twice(b) ? 'twice' : 'missing-with-us', theirs: b });
  return { matched, found };
}

const byDay = (a: Movement, b: Movement) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0);
/** What came and what went under one reference are two things: a payout and its return. */
export const keyOf = ({ reference, amountMinor }: Pick<Movement, 'reference' | 'amountMinor'>): string =>
  `${reference ?? `amount ${amountMinor}`} ${amountMinor < 0 ? 'out' : 'in'}`;
function grouped(all: readonly Theirs[]): Map<string, Theirs[]> {
  const groups = new Map<string, Theirs[]>();
  for (const one of all) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one]);
  return groups;
}
