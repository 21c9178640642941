// SPDX-License-Identifier: Apache-2.0
import { refuse, type Tx } from '@stoa/kernel';
import type { CardLevel, CardReason, CardState, LinkState, RenderedServiceCard } from './contract.ts';
import { type Batch, type CardRow, cardColumns, type LinkRow, linkColumns } from './queries.ts';
import type { Matched } from './matching.ts';
import { assertTransition, cardTransitions, linkTransitions } from './states.ts';
import { type CardPerson, seal } from './vault.ts';

export const unknownCard = (): never =>
  refuse('missing', 'quality.card-unknown', 'There is no such rendered-service card.');
export const personErased = (): never =>
  refuse('gone', 'quality.person-erased', 'The personal data of this card are not kept any more.');
/** Refuses: quality.link-closed. */
export const linkClosed = (): never =>
  refuse('conflict', 'quality.link-closed', 'This card has no survey link that could still be answered.');

export interface NewCard extends Omit<RenderedServiceCard, 'recordId' | 'surveyLevel'> {
  readonly id: string;
  readonly senderId: string;
  readonly recordId: string;
  readonly surveyLevel: CardLevel;
  readonly digest: string;
}

/** Inserts the card in the state; undefined when the sender's record is known already. */
export async function insertCard(
  tx: Tx,
  card: NewCard,
  state: 'RECEIVED' | 'DUPLICATE',
  reasons: CardReason[] = [],
): Promise<CardRow | undefined> {
  const { rows } = await tx.query<CardRow>(
    `insert into card (id, sender_id, record_id, content_digest, state, reasons, organisation_name, organisation_address,
       organisation_type, inn, ogrn, kpp, service_code, survey_level, rendered_on, received_at, state_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $16)
     on conflict (sender_id, record_id) where state not in ('REJECTED', 'DUPLICATE') do nothing returning ${cardColumns}`,
    [
      ...[card.id, card.senderId, card.recordId, card.digest, state, reasons],
      ...[card.organisationName, card.organisationAddress, card.organisationType, card.inn, card.ogrn, card.kpp],
      ...[card.serviceCode ?? null, card.surveyLevel, card.renderedOn, tx.now],
    ],
  );
  if (rows[0]) await insertHistory(tx, card.id, state, reasons);
  return rows[0];
}

const insertHistory = (tx: Tx, cardId: string, state: CardState, reasons: readonly CardReason[]) =>
  tx.query('insert into card_history (card_id, state, reasons, at) values ($1, $2, $3, $4)', [
    ...[cardId, state, reasons, tx.now],
  ]);

/** Moves the locked card on; answers it as it is then. */
export async function moveCard(
  tx: Tx,
  card: CardRow,
  to: CardState,
  reasons: readonly CardReason[] = [],
): Promise<CardRow> {
  assertTransition(cardTransitions, card.state, to);
  const { rows } = await tx.query<CardRow>(
    `update card set state = $3, reasons = $4, state_at = $5 where id = $1 and state = $2 returning ${cardColumns}`,
    [card.id, card.state, to, reasons, tx.now],
  );
  if (!rows[0]) throw new Error(`card ${card.id} is ${card.state} no more: it was not locked`);
  await insertHistory(tx, card.id, to, reasons);
  return rows[0];
}

export async function setOrganisation(tx: Tx, card: CardRow, found: Matched): Promise<CardRow> {
  const { rows } = await tx.query<CardRow>(
    `update card set organisation_id = $2, region_code = $3, organisation_type = $4, directory = $5, address_differs = $6
     where id = $1 returning ${cardColumns}`,
    [
      ...[card.id, found.organisationId, found.regionCode, found.sphere, JSON.stringify(found.directory)],
      found.addressDiffers,
    ],
  );
  return rows[0] ?? card;
}

export async function lockCard(tx: Tx, id: string): Promise<CardRow> {
  const { rows } = await tx.query<CardRow>(`select ${cardColumns} from card where id = $1 for update`, [id]);
  return rows[0] ?? unknownCard();
}

export const insertPerson = (tx: Tx, cardId: string, personKey: string, person: CardPerson) =>
  tx.query('insert into card_person (card_id, person_key, sealed) values ($1, $2, $3)', [
    ...[cardId, personKey, seal(tx.module, cardId, person)],
  ]);

export const setAsked = (tx: Tx, cardId: string, askedKey: string) =>
  tx.query('update card_person set asked_key = $2 where card_id = $1', [cardId, askedKey]);

export const erasePerson = (tx: Tx, cardId: string) => tx.query('delete from card_person where card_id = $1', [cardId]);

export const insertLink = (
  tx: Tx,
  link: Pick<LinkRow, 'id' | 'cardId' | 'templateVersionId' | 'mode' | 'bound' | 'sms' | 'expiresAt'> & {
    tokenMac: Buffer;
  },
) =>
  tx.query(
    `insert into survey_link (id, card_id, token_mac, template_version_id, mode, bound, sms, state, issued_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, 'ISSUED', $8, $9)`,
    [
      ...[link.id, link.cardId, link.tokenMac, link.templateVersionId, link.mode, link.bound, link.sms],
      ...[tx.now, link.expiresAt],
    ],
  );

export async function lockLink(tx: Tx, by: { tokenMac: Buffer } | { cardId: string }): Promise<LinkRow | undefined> {
  const [column, value] = 'cardId' in by ? ['card_id', by.cardId] : ['token_mac', by.tokenMac];
  const { rows } = await tx.query<LinkRow>(`select ${linkColumns} from survey_link where ${column} = $1 for update`, [
    value,
  ]);
  return rows[0];
}

/** Moves the locked link on, with what is known from then on. */
export async function moveLink(
  tx: Tx,
  link: LinkRow,
  to: LinkState,
  facts: Partial<
    Pick<LinkRow, 'heldState' | 'sessionAt' | 'answeredAt' | 'responseId' | 'receiptNo' | 'submissionMac'>
  > = {},
): Promise<LinkRow> {
  if (link.state !== to) assertTransition(linkTransitions, link.state, to);
  const moved = { ...link, ...facts, state: to };
  await tx.query(
    `update survey_link set state = $2, held_state = $3, session_at = $4, answered_at = $5, response_id = $6,
       receipt_no = $7, submission_mac = $8 where id = $1`,
    [
      ...[link.id, moved.state, moved.heldState, moved.sessionAt, moved.answeredAt, moved.responseId],
      ...[moved.receiptNo, moved.submissionMac],
    ],
  );
  return moved;
}

/** Where the invitation still waits: nobody was reached, and the link leads nowhere until it is sent once more. */
export async function endCard(tx: Tx, cardId: string, reason: CardReason): Promise<void> {
  const card = await lockCard(tx, cardId);
  const link = await lockLink(tx, { cardId });
  if (card.state !== 'NOTIFY_QUEUED') return;
  await moveCard(tx, card, 'UNDELIVERABLE', [reason]);
  if (link) await moveLink(tx, link, 'REVOKED');
}

/** Cards whose answers are in every figure now; withdrawn ones stay withdrawn. */
export async function foldedCards(tx: Tx, responseIds: readonly string[]): Promise<CardRow[]> {
  const { rows } = await tx.query<CardRow>(
    `select ${cardColumns} from card where state = 'ANSWERED'
       and id in (select card_id from survey_link where response_id = any($1)) order by id for update`,
    [responseIds],
  );
  return rows;
}

/** Nothing here leads to the response any more. */
export const forgetResponse = (tx: Tx, linkId: string) =>
  tx.query('update survey_link set response_id = null, submission_mac = null where id = $1', [linkId]);

export const insertIntake = (tx: Tx, messageId: string, senderId: string, answer: object) =>
  tx.query('insert into intake (message_id, sender_id, answer, received_at) values ($1, $2, $3, $4)', [
    ...[messageId, senderId, JSON.stringify(answer), tx.now],
  ]);

export const insertBatch = (tx: Tx, { id, body }: Batch, digest: string) =>
  tx.query('insert into monitoring_batch (id, body, content_digest, made_at) values ($1, $2, $3, $4)', [
    ...[id, body, digest, tx.now],
  ]);

/** A batch was taken, or not for this reason. */
export const noteSending = (tx: Tx, id: string, failure: string | undefined) =>
  tx.query('update monitoring_batch set sent_at = $2, last_error = $3 where id = $1', [
    ...[id, failure === undefined ? tx.now : null, failure ?? null],
  ]);

/** Says that the module is at work; answers since when it was not, where nobody has said so before. */
export async function noteAtWork(tx: Tx): Promise<Date | undefined> {
  const { rows } = await tx.query<{ at: Date }>('select at from at_work for update');
  await tx.query(
    'insert into at_work (at) values ($1) on conflict (one) do update set at = greatest(at_work.at, excluded.at)',
    [tx.now],
  );
  return rows[0]?.at;
}

/** Links that were open at a time run out so much later; answers how many. */
export async function extendLinks(tx: Tx, openAt: Date, byMs: number): Promise<number> {
  const { rowCount } = await tx.query(
    `update survey_link set expires_at = expires_at + $2 * interval '1 millisecond'
     where state in ('ISSUED', 'SEEN', 'STARTED') and expires_at > $1`,
    [openAt, byMs],
  );
  return rowCount ?? 0;
}
