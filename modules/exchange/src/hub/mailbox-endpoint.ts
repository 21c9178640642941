// SPDX-License-Identifier: Apache-2.0
/** The mailbox operations as signed HTTP requests of connectors. */
import { isRefusal, type Refusal, refuse, toProblem } from '@stoa/kernel';
import { type BatchOutcome, mostInBatch, type Stored } from '../contract/mailbox.ts';
import { arrival, missedSoFar } from '../mailbox/arrivals.ts';
import { whenChecked } from '../mailbox/content.ts';
import type { ContentSchema } from '../mailbox/content-fit.ts';
import { bodyOf, type Part, partsHeader, partsOf } from '../wire/index.ts';
import { requestEntry } from './entries.ts';
import type { Message } from './incoming.ts';
import { operationOf, type Operation, partOperation, refusedEntry } from './mailbox-works.ts';
import type { HubParts } from './sync-call.ts';
import type { TunnelAnswer } from './tunnel.ts';

export type MailboxParts = Pick<HubParts, 'module' | 'directory' | 'log' | 'turns'>;

/** Answers a mailbox request; its evidence commits together with what it changed. */
export async function mailboxRequest(hub: MailboxParts, incoming: Message): Promise<TunnelAnswer> {
  try {
    const ofPart = partOperation(incoming);
    if (ofPart) return await batch(hub, incoming, ofPart);
    const answer = await whenChecked(incoming.client, (passed) => single(hub, incoming, passed));
    return answer === undefined ? { status: 204, headers: {}, body: bodyOf(Buffer.alloc(0)) } : json(200, answer);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return refusedAnswer(hub, incoming, error);
  }
}

/** A reader may wait for what has not come yet. */
async function single(hub: MailboxParts, incoming: Message, passed: ContentSchema | undefined): Promise<unknown> {
  const { work, told, wanted: selector } = operationOf(hub, incoming, passed);
  const ask = async () => told(await hub.turns(work));
  if (!selector) return ask();
  const { type, nodeId, waitSeconds = 0 } = selector;
  const wanted = { subsystem: incoming.client, type, nodeId };
  const end = Date.now() + waitSeconds * 1000;
  let missed = missedSoFar(hub.module, wanted);
  let answer = await ask();
  while (answer === undefined && Date.now() < end && !incoming.gone?.()) {
    await arrival(hub.module, wanted, end - Date.now(), missed);
    missed = missedSoFar(hub.module, wanted);
    if (!incoming.gone?.()) answer = await ask();
  }
  return answer;
}

/** Several messages in one signed body: each is taken or refused by itself, and leaves evidence of its own. */
async function batch(
  hub: MailboxParts,
  incoming: Message,
  operationOfPart: (hub: MailboxParts, part: Message, passed: ContentSchema | undefined) => Operation,
): Promise<TunnelAnswer> {
  const found = partsOf(incoming.body.bytes ?? Buffer.alloc(0), mostInBatch);
  if (!found)
    return refuse(
      'invalid',
      'exchange.batch-size',
      `The body must hold between 1 and ${mostInBatch} messages, each a line of JSON.`,
    );
  if (incoming.headers[partsHeader] !== found.root)
    return refuse(
      'invalid',
      'exchange.batch-root',
      'X-Stoa-Parts is not the root of the Merkle tree (RFC 6962) over the lines of the body.',
    );
  const outcome = async ({ bytes, ...place }: Part): Promise<BatchOutcome> => {
    const part = { ...incoming, body: bodyOf(bytes), part: place };
    try {
      return await whenChecked(incoming.client, async (passed) => {
        const { work, told } = operationOfPart(hub, part, passed);
        return told(await hub.turns(work)) as Stored;
      });
    } catch (error) {
      if (!isRefusal(error)) throw error;
      await hub.log(refusedEntry(hub, part, error.code));
      return { problem: toProblem(error, incoming.messageId).problem };
    }
  };
  return json(200, { results: await Promise.all(found.parts.map(outcome)) });
}

/** The problem document of a refusal, once its record is durable. */
export async function refusedAnswer(
  hub: Pick<HubParts, 'module' | 'directory' | 'log'>,
  incoming: Message,
  error: Refusal,
  kind: 'mailbox' | 'event' = 'mailbox',
): Promise<TunnelAnswer> {
  const entry =
    kind === 'mailbox'
      ? refusedEntry(hub, incoming, error.code)
      : requestEntry(incoming, kind, kind, { outcome: 'refused', code: error.code });
  await hub.log(entry);
  const { status, problem, retryAfterSeconds } = toProblem(error, incoming.messageId);
  const answer = json(status, problem);
  if (retryAfterSeconds) answer.headers['retry-after'] = String(retryAfterSeconds);
  return answer;
}

export const json = (status: number, body: unknown): TunnelAnswer => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: bodyOf(Buffer.from(JSON.stringify(body))),
});
