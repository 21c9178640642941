// SPDX-License-Identifier: Apache-2.0
/** SQL of the messages of a case on the exchange. */
import { jsonOf, openRow, sealMore, sealRow, type Tx } from '@stoa/kernel';
import type { DeliveryState } from '../contract.ts';
import { rowsOf, type Sealed } from '../case/index.ts';

export const insertRequest = (
  tx: Tx,
  message: Pick<Message, 'id' | 'caseId' | 'kind' | 'node' | 'items' | 'checkName' | 'type' | 'content'>,
) => {
  const kept = sealRow(tx, 'message', message.id, { content: message.content });
  return tx.query(
    `insert into message (id, case_id, kind, node, items, check_name, type, content, state, created_at, sealed)
     values ($1, $2, $3, $4, $5, $6, $7, $8, 'queued', $9, $10)`,
    [
      ...[message.id, message.caseId, message.kind, message.node, message.items, message.checkName, message.type],
      ...[jsonOf(kept.content), tx.now, kept.sealed],
    ],
  );
};

export const markSent = (tx: Tx, id: string) =>
  tx.query(`update message set state = 'sent', sent_at = $2 where id = $1 and state = 'queued'`, [id, tx.now]);

/** Whether this is the first answer. */
export async function keepResponse(
  tx: Tx,
  id: string,
  answer: { state: 'answered' | 'rejected'; responseId: string; sender: string; response: unknown; rejection: unknown },
): Promise<boolean> {
  const kept = await sealMore(tx, 'message', id, { response: answer.response, rejection: answer.rejection });
  const { rowCount } = await tx.query(
    `update message set state = $2, answered_at = $3, response_id = $4, sender = $5, response = $6, rejection = $7, sent_at = coalesce(sent_at, $3), sealed = $8
     where id = $1 and answered_at is null`,
    [
      ...[id, answer.state, tx.now, answer.responseId, answer.sender],
      ...[jsonOf(kept.response), jsonOf(kept.rejection), kept.sealed],
    ],
  );
  return rowCount === 1;
}
export interface Message {
  readonly id: string;
  readonly caseId: string;
  readonly kind: 'sync' | 'request' | 'card';
  readonly node: string | null;
  /** Which item, from the outermost, of what is asked several times. */
  readonly items: readonly number[];
  readonly checkName: string | null;
  readonly type: string;
  readonly content: unknown;
  readonly state: DeliveryState;
  readonly createdAt: Date;
  readonly sentAt: Date | null;
  readonly answeredAt: Date | null;
  readonly responseId: string | null;
  readonly sender: string | null;
  readonly response: unknown;
  readonly rejection: { code: string; description: string } | null;
}

const messageColumns = `id, case_id as "caseId", kind, node, items, check_name as "checkName", type, content, state,
  created_at as "createdAt", sent_at as "sentAt", answered_at as "answeredAt", response_id as "responseId", sender, response, rejection, sealed`;

const openMessage = (tx: Tx, row: Message & Sealed): Message => openRow(tx, 'message', row.id, row);
const messages = `select ${messageColumns} from message where case_id = $1 order by created_at, id`;
export const messagesOf = async (tx: Tx, id: string): Promise<Message[]> =>
  (await rowsOf<Message & Sealed>(tx, 'messages', messages, id)).map((row) => openMessage(tx, row));

export async function findMessage(tx: Tx, id: string): Promise<Message | undefined> {
  const { rows } = await tx.query<Message & Sealed>(`select ${messageColumns} from message where id = $1`, [id]);
  return rows[0] && openMessage(tx, rows[0]);
}

/** A call that was answered at once; its id is the one under which the exchange logged it. */
export const keepSyncMessage = (tx: Tx, caseId: string, id: string, service: string, sender: string) =>
  tx.query(
    `insert into message (id, case_id, kind, type, state, created_at, sent_at, answered_at, sender)
     values ($1, $2, 'sync', $3, 'answered', $4, $4, $4, $5) on conflict do nothing`,
    [id, caseId, service, tx.now, sender],
  );

/** Packages of the cases whose messages wait for an answer. */
export async function packagesWaiting(tx: Tx): Promise<{ serviceId: string; version: string }[]> {
  const { rows } = await tx.query<{ serviceId: string; version: string }>(
    `select distinct c.service_id as "serviceId", c.version from message m join case_file c on c.id = m.case_id where m.answered_at is null`,
  );
  return rows;
}
