// SPDX-License-Identifier: Apache-2.0
/** Each entry goes on into the country's books under its own key, so that it stands there once; while they are away it waits. */
import { post } from '@stoa/books/contract';
import { isRefusal, type ModuleRuntime } from '@stoa/kernel';
import type { BooksEntry } from './entry.ts';
import { markHandedOver, putOff, waitingForBooks } from './postings.ts';

const atOnce = 100;
const system = { kind: 'system' } as const;
const named = (text: string) =>
  text
    .toLowerCase()
    .replaceAll(/[^a-z0-9-]/g, '-')
    .slice(0, 60);

/** The account of the chart for one of ours. Only what lies at our own bank is compared with its statements: `1030`. */
export function accountInBooks(account: string): string {
  const [kind, of = ''] = account.split(':');
  switch (kind) {
    case 'provider':
      return `1100.${named(of)}`;
    case 'disputed':
      return `1100.${named(`disputed-${of}`)}`;
    case 'bank':
      return '1030';
    case 'owed':
    case 'payouts':
      return `2200.${named(of)}`;
    case 'suspense':
      return `2400.${named(of)}`;
    case 'revenue':
      return `4100.${named(of)}`;
    default:
      throw new Error(`the chart has no account for ${account}`);
  }
}

const inBooks = ({ country }: ModuleRuntime, { key, kind, reference, currency, bookedAt, ...entry }: BooksEntry) => ({
  ...{ key: `payments ${key}`, kind: `fees-${kind}`, reference, currency },
  bookedAt: country.calendar.localDate(new Date(bookedAt)),
  postings: entry.postings.map(({ account, amountMinor }) => ({
    ...{ account: accountInBooks(account), amountMinor },
    ...(account.startsWith('bank:') && entry.bankReference ? { bankReference: entry.bankReference } : {}),
  })),
});

/** What the books refuse is told and put off; the others go on. */
export async function handOver(module: ModuleRuntime): Promise<void> {
  const waiting = await module.tx(system, (tx) => waitingForBooks(tx, atOnce));
  const taken: string[] = [];
  for (const entry of waiting)
    try {
      await module.call(post, inBooks(module, entry));
      taken.push(entry.key);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      if (error.kind === 'unavailable') break;
      const { code } = error;
      await module.tx(system, (tx) => putOff(tx, entry.key, code));
      module.alarm('payments.entry-refused', { entry: entry.key, code });
    }
  if (taken.length > 0) await module.tx(system, (tx) => markHandedOver(tx, taken));
}
