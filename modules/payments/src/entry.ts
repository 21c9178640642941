// SPDX-License-Identifier: Apache-2.0
export interface Posting {
  /** `provider:<name>`, `bank:transfers`, `revenue:<code>`, `owed:payers`, `suspense:transfers`, `disputed:<name>`, `payouts:refunds`. */
  readonly account: string;
  /** In minor units; a debit is positive. */
  readonly amountMinor: number;
}
export type EntryKind =
  | ('payment' | 'refund' | 'surplus' | 'surplus-returned' | 'transfer' | 'settlement')
  | ('charge-back' | 'charge-back-won' | 'charge-back-lost');

export interface Entry {
  readonly key: string;
  readonly kind: EntryKind;
  readonly invoiceId: string | null;
  readonly currency: string;
  readonly bankReference?: string | undefined;
  readonly postings: readonly Posting[];
}

/** What the books take of an entry: idempotent by its key. */
export interface BooksEntry {
  readonly key: string;
  readonly kind: EntryKind;
  readonly bookedAt: string;
  readonly reference: string;
  readonly bankReference?: string;
  readonly currency: string;
  readonly postings: readonly Posting[];
}
