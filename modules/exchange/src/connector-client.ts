// SPDX-License-Identifier: Apache-2.0
/**
 * A subsystem's view of its own connector: the X-Road REST path for sync calls and the mailbox for messages.
 * Plain HTTP inside the department's perimeter; the connector signs, encrypts and logs on the way out.
 */
import { eventOperations } from './contract/event-messages.ts';
import { type AttachmentReference, mailboxOperations, type MailboxTransport } from './contract/mailbox.ts';

export * from './contract/event-messages.ts';
export * from './contract/mailbox.ts';
export * from './contract/subsystem-id.ts';

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
  const send: MailboxTransport = async (method, path, body) => {
    const headers = { 'x-road-client': client, ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
    const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    const response = await request(path, init, 30_000);
    return response.status === 204 ? undefined : response.json();
  };
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
    ...mailboxOperations(send),
    ...eventOperations(send),
    /**
     * Uploads a file that a message will name; the same file under the same id again is no error.
     * @param file of a disk with `openAsBlob`, so that it is never whole in memory
     */
    async uploadAttachment({ id, digest }: Pick<AttachmentReference, 'id' | 'digest'>, file: Blob): Promise<void> {
      const headers = { 'x-road-client': client, 'content-digest': digest };
      await request(`/mailbox/attachments/${id}`, { method: 'PUT', headers, body: file }, attachmentTimeoutMs);
    },
    /** A file that a delivered message names. Compare the bytes with the message's digest before trusting them. */
    async downloadAttachment(id: string): Promise<ReadableStream<Uint8Array>> {
      const path = `/mailbox/attachments/${id}`;
      const { body } = await request(path, { headers: { 'x-road-client': client } }, attachmentTimeoutMs);
      return body ?? new Blob([]).stream();
    },
  };
}
export type ConnectorClient = ReturnType<typeof connectorClient>;
