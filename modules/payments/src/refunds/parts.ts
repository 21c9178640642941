// SPDX-License-Identifier: Apache-2.0
/** Parts of refunds: each goes back over the attempt by which it came. */
import { newId, type Tx } from '@stoa/kernel';
import type { AttemptKey } from '../attempts/store.ts';
import * as store from './store.ts';

/** Of money that went back over an attempt: what of it was asked for, and of which invoice. */
export async function backOfRefunds(
  tx: Tx,
  attempt: AttemptKey,
  mostMinor: number,
  refundId: string | undefined,
): Promise<{ invoiceId: string; amountMinor: number }[]> {
  const found: { invoiceId: string; amountMinor: number }[] = [];
  let left = mostMinor;
  for (const part of await store.partsWaiting(tx, attempt, 'payer', refundId)) {
    const amountMinor = Math.min(left, part.amountMinor - part.doneMinor);
    if (left === 0) break;
    if (amountMinor === 0) continue;
    await store.addDone(tx, part, amountMinor);
    found.push({ invoiceId: part.invoiceId, amountMinor });
    left -= amountMinor;
  }
  return found;
}

/** What was paid for nothing by a way that gives nothing back waits like a refund that nobody asked for. */
export async function askSurplusBack(tx: Tx, { leadId, attempt }: AttemptKey, amountMinor: number): Promise<void> {
  const id = newId();
  await store.insertRefund(tx, {
    ...{ id, invoiceId: leadId, amountMinor, kind: 'surplus', reason: '', askedBy: null, askedByName: '' },
  });
  await store.insertPart(tx, { refundId: id, n: 1, leadId, attempt, amountMinor, state: 'payout' });
}

export async function noteSurplusBack(tx: Tx, attempt: AttemptKey, amountMinor: number): Promise<void> {
  let left = amountMinor;
  for (const part of await store.partsWaiting(tx, attempt, 'surplus', undefined)) {
    const done = Math.min(left, part.amountMinor - part.doneMinor);
    if (done > 0) await store.addDone(tx, part, done);
    left -= done;
  }
}
