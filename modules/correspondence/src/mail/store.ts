// SPDX-License-Identifier: Apache-2.0
/** SQL of mailboxes and of what came by them. */
import { newId, openBytes, openRow, sealBytes, sealRow, type Tx } from '@stoa/kernel';
import type { Mail } from '../contract.ts';

export interface BoxRow {
  readonly uidValidity: string | null;
  readonly lastUid: number;
  readonly readAt: Date | null;
  readonly failedAt: Date | null;
  readonly failure: string | null;
}
export const boxOf = async (tx: Tx, institutionId: string): Promise<BoxRow | undefined> =>
  (
    await tx.query<BoxRow>(
      `select uid_validity as "uidValidity", last_uid as "lastUid", read_at as "readAt", failed_at as "failedAt", failure
       from mailbox where institution_id = $1`,
      [institutionId],
    )
  ).rows[0];
/** Only ever on, within one validity of the ids. */
export const setRead = (tx: Tx, institutionId: string, uidValidity: string, lastUid: number) =>
  tx.query(
    `insert into mailbox (institution_id, uid_validity, last_uid, read_at) values ($1, $2, $3, $4)
     on conflict (institution_id) do update set read_at = excluded.read_at, failure = null, failed_at = null,
       last_uid = case when mailbox.uid_validity = excluded.uid_validity then greatest(mailbox.last_uid, excluded.last_uid)
         else excluded.last_uid end, uid_validity = excluded.uid_validity`,
    [institutionId, uidValidity, lastUid, tx.now],
  );
export const setFailed = (tx: Tx, institutionId: string, failure: string) =>
  tx.query(
    `insert into mailbox (institution_id, failed_at, failure) values ($1, $2, $3)
     on conflict (institution_id) do update set failed_at = excluded.failed_at, failure = excluded.failure`,
    [institutionId, tx.now, failure],
  );

export interface MailRow {
  readonly id: string;
  readonly institutionId: string;
  readonly state: Mail['state'];
  readonly documentId: string | null;
  readonly why: string | null;
  readonly automatic: boolean;
  readonly digest: string;
  readonly sender: string;
  readonly subject: string;
  readonly reply_to: string;
  readonly message_id: string;
  readonly cameAt: Date;
  readonly decidedBy: string | null;
}
type Sealed = MailRow & { readonly sealed: string | null };
const columns = `id, institution_id as "institutionId", state, document_id as "documentId", why, automatic, digest, sender, subject,
  reply_to, message_id, sealed, came_at as "cameAt", decided_by as "decidedBy"`;
const open = (tx: Tx, row: Sealed): MailRow => openRow(tx, 'mail', row.id, row) as MailRow;

export const isKnown = async (tx: Tx, institutionId: string, digest: string): Promise<boolean> =>
  (await tx.query('select 1 from mail where institution_id = $1 and digest = $2', [institutionId, digest])).rows
    .length > 0;

/** False where it came before. */
export async function insertMail(
  tx: Tx,
  place: { institutionId: string; uidValidity: string; uid: number },
  mail: Pick<
    MailRow,
    'state' | 'documentId' | 'why' | 'automatic' | 'digest' | 'sender' | 'subject' | 'reply_to' | 'message_id'
  >,
  content: Buffer | undefined,
): Promise<boolean> {
  const id = newId();
  const { sender, subject, reply_to, message_id } = mail;
  const kept = sealRow(tx, 'mail', id, { sender, subject, reply_to, message_id });
  const { rowCount } = await tx.query(
    `insert into mail (id, institution_id, uid_validity, uid, digest, state, document_id, why, automatic, sender, subject, reply_to,
       message_id, sealed, content, came_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) on conflict do nothing`,
    [
      ...[id, place.institutionId, place.uidValidity, place.uid, mail.digest, mail.state, mail.documentId, mail.why],
      ...[mail.automatic, kept.sender, kept.subject, kept.reply_to, kept.message_id, kept.sealed],
      ...[content ? sealBytes(tx, 'mail', id, content) : null, tx.now],
    ],
  );
  return rowCount === 1;
}

export async function lockMail(tx: Tx, id: string): Promise<MailRow | undefined> {
  const { rows } = await tx.query<Sealed>(`select ${columns} from mail where id = $1 for update`, [id]);
  return rows[0] && open(tx, rows[0]);
}
export async function contentOf(tx: Tx, id: string): Promise<Buffer | undefined> {
  const { rows } = await tx.query<{ content: Buffer | null }>('select content from mail where id = $1', [id]);
  return rows[0]?.content ? openBytes(tx, 'mail', id, rows[0].content) : undefined;
}
export const listMail = async (
  tx: Tx,
  institutionId: string,
  state: Mail['state'] | null,
  after: string | null,
  count: number,
): Promise<MailRow[]> =>
  (
    await tx.query<Sealed>(
      `select ${columns} from mail where institution_id = $1 and ($2::text is null or state = $2) and ($3::uuid is null or id < $3)
       order by id desc limit $4`,
      [institutionId, state, after, count],
    )
  ).rows.map((row) => open(tx, row));
export const countMail = async (tx: Tx, institutionId: string): Promise<{ taken: number; refused: number }> =>
  (
    await tx.query<{ taken: number; refused: number }>(
      `select count(*) filter (where state in ('taken', 'taken-by-hand'))::integer as taken,
         count(*) filter (where state = 'refused')::integer as refused from mail where institution_id = $1`,
      [institutionId],
    )
  ).rows[0] ?? { taken: 0, refused: 0 };

export const setDecided = (
  tx: Tx,
  id: string,
  to: { state: 'taken-by-hand' | 'answered'; documentId?: string; byName: string },
) =>
  tx.query(
    `update mail set state = $2, document_id = $3, decided_by = $4, decided_at = $5,
       content = case when $2 = 'taken-by-hand' then null else content end where id = $1`,
    [id, to.state, to.documentId ?? null, to.byName, tx.now],
  );
