// SPDX-License-Identifier: Apache-2.0
/**
 * A subsystem's view of its own connector: the X-Road REST path for sync calls and the mailbox for messages.
 * Plain HTTP inside the department's perimeter; the connector signs, encrypts and logs on the way out.
 */
import { type Static, Type } from 'typebox';

/** Four-part X-Road subsystem identifier: `XM/GOV/1001/LABOUR`. */
export const SubsystemId = Type.String({
  pattern: "^[A-Za-z0-9'()+,.=?-]+(/[A-Za-z0-9'()+,.=?-]+){3}$",
  maxLength: 200,
});

/** Rejection codes of SMEV 1.3 (`RequestRejected`). */
export const RejectionCode = Type.Union([
  Type.Literal('ACCESS_DENIED'),
  Type.Literal('NO_DATA'),
  Type.Literal('UNKNOWN_REQUEST_DESCRIPTION'),
  Type.Literal('FAILURE'),
]);

export const MailboxRequest = Type.Object({
  /** Made by the sender (UUID); sending it again is answered `already sent` and changes nothing. */
  messageId: Type.String({ format: 'uuid' }),
  /** Information type: namespace with version, `#`, root name: `urn:xm:education:diploma-check:1.0#Request`. */
  type: Type.String({ maxLength: 300 }),
  content: Type.Unknown(),
  /** Groups the messages of one matter, such as a case number (X-Road `issue`). */
  issue: Type.Optional(Type.String({ maxLength: 200 })),
  /** After this instant the message is no longer delivered. */
  endOfLife: Type.Optional(Type.String({ format: 'date-time' })),
  testMessage: Type.Optional(Type.Boolean()),
});
export type MailboxRequest = Static<typeof MailboxRequest>;

export const DeliveredMessage = Type.Object({
  messageId: Type.String({ format: 'uuid' }),
  type: Type.String(),
  /** Who sent it. */
  from: SubsystemId,
  /** Opaque; give it back as `to` of the answer. */
  replyTo: Type.String(),
  content: Type.Unknown(),
  issue: Type.Optional(Type.String()),
  sentAt: Type.String({ format: 'date-time' }),
});
export type DeliveredMessage = Static<typeof DeliveredMessage>;

export const MailboxResponse = Type.Object({
  messageId: Type.String({ format: 'uuid' }),
  /** `replyTo` of the request. */
  to: Type.String({ maxLength: 300 }),
  /** Exactly one of content, rejection and status. */
  content: Type.Optional(Type.Unknown()),
  rejection: Type.Optional(Type.Object({ code: RejectionCode, description: Type.String({ maxLength: 2000 }) })),
  status: Type.Optional(Type.Object({ code: Type.Integer(), description: Type.String({ maxLength: 2000 }) })),
});
export type MailboxResponse = Static<typeof MailboxResponse>;

export const DeliveredResponse = Type.Object({
  messageId: Type.String({ format: 'uuid' }),
  /** Id of the request it answers. */
  requestId: Type.String({ format: 'uuid' }),
  type: Type.String(),
  from: SubsystemId,
  content: Type.Optional(Type.Unknown()),
  rejection: Type.Optional(Type.Object({ code: RejectionCode, description: Type.String() })),
  status: Type.Optional(Type.Object({ code: Type.Integer(), description: Type.String() })),
  sentAt: Type.String({ format: 'date-time' }),
});
export type DeliveredResponse = Static<typeof DeliveredResponse>;

/** An answer other than success from the connector; `code` is the X-Road fault or the mailbox refusal. */
export class ExchangeError extends Error {
  override name = 'ExchangeError';
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export interface CallOptions {
  method?: string;
  query?: Record<string, string>;
  body?: unknown;
  /** X-Road-Id; made by the connector when missing. */
  id?: string;
  /** X-Road-Issue, such as the case number. */
  issue?: string;
  /** X-Road-UserId of the officer on whose behalf the call is made. */
  userId?: string;
  timeoutMs?: number;
}

/** Client of the connector at `url` for the subsystem `client`. Throws ExchangeError. */
export function connectorClient(url: string, client: string) {
  const base = url.replace(/\/$/, '');
  async function request(path: string, init: RequestInit, timeoutMs: number): Promise<Response> {
    let response: Response;
    try {
      response = await fetch(base + path, { ...init, signal: AbortSignal.timeout(timeoutMs), redirect: 'manual' });
    } catch (cause) {
      throw new ExchangeError(503, 'exchange.connector-unreachable', `the connector does not answer: ${String(cause)}`);
    }
    if (response.status < 400) return response;
    const problem = (await response.json().catch(() => ({}))) as {
      type?: string;
      code?: string;
      message?: string;
      detail?: string;
    };
    const code = problem.code ?? problem.type ?? 'exchange.failed';
    throw new ExchangeError(response.status, code, problem.message ?? problem.detail ?? `status ${response.status}`);
  }
  const post = (path: string, body: unknown) =>
    request(
      path,
      {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-road-client': client },
        body: JSON.stringify(body),
      },
      30_000,
    );
  return {
    /**
     * Calls `service` (`XM/GOV/1002/COMPANIES/companies`) at `path` (`/1234567890`).
     * Answers the body, the X-Road-Id under which both messages are logged, and the hub's time of the answer.
     */
    async call(service: string, path: string, options: CallOptions = {}) {
      const query = options.query ? `?${new URLSearchParams(options.query)}` : '';
      const headers: Record<string, string> = { 'x-road-client': client, accept: 'application/json' };
      if (options.id) headers['x-road-id'] = options.id;
      if (options.issue) headers['x-road-issue'] = encodeURIComponent(options.issue);
      if (options.userId) headers['x-road-userid'] = options.userId;
      if (options.body !== undefined) headers['content-type'] = 'application/json';
      const init: RequestInit = { method: options.method ?? 'GET', headers };
      if (options.body !== undefined) init.body = JSON.stringify(options.body);
      const response = await request(`/r1/${service}${path}${query}`, init, options.timeoutMs ?? 30_000);
      return {
        body: (await response.json()) as unknown,
        messageId: response.headers.get('x-road-id') ?? '',
        status: response.status,
      };
    },
    /** Puts a request into the mailbox of whoever serves its type. Sending the same id again is no error. */
    sendRequest: async (message: MailboxRequest): Promise<{ messageId: string; alreadySent: boolean }> =>
      (await (await post('/mailbox/requests', message)).json()) as { messageId: string; alreadySent: boolean },
    /** Next waiting request of that type (any type when missing), leased until acknowledged; undefined when none waits. */
    async nextRequest(type?: string): Promise<DeliveredMessage | undefined> {
      const response = await post('/mailbox/requests/next', type ? { type } : {});
      return response.status === 204 ? undefined : ((await response.json()) as DeliveredMessage);
    },
    sendResponse: async (message: MailboxResponse): Promise<{ messageId: string; alreadySent: boolean }> =>
      (await (await post('/mailbox/responses', message)).json()) as { messageId: string; alreadySent: boolean },
    async nextResponse(type?: string): Promise<DeliveredResponse | undefined> {
      const response = await post('/mailbox/responses/next', type ? { type } : {});
      return response.status === 204 ? undefined : ((await response.json()) as DeliveredResponse);
    },
    /** Takes a leased message off the mailbox; `accepted` false says that its signature was refused. */
    acknowledge: async (messageId: string, accepted = true): Promise<void> => {
      await post(`/mailbox/messages/${messageId}/ack`, { accepted });
    },
    status: async (messageId: string): Promise<{ messageId: string; status: string }> =>
      (await (
        await request(`/mailbox/messages/${messageId}/status`, { headers: { 'x-road-client': client } }, 10_000)
      ).json()) as { messageId: string; status: string },
  };
}
export type ConnectorClient = ReturnType<typeof connectorClient>;
