// SPDX-License-Identifier: Apache-2.0
/** The hub's mailbox for what the connector itself does on behalf of its department. */
import { randomUUID } from 'node:crypto';
import { ExchangeError, mailboxBody, mailboxOperations, type MailboxTransport } from '@stoa/exchange/contract';
import { partsHeader, partsRoot, takesParts } from '@stoa/exchange/wire';
import type { HubClient } from './hub-client.ts';

const timeoutMs = 60_000;

export type HubMailbox = ReturnType<typeof hubMailbox>;

/** Throws ExchangeError for a refusal, another error when the hub cannot be reached. */
export const hubMailbox = (subsystem: string, hub: HubClient) => mailboxOperations(hubTransport(subsystem, hub));

export const hubTransport =
  (subsystem: string, hub: HubClient): MailboxTransport =>
  async (method, target, body) => {
    const { text, type } = body === undefined ? { text: '', type: undefined } : mailboxBody(body);
    const sent = Buffer.from(text);
    const headers = {
      'x-road-client': subsystem,
      'x-road-id': randomUUID(),
      accept: 'application/json',
      'content-type': type,
      [partsHeader]: takesParts(method, target) ? partsRoot(sent) : undefined,
    };
    const answer = await hub.send({ method, target, headers, body: sent }, timeoutMs);
    if (answer.status === 204) return undefined;
    const json = JSON.parse(answer.body.toString()) as Record<'code' | 'type' | 'detail' | 'message', string>;
    if (answer.status >= 400)
      throw new ExchangeError(answer.status, json.code ?? json.type, json.code ? json.detail : json.message);
    return json;
  };

/** Whether the mailbox refused the message itself, so that sending it again cannot help. */
export const isFinal = (error: unknown): error is ExchangeError =>
  error instanceof ExchangeError &&
  error.code.startsWith('exchange.') &&
  error.status >= 400 &&
  error.status < 500 &&
  error.status !== 429;
