// SPDX-License-Identifier: Apache-2.0
/** Out of the mailbox: leases, acknowledgements. Several readers share a queue; nobody gets what another holds. */
import { Refusal, refuse, textArray, type Tx, uuidArray } from '@stoa/kernel';
import type { AttachmentReference, DeliveredMessage, DeliveredResponse, Selector } from '../contract.ts';
import { intoState, transitions } from './states.ts';
import { putLease } from './store.ts';
import { inRounds, type TurnStep } from './turn-steps.ts';

/** A reader of many is handed no further message once it has so much; readers of one at the same moment together, bytes. */
const enoughForOne = 4 * 1024 * 1024;
const enoughForAll = 64 * 1024 * 1024;
/** Of waiting messages, in their order, those before which there is not enough yet; `$8` is what is enough. */
const notTooMany = `select message_id from (
  select message_id, sum(bytes) over (order by sent_at, message_id) - bytes as before from waiting) w
  where before < $8::bigint`;

/** A delivered message comes again when it was not acknowledged within this time. */
const defaultLeaseSeconds = 60;

const leaseEnd = (tx: Tx, seconds = defaultLeaseSeconds) => new Date(tx.now.getTime() + seconds * 1000);
const given = <T extends object>(fields: T) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)) as {
    [K in keyof T]?: Exclude<T[K], null>;
  };

/** A reader of its own queue who takes so many messages at most. */
export interface Taking {
  readonly reader: string;
  readonly wanted: Selector;
  readonly max: number;
}

interface RequestRow {
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
}

const takeRequests = `with waiting as materialized (
     select message_id, sent_at, bytes from mailbox_request
     where provider_id = $1 and state in ('requestIsAcceptedBySmev', 'requestIsProcessed')
       and ($2::text is null or type = $2) and ($3::text is null or node_id = $3)
       and (leased_until is null or leased_until <= $6) and end_of_life > $6
     order by sent_at, message_id limit $7 for update skip locked)
   update mailbox_request set leased_until = $4, ${intoState('$5', '$6')} where message_id = any(array(${notTooMany}))
   returning message_id, type, client_id, content, issue, reference_id, transaction_code, node_id, test_message, attachments, sent_at`;

const requestFrom = (row: RequestRow): DeliveredMessage => ({
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
});

/** The oldest requests that wait for each reader and fit, leased. */
export const nextRequests: TurnStep<Taking, DeliveredMessage[]> = shared(async (tx, reader, max, enough) => {
  const values = [...selected(tx, reader), transitions.takeRequest.to, tx.now, max, enough];
  const { rows } = await tx.prepared<RequestRow>('exchange-next-requests', takeRequests, values);
  return rows.sort(bySending).map(requestFrom);
});

interface ResponseRow {
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
}

const takeResponses = `with waiting as materialized (
     select r.message_id, r.request_id, r.sent_at, r.bytes
     from mailbox_response r join mailbox_request q on q.message_id = r.request_id
     where r.to_id = $1 and r.acknowledged_at is null and q.state = any($9)
       and ($2::text is null or r.type = $2) and ($3::text is null or r.node_id = $3)
       and (r.leased_until is null or r.leased_until <= $6)
     order by r.sent_at, r.message_id limit $7 for update of r, q skip locked),
   chosen as materialized (select message_id, request_id from waiting where message_id in (${notTooMany})),
   moved as (update mailbox_request q set ${intoState('$5', '$6')} from chosen w
     where q.message_id = w.request_id returning q.message_id, q.reference_id, q.transaction_code)
   update mailbox_response r set leased_until = $4 from chosen w join moved q on q.message_id = w.request_id
   where r.message_id = w.message_id
   returning r.message_id, r.request_id, r.type, r.from_id, r.answer, q.reference_id, q.transaction_code, r.node_id, r.attachments, r.sent_at`;

const responseFrom = (row: ResponseRow): DeliveredResponse => ({
  messageId: row.message_id,
  requestId: row.request_id,
  type: row.type,
  from: row.from_id,
  ...row.answer,
  referenceId: row.reference_id,
  ...given({ transactionCode: row.transaction_code, nodeId: row.node_id, attachments: row.attachments }),
  sentAt: row.sent_at.toISOString(),
});

/** The oldest answers that wait for each reader and fit, leased. */
export const nextResponses: TurnStep<Taking, DeliveredResponse[]> = shared(async (tx, reader, max, enough) => {
  const { to, from } = transitions.takeResponse;
  const values = [...selected(tx, reader), to, tx.now, max, enough, from];
  const { rows } = await tx.prepared<ResponseRow>('exchange-next-responses', takeResponses, values);
  return rows.sort(bySending).map(responseFrom);
});

const bySending = (a: { sent_at: Date; message_id: string }, b: { sent_at: Date; message_id: string }) =>
  a.sent_at.getTime() - b.sent_at.getTime() || (a.message_id < b.message_id ? -1 : 1);

const selected = (tx: Tx, { reader, wanted }: Taking) => [
  reader,
  wanted.type ?? null,
  wanted.nodeId ?? null,
  leaseEnd(tx, wanted.leaseSeconds),
];

/** Readers of one message that want the same share what one statement takes, in the order in which they asked. */
function shared<M>(take: (tx: Tx, first: Taking, max: number, enough: number) => Promise<M[]>): TurnStep<Taking, M[]> {
  return async (tx, readers) => {
    const alike = Map.groupBy(readers, (one) => {
      const { type, nodeId, leaseSeconds } = one.wanted;
      return one.max > 1 ? one : JSON.stringify([one.reader, type, nodeId, leaseSeconds]);
    });
    const got = new Map<Taking, M[]>();
    const taking = [...alike.values()].map(async (group) => {
      const [first] = group;
      if (!first) return;
      const many = first.max > 1;
      const messages = await take(tx, first, many ? first.max : group.length, many ? enoughForOne : enoughForAll);
      for (const one of group) got.set(one, messages.splice(0, one.max));
    });
    await Promise.all(taking);
    return readers.map((one) => got.get(one) ?? []);
  };
}

/** A message that its reader takes off, or whose signature it refused. */
export interface Acknowledging {
  readonly subsystem: string;
  readonly messageId: string;
  readonly accepted: boolean;
}

const takeOffRequests = `update mailbox_request q set acknowledged_at = coalesce(q.acknowledged_at, $3::timestamptz),
    state = case when q.state = any($4::text[]) then $5::text else q.state end,
    state_at = case when q.state = any($4) then $3 else q.state_at end,
    history = case when q.state = any($4) then q.history || jsonb_build_array(jsonb_build_object('state', $5, 'at', $3)) else q.history end
  from unnest($1::uuid[], $2::text[]) as g(message_id, subsystem_id)
  where q.message_id = g.message_id and q.provider_id = g.subsystem_id and q.leased_until is not null returning q.message_id`;
const takeOffResponses = `with response as (
    update mailbox_response r set acknowledged_at = coalesce(r.acknowledged_at, $3)
    from unnest($1::uuid[], $2::text[]) as g(message_id, subsystem_id)
    where r.message_id = g.message_id and r.to_id = g.subsystem_id and r.leased_until is not null
    returning r.message_id, r.request_id),
  moved as (
    update mailbox_request set ${intoState('$5', '$3')}
    where message_id = any(array(select request_id from response)) and state = any($4::text[]))
  select message_id from response`;

/** Takes delivered requests and responses off the mailbox. Acknowledging again changes nothing. */
export const acknowledgeAll: TurnStep<Acknowledging, void> = inRounds(
  ({ messageId }) => [messageId],
  async (tx, given) => {
    const known = new Set<string>();
    const take = async (statement: 'requests' | 'responses', accepted: boolean) => {
      const rest = given.filter((one) => one.accepted === accepted && !known.has(one.messageId));
      if (rest.length === 0) return;
      const ofRequest = accepted ? transitions.acknowledgeRequest : transitions.declineRequest;
      const ofResponse = accepted ? transitions.acknowledgeResponse : transitions.declineResponse;
      const { from, to } = statement === 'requests' ? ofRequest : ofResponse;
      const text = statement === 'requests' ? takeOffRequests : takeOffResponses;
      const { rows } = await tx.prepared<{ message_id: string }>(`exchange-take-off-${statement}`, text, [
        uuidArray(rest.map(({ messageId }) => messageId)),
        textArray(rest.map(({ subsystem }) => subsystem)),
        tx.now,
        from,
        to,
      ]);
      for (const row of rows) known.add(row.message_id);
    };
    for (const accepted of [true, false])
      for (const statement of ['requests', 'responses'] as const) await take(statement, accepted);
    return given.map(({ messageId }) => (known.has(messageId) ? undefined : new Refusal('missing', ...missing)));
  },
);

/** Keeps a leased message from other readers until so many seconds from now. */
export async function extendLease(tx: Tx, subsystem: string, messageId: string, seconds: number): Promise<void> {
  if (!(await putLease(tx, subsystem, messageId, leaseEnd(tx, seconds)))) notFound();
}

const missing = [
  'exchange.target-message-not-found',
  'No message of that id was delivered to this subsystem.',
] as const;
export const notFound = (): never => refuse('missing', ...missing);
