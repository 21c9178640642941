// SPDX-License-Identifier: Apache-2.0
import { audit, pageOfRows, readCursor, refuse, type Tx, writeCursor } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import { listComments as listReleased } from '@stoa/surveys/contract';
import type * as contract from './contract.ts';
import type { Card } from './contract.ts';
import { reportStep, takeBackResponse } from './hand-over.ts';
import { type CardRow, cardById, cardsBefore, historyOf, linkOfCard, personOf } from './queries.ts';
import { isWithin, reachOf } from './reach.ts';
import { cardTransitions, linkTransitions } from './states.ts';
import { lockCard, lockLink, moveCard, moveLink } from './store.ts';
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
  { state, cursor, limit }: InputOf<typeof contract.listCards>,
): Promise<OutputOf<typeof contract.listCards>> {
  const before = readCursor(cursor, 'instant', 'uuid');
  const reach = await reachOf(tx);
  return pageOfRows(
    { limit },
    (count) => cardsBefore(tx, state, reach, before, count),
    cardOf,
    (row) => writeCursor(row.receivedAt, row.id),
  );
}

export async function listComments(
  tx: Tx,
  input: InputOf<typeof contract.listComments>,
): Promise<OutputOf<typeof contract.listComments>> {
  const reach = await reachOf(tx);
  return tx.module.call(listReleased, { ...input, ...(reach === 'all' ? {} : reach) });
}

const unknownCard = (): never => refuse('missing', 'quality.card-unknown', 'There is no such rendered-service card.');

const auditCard = async (tx: Tx, action: string, cardId: string, purpose: string) =>
  audit(tx, {
    action,
    object: { type: 'card', id: cardId },
    subject: (await personOf(tx, cardId))?.personKey,
    purpose,
  });

export async function getCard(tx: Tx, id: string): Promise<OutputOf<typeof contract.getCard>> {
  const card = (await cardById(tx, id)) ?? unknownCard();
  if (!isWithin(await reachOf(tx), card)) unknownCard();
  const link = await linkOfCard(tx, id);
  await auditCard(tx, 'quality.card-read', id, 'Work on the quality of services');
  return {
    ...cardOf(card),
    ...(link && {
      link: { state: link.state, issuedAt: link.issuedAt.toISOString(), expiresAt: link.expiresAt.toISOString() },
    }),
    history: await historyOf(tx, id),
  };
}

export async function revealPerson(tx: Tx, { id, purpose }: InputOf<typeof contract.revealPerson>) {
  if (!(await cardById(tx, id))) unknownCard();
  const person =
    (await personOf(tx, id)) ??
    refuse('gone', 'quality.person-erased', 'The personal data of this card are not kept any more.');
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
  if (!link || !(held ? linkTransitions[link.state].includes('LOCKED') : link.heldState))
    return refuse('conflict', 'quality.link-closed', 'This card has no survey link that could still be answered.');
  const moved = held
    ? await moveLink(tx, link, 'LOCKED', { heldState: link.state })
    : await moveLink(tx, link, link.heldState ?? link.state, { heldState: null });
  return { id, linkState: moved.state };
}
