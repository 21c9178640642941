// SPDX-License-Identifier: Apache-2.0
/**
 * Calls that waited in the mailbox while this connector was away (`X-Stoa-Fallback: mailbox`): made now, and their
 * answers sent back the same way. A call whose answer could not be sent is made again; its X-Road-Id tells the
 * department's system that it is the same one.
 */
import { hash } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import type { DeliveredMessage } from '@stoa/exchange/contract';
import type { Body } from '@stoa/exchange/wire';
import { describeError, type Log } from '@stoa/kernel';
import type { Adapter } from './adapters/adapter.ts';
import type { HubMailbox } from './hub-mailbox.ts';

/** Short, so that a stop need not wait for long. */
const waitSeconds = 2;
const lookEveryMs = 100;
const leaseSeconds = 330;

interface KeptCall {
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  /** Base64. */
  readonly body?: string;
}

/** The same call is always answered by the same message (UUID version 8 of RFC 9562, from the call's id). */
function answerId(callId: string): string {
  const hex = hash('sha256', `stoa kept call ${callId}`, 'hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** @param service id of the service, the type its kept calls have */
export function makeKeptCalls(service: string, adapter: Adapter, mailbox: HubMailbox, log: Log) {
  const stopping = new AbortController();
  const { signal } = stopping;

  async function make(message: DeliveredMessage): Promise<void> {
    const call = message.content as KeptCall;
    const headers = { ...call.headers, 'x-road-client': message.from, 'x-road-id': message.messageId };
    const answer = await adapter({
      method: call.method,
      path: call.path,
      headers: message.issue ? { ...headers, 'x-road-issue': message.issue } : headers,
      body: Buffer.from(call.body ?? '', 'base64'),
    });
    // The department's own system is away: the call comes again when its lease is over.
    if (answer.headers['x-road-error']) return;
    const body = Buffer.isBuffer(answer.body) ? answer.body : await whole(answer.body);
    await mailbox.sendResponse({
      messageId: answerId(message.messageId),
      to: message.replyTo,
      content: { status: answer.status, headers: answer.headers, body: body.toString('base64') },
    });
    await mailbox.acknowledge(message.messageId);
  }

  const running = (async () => {
    while (!signal.aborted) {
      const made = await mailbox
        .nextRequest({ type: service, leaseSeconds, waitSeconds })
        .then(async (message) => {
          if (message) await make(message);
          return message !== undefined;
        })
        .catch((err: unknown) => {
          log.warn({ err: describeError(err), service }, 'a call that waited could not be made; trying again');
          return false;
        });
      if (!made) await wait(lookEveryMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
  })();
  return {
    close: async () => {
      stopping.abort();
      await running;
    },
  };
}

async function whole(body: Body): Promise<Buffer> {
  try {
    return await buffer(Readable.from(body.read()));
  } finally {
    await body.drop();
  }
}
