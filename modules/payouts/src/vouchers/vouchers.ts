// SPDX-License-Identifier: Apache-2.0
/** Vouchers: issued instead of a transfer, activated by whom they are for, redeemed whole or in part, cancelled, expired. */
import { randomInt } from 'node:crypto';
import { emit, type ModuleRuntime, pageOfRows, readCursor, refuse, type Tx, writeCursor } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import { accounts, bookEntry } from '../bank/booking.ts';
import { type LockedBatch, readyRows, setRowState } from '../batches/store.ts';
import { authoriseOwn } from '../beneficiaries/accounts.ts';
import type * as contract from '../contract.ts';
import { payoutPaid } from '../contract.ts';
import { ownOf, person, today } from '../people.ts';
import { findProgramme } from '../programmes/store.ts';
import * as store from './store.ts';

/** Letters and figures that nobody takes for one another. */
const signs = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
/** Sixteen signs, 80 bits: nobody guesses one. */
const newCode = (): string =>
  Array.from({ length: 16 }, (_, at) => `${at > 0 && at % 4 === 0 ? '-' : ''}${signs[randomInt(signs.length)]}`).join(
    '',
  );
const normal = (typed: string): string =>
  (
    typed
      .toUpperCase()
      .replaceAll(/[^0-9A-Z]/g, '')
      .match(/.{1,4}/g) ?? []
  ).join('-');

/** Rows of people who have no account. */
export async function issueVouchers(tx: Tx, { id: batchId, programme: code, period }: LockedBatch): Promise<void> {
  const programme = await findProgramme(tx, code);
  const days = programme?.voucherDays ?? 90;
  const expiresOn = tx.module.country.calendar.localDate(new Date(tx.now.getTime() + days * 86_400_000));
  let sum = 0;
  for (let after: string | undefined; ; ) {
    const rows = await readyRows(tx, batchId, after, 5000);
    if (rows.length === 0) break;
    after = rows.at(-1)?.id;
    const own = rows.filter(({ way }) => way === 'voucher');
    if (own.length === 0) continue;
    await store.insertVouchers(
      tx,
      { programme: code, expiresOn },
      own.map(({ id, whose, amountMinor, currency }) => ({
        ...{ payoutId: id, beneficiary: whose.key, amountMinor, currency, code: newCode() },
      })),
    );
    const ids = own.map(({ id }) => id);
    await setRowState(tx, ids, 'voucher');
    for (const { id: payoutId, reference, amountMinor, currency, service } of own)
      if (service) await emit(tx, payoutPaid, { payoutId, reference, amountMinor, currency, paidOn: today(tx) });
    sum += own.reduce((total, { amountMinor }) => total + amountMinor, 0);
  }
  if (sum === 0 || !programme) return;
  await bookEntry.enqueue(tx, {
    ...{ key: `vouchers ${batchId}`, kind: 'vouchers-issued', reference: `${code} ${period}` },
    currency: programme.currency,
    postings: [
      { account: programme.account, amountMinor: sum },
      { account: accounts.vouchers, amountMinor: -sum },
    ],
  });
}

const unknown = () =>
  refuse('missing', 'payouts.voucher-unknown', 'There is no such voucher. Compare the code with it.');
const closed = () =>
  refuse(
    'conflict',
    'payouts.voucher-closed',
    'This voucher is not active: it is not activated yet, used up, cancelled or expired.',
  );

/** Refuses: payouts.voucher-unknown, payouts.voucher-closed. */
export async function activateVoucher(
  tx: Tx,
  { id }: { id: string },
): Promise<OutputOf<typeof contract.activateVoucher>> {
  const whose = ownOf(tx);
  authoriseOwn(tx, whose);
  const voucher = await store.lockVoucher(tx, { id });
  if (voucher?.beneficiary !== whose.key) return unknown();
  if (voucher.state === 'active') return { id, state: 'active' };
  if (voucher.state !== 'issued' || voucher.expiresOn < today(tx)) closed();
  await store.setVoucher(tx, id, 'active', voucher.leftMinor);
  return { id, state: 'active' };
}

/** Refuses: payouts.voucher-unknown, -closed, -too-little, payouts.key-taken. */
export async function redeemVoucher(
  tx: Tx,
  { code, key, amountMinor: asked, place }: InputOf<typeof contract.redeemVoucher>,
): Promise<OutputOf<typeof contract.redeemVoucher>> {
  const voucher = (await store.lockVoucher(tx, { code: normal(code) })) ?? unknown();
  const { id, currency, leftMinor } = voucher;
  const before = await store.findUse(tx, id, key);
  if (before) {
    if (asked !== undefined && asked !== before.amountMinor)
      refuse('conflict', 'payouts.key-taken', 'Another amount was redeemed under this key.');
    return { id, redeemedMinor: before.amountMinor, leftMinor, currency };
  }
  if (voucher.state !== 'active' || voucher.expiresOn < today(tx)) closed();
  const amountMinor = asked ?? leftMinor;
  if (amountMinor > leftMinor)
    refuse('conflict', 'payouts.voucher-too-little', 'There is not so much left on the voucher.');
  const useId = await store.insertUse(tx, { voucherId: id, key, amountMinor, place, byName: person(tx).name });
  const left = leftMinor - amountMinor;
  await store.setVoucher(tx, id, left === 0 ? 'redeemed' : 'active', left);
  await bookEntry.enqueue(tx, {
    ...{ key: `voucher use ${useId}`, kind: 'voucher-redeemed', reference: id, currency },
    postings: [
      { account: accounts.vouchers, amountMinor },
      { account: accounts.owed, amountMinor: -amountMinor },
    ],
  });
  return { id, redeemedMinor: amountMinor, leftMinor: left, currency };
}

/** What is left on it returns to the budget. Refuses: payouts.voucher-unknown, payouts.voucher-closed. */
export async function endVoucher(tx: Tx, id: string, state: 'cancelled' | 'expired'): Promise<void> {
  const voucher = await openVoucher(tx, id);
  await store.setVoucher(tx, id, state, 0);
  const account = (await findProgramme(tx, voucher.programme))?.account ?? '';
  await bookEntry.enqueue(tx, {
    ...{ key: `voucher end ${id}`, kind: `voucher-${state}`, reference: id, currency: voucher.currency },
    postings: [
      { account: accounts.vouchers, amountMinor: voucher.leftMinor },
      { account, amountMinor: -voucher.leftMinor },
    ],
  });
}
/** Refuses: payouts.voucher-unknown, payouts.voucher-closed. */
export async function openVoucher(tx: Tx, id: string): Promise<store.VoucherRow> {
  const voucher = (await store.lockVoucher(tx, { id })) ?? unknown();
  if (voucher.state !== 'issued' && voucher.state !== 'active') closed();
  return voucher;
}
export const expireVouchers = (module: ModuleRuntime): Promise<void> =>
  module.tx({ kind: 'system' }, async (tx) => {
    for (const { id } of await store.overdueVouchers(tx, today(tx))) await endVoucher(tx, id, 'expired');
  });

export function listVouchers(
  tx: Tx,
  { cursor, limit, ...asked }: InputOf<typeof contract.listVouchers>,
): Promise<OutputOf<typeof contract.listVouchers>> {
  const [after] = readCursor(cursor, 'uuid') ?? [];
  return pageOfRows(
    { limit },
    (count) => store.listVouchers(tx, asked, after, count),
    ({ id, code, programme, state, amountMinor, leftMinor, currency, issuedAt, expiresOn }) => ({
      ...{ id, end: code.slice(-4), programme, state, amountMinor, leftMinor, currency, expiresOn },
      issuedAt: issuedAt.toISOString(),
    }),
    (row) => writeCursor(row.id),
  );
}
