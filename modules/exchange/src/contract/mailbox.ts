// SPDX-License-Identifier: Apache-2.0
/** What travels through mailboxes (the messages and states of SMEV 1.3), and the operations on them over any transport. */
import { type Static, Type } from 'typebox';
import { SubsystemId } from './subsystem-id.ts';

const Uuid = Type.String({ format: 'uuid' });
const Instant = Type.String({ format: 'date-time' });

/** States of a request (InteractionStatusType of SMEV 1.3). */
export const mailboxStates = [
  'doesNotExist',
  'requestIsQueued',
  'requestIsAcceptedBySmev',
  'requestIsRejectedBySmev',
  'requestIsProcessed',
  'underProcessing',
  'responseIsQueued',
  'responseIsAcceptedBySmev',
  'responseIsRejectedBySmev',
  'responseIsProcessed',
  'cancelled',
  'messageIsArchived',
  'messageIsDelivered',
] as const;
export type MailboxState = (typeof mailboxStates)[number];

/** Rejection codes of SMEV 1.3 (`RequestRejected`). */
export const RejectionCode = Type.Union([
  Type.Literal('ACCESS_DENIED'),
  Type.Literal('NO_DATA'),
  Type.Literal('UNKNOWN_REQUEST_DESCRIPTION'),
  Type.Literal('FAILURE'),
]);

/** A file uploaded before the message that names it. */
export const AttachmentReference = Type.Object(
  {
    id: Uuid,
    /** Content-Digest of the file: `sha-256=:…:` (RFC 9530). */
    digest: Type.String({ pattern: '^sha-256=:[A-Za-z0-9+/]{43}=:$' }),
    mimeType: Type.String({ pattern: '^(text|image|audio|video|application)/[a-zA-Z0-9.+-]{1,100}$' }),
    name: Type.String({ minLength: 1, maxLength: 255 }),
  },
  { additionalProperties: false },
);
export type AttachmentReference = Static<typeof AttachmentReference>;
const Attachments = Type.Optional(Type.Array(AttachmentReference, { minItems: 1, maxItems: 50 }));

export const MailboxRequest = Type.Object({
  /** Made by the sender (UUID); sending it again is answered `already sent` and changes nothing. */
  messageId: Uuid,
  /** Information type: namespace with version, `#`, root name: `urn:xm:education:diploma-check:1.0#Request`. */
  type: Type.String({ maxLength: 300 }),
  /** As the type's schema says: JSON, or a string that is an XML document. */
  content: Type.Unknown(),
  /** Groups the messages of one matter, such as a case number (X-Road `issue`). */
  issue: Type.Optional(Type.String({ maxLength: 200 })),
  /** The message that began the chain (SMEV ReferenceMessageID); this message itself when missing. */
  referenceId: Type.Optional(Uuid),
  transactionCode: Type.Optional(Type.String({ maxLength: 1500 })),
  /** Which node of the sender's system asks; it can fetch the answers to itself alone. */
  nodeId: Type.Optional(Type.String({ minLength: 1, maxLength: 50 })),
  /** After this instant the message is no longer delivered. */
  endOfLife: Type.Optional(Instant),
  /** The provider must not change data on account of it. */
  testMessage: Type.Optional(Type.Boolean()),
  attachments: Attachments,
});
export type MailboxRequest = Static<typeof MailboxRequest>;

export const DeliveredMessage = Type.Object({
  messageId: Uuid,
  type: Type.String(),
  /** Who sent it. */
  from: SubsystemId,
  /** Opaque; give it back as `to` of the answer. */
  replyTo: Type.String(),
  content: Type.Unknown(),
  issue: Type.Optional(Type.String()),
  referenceId: Uuid,
  transactionCode: Type.Optional(Type.String()),
  nodeId: Type.Optional(Type.String()),
  testMessage: Type.Optional(Type.Boolean()),
  attachments: Attachments,
  sentAt: Instant,
});
export type DeliveredMessage = Static<typeof DeliveredMessage>;

const RequestStatus = Type.Object({
  code: Type.Integer({ minimum: -2_147_483_648, maximum: 2_147_483_647 }),
  description: Type.String({ maxLength: 4000 }),
  parameters: Type.Optional(Type.Record(Type.String({ maxLength: 200 }), Type.String({ maxLength: 4000 }))),
});

export const MailboxResponse = Type.Object({
  messageId: Uuid,
  /** `replyTo` of the request. */
  to: Type.String({ maxLength: 4000 }),
  /** Exactly one of content, rejection, status and processing. */
  content: Type.Optional(Type.Unknown()),
  rejection: Type.Optional(Type.Object({ code: RejectionCode, description: Type.String({ maxLength: 4000 }) })),
  status: Type.Optional(RequestStatus),
  /** How far the work is (AsyncProcessingStatus); does not end the request, the sender sees it in its status. */
  processing: Type.Optional(Type.Object({ details: Type.String({ maxLength: 500 }) })),
  attachments: Attachments,
});
export type MailboxResponse = Static<typeof MailboxResponse>;

export const DeliveredResponse = Type.Object({
  messageId: Uuid,
  /** Id of the request it answers. */
  requestId: Uuid,
  type: Type.String(),
  from: SubsystemId,
  content: Type.Optional(Type.Unknown()),
  rejection: Type.Optional(Type.Object({ code: RejectionCode, description: Type.String() })),
  status: Type.Optional(RequestStatus),
  referenceId: Uuid,
  transactionCode: Type.Optional(Type.String()),
  nodeId: Type.Optional(Type.String()),
  attachments: Attachments,
  sentAt: Instant,
});
export type DeliveredResponse = Static<typeof DeliveredResponse>;

const wanted = {
  type: Type.Optional(Type.String({ maxLength: 300 })),
  nodeId: Type.Optional(Type.String({ maxLength: 50 })),
  /** Default 60. */
  leaseSeconds: Type.Optional(Type.Integer({ minimum: 10, maximum: 3600 })),
  /** How long to wait for a message when there is none yet; 0 when missing. */
  waitSeconds: Type.Optional(Type.Integer({ minimum: 0, maximum: 30 })),
};
/** Which waiting message a reader wants, and for how long it keeps it from the other readers. */
export const Selector = Type.Object(wanted, { additionalProperties: false });
export type Selector = Static<typeof Selector>;

/** How many messages one request may bring or take. */
export const mostInBatch = 100;
export const BatchSelector = Type.Object(
  { ...wanted, max: Type.Integer({ minimum: 1, maximum: mostInBatch }) },
  { additionalProperties: false },
);
export type BatchSelector = Static<typeof BatchSelector>;

/** Takes a leased message off the mailbox; `accepted` false says that its signature was refused. */
export const Acknowledgement = Type.Object(
  { messageId: Uuid, accepted: Type.Optional(Type.Boolean()) },
  { additionalProperties: false },
);
export type Acknowledgement = Static<typeof Acknowledgement>;

export interface MessageStatus {
  messageId: string;
  status: MailboxState;
  /** When it came into this state; missing for a message that does not exist. */
  at?: string;
  /** What the provider last said of its work, while under processing. */
  processing?: string;
  /** All its states, oldest first. */
  history?: { state: MailboxState; at: string }[];
}
export interface Stored {
  messageId: string;
  alreadySent: boolean;
}

/** What became of one message of a batch: stored, or refused with a problem document. */
export type BatchOutcome = (Stored & { problem?: undefined }) | { problem: MailboxProblem };
/** RFC 9457, with the refusal's code. */
export interface MailboxProblem {
  code: string;
  status: number;
  detail?: string | undefined;
  errors?: readonly { pointer: string; code: string; message: string }[] | undefined;
}

/**
 * Sends one signed or local request; throws for an answer other than success.
 * @param body a list goes as a line of JSON each
 */
export type MailboxTransport = (method: 'GET' | 'POST', path: string, body?: unknown) => Promise<unknown>;

/** A body as text with its media type. */
export const mailboxBody = (body: unknown): { text: string; type: string } =>
  Array.isArray(body)
    ? { text: body.map((part) => JSON.stringify(part)).join('\n'), type: 'application/x-ndjson' }
    : { text: JSON.stringify(body), type: 'application/json' };

/** The operations of a mailbox. A `next…` answers undefined when nothing waits. */
export function mailboxOperations(send: MailboxTransport) {
  const selector = (wanted: Selector | string | undefined) => (typeof wanted === 'string' ? { type: wanted } : wanted);
  const each = async (path: string, messages: readonly unknown[]): Promise<BatchOutcome[]> =>
    messages.length > 0 ? ((await send('POST', path, messages)) as { results: BatchOutcome[] }).results : [];
  const take = async <M>(path: string, selected: BatchSelector): Promise<M[]> =>
    ((await send('POST', path, selected)) as { messages: M[] } | undefined)?.messages ?? [];
  return {
    /** Puts a request into the mailbox of whoever serves its type. Sending the same id again is no error. */
    sendRequest: (message: MailboxRequest) => send('POST', '/mailbox/requests', message) as Promise<Stored>,
    /** Next waiting request (of that type), leased until acknowledged. */
    nextRequest: (wanted?: Selector | string) =>
      send('POST', '/mailbox/requests/next', selector(wanted) ?? {}) as Promise<DeliveredMessage | undefined>,
    sendResponse: (message: MailboxResponse) => send('POST', '/mailbox/responses', message) as Promise<Stored>,
    nextResponse: (wanted?: Selector | string) =>
      send('POST', '/mailbox/responses/next', selector(wanted) ?? {}) as Promise<DeliveredResponse | undefined>,
    /** Takes a leased message off the mailbox; `accepted` false says that its signature was refused. */
    acknowledge: async (messageId: string, accepted = true): Promise<void> => {
      await send('POST', `/mailbox/messages/${messageId}/ack`, { accepted });
    },
    /** Up to a hundred at once; each is stored or refused by itself, in their order. */
    sendRequests: (messages: readonly MailboxRequest[]) => each('/mailbox/batches/requests', messages),
    sendResponses: (messages: readonly MailboxResponse[]) => each('/mailbox/batches/responses', messages),
    acknowledgeAll: (messages: readonly Acknowledgement[]) => each('/mailbox/batches/acks', messages),
    /** Up to `max` waiting messages, oldest first; none when nothing came in the time given. */
    nextRequests: (wanted: BatchSelector) => take<DeliveredMessage>('/mailbox/batches/requests/next', wanted),
    nextResponses: (wanted: BatchSelector) => take<DeliveredResponse>('/mailbox/batches/responses/next', wanted),
    /** Keeps a leased message for so many seconds from now (10 to 3600). */
    extendLease: async (messageId: string, leaseSeconds: number): Promise<void> => {
      await send('POST', `/mailbox/messages/${messageId}/lease`, { leaseSeconds });
    },
    /** Withdraws a request that nobody has taken yet. */
    cancel: async (messageId: string): Promise<void> => {
      await send('POST', `/mailbox/messages/${messageId}/cancel`, {});
    },
    status: (messageId: string) => send('GET', `/mailbox/messages/${messageId}/status`) as Promise<MessageStatus>,
    /** The next request of one's own whose state has changed since one was last told (GetStatus of SMEV 1.3). */
    nextStatus: () => send('POST', '/mailbox/statuses/next', {}) as Promise<MessageStatus | undefined>,
  };
}
