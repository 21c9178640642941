// SPDX-License-Identifier: Apache-2.0
/** What money does is posted in the books by jobs of this module, once each whatever is tried again. */
import { post } from '@stoa/books/contract';
import { job, type ModuleRuntime, type Tx } from '@stoa/kernel';
import { Type } from 'typebox';
import { findProgramme } from '../programmes/store.ts';
import { lockBatch } from '../batches/store.ts';
import { today } from '../people.ts';
import * as store from './store.ts';

/** Accounts of the books that payouts pass through. */
export const accounts = { onTheWay: '2100', cameBack: '2110', vouchers: '2300', owed: '2310' } as const;
const Line = Type.Object({
  account: Type.String(),
  amountMinor: Type.Integer(),
  bankReference: Type.Optional(Type.String()),
});
const Entry = Type.Object({
  key: Type.String(),
  kind: Type.String(),
  reference: Type.String(),
  currency: Type.String(),
  bookedAt: Type.Optional(Type.String()),
  postings: Type.Array(Line),
});
export const bookEntry = job(
  'payouts.book-entry',
  Entry,
  async (module, entry) => {
    await module.call(post, entry);
  },
  { tx: false },
);

/** A file as it went, and as the bank settled it. */
export const bookFile = job(
  'payouts.book-file',
  Type.Object({ messageId: Type.String(), what: Type.Enum(['sent', 'settled', 'failed']) }),
  async (module, { messageId, what }) => {
    const entry = await entryOf(module, messageId, what);
    if (entry && entry.postings.length > 1) await module.call(post, entry);
  },
  { tx: false },
);

const entryOf = (module: ModuleRuntime, messageId: string, what: 'sent' | 'settled' | 'failed') =>
  module.tx({ kind: 'system' }, async (tx) => {
    const file = await store.findFile(tx, messageId);
    const batch = file && (await lockBatch(tx, file.batchId));
    const programme = batch && (await findProgramme(tx, batch.programme));
    if (!programme) return undefined;
    const about = {
      ...{ key: `${what} ${messageId}`, kind: `payouts-${what}`, currency: programme.currency },
      reference: `${programme.code} ${batch.period} ${messageId}`,
    };
    if (what === 'settled') return { ...about, ...(await settled(tx, messageId, programme.bankAccount)) };
    const { first, again } = await store.sumsOf(tx, messageId, what === 'failed' ? 'failed' : undefined);
    const sign = what === 'failed' ? -1 : 1;
    const postings = [
      { account: programme.account, amountMinor: first * sign },
      { account: accounts.cameBack, amountMinor: again * sign },
      { account: accounts.onTheWay, amountMinor: -(first + again) * sign },
    ];
    const bookedAt = module.country.calendar.localDate(file.madeAt);
    return {
      ...{ ...about, ...(what === 'sent' ? { bookedAt } : {}) },
      postings: postings.filter(({ amountMinor }) => amountMinor !== 0),
    };
  });
async function settled(tx: Tx, messageId: string, bankAccount: string) {
  const paid = await store.paidTransfers(tx, messageId);
  const sum = paid.reduce((total, { amountMinor }) => total + amountMinor, 0);
  return {
    bookedAt: paid[0]?.paidOn ?? today(tx),
    postings: [
      ...(sum > 0 ? [{ account: accounts.onTheWay, amountMinor: sum }] : []),
      ...paid.map(({ endToEndId, amountMinor }) => ({
        ...{ account: bankAccount, amountMinor: -amountMinor, bankReference: endToEndId },
      })),
    ],
  };
}
