// SPDX-License-Identifier: Apache-2.0
/** Brings messages of one file to the hub: each until it is stored or refused for good, several at a time. */
import { setTimeout as wait } from 'node:timers/promises';
import { type ConnectorClient, ExchangeError } from '@stoa/exchange/contract';
import { describeError, type Log } from '@stoa/kernel';
import type { FileMessage } from './messages.ts';
import { derivedId } from './message-id.ts';

export interface Wrong {
  readonly row: number;
  readonly message: string;
  /** Of the hub's refusal. */
  readonly code?: string;
}

export interface Delivered {
  readonly messages: { row: number; messageId: string }[];
  readonly wrong: Wrong[];
}

const atOnce = 8;
const firstPauseMs = 250;
const longestPauseMs = 30_000;
/** What another try cannot mend: the content, its id, its size. A missing right or type can be given. */
const forGood = new Set([409, 410, 413, 422]);

export async function deliver(
  messages: AsyncIterable<FileMessage>,
  {
    type,
    idOf,
    client,
    log,
    stopping,
  }: {
    type: string;
    idOf: (row: number) => string;
    client: ConnectorClient;
    log: Log;
    stopping: AbortSignal;
  },
): Promise<Delivered> {
  const delivered: Delivered = { messages: [], wrong: [] };
  const inHand = new Set<Promise<void>>();
  let failure: unknown;

  async function send(row: number, content: unknown): Promise<void> {
    const messageId = idOf(row);
    for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
      stopping.throwIfAborted();
      try {
        await client.sendRequest({ messageId, type, content });
        delivered.messages.push({ row, messageId });
        return;
      } catch (error) {
        if (error instanceof ExchangeError && forGood.has(error.status)) {
          delivered.wrong.push({ row, message: error.message, code: error.code });
          return;
        }
        log.warn({ row, code: codeOf(error) }, 'a message of a dropped file was not taken yet; trying again');
        await wait(pauseMs, undefined, { signal: stopping });
      }
    }
  }

  for await (const { row, content, wrong } of messages) {
    if (failure) break;
    if (wrong) {
      delivered.wrong.push({ row, message: wrong });
      continue;
    }
    const sending: Promise<void> = send(row, content)
      .catch((error: unknown) => {
        failure ??= error;
      })
      .finally(() => inHand.delete(sending));
    inHand.add(sending);
    if (inHand.size >= atOnce) await Promise.race(inHand);
  }
  await Promise.all(inHand);
  if (failure) throw failure as Error;
  const byRow = (a: { row: number }, b: { row: number }) => a.row - b.row;
  return { messages: delivered.messages.toSorted(byRow), wrong: delivered.wrong.toSorted(byRow) };
}

const codeOf = (error: unknown) => (describeError(error) as { code?: string }).code;

/** The same for the same file, row and sender, whatever crashed in between. */
export const idsOf = (subsystem: string, type: string, file: string, digest: string) => (row: number) =>
  derivedId(subsystem, type, file, digest, String(row));
