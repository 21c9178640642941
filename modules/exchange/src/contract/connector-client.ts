// SPDX-License-Identifier: Apache-2.0
/**
 * A subsystem's view of its own connector: the X-Road REST path for sync calls and the mailbox for messages.
 * Plain HTTP inside the department's perimeter; the connector signs, encrypts and logs on the way out.
 */
import { eventOperations } from './event-messages.ts';
import { type AttachmentReference, mailboxBody, mailboxOperations, type MailboxTransport } from './mailbox.ts';

export * from './event-messages.ts';
export * from './mailbox.ts';
export * from './subsystem-id.ts';

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

const attachmentTimeoutMs = 600_000;

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

const unreachable = (cause: unknown): never => {
  throw new ExchangeError(503, 'exchange.connector-unreachable', `the connector does not answer: ${String(cause)}`);
};

/** An idle connection that the other side had closed when it was used again: nobody read what was sent on it. */
const wasClosed = (error: { code?: unknown }): boolean =>
  error.code === 'UND_ERR_SOCKET' || error.code === 'ECONNRESET';

function refused(status: number, text: string): ExchangeError {
  let problem: { type?: string; code?: string; message?: string; detail?: string } = {};
  try {
    problem = JSON.parse(text) as typeof problem;
  } catch {
    // Not of a connector.
  }
  const code = problem.code ?? problem.type ?? 'exchange.failed';
  return new ExchangeError(status, code, problem.message ?? problem.detail ?? `status ${status}`);
}

/**
 * Client of the connector at `url` (or `unix:/path`) for the subsystem `client`. Throws ExchangeError.
 * @param token of this system, as the connector's settings name it
 */
export function connectorClient(url: string, client: string, token?: string) {
  const socketPath = /^unix:(.+)$/.exec(url)?.[1];
  const base = socketPath ? 'http://localhost' : url.replace(/\/$/, '');
  const own: Record<string, string> = { 'x-road-client': client, ...(token && { authorization: `Bearer ${token}` }) };
  const unix = socketPath
    ? import('undici').then(({ Agent }) => ({ dispatcher: new Agent({ connect: { socketPath } }) }))
    : {};
  /** For bodies that are streams. */
  async function stream(path: string, init: RequestInit): Promise<Response> {
    const signal = AbortSignal.timeout(attachmentTimeoutMs);
    const all = { ...init, ...(await unix), signal, redirect: 'manual' } as RequestInit;
    const response = await fetch(base + path, all).catch(unreachable);
    if (response.status >= 400) throw refused(response.status, await response.text());
    return response;
  }
  async function request(
    method: string,
    path: string,
    given: Record<string, string>,
    body: unknown,
    timeoutMs: number,
  ) {
    const { text: sent, type } = body === undefined ? { text: null, type: undefined } : mailboxBody(body);
    const headers = type ? { ...given, 'content-type': type } : given;
    // Loaded with the first call: operations of this contract are named in browsers, where none is made. `fetch` costs a
    // small call six times the processor time.
    const undici = await import('undici');
    const limits = { headersTimeout: timeoutMs, bodyTimeout: timeoutMs, ...(await unix) };
    const ask = () => undici.request(base + path, { method, headers, body: sent, ...limits });
    const again = (error: { code?: unknown }) => (method === 'GET' && wasClosed(error) ? ask() : Promise.reject(error));
    const answer = await ask().catch(again).catch(unreachable);
    const { statusCode: status } = answer;
    const text = await answer.body.text().catch(unreachable);
    if (status >= 400) throw refused(status, text);
    return { status, headers: answer.headers, text };
  }
  const send: MailboxTransport = async (method, path, body) => {
    const { status, text } = await request(method, path, own, body, 30_000);
    return status === 204 ? undefined : JSON.parse(text);
  };
  return {
    /**
     * Calls `service` (`XM/GOV/1002/COMPANIES/companies`) at `path` (`/1234567890`).
     * Answers the body, the X-Road-Id under which both messages are logged, and the hub's time of the answer.
     */
    async call(service: string, path: string, options: CallOptions = {}) {
      const query = options.query ? `?${new URLSearchParams(options.query)}` : '';
      const headers: Record<string, string> = { ...own, accept: 'application/json' };
      if (options.id) headers['x-road-id'] = options.id;
      if (options.issue) headers['x-road-issue'] = encodeURIComponent(options.issue);
      if (options.userId) headers['x-road-userid'] = options.userId;
      const target = `/r1/${service}${path}${query}`;
      const answer = await request(options.method ?? 'GET', target, headers, options.body, options.timeoutMs ?? 30_000);
      return {
        body: JSON.parse(answer.text) as unknown,
        messageId: String(answer.headers['x-road-id'] ?? ''),
        status: answer.status,
      };
    },
    ...mailboxOperations(send),
    ...eventOperations(send),
    /**
     * Uploads a file that a message will name; the same file under the same id again is no error.
     * @param file of a disk with `openAsBlob`, so that it is never whole in memory
     */
    async uploadAttachment({ id, digest }: Pick<AttachmentReference, 'id' | 'digest'>, file: Blob): Promise<void> {
      const headers = { ...own, 'content-digest': digest };
      await stream(`/mailbox/attachments/${id}`, { method: 'PUT', headers, body: file });
    },
    /** A file that a delivered message names. Compare the bytes with the message's digest before trusting them. */
    async downloadAttachment(id: string): Promise<ReadableStream<Uint8Array>> {
      const { body } = await stream(`/mailbox/attachments/${id}`, { headers: own });
      return body ?? new Blob([]).stream();
    },
  };
}
export type ConnectorClient = ReturnType<typeof connectorClient>;
