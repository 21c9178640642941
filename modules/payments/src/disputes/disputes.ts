// SPDX-License-Identifier: Apache-2.0
/** What the office does about charge-backs: it answers with evidence, or accepts. */
import { audit, type ModuleRuntime, pageOfRows, readCursor, refuse, type Tx, writeCursor } from '@stoa/kernel';
import type { InputOf, Principal } from '@stoa/kernel/contract';
import { findAttempt } from '../attempts/store.ts';
import type * as contract from '../contract.ts';
import type { Dispute } from '../contract.ts';
import { actingPerson } from '../fees/fees.ts';
import { providerOf } from '../providers/index.ts';
import { away } from '../providers/provider.ts';
import * as store from './store.ts';

/** Told twice after a crash in between, the provider takes it once. */
export async function answerDispute(
  module: ModuleRuntime,
  { id, evidence }: InputOf<typeof contract.answerDispute>,
  principal: Principal,
): Promise<{ id: string }> {
  const { dispute, attempt } = await module.tx(principal, async (tx) => {
    const dispute = await openDispute(tx, id);
    return { dispute, attempt: await findAttempt(tx, dispute) };
  });
  // One of a previous system is answered there, and noted here.
  if (attempt?.providerId) {
    const provider = providerOf(dispute.way);
    if (!provider?.answerDispute) return away();
    await provider.answerDispute(module, dispute.providerId, evidence);
  }
  await module.tx(principal, async (tx) => {
    await store.answer(tx, id, evidence, actingPerson(tx).name);
    await audit(tx, { action: 'payments.dispute-answered', object: { type: 'dispute', id } });
  });
  return { id };
}

async function openDispute(tx: Tx, id: string): Promise<store.StoredDispute> {
  const dispute =
    (await store.lockDispute(tx, 'id', id)) ??
    refuse('missing', 'payments.dispute-unknown', 'There is no such charge-back.');
  if (dispute.state !== 'open') refuse('conflict', 'payments.dispute-closed', 'This charge-back is answered already.');
  return dispute;
}

export const publicForm = ({
  leadId: _lead,
  attempt: _attempt,
  providerId: _id,
  ...dispute
}: store.StoredDispute): Dispute => dispute;

export async function listDisputes(tx: Tx, { state, cursor, limit }: InputOf<typeof contract.listDisputes>) {
  const after = readCursor(cursor, 'integer', 'instant', 'uuid');
  return pageOfRows(
    { limit },
    (count) => store.disputes(tx, { state, after, count }),
    ({ rank: _, ...dispute }) => publicForm(dispute),
    ({ rank, openedAt, id }) => writeCursor(rank, openedAt, id),
  );
}
