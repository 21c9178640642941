// SPDX-License-Identifier: Apache-2.0
import { type ModuleRuntime, refuse, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf, Principal } from '@stoa/kernel/contract';
import { getDocument } from '@stoa/documents/contract';
import { exportEvidence, listMessages } from '@stoa/exchange/contract';
import { nameOf } from './chanceries.ts';
import type * as contract from './contract.ts';
import type { TraceStep } from './contract.ts';
import * as queries from './queries.ts';
import { isTaken } from './states.ts';
import type { CopyRow } from './store.ts';

export async function traceDocument(
  tx: Tx,
  { documentId }: InputOf<typeof contract.traceDocument>,
): Promise<OutputOf<typeof contract.traceDocument>> {
  await tx.call(getDocument, { id: documentId });
  const items = [...(await wayOut(tx, documentId)), ...(await wayIn(tx, documentId))];
  return { items: items.sort((a, b) => a.at.localeCompare(b.at)) };
}

/** What becomes of a copy is the addressee's word from its arrival on. */
const isTheirs = (state: contract.DeliveryState) => isTaken(state) || state === 'delivered' || state === 'refused';

async function wayOut(tx: Tx, documentId: string): Promise<TraceStep[]> {
  const copies = new Map((await queries.copiesOf(tx, documentId)).map((copy) => [copy.id, copy]));
  const steps = await queries.stepsOf(tx, [...copies.keys()]);
  return steps.flatMap(({ copyId, state, at, messageId }) => {
    const copy = copies.get(copyId);
    if (!copy) return [];
    const theirs = isTheirs(state);
    return [
      {
        ...{ at: at.toISOString(), step: state, way: copy.way, addressee: copy.addressee.name },
        by: theirs ? addresseeOf(copy) : institution(tx, copy.institutionId),
        ...(state === 'queued' ? { number: copy.number, date: copy.numberedOn } : {}),
        ...(state === 'registered' && copy.theirNumber ? { number: copy.theirNumber } : {}),
        ...(state === 'registered' && copy.theirDate ? { date: copy.theirDate } : {}),
        ...(state === 'refused' && copy.reason ? { reason: copy.reason } : {}),
        ...(messageId ? { messageId } : {}),
      },
    ];
  });
}

const institution = (tx: Tx, institutionId: string) => ({ institutionId, name: nameOf(tx.module, institutionId) });
const addresseeOf = ({ addresseeId, addressee }: CopyRow) => ({
  ...(addresseeId ? { institutionId: addresseeId } : {}),
  name: addressee.name,
});

async function wayIn(tx: Tx, documentId: string): Promise<TraceStep[]> {
  const arrival = await queries.arrivalOf(tx, documentId);
  if (!arrival) return [];
  const here = institution(tx, arrival.institutionId);
  const shared = { way: 'exchange' as const, addressee: here.name };
  const receipts = await queries.receiptsAbout(tx, arrival.id);
  const came = {
    ...{ ...shared, at: arrival.createdAt.toISOString(), step: 'sent' as const },
    by: { institutionId: arrival.senderId, name: arrival.sender },
    ...(arrival.theirNumber ? { number: arrival.theirNumber } : {}),
    ...(arrival.theirDate ? { date: arrival.theirDate } : {}),
    ...(arrival.messageId ? { messageId: arrival.messageId } : {}),
  };
  return [
    came,
    ...receipts.map(({ id, at, receipt: { state, number, date, reason } }) => ({
      ...{ ...shared, at: at.toISOString(), by: here, step: state, messageId: id },
      ...(number ? { number } : {}),
      ...(date ? { date } : {}),
      ...(reason ? { reason } : {}),
    })),
  ];
}

/** Whoever sees the document gets what proves its way; nothing else of the exchange. Refuses: correspondence.proof-unknown. */
export async function exportProof(
  module: ModuleRuntime,
  { documentId, messageId }: InputOf<typeof contract.exportProof>,
  principal: Principal,
): Promise<OutputOf<typeof contract.exportProof>> {
  const { items } = await module.tx(principal, (tx) => traceDocument(tx, { documentId }));
  if (!items.some((one) => one.messageId === messageId)) unknownProof();
  const logged = await module.call(listMessages, { messageId });
  const [entry] = logged.items;
  const { fileName, container } = await module.call(exportEvidence, { entryId: entry?.entryId ?? unknownProof() });
  return { fileName, container };
}

const unknownProof = (): never =>
  refuse(
    'missing',
    'correspondence.proof-unknown',
    'No such message is about this document, or the exchange keeps it no longer.',
  );
