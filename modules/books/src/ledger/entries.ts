// SPDX-License-Identifier: Apache-2.0
/** Posting: an entry balances, its accounts are known, its day is open. */
import { createHash } from 'node:crypto';
import { canonicalJson, newId, refuse, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import { type Accounts, accountsOn } from '../accounts/chart.ts';
import type { post as postOperation } from '../contract.ts';
import { levels, type Posting } from '../contract/shared.ts';
import { actorName, dayAfter, given, today } from '../people.ts';
import { amountFault, divide, mainOf, subOf } from './postings.ts';
import { postingsOf } from './queries.ts';
import * as store from './store.ts';

export interface ToPost {
  readonly key: string;
  readonly kind: string;
  readonly bookedAt?: string | undefined;
  readonly reference: string;
  readonly bankReference?: string | undefined;
  readonly currency: string;
  readonly postings: readonly Posting[];
  readonly reverses?: string | undefined;
  readonly madeBy?: string;
}

/** Refuses: books.amount-zero, books.entry-unbalanced, books.account-unknown. */
export function checkEntry({ postings, currency }: Pick<ToPost, 'postings' | 'currency'>, { byCode }: Accounts): void {
  const fault = amountFault(postings.map(({ amountMinor }) => amountMinor));
  if (fault === 'zero') refuse('invalid', 'books.amount-zero', 'A posting of nothing says nothing. Leave it out.');
  if (fault === 'unbalanced')
    refuse('invalid', 'books.entry-unbalanced', 'Debits and credits of an entry have to be the same.');
  for (const { account } of postings) {
    const known = byCode.get(mainOf(account));
    if (!known || (known.currency !== undefined && known.currency !== currency))
      refuse('invalid', 'books.account-unknown', `There is no account ${account} in ${currency} on that day.`);
  }
}

function sharesOf(tx: Tx, postings: readonly store.NewPosting[], { byCode, sharings }: Accounts): store.NewShare[] {
  const [{ code: country }] = tx.module.country.territories;
  return postings.flatMap(({ account, amountMinor, region = country }, at) => {
    const rule = sharings.get(byCode.get(account)?.sharing ?? '');
    if (!rule) return [];
    const parts = divide(amountMinor, rule);
    return levels
      .filter((level) => parts[level] !== 0)
      .map((level) => ({
        ...{ line: at + 1, level, account, amountMinor: parts[level] },
        region: level === 'state' ? undefined : region,
      }));
  });
}

/** The day asked for, or the first open one where the books are closed by then. */
async function openDay(tx: Tx, asked: string): Promise<string> {
  const closed = await store.closedUntil(tx);
  return closed !== undefined && asked <= closed ? dayAfter(closed) : asked;
}

/** The same key again answers the same entry. Refuses as `post` declares. */
export async function book(tx: Tx, input: ToPost): Promise<OutputOf<typeof postOperation>> {
  const { key, kind, reference, bankReference, currency, reverses } = input;
  const asked = input.bookedAt ?? today(tx);
  const postings = input.postings.map(({ account, amountMinor, region, bankReference: own }) => ({
    ...{ account: mainOf(account), sub: subOf(account), amountMinor, region },
    bankReference: own ?? bankReference,
  }));
  // The day is no part of it where nobody named one: asked again tomorrow it is the same entry.
  const content = canonicalJson({ kind, bookedAt: input.bookedAt, reference, currency, postings });
  const digest = createHash('sha256').update(content).digest('base64url');
  await store.lockBooks(tx, 'shared');
  const before = await store.entryOfKey(tx, key);
  if (before) return same(before, digest);
  const bookedOn = await openDay(tx, asked);
  const accounts = await accountsOn(tx, bookedOn);
  checkEntry(input, accounts);
  const entry: store.NewEntry = {
    ...{ id: newId(), key, digest, kind, bookedOn, reference, currency, reverses },
    askedOn: bookedOn === asked ? undefined : asked,
    madeBy: input.madeBy ?? actorName(tx),
  };
  const known = await store.insertEntry(tx, entry);
  // Somebody else was first, a moment ago.
  if (!known) return same(await store.entryOfKey(tx, key), digest);
  await store.insertPostings(tx, entry, postings);
  const shares = sharesOf(tx, postings, accounts);
  if (shares.length > 0) await store.insertShares(tx, entry, shares);
  return shown(known);
}

const shown = ({ id, number, bookedOn, askedOn }: store.KnownEntry) => ({
  id,
  number,
  bookedOn,
  ...given({ askedOn }),
});

/** Refuses: books.key-taken. */
function same(known: store.KnownEntry | undefined, digest: string): OutputOf<typeof postOperation> {
  if (known?.digest !== digest)
    return refuse('conflict', 'books.key-taken', 'Something else was posted under this key. Nothing was posted now.');
  return shown(known);
}

export const post = (tx: Tx, input: InputOf<typeof postOperation>) => book(tx, input);

/** The entry the other way round, today. Refuses: books.entry-unknown, books.entry-reversed. */
export async function reversalOf(tx: Tx, entryId: string): Promise<ToPost> {
  const found = await postingsOf(tx, entryId);
  if (!found) return refuse('missing', 'books.entry-unknown', 'There is no such entry.');
  if (found.reversedBy) refuse('conflict', 'books.entry-reversed', 'This entry is reversed already.');
  const { kind, reference, currency, postings } = found;
  return {
    ...{ key: `reversal ${entryId}`, kind: `${kind}-reversed`, reference, currency, reverses: entryId },
    postings: postings.map(({ account, amountMinor, region, bankReference }) => ({
      ...{ account, amountMinor: -amountMinor },
      ...given({ region, bankReference }),
    })),
  };
}
