// SPDX-License-Identifier: Apache-2.0
/** SQL that writes copies, arrivals and what waits to be sent. */
import { randomUUID } from 'node:crypto';
import { jsonOf, mark, openRow, sealRow, type Tx } from '@stoa/kernel';
import type { DeliveryState, Message, Refused, Way } from './contract.ts';

export interface Addressee {
  readonly name: string;
  readonly address?: string | undefined;
  readonly personKey?: string | undefined;
}
export interface CopyRow {
  readonly id: string;
  readonly documentId: string;
  readonly institutionId: string;
  readonly way: Way;
  readonly addresseeId: string | null;
  readonly state: DeliveryState;
  readonly number: string;
  readonly numberedOn: string;
  readonly theirNumber: string | null;
  readonly theirDate: string | null;
  readonly addressee: Addressee;
  readonly subject: string;
  readonly reason: Refused | null;
  readonly recallAskedAt: Date | null;
  readonly createdAt: Date;
  readonly changedAt: Date;
}
type Sealed<Row> = Row & { sealed: string | null };

export const copyColumns = `c.id, c.document_id as "documentId", c.institution_id as "institutionId", c.way,
  c.addressee_id as "addresseeId", c.state, c.number, c.numbered_on as "numberedOn", c.their_number as "theirNumber",
  c.their_date as "theirDate", c.addressee, c.subject, c.reason, c.sealed, c.recall_asked_at as "recallAskedAt",
  c.created_at as "createdAt", c.changed_at as "changedAt"`;
export const openCopy = (tx: Tx, row: Sealed<CopyRow>): CopyRow => openRow(tx, 'copy', row.id, row) as CopyRow;

const now = (tx: Tx) => tx.now;

/** False where the addressee has a copy that is still on its way or was taken. */
export async function insertCopy(
  tx: Tx,
  copy: Pick<
    CopyRow,
    'id' | 'documentId' | 'institutionId' | 'way' | 'addresseeId' | 'number' | 'numberedOn' | 'addressee' | 'subject'
  > & { state: DeliveryState },
): Promise<boolean> {
  const { addressee, subject } = copy;
  const kept = sealRow(tx, 'copy', copy.id, { addressee, subject, reason: null });
  const who = copy.addresseeId ?? addressee.personKey ?? `${addressee.name}\n${addressee.address ?? ''}`;
  const { rowCount } = await tx.query(
    `insert into copy (id, document_id, institution_id, way, addressee_id, addressee_mark, state, number, numbered_on, addressee,
       subject, sealed, created_at, changed_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13)
     on conflict (document_id, addressee_mark) where state not in ('refused', 'recalled') do nothing`,
    [
      ...[copy.id, copy.documentId, copy.institutionId, copy.way, copy.addresseeId, mark(tx.module, who), copy.state],
      ...[copy.number, copy.numberedOn, jsonOf(kept.addressee), kept.subject, kept.sealed, now(tx)],
    ],
  );
  if (rowCount !== 1) return false;
  await insertStep(tx, copy.id, copy.state);
  return true;
}

const insertStep = (tx: Tx, id: string, state: DeliveryState, messageId?: string) =>
  tx.query('insert into copy_step (copy_id, state, at, message_id) values ($1, $2, $3, $4) on conflict do nothing', [
    ...[id, state, tx.now, messageId ?? null],
  ]);

export async function lockCopy(tx: Tx, id: string): Promise<CopyRow | undefined> {
  const sql = `select ${copyColumns} from copy c where c.id = $1 for update`;
  const row = (await tx.query<Sealed<CopyRow>>(sql, [id])).rows[0];
  return row && openCopy(tx, row);
}

export async function setCopy(
  tx: Tx,
  copy: CopyRow,
  to: {
    state: DeliveryState;
    theirNumber?: string | undefined;
    theirDate?: string | undefined;
    reason?: Refused;
    /** Of the exchange, which said so. */
    messageId?: string;
  },
): Promise<void> {
  const { addressee, subject } = copy;
  const kept = sealRow(tx, 'copy', copy.id, { addressee, subject, reason: to.reason ?? copy.reason });
  await tx.query(
    `update copy set state = $2, their_number = coalesce($3, their_number), their_date = coalesce($4, their_date), addressee = $5,
       subject = $6, reason = $7, sealed = $8, changed_at = $9 where id = $1`,
    [
      ...[copy.id, to.state, to.theirNumber ?? null, to.theirDate ?? null, jsonOf(kept.addressee), kept.subject],
      ...[jsonOf(kept.reason), kept.sealed, tx.now],
    ],
  );
  await insertStep(tx, copy.id, to.state, to.messageId);
}

export const askRecall = (tx: Tx, id: string) =>
  tx.query('update copy set recall_asked_at = $2, changed_at = $2 where id = $1', [id, tx.now]);

export interface ArrivalRow {
  readonly id: string;
  readonly institutionId: string;
  readonly senderId: string;
  readonly documentId: string | null;
  readonly state: DeliveryState | 'arriving';
  readonly number: string | null;
  readonly numberedOn: string | null;
  readonly theirNumber: string | null;
  readonly theirDate: string | null;
  readonly sender: string;
  readonly subject: string;
  readonly reason: Refused | null;
  readonly recallAskedAt: Date | null;
  readonly createdAt: Date;
  readonly changedAt: Date;
  /** Of the exchange, that brought it; null of what came before it was kept. */
  readonly messageId: string | null;
  /** Of what came under this id first; null of recalls that came first, and of what came before it was kept until it comes again. */
  readonly contentDigest: string | null;
}
export const arrivalColumns = `a.id, a.institution_id as "institutionId", a.sender_id as "senderId", a.document_id as "documentId",
  a.state, a.number, a.numbered_on as "numberedOn", a.their_number as "theirNumber", a.their_date as "theirDate",
  a.sender, a.subject, a.reason, a.sealed, a.recall_asked_at as "recallAskedAt", a.created_at as "createdAt",
  a.changed_at as "changedAt", a.message_id as "messageId",
  a.content_digest as "contentDigest"`;
export const openArrival = (tx: Tx, row: Sealed<ArrivalRow>): ArrivalRow =>
  openRow(tx, 'arrival', row.id, row) as ArrivalRow;

export const insertArrival = (
  tx: Tx,
  arrival: Pick<ArrivalRow, 'id' | 'institutionId' | 'senderId' | 'state' | 'sender' | 'subject'> & {
    theirNumber?: string;
    theirDate?: string;
    messageId: string;
    contentDigest?: string;
  },
) => {
  const { id, sender, subject } = arrival;
  const kept = sealRow(tx, 'arrival', id, { sender, subject, reason: null });
  return tx.query(
    `insert into arrival (id, institution_id, sender_id, state, their_number, their_date, sender, subject, sealed, created_at, changed_at, message_id,
       content_digest)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, $11, $12) on conflict do nothing`,
    [
      ...[id, arrival.institutionId, arrival.senderId, arrival.state, arrival.theirNumber ?? null],
      ...[arrival.theirDate ?? null, kept.sender, kept.subject, kept.sealed, tx.now, arrival.messageId],
      arrival.contentDigest ?? null,
    ],
  );
};

export const noteContent = (tx: Tx, id: string, contentDigest: string) =>
  tx.query('update arrival set content_digest = $2 where id = $1 and content_digest is null', [id, contentDigest]);

export async function lockArrival(tx: Tx, by: 'id' | 'document_id', value: string): Promise<ArrivalRow | undefined> {
  const sql = `select ${arrivalColumns} from arrival a where a.${by} = $1 for update`;
  const row = (await tx.query<Sealed<ArrivalRow>>(sql, [value])).rows[0];
  return row && openArrival(tx, row);
}

export async function setArrival(
  tx: Tx,
  arrival: ArrivalRow,
  to: { state: ArrivalRow['state']; documentId?: string; number?: string; numberedOn?: string; reason?: Refused },
): Promise<void> {
  const { sender, subject } = arrival;
  const kept = sealRow(tx, 'arrival', arrival.id, { sender, subject, reason: to.reason ?? arrival.reason });
  await tx.query(
    `update arrival set state = $2, document_id = coalesce($3, document_id), number = coalesce($4, number),
       numbered_on = coalesce($5, numbered_on), sender = $6, subject = $7, reason = $8, sealed = $9, changed_at = $10 where id = $1`,
    [
      ...[arrival.id, to.state, to.documentId ?? null, to.number ?? null, to.numberedOn ?? null, kept.sender],
      ...[kept.subject, jsonOf(kept.reason), kept.sealed, tx.now],
    ],
  );
}

export const noteRecallAsked = (tx: Tx, id: string) =>
  tx.query('update arrival set recall_asked_at = coalesce(recall_asked_at, $2), changed_at = $2 where id = $1', [
    id,
    tx.now,
  ]);

export interface MessageRow {
  readonly id: string;
  readonly fromId: string;
  readonly toId: string;
  readonly about: string;
  readonly what: 'envelope' | 'receipt' | 'recall';
  readonly content: Message;
  readonly tries: number;
}
export const messageColumns = `id, from_id as "fromId", to_id as "toId", about, what, content, sealed, tries`;
export const openMessage = (tx: Tx, row: Sealed<MessageRow>): MessageRow =>
  openRow(tx, 'message', row.id, row) as MessageRow;

/** Ids that carry no time: a message may wait longer than the exchange believes such an id. */
export const insertMessage = (
  tx: Tx,
  { fromId, toId, about, what, content }: Omit<MessageRow, 'id' | 'tries'>,
): Promise<unknown> => {
  const id = randomUUID();
  const kept = sealRow(tx, 'message', id, { content });
  return tx.query(
    `insert into message (id, from_id, to_id, about, what, content, sealed, due_at, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $8)`,
    [id, fromId, toId, about, what, jsonOf(kept.content), kept.sealed, tx.now],
  );
};

export const markSent = (tx: Tx, id: string) =>
  tx.query('update message set sent_at = $2, hindrance = null where id = $1 and sent_at is null', [id, tx.now]);
export const markAnswered = async (tx: Tx, id: string): Promise<MessageRow | undefined> => {
  const sql = `update message set answered_at = coalesce(answered_at, $2), sent_at = coalesce(sent_at, $2) where id = $1 returning ${messageColumns}`;
  const row = (await tx.query<Sealed<MessageRow>>(sql, [id, tx.now])).rows[0];
  return row && openMessage(tx, row);
};
export const markHindered = (tx: Tx, id: string, hindrance: string, dueAt: Date) =>
  tx.query('update message set tries = tries + 1, hindrance = $2, due_at = $3 where id = $1', [id, hindrance, dueAt]);
export const makeDue = (tx: Tx, about: string) =>
  tx.query('update message set due_at = $2, tries = 0 where about = $1 and sent_at is null', [about, tx.now]);
export const dropUnsent = (tx: Tx, about: string) =>
  tx.query(`delete from message where about = $1 and what = 'envelope' and sent_at is null`, [about]);

/** An admission that ended and is given again begins anew. */
export const putAdmission = (tx: Tx, institutionId: string, admitted: boolean, reportId: string | undefined) =>
  tx.query(
    `insert into admission (institution_id, report_id, admitted_at, ended_at) values ($1, $2, $3, case when $4 then null else $3::timestamptz end)
     on conflict (institution_id) do update set ended_at = case when $4 then null else coalesce(admission.ended_at, $3) end,
       report_id = coalesce(excluded.report_id, admission.report_id),
       admitted_at = case when $4 and admission.ended_at is not null then $3 else admission.admitted_at end`,
    [institutionId, reportId ?? null, tx.now, admitted],
  );
