// SPDX-License-Identifier: Apache-2.0
/** SQL that reads copies, arrivals and messages. */
import type { Tx } from '@stoa/kernel';
import type { DeliveryState, Receipt, Way } from './contract.ts';
import * as store from './store.ts';
import type { ArrivalRow, CopyRow, MessageRow } from './store.ts';

type Sealed<Row> = Row & { sealed: string | null };

export async function copiesOf(tx: Tx, documentId: string): Promise<CopyRow[]> {
  const sql = `select ${store.copyColumns} from copy c where c.document_id = $1 order by c.created_at, c.id`;
  return (await tx.query<Sealed<CopyRow>>(sql, [documentId])).rows.map((row) => store.openCopy(tx, row));
}

export async function stepsOf(tx: Tx, ids: readonly string[]) {
  const sql = `select copy_id as "copyId", state, at, message_id as "messageId" from copy_step where copy_id = any ($1::uuid[]) order by at, state`;
  return (await tx.query<{ copyId: string; state: DeliveryState; at: Date; messageId: string | null }>(sql, [ids]))
    .rows;
}

export async function hindrancesOf(tx: Tx, ids: readonly string[]) {
  const sql = `select about, tries, hindrance from message where about = any ($1::uuid[]) and sent_at is null and tries > 0`;
  return (await tx.query<{ about: string; tries: number; hindrance: string }>(sql, [ids])).rows;
}

/** Messages of an institution whose turn it is, the oldest first. */
export async function dueMessages(tx: Tx, from: readonly string[], most: number): Promise<MessageRow[]> {
  const sql = `select ${store.messageColumns} from message where from_id = any ($1) and sent_at is null and due_at <= $2 order by due_at, created_at limit $3`;
  return (await tx.query<Sealed<MessageRow>>(sql, [from, tx.now, most])).rows.map((row) => store.openMessage(tx, row));
}

/** The document that went out under that number to that institution. */
export async function answeredDocument(tx: Tx, from: string, to: string, number: string): Promise<string | undefined> {
  const sql = `select document_id as id from copy where institution_id = $1 and addressee_id = $2 and number = $3 order by created_at desc limit 1`;
  return (await tx.query<{ id: string }>(sql, [from, to, number])).rows[0]?.id;
}

export interface Passing {
  readonly id: string;
  readonly direction: 'sent' | 'came';
  readonly changedAt: Date;
}

/** The places of a page of the list of both directions; the rows themselves are opened by their tables. */
export async function passages(
  tx: Tx,
  asked: { institutionId: string; direction?: string | undefined; state?: string | undefined; way?: Way | undefined },
  after: readonly [string, string] | undefined,
  count: number,
): Promise<Passing[]> {
  const { rows } = await tx.query<Passing>(
    `select * from (
       select id, 'sent' as direction, way, state, changed_at as "changedAt" from copy where institution_id = $1
       union all
       select id, 'came', 'exchange', state, changed_at from arrival where institution_id = $1 and state <> 'arriving'
         and (document_id is not null or state = 'refused')) p
     where ($2::text is null or direction = $2) and ($3::text is null or state = $3) and ($4::text is null or way = $4)
       and ($5::timestamptz is null or ("changedAt", id) < ($5, $6::uuid))
     order by "changedAt" desc, id desc limit $7`,
    [
      ...[asked.institutionId, asked.direction ?? null, asked.state ?? null, asked.way ?? null],
      ...[after?.[0] ?? null, after?.[1] ?? null, count],
    ],
  );
  return rows;
}

export async function copiesById(tx: Tx, ids: readonly string[]): Promise<Map<string, CopyRow>> {
  const sql = `select ${store.copyColumns} from copy c where c.id = any ($1::uuid[])`;
  const { rows } = await tx.query<Sealed<CopyRow>>(sql, [ids]);
  return new Map(rows.map((row) => [row.id, store.openCopy(tx, row)]));
}
export async function arrivalsById(tx: Tx, ids: readonly string[]): Promise<Map<string, ArrivalRow>> {
  const sql = `select ${store.arrivalColumns} from arrival a where a.id = any ($1::uuid[])`;
  const { rows } = await tx.query<Sealed<ArrivalRow>>(sql, [ids]);
  return new Map(rows.map((row) => [row.id, store.openArrival(tx, row)]));
}

export async function arrivalOf(tx: Tx, documentId: string): Promise<ArrivalRow | undefined> {
  const sql = `select ${store.arrivalColumns} from arrival a where a.document_id = $1`;
  const row = (await tx.query<Sealed<ArrivalRow>>(sql, [documentId])).rows[0];
  return row && store.openArrival(tx, row);
}

/** What was said of an arrival, as far as it went out. */
export async function receiptsAbout(tx: Tx, arrivalId: string): Promise<{ id: string; at: Date; receipt: Receipt }[]> {
  const sql = `select ${store.messageColumns}, created_at as at from message
    where about = $1 and what = 'receipt' and sent_at is not null order by created_at`;
  const { rows } = await tx.query<Sealed<MessageRow & { at: Date }>>(sql, [arrivalId]);
  return rows.flatMap((row) => {
    const { content } = store.openMessage(tx, row);
    return 'receipt' in content ? [{ id: row.id, at: row.at, receipt: content.receipt }] : [];
  });
}

export async function findAdmission(tx: Tx, institutionId: string): Promise<boolean> {
  const sql = 'select 1 from admission where institution_id = $1 and ended_at is null';
  return (await tx.query(sql, [institutionId])).rows.length > 0;
}
