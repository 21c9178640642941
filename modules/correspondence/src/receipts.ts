// SPDX-License-Identifier: Apache-2.0
/** What the sender of an arrival is told of it. */
import { isRefusal, type ModuleRuntime, refuse, type Tx } from '@stoa/kernel';
import type { DataOf, InputOf, Principal } from '@stoa/kernel/contract';
import { type documentMoved, type documentRegistered, getDocument, moveDocument } from '@stoa/documents/contract';
import { isClerkOf } from './clerks.ts';
import type * as contract from './contract.ts';
import type { DeliveryState, Receipt, RefusalReason } from './contract.ts';
import { isBack, isTaken } from './states.ts';
import * as store from './store.ts';
import type { ArrivalRow } from './store.ts';

export const texts: Readonly<Record<RefusalReason, string>> = {
  'wrong-addressee': 'The envelope is addressed to another institution.',
  'sender-unknown': 'The sender in the envelope is not who sent the message.',
  damaged: 'The container is missing, damaged or no ASiC-E container.',
  tampered: 'The files are not those that the envelope names.',
  'signature-bad': 'A signature does not hold. Sign the files anew.',
  'signature-missing': 'The container has no signature of the sender over all files.',
  'too-large': 'The container is larger than 10 MB. Send part of the files by another way.',
  'kind-unknown': 'Documents of this kind are not taken over the exchange.',
  'file-refused':
    'A file is of a kind that is not taken, or is not what it says. Send it as PDF, DOCX, ODT or an image.',
  'by-clerk': 'The chancery sent it back.',
  'not-admitted': 'Sender or addressee is not admitted to the exchange of documents.',
  'message-invalid': 'The message does not fit its information type.',
};
/** Envelopes come into documents under this key. */
export const keyOf = (envelopeId: string): string => `exchange:${envelopeId}`;
const envelopeIdOf = (key: string | undefined): string | undefined => /^exchange:(.+)$/.exec(key ?? '')?.[1];

export const insertReceipt = (
  tx: Tx,
  { id, institutionId, senderId }: Pick<ArrivalRow, 'id' | 'institutionId' | 'senderId'>,
  said: Omit<Receipt, 'envelopeId' | 'at'>,
) =>
  store.insertMessage(tx, {
    ...{ fromId: institutionId, toId: senderId, about: id, what: 'receipt' },
    content: { receipt: { envelopeId: id, at: tx.now.toISOString(), ...said } },
  });

export async function tellRegistered(
  tx: Tx,
  { key, documentId, number, numberedOn }: DataOf<typeof documentRegistered>,
): Promise<void> {
  const id = envelopeIdOf(key);
  const arrival = id && (await store.lockArrival(tx, 'id', id));
  if (!arrival || isBack(arrival.state) || arrival.number) return;
  const state = isTaken(arrival.state) ? arrival.state : 'registered';
  await store.setArrival(tx, arrival, { state, documentId, number, numberedOn });
  await insertReceipt(tx, arrival, { state: 'registered', number, date: numberedOn });
}

/** What a chancery does with a document that came, as its sender is told. */
const told: Partial<Record<string, DeliveryState & Receipt['state']>> = {
  'in-execution': 'in-execution',
  executed: 'executed',
  filed: 'executed',
  refused: 'refused',
  cancelled: 'refused',
};

export async function tellMoved(tx: Tx, { key, documentId, to }: DataOf<typeof documentMoved>): Promise<void> {
  const state = told[to];
  const id = envelopeIdOf(key);
  const arrival =
    state && (id ? await store.lockArrival(tx, 'id', id) : await store.lockArrival(tx, 'document_id', documentId));
  if (!arrival || isBack(arrival.state) || arrival.state === state || arrival.state === 'executed') return;
  if (state !== 'refused') {
    await store.setArrival(tx, arrival, { state });
    await insertReceipt(tx, arrival, { state });
  } else if (arrival.recallAskedAt) {
    await store.setArrival(tx, arrival, { state: 'recalled' });
    await insertReceipt(tx, arrival, { state: 'recalled' });
  } else {
    const reason = arrival.reason ?? { code: 'by-clerk' as const, text: texts['by-clerk'] };
    await store.setArrival(tx, arrival, { state, reason });
    await insertReceipt(tx, arrival, { state, reason });
  }
}

/** Refuses: correspondence.arrival-unknown, correspondence.registered-already. */
export async function refuseArrival(
  module: ModuleRuntime,
  { documentId, reason }: InputOf<typeof contract.refuseArrival>,
  principal: Principal,
): Promise<{ documentId: string }> {
  await module.tx(principal, async (tx) => {
    await tx.call(getDocument, { id: documentId });
    const arrival = await store.lockArrival(tx, 'document_id', documentId);
    if (!arrival || !isClerkOf(tx, arrival.institutionId))
      refuse('missing', 'correspondence.arrival-unknown', 'No such document came over the exchange to your chancery.');
    if (arrival.state !== 'delivered') registeredAlready();
    await store.setArrival(tx, arrival, { state: 'delivered', reason: { code: 'by-clerk', text: reason } });
  });
  try {
    await module.call(moveDocument, {
      ...{ id: documentId, to: 'refused', what: 'refused', facts: { reason } },
      ...{ key: 'refused', ...(principal.kind === 'person' ? { byName: principal.name } : {}) },
    });
  } catch (error) {
    if (isRefusal(error) && error.code === 'documents.state-forbids') registeredAlready();
    throw error;
  }
  return { documentId };
}

const registeredAlready = (): never =>
  refuse(
    'conflict',
    'correspondence.registered-already',
    'It has a number here, or went back already: load the page anew.',
  );
