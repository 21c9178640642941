// SPDX-License-Identifier: Apache-2.0
/** Out of the mailbox: leases, acknowledgements. Several readers share a queue; nobody gets what another holds. */
import { refuse, type Tx } from '@stoa/kernel';
import type { AttachmentReference, DeliveredMessage, DeliveredResponse, Selector } from '../contract/mailbox.ts';
import { intoState, transitions } from './states.ts';

/** A delivered message comes again when it was not acknowledged within this time. */
const defaultLeaseSeconds = 60;

const leaseEnd = (tx: Tx, seconds = defaultLeaseSeconds) => new Date(tx.now.getTime() + seconds * 1000);
const given = <T extends object>(fields: T) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)) as {
    [K in keyof T]?: Exclude<T[K], null>;
  };

/** The oldest request that waits for this provider and fits, leased. */
export async function nextRequest(
  tx: Tx,
  provider: string,
  { type, nodeId, leaseSeconds }: Selector,
): Promise<DeliveredMessage | undefined> {
  const { rows } = await tx.prepared<{
    message_id: string;
    type: string;
    client_id: string;
    content: unknown;
    issue: string | null;
    reference_id: string;
    transaction_code: string | null;
    node_id: string | null;
    test_message: boolean;
    attachments: AttachmentReference[] | null;
    sent_at: Date;
  }>(
    'exchange-next-request',
    `update mailbox_request set leased_until = $4, ${intoState('$5', '$6')} where message_id = (
       select message_id from mailbox_request where provider_id = $1 and state in ('requestIsAcceptedBySmev', 'requestIsProcessed')
         and ($2::text is null or type = $2) and ($3::text is null or node_id = $3)
         and (leased_until is null or leased_until <= $6) and end_of_life > $6
       order by sent_at, message_id limit 1 for update skip locked)
     returning message_id, type, client_id, content, issue, reference_id, transaction_code, node_id, test_message, attachments, sent_at`,
    [provider, type ?? null, nodeId ?? null, leaseEnd(tx, leaseSeconds), transitions.takeRequest.to, tx.now],
  );
  const row = rows[0];
  if (!row) return undefined;
  return {
    messageId: row.message_id,
    type: row.type,
    from: row.client_id,
    replyTo: `${row.client_id}#${row.message_id}`,
    content: row.content,
    referenceId: row.reference_id,
    ...given({
      issue: row.issue,
      transactionCode: row.transaction_code,
      nodeId: row.node_id,
      attachments: row.attachments,
      testMessage: row.test_message || null,
    }),
    sentAt: row.sent_at.toISOString(),
  };
}

/** The oldest answer that waits for this client and fits, leased. */
export async function nextResponse(
  tx: Tx,
  client: string,
  { type, nodeId, leaseSeconds }: Selector,
): Promise<DeliveredResponse | undefined> {
  const { rows } = await tx.prepared<{
    message_id: string;
    request_id: string;
    type: string;
    from_id: string;
    answer: Pick<DeliveredResponse, 'content' | 'rejection' | 'status'>;
    reference_id: string;
    transaction_code: string | null;
    node_id: string | null;
    attachments: AttachmentReference[] | null;
    sent_at: Date;
  }>(
    'exchange-next-response',
    `with waiting as materialized (
       select r.message_id, r.request_id from mailbox_response r join mailbox_request q on q.message_id = r.request_id
       where r.to_id = $1 and r.acknowledged_at is null and q.state = any($7)
         and ($2::text is null or r.type = $2) and ($3::text is null or r.node_id = $3)
         and (r.leased_until is null or r.leased_until <= $6)
       order by r.sent_at, r.message_id limit 1 for update of r, q skip locked),
     moved as (update mailbox_request q set ${intoState('$5', '$6')} from waiting w
       where q.message_id = w.request_id returning q.message_id, q.reference_id, q.transaction_code)
     update mailbox_response r set leased_until = $4 from waiting w join moved q on q.message_id = w.request_id
     where r.message_id = w.message_id
     returning r.message_id, r.request_id, r.type, r.from_id, r.answer, q.reference_id, q.transaction_code, r.node_id, r.attachments, r.sent_at`,
    [
      client,
      type ?? null,
      nodeId ?? null,
      leaseEnd(tx, leaseSeconds),
      transitions.takeResponse.to,
      tx.now,
      transitions.takeResponse.from,
    ],
  );
  const row = rows[0];
  if (!row) return undefined;
  return {
    messageId: row.message_id,
    requestId: row.request_id,
    type: row.type,
    from: row.from_id,
    ...row.answer,
    referenceId: row.reference_id,
    ...given({ transactionCode: row.transaction_code, nodeId: row.node_id, attachments: row.attachments }),
    sentAt: row.sent_at.toISOString(),
  };
}

/** Takes a request off the mailbox, or else a response, and moves the request on where its state allows that. */
const takeOff = `with request as (
    update mailbox_request set acknowledged_at = coalesce(acknowledged_at, $3::timestamptz),
      state = case when state = any($4::text[]) then $5::text else state end,
      state_at = case when state = any($4) then $3 else state_at end,
      history = case when state = any($4) then history || jsonb_build_array(jsonb_build_object('state', $5, 'at', $3)) else history end
    where message_id = $1 and provider_id = $2 and leased_until is not null returning message_id),
  response as (
    update mailbox_response set acknowledged_at = coalesce(acknowledged_at, $3)
    where message_id = $1 and to_id = $2 and leased_until is not null and not exists (select 1 from request)
    returning request_id),
  moved as (
    update mailbox_request set ${intoState('$7', '$3')}
    where message_id = (select request_id from response) and state = any($6::text[]))
  select exists (select 1 from request) or exists (select 1 from response) as known`;

/** Takes a delivered request or response off the mailbox. Acknowledging again changes nothing. */
export async function acknowledge(tx: Tx, subsystem: string, messageId: string, accepted: boolean): Promise<void> {
  const request = transitions[accepted ? 'acknowledgeRequest' : 'declineRequest'];
  const response = transitions[accepted ? 'acknowledgeResponse' : 'declineResponse'];
  const { rows } = await tx.prepared<{ known: boolean }>('exchange-acknowledge', takeOff, [
    messageId,
    subsystem,
    tx.now,
    request.from,
    request.to,
    response.from,
    response.to,
  ]);
  if (!rows[0]?.known) notFound();
}

/** Keeps a leased message from other readers until so many seconds from now. */
export async function extendLease(tx: Tx, subsystem: string, messageId: string, seconds: number): Promise<void> {
  const parameters = [messageId, subsystem, leaseEnd(tx, seconds), tx.now];
  const held = 'acknowledged_at is null and leased_until > $4';
  const request = await tx.query(
    `update mailbox_request set leased_until = $3 where message_id = $1 and provider_id = $2 and ${held}`,
    parameters,
  );
  if (request.rowCount === 1) return;
  const response = await tx.query(
    `update mailbox_response set leased_until = $3 where message_id = $1 and to_id = $2 and ${held}`,
    parameters,
  );
  if (response.rowCount === 0) notFound();
}

export const notFound = (): never =>
  refuse('missing', 'exchange.target-message-not-found', 'No message of that id was delivered to this subsystem.');
