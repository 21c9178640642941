// SPDX-License-Identifier: Apache-2.0
/** The mailbox operations as signed HTTP requests of connectors. */
import { isRefusal, type ModuleRuntime, refuse, toProblem } from '@stoa/kernel';
import { type BatchOutcome, mostInBatch, type Stored } from '../contract.ts';
import { arrival, missedSoFar } from './arrivals.ts';
import { type ContentSchema, whenChecked } from '../content/index.ts';
import { bodyOf, type Part, partsHeader, partsOf } from '../wire/index.ts';
import { type Answer, answerWith, json, type Message } from '../messages/index.ts';
import { operationOf, type Operation, partOperation, refusedEntry } from './operations.ts';
import type { Directory } from '../directory/index.ts';
import { type Recording, refusedAnswer } from '../log/index.ts';
import type { SharedTurns } from './shared-turns.ts';

export interface MailboxParts {
  readonly module: ModuleRuntime;
  readonly directory: Directory;
  readonly record: Recording;
  readonly turns: SharedTurns;
}

/** Answers a mailbox request; its evidence commits together with what it changed. */
export async function mailboxRequest(hub: MailboxParts, incoming: Message): Promise<Answer> {
  try {
    const ofPart = partOperation(incoming);
    if (ofPart) return await batch(hub, incoming, ofPart);
    return answerWith(await whenChecked(incoming.client, (passed) => single(hub, incoming, passed)));
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return refusedAnswer(hub.record, incoming, error, refusedEntry(hub, incoming, error.code));
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
): Promise<Answer> {
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
      await hub.record(refusedEntry(hub, part, error.code));
      return { problem: toProblem(error, incoming.messageId).problem };
    }
  };
  return json(200, { results: await Promise.all(found.parts.map(outcome)) });
}
