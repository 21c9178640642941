// SPDX-License-Identifier: Apache-2.0
/** An account is compared with its statements; what differs is kept until somebody settles it. */
import { job, type ModuleRuntime, refuse, type Tx } from '@stoa/kernel';
import { Type } from 'typebox';
import { accountsOn } from '../accounts/chart.ts';
import { actorName, today } from '../people.ts';
import { compare, mostDaysApart } from './matching.ts';
import * as store from './store.ts';

const daysLater = (day: string, days: number) =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/** Days of which there are statements, and no other ones: elsewhere nobody knows yet. */
export async function compareAccount(tx: Tx, account: string): Promise<{ matched: number; found: number }> {
  await store.lockAccount(tx, account);
  const stated = await store.statedDays(tx, account);
  const [first, last] = [
    stated[0]?.from,
    stated
      .map(({ to }) => to)
      .sort()
      .at(-1),
  ];
  if (first === undefined || last === undefined) return { matched: 0, found: 0 };
  // A payment of before the first statement may stand in it; one that is a little ahead of the bank is none that is missing.
  const [from, to] = [daysLater(first, -mostDaysApart), daysLater(last, mostDaysApart)];
  const ours = await store.oursUnmatched(tx, account, from, to);
  const theirs = await store.theirsUnmatched(tx, account);
  const references = [...ours, ...theirs].flatMap(({ reference }) => reference ?? []);
  const { matched, found } = compare(ours, theirs, await store.settledKeys(tx, account, references));
  const isStated = (day: string) => stated.some((one) => one.from <= day && day <= one.to);
  const due = found.filter(({ ours: one, theirs: other }) => other !== undefined || (one && isStated(one.day)));
  await store.insertMatched(tx, matched);
  const byName = actorName(tx);
  for (const differenceId of await store.clearGone(tx, account, due))
    await store.insertStep(tx, { differenceId, what: 'matched', byName });
  for (const differenceId of await store.insertFound(tx, account, due))
    await store.insertStep(tx, { differenceId, what: 'found', byName });
  await store.putDays(tx, account, last);
  return { matched: matched.length, found: due.length };
}

/** After each statement. */
export const compareLater = job('books.compare-account', Type.Object({ account: Type.String() }), (tx, { account }) =>
  compareAccount(tx, account).then(() => undefined),
);

/** What was posted since a difference was found may be what was missing. */
export async function compareAgain(module: ModuleRuntime): Promise<void> {
  const principal = { kind: 'service', id: 'books' } as const;
  const accounts = await module.tx(principal, (tx) => store.accountsThatDiffer(tx));
  for (const account of accounts) await module.tx(principal, (tx) => compareAccount(tx, account));
}

/** Refuses: books.account-unknown. */
export async function reconcileAccount(tx: Tx, { account }: { account: string }) {
  const { byCode } = await accountsOn(tx, today(tx));
  if (!byCode.get(account)?.iban)
    refuse('missing', 'books.account-unknown', 'There is no account with this number that a bank keeps.');
  return { account, ...(await compareAccount(tx, account)) };
}
