// SPDX-License-Identifier: Apache-2.0
import type { Tx } from '@stoa/kernel';
import type { AnswerMode } from '@stoa/surveys/contract';
import type { InputOf, LocalText } from '@stoa/kernel/contract';
import type { Reach } from './reach.ts';
import type { CardLevel, CardReason, CardState, LinkState, listCards } from './contract.ts';

export interface CardRow {
  id: string;
  senderId: string;
  recordId: string;
  digest: string;
  state: CardState;
  reasons: CardReason[];
  organisationId: string | null;
  regionCode: string | null;
  organisationName: string;
  organisationAddress: string;
  organisationType: string;
  /** What the directory says; null while the organisation is unknown. */
  directory: { name: LocalText; address?: LocalText } | null;
  addressDiffers: boolean;
  inn: string;
  ogrn: string;
  kpp: string;
  serviceCode: string | null;
  surveyLevel: CardLevel;
  renderedOn: string;
  receivedAt: Date;
  stateAt: Date;
}
export const cardColumns = `id, sender_id as "senderId", record_id as "recordId", content_digest as digest, state, reasons,
  organisation_id as "organisationId", region_code as "regionCode", organisation_name as "organisationName",
  organisation_address as "organisationAddress", organisation_type as "organisationType",
  directory, address_differs as "addressDiffers", inn, ogrn, kpp,
  service_code as "serviceCode", survey_level as "surveyLevel", rendered_on as "renderedOn", received_at as "receivedAt",
  state_at as "stateAt"`;

export interface LinkRow {
  id: string;
  cardId: string;
  templateVersionId: string;
  mode: AnswerMode;
  bound: boolean;
  /** Whether the invitation goes by SMS to who has not said otherwise. */
  sms: boolean;
  state: LinkState;
  heldState: LinkState | null;
  issuedAt: Date;
  expiresAt: Date;
  sessionAt: Date | null;
  answeredAt: Date | null;
  responseId: string | null;
  receiptNo: string | null;
  submissionMac: string | null;
}
export const linkColumns = `id, card_id as "cardId", template_version_id as "templateVersionId", mode, bound, sms, state,
  held_state as "heldState", issued_at as "issuedAt", expires_at as "expiresAt", session_at as "sessionAt",
  answered_at as "answeredAt", response_id as "responseId", receipt_no as "receiptNo", submission_mac as "submissionMac"`;

/** Of any sender. */
export async function isCard(tx: Tx, id: string): Promise<boolean> {
  return (await tx.query('select 1 from card where id = $1', [id])).rows.length > 0;
}

/** The card the sender's record stands for; where all were rejected, the newest of them. */
export async function cardOfRecord(tx: Tx, senderId: string, recordId: string): Promise<CardRow | undefined> {
  const { rows } = await tx.query<CardRow>(
    `select ${cardColumns} from card where sender_id = $1 and record_id = $2 and state <> 'DUPLICATE'
     order by (state = 'REJECTED'), received_at desc, id desc limit 1`,
    [senderId, recordId],
  );
  return rows[0];
}

export async function cardById(tx: Tx, id: string): Promise<CardRow | undefined> {
  const { rows } = await tx.query<CardRow>(`select ${cardColumns} from card where id = $1`, [id]);
  return rows[0];
}

export type CardFilter = Partial<
  Pick<InputOf<typeof listCards>, 'state' | 'reason' | 'senderId' | 'organisationId' | 'from' | 'to' | 'search'>
>;
/** Parameters $1 to $9 of `narrowed`. */
const narrowing = (filter: CardFilter, reach: Reach): unknown[] => [
  ...[filter.state ?? null, filter.reason ?? null, filter.senderId ?? null, filter.organisationId ?? null],
  ...[filter.from ?? null, filter.to ?? null, filter.search?.trim().toLowerCase() || null],
  ...(reach === 'all' ? [null, null] : [reach.regions, reach.organisations]),
];
const narrowed = `($1::text is null or state = $1) and ($2::text is null or $2 = any(reasons))
  and ($3::text is null or sender_id = $3) and ($4::text is null or organisation_id = $4)
  and ($5::date is null or rendered_on >= $5) and ($6::date is null or rendered_on <= $6)
  and ($7::text is null or position($7 in lower(organisation_name)) > 0 or record_id = $7 or inn = $7 or id::text = $7)
  and ($8::text[] is null or region_code = any($8) or organisation_id = any($9))`;

export async function cardsBefore(
  tx: Tx,
  filter: CardFilter,
  reach: Reach,
  [at, id]: readonly string[] = [],
  limit: number,
  oldestFirst: boolean,
): Promise<CardRow[]> {
  const [after, order] = oldestFirst ? ['>', 'asc'] : ['<', 'desc'];
  const { rows } = await tx.query<CardRow>(
    `select ${cardColumns} from card where ${narrowed}
       and ($10::timestamptz is null or (received_at, id) ${after} ($10, $11::uuid))
     order by received_at ${order}, id ${order} limit $12`,
    [...narrowing(filter, reach), at ?? null, id ?? null, limit],
  );
  return rows;
}

export async function cardCounts(tx: Tx, filter: CardFilter, reach: Reach) {
  const parameters = narrowing(filter, reach);
  const states = await tx.query<{ state: CardState; count: number }>(
    `select state, count(*) as count from card where ${narrowed} group by 1 order by 1`,
    parameters,
  );
  const reasons = await tx.query<{ reason: CardReason; count: number }>(
    `select reason, count(*) as count from card cross join unnest(reasons) as reason where ${narrowed}
     group by 1 order by 2 desc, 1`,
    parameters,
  );
  type Sender = { senderId: string; count: number; rejected: number; quarantined: number; lastAt: Date };
  const senders = await tx.query<Sender>(
    `select sender_id as "senderId", count(*) as count, count(*) filter (where state = 'REJECTED') as rejected,
       count(*) filter (where state = 'QUARANTINED') as quarantined, max(received_at) as "lastAt"
     from card where ${narrowed} group by 1 order by 2 desc, 1 limit 100`,
    parameters,
  );
  return { states: states.rows, reasons: reasons.rows, senders: senders.rows };
}

export async function historyOf(tx: Tx, cardId: string) {
  const { rows } = await tx.query<{ state: CardState; reasons: CardReason[]; at: Date }>(
    'select state, reasons, at from card_history where card_id = $1 order by step',
    [cardId],
  );
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}

export async function personOf(tx: Tx, cardId: string) {
  const { rows } = await tx.query<{ personKey: string; askedKey: string | null; sealed: Buffer }>(
    'select person_key as "personKey", asked_key as "askedKey", sealed from card_person where card_id = $1',
    [cardId],
  );
  return rows[0];
}

export async function linkOfCard(tx: Tx, cardId: string): Promise<LinkRow | undefined> {
  const { rows } = await tx.query<LinkRow>(`select ${linkColumns} from survey_link where card_id = $1`, [cardId]);
  return rows[0];
}

export async function linkByToken(tx: Tx, tokenMac: Buffer): Promise<LinkRow | undefined> {
  const { rows } = await tx.query<LinkRow>(`select ${linkColumns} from survey_link where token_mac = $1`, [tokenMac]);
  return rows[0];
}

export async function answerTo(tx: Tx, messageId: string): Promise<unknown> {
  const { rows } = await tx.query<{ answer: unknown }>('select answer from intake where message_id = $1', [messageId]);
  return rows[0]?.answer;
}

/** Figures for the monitoring system, as they are sent. */
export interface Batch {
  readonly id: string;
  readonly body: string;
}

export async function oldestUnsentBatch(tx: Tx): Promise<Batch | undefined> {
  const sql = 'select id, body from monitoring_batch where sent_at is null order by made_at, id limit 1';
  return (await tx.query<Batch>(sql)).rows[0];
}

export async function digestOfLastBatch(tx: Tx): Promise<string | undefined> {
  const sql = 'select content_digest as digest from monitoring_batch order by made_at desc, id desc limit 1';
  return (await tx.query<{ digest: string }>(sql)).rows[0]?.digest;
}

/** Cards whose links have ended, and no session that began before `idleSince` is under way. */
export async function cardsToExpire(tx: Tx, idleSince: Date, limit: number): Promise<{ id: string }[]> {
  const { rows } = await tx.query<{ id: string }>(
    `select card_id as id from survey_link where state in ('ISSUED', 'SEEN', 'STARTED', 'LOCKED')
       and expires_at <= $1 and (session_at is null or session_at <= $2) order by expires_at limit $3`,
    [tx.now, idleSince, limit],
  );
  return rows;
}

/** Those that came into the state longest ago first; for one of these reasons where some are given. */
export async function cardsInStates(
  tx: Tx,
  states: readonly CardState[],
  { until = tx.now, reasons }: { until?: Date; reasons?: readonly CardReason[] },
  limit: number,
): Promise<{ id: string }[]> {
  const sql = `select id from card where state = any($1) and state_at <= $2 and ($3::text[] is null or reasons && $3)
    order by state_at limit $4`;
  return (await tx.query<{ id: string }>(sql, [states, until, reasons ?? null, limit])).rows;
}

export async function countCards(tx: Tx): Promise<{ state: CardState; count: number }[]> {
  const sql = 'select state, count(*) as count from card group by 1 order by 1';
  return (await tx.query<{ state: CardState; count: number }>(sql)).rows;
}

export async function lastIntake(tx: Tx): Promise<Date | null> {
  return (await tx.query<{ at: Date | null }>('select max(received_at) as at from intake')).rows[0]?.at ?? null;
}

export async function feedState(tx: Tx) {
  const { rows } = await tx.query<{ waiting: number; sentAt: Date | null; lastError: string | null }>(
    `select count(*) filter (where sent_at is null) as waiting, max(sent_at) as "sentAt", max(last_error) as "lastError"
     from monitoring_batch`,
  );
  return rows[0] ?? { waiting: 0, sentAt: null, lastError: null };
}

/** Links made for this person since then. */
export async function invitationsSince(tx: Tx, personKey: string, since: Date): Promise<number> {
  const { rows } = await tx.query<{ count: number }>(
    `select count(*) from survey_link l join card_person p using (card_id)
     where coalesce(p.asked_key, p.person_key) = $1 and l.issued_at > $2`,
    [personKey, since],
  );
  return rows[0]?.count ?? 0;
}

export async function linkByResponse(tx: Tx, responseId: string): Promise<LinkRow | undefined> {
  const sql = `select ${linkColumns} from survey_link where response_id = $1`;
  return (await tx.query<LinkRow>(sql, [responseId])).rows[0];
}
