// SPDX-License-Identifier: Apache-2.0
/** Joining an answer to the person who gave it: one official asks, another one agrees, and the person sees both. */
import { audit, pageOfRows, readCursor, refuse, type Tx, writeCursor } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import type * as contract from '../contract.ts';
import { linkByResponse, personOf } from '../queries.ts';
import { personErased } from '../store.ts';
import { unseal } from '../vault.ts';
import { insertRequest, lockRequest, type RequestRow, requestsBefore, setDecision, setRead } from './store.ts';

/** What was agreed to is read within this time. */
const readWithinMs = 24 * 60 * 60_000;

const whoAsks = ({ principal }: Tx) =>
  principal.kind === 'person' ? principal : { id: principal.kind, name: principal.kind };

/** The subject is whom the card is about, and who answered where that is somebody else. */
async function auditRequest(tx: Tx, action: string, id: string, cardId: string, purpose: string): Promise<void> {
  const person = await personOf(tx, cardId);
  const subjects = new Set([person?.personKey, person?.askedKey ?? person?.personKey]);
  for (const subject of subjects)
    await audit(tx, { action, object: { type: 'reidentification', id }, subject, purpose });
}

export async function askReidentification(
  tx: Tx,
  { responseId, purpose }: InputOf<typeof contract.askReidentification>,
) {
  const link =
    (await linkByResponse(tx, responseId)) ??
    refuse('missing', 'quality.answer-not-joined', 'No such answer is joined to a card: it is unknown or was severed.');
  if (!(await personOf(tx, link.cardId))) personErased();
  const id = await insertRequest(tx, { responseId, cardId: link.cardId, purpose }, whoAsks(tx));
  await auditRequest(tx, 'quality.reidentification-asked', id, link.cardId, purpose);
  return { id };
}

function stateOf({ agreed, readAt, decidedAt }: RequestRow, now: Date) {
  if (agreed === null || !decidedAt) return 'asked';
  if (!agreed) return 'refused';
  if (now.getTime() - decidedAt.getTime() > readWithinMs) return readAt ? 'read' : 'lapsed';
  return readAt ? 'read' : 'agreed';
}

export async function listReidentifications(
  tx: Tx,
  { cursor, limit }: InputOf<typeof contract.listReidentifications>,
): Promise<OutputOf<typeof contract.listReidentifications>> {
  const before = readCursor(cursor, 'instant', 'uuid');
  const me = whoAsks(tx).id;
  return pageOfRows(
    { limit },
    (count) => requestsBefore(tx, before, count),
    (row) => ({
      ...{ id: row.id, responseId: row.responseId, purpose: row.purpose, askedBy: row.askedByName },
      askedAt: row.askedAt.toISOString(),
      state: stateOf(row, tx.now),
      own: row.askedBy === me,
      ...(row.decidedByName && { decidedBy: row.decidedByName }),
      ...(row.decidedAt && { decidedAt: row.decidedAt.toISOString() }),
    }),
    (row) => writeCursor(row.askedAt, row.id),
  );
}

const unknown = (): never => refuse('missing', 'quality.request-unknown', 'There is no such request.');

export async function decideReidentification(tx: Tx, { id, agreed }: InputOf<typeof contract.decideReidentification>) {
  const request = (await lockRequest(tx, id)) ?? unknown();
  const me = whoAsks(tx);
  if (request.askedBy === me.id)
    refuse('forbidden', 'quality.request-own', 'You asked for this yourself. Somebody else decides.');
  if (request.agreed !== null && request.agreed !== agreed)
    refuse('conflict', 'quality.request-decided', 'This request was decided on already.');
  if (request.agreed === null) await setDecision(tx, id, agreed, me);
  await auditRequest(tx, 'quality.reidentification-decided', id, request.cardId, request.purpose);
  return { id };
}

export async function readReidentified(tx: Tx, id: string): Promise<OutputOf<typeof contract.readReidentified>> {
  const request = (await lockRequest(tx, id)) ?? unknown();
  if (request.askedBy !== whoAsks(tx).id) unknown();
  const { agreed, decidedAt } = request;
  if (!agreed || !decidedAt || tx.now.getTime() - decidedAt.getTime() > readWithinMs)
    refuse('conflict', 'quality.not-agreed', 'Nobody has agreed to this within the last day.');
  const person = (await personOf(tx, request.cardId)) ?? personErased();
  await setRead(tx, id);
  await auditRequest(tx, 'quality.person-reidentified', id, request.cardId, request.purpose);
  const { fullName, birthOn, snils } = unseal(tx.module, request.cardId, person.sealed);
  return { cardId: request.cardId, fullName, birthOn, snils };
}
