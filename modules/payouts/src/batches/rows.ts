// SPDX-License-Identifier: Apache-2.0
/** Single payouts: asked for by modules, paid again, given up. */
import { canonicalJson, emit, refuse, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import { bookEntry } from '../bank/booking.ts';
import type * as contract from '../contract.ts';
import { payoutFailed } from '../contract.ts';
import { today, type Whose } from '../people.ts';
import { activeProgramme } from '../programmes/programmes.ts';
import { findProgramme } from '../programmes/store.ts';
import * as store from './store.ts';

/** Refuses: payouts.programme-unknown, payouts.key-taken. */
export async function pay(tx: Tx, input: InputOf<typeof contract.pay>): Promise<OutputOf<typeof contract.pay>> {
  const { key, beneficiary, amountMinor, currency, reason, reference } = input;
  const programme = await activeProgramme(tx, input.programme);
  const whose: Whose =
    'personKey' in beneficiary
      ? { kind: 'person', key: beneficiary.personKey }
      : { kind: 'organisation', key: beneficiary.organisationId };
  const service = tx.principal.kind === 'service' ? tx.principal.id : 'Stoa';
  const row = { key: `${service} ${key}`, whose, amountMinor, currency, reason, reference, service };
  const about = { programme: programme.code, period: today(tx).slice(0, 7), source: 'services' as const };
  const known = await store.lockPayout(tx, 'key', row.key);
  if (!known) {
    const batchId = await store.gatheringBatch(tx, about);
    const [id] = await store.insertRows(tx, batchId, about, [row]);
    if (id) {
      await store.checkRows(tx, batchId);
      return { id, batchId, state: 'ready' };
    }
  }
  const found = known ?? (await store.lockPayout(tx, 'key', row.key));
  const content = (one: Pick<store.WholePayout, 'whose' | 'amountMinor' | 'currency' | 'reason' | 'reference'>) =>
    canonicalJson([one.whose, one.amountMinor, one.currency, one.reason, one.reference]);
  if (!found || found.programme !== programme.code || content(found) !== content(row))
    return refuse('conflict', 'payouts.key-taken', 'Another payout was asked for under this key.');
  return { id: found.id, batchId: found.batchId, state: found.state };
}

/** Refuses: payouts.payout-unknown, payouts.payout-elsewhere. */
async function cameBack(tx: Tx, id: string): Promise<store.WholePayout> {
  const payout =
    (await store.lockPayout(tx, 'id', id)) ?? refuse('missing', 'payouts.payout-unknown', 'There is no such payout.');
  if (payout.state !== 'returned' && payout.state !== 'failed')
    refuse('conflict', 'payouts.payout-elsewhere', 'Only what came back or failed is paid again or given up, once.');
  return payout;
}
/** Refuses: payouts.payout-unknown, payouts.payout-elsewhere. */
export async function repeatPayout(tx: Tx, { id }: { id: string }): Promise<OutputOf<typeof contract.repeatPayout>> {
  const { programme, period, whose, amountMinor, currency, reason, reference, service } = await cameBack(tx, id);
  const about = { programme, period, source: 'repeat' as const };
  const batchId = await store.gatheringBatch(tx, about);
  await store.setRowState(tx, [id], 'repeated');
  const row = { key: `repeat ${id}`, whose, amountMinor, currency, reason, reference, repeats: id };
  const [made = id] = await store.insertRows(tx, batchId, about, [service ? { ...row, service } : row]);
  await store.checkRows(tx, batchId);
  return { id: made, batchId };
}
/** Refuses: payouts.payout-unknown, payouts.payout-elsewhere. */
export async function giveUp(
  tx: Tx,
  { id, reason }: InputOf<typeof contract.giveUp>,
): Promise<OutputOf<typeof contract.giveUp>> {
  const payout = await cameBack(tx, id);
  const { amountMinor, currency, reference } = payout;
  await store.setRowState(tx, [id], 'given-up');
  const account = (await findProgramme(tx, payout.programme))?.account ?? '';
  // What the bank never took stands in no account any more.
  if (payout.returnedOn)
    await bookEntry.enqueue(tx, {
      ...{ key: `given up ${id}`, kind: 'payout-given-up', reference, currency },
      postings: [
        { account: '2110', amountMinor },
        { account, amountMinor: -amountMinor },
      ],
    });
  if (payout.service)
    await emit(tx, payoutFailed, { payoutId: id, reference, amountMinor, currency, reason, givenUp: true });
  return { id, state: 'given-up' };
}
