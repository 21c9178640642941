// SPDX-License-Identifier: Apache-2.0
import { audit, pageOfRows, readCursor, refuse, type Tx, writeCursor } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import { listComments as listReleased } from '@stoa/surveys/contract';
import type * as contract from './contract.ts';
import type { Card } from './contract.ts';
import { countArrivals } from './arrivals/store.ts';
import { dropDraft } from './drafts/store.ts';
import { reportStep, severAnswer, takeBackResponse } from './hand-over.ts';
import { rematchCard } from './intake.ts';
import { sendInvitation } from './invitation.ts';
import { type NoticeRow, noticeOf } from './notices/store.ts';
import { type CardRow, cardById, cardCounts, cardsBefore, historyOf, linkOfCard, personOf } from './queries.ts';
import { isWithin, reachOf } from './reach.ts';
import { cardTransitions, linkTransitions } from './states.ts';
import { foldedCards, linkClosed, lockCard, lockLink, moveCard, moveLink, personErased, unknownCard } from './store.ts';
import { unseal } from './vault.ts';

const cardOf = ({ digest: _digest, ...row }: CardRow): Card => {
  const { organisationId, regionCode, serviceCode, directory, ...rest } = row;
  return {
    ...rest,
    ...(organisationId && { organisationId }),
    ...(regionCode && { regionCode }),
    ...(serviceCode && { serviceCode }),
    ...(directory && { directory }),
    receivedAt: row.receivedAt.toISOString(),
    stateAt: row.stateAt.toISOString(),
  };
};

export async function listCards(
  tx: Tx,
  { cursor, limit, order, ...filter }: InputOf<typeof contract.listCards>,
): Promise<OutputOf<typeof contract.listCards>> {
  const before = readCursor(cursor, 'instant', 'uuid');
  const reach = await reachOf(tx);
  return pageOfRows(
    { limit },
    (count) => cardsBefore(tx, filter, reach, before, count, order === 'oldest'),
    cardOf,
    (row) => writeCursor(row.receivedAt, row.id),
  );
}

export async function countCards(tx: Tx, filter: InputOf<typeof contract.countCards>) {
  const reach = await reachOf(tx);
  const { states, reasons, senders } = await cardCounts(tx, filter, reach);
  return {
    ...{ states, reasons },
    senders: senders.map((one) => ({ ...one, lastAt: one.lastAt.toISOString() })),
    arriving: reach === 'all' ? await countArrivals(tx) : 0,
  };
}

export async function listComments(tx: Tx, input: InputOf<typeof contract.listComments>) {
  const reach = await reachOf(tx);
  return tx.module.call(listReleased, { ...input, ...(reach === 'all' ? {} : reach) });
}

export const auditCard = async (tx: Tx, action: string, cardId: string, purpose: string) =>
  audit(tx, {
    action,
    object: { type: 'card', id: cardId },
    subject: (await personOf(tx, cardId))?.personKey,
    purpose,
  });

export async function getCard(tx: Tx, id: string): Promise<OutputOf<typeof contract.getCard>> {
  const card = (await cardById(tx, id)) ?? unknownCard();
  if (!isWithin(await reachOf(tx), card)) unknownCard();
  const [link, notice] = [await linkOfCard(tx, id), await noticeOf(tx, id)];
  await auditCard(tx, 'quality.card-read', id, 'Work on the quality of services');
  return {
    ...cardOf(card),
    ...(link && {
      link: {
        ...{ state: link.state, mode: link.mode, bound: link.bound },
        ...{ issuedAt: link.issuedAt.toISOString(), expiresAt: link.expiresAt.toISOString() },
      },
    }),
    ...(notice && { notice: noticeShown(notice) }),
    history: await historyOf(tx, id),
  };
}

const noticeShown = ({ tries, sentAt, answeredAt, outcome, readAt, lastError, copy }: NoticeRow) => ({
  tries,
  ...(sentAt && { sentAt: sentAt.toISOString() }),
  ...(answeredAt && { answeredAt: answeredAt.toISOString() }),
  ...(outcome && { outcome }),
  ...(readAt && { readAt: readAt.toISOString() }),
  ...(lastError && { lastError }),
  ...(copy && { copy }),
});

export async function revealPerson(tx: Tx, { id, purpose }: InputOf<typeof contract.revealPerson>) {
  if (!(await cardById(tx, id))) unknownCard();
  const person = (await personOf(tx, id)) ?? personErased();
  await auditCard(tx, 'quality.person-revealed', id, purpose);
  return unseal(tx.module, id, person.sealed);
}

/** Withdrawing again changes nothing. */
export async function withdrawCard(tx: Tx, { id, reason }: InputOf<typeof contract.withdrawCard>) {
  const card = await lockCard(tx, id);
  await auditCard(tx, 'quality.card-withdrawn', id, reason);
  if (card.state === 'WITHDRAWN') return { id, state: card.state };
  if (!cardTransitions[card.state].includes('WITHDRAWN'))
    refuse('conflict', 'quality.card-closed', `A card that is ${card.state} cannot be withdrawn.`);
  const link = await lockLink(tx, { cardId: id });
  if (link && link.mode !== 'linked' && card.state === 'FOLDED')
    refuse('conflict', 'quality.answer-severed', 'The answer was counted and belongs to no card any more.');
  if (link) await dropDraft(tx, link.id);
  if (link && linkTransitions[link.state].includes('REVOKED')) await moveLink(tx, link, 'REVOKED');
  if (link?.responseId) await takeBackResponse.enqueue(tx, { id: link.responseId }, { key: link.responseId });
  const { state } = await moveCard(tx, card, 'WITHDRAWN');
  await reportStep(tx, card, 'withdrawn');
  return { id, state };
}

/** Holding what is held, or releasing what is not, changes nothing. */
export async function holdLink(tx: Tx, { id, held, reason }: InputOf<typeof contract.holdLink>) {
  await lockCard(tx, id);
  const link = await lockLink(tx, { cardId: id });
  await auditCard(tx, 'quality.link-held', id, reason);
  if (link && held === (link.state === 'LOCKED')) return { id, linkState: link.state };
  if (!link || !(held ? linkTransitions[link.state].includes('LOCKED') : link.heldState)) return linkClosed();
  const moved = held
    ? await moveLink(tx, link, 'LOCKED', { heldState: link.state })
    : await moveLink(tx, link, link.heldState ?? link.state, { heldState: null });
  return { id, linkState: moved.state };
}

/** Refuses: quality.card-unknown, quality.card-closed, quality.link-closed. */
export async function retryCard(tx: Tx, id: string): Promise<OutputOf<typeof contract.retryCard>> {
  const card = await lockCard(tx, id);
  await auditCard(tx, 'quality.card-retried', id, 'To invite you to rate the service you received');
  if (card.state === 'QUARANTINED') await rematchCard(tx, card, true);
  else if (card.state === 'UNDELIVERABLE') {
    const link = await lockLink(tx, { cardId: id });
    if (!link || link.expiresAt <= tx.now || !(await personOf(tx, id))) return linkClosed();
    if (link.state === 'REVOKED') await moveLink(tx, link, 'ISSUED');
    await moveCard(tx, card, 'NOTIFY_QUEUED');
    await sendInvitation(tx, id);
  } else refuse('conflict', 'quality.card-closed', `A card that is ${card.state} has nothing to be tried again.`);
  const { state, reasons } = (await cardById(tx, id)) ?? card;
  return { id, state, reasons };
}

/** Cards whose answers are counted now; those to be severed are forgotten by both sides after that. */
export async function markFolded(tx: Tx, responseIds: readonly string[]): Promise<void> {
  for (const card of await foldedCards(tx, responseIds)) {
    await moveCard(tx, card, 'FOLDED');
    const link = await linkOfCard(tx, card.id);
    if (link?.mode === 'severed' && link.responseId)
      await severAnswer.enqueue(tx, { linkId: link.id, responseId: link.responseId }, { key: link.responseId });
  }
}
