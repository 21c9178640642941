// SPDX-License-Identifier: Apache-2.0
/** What each operation of the mailbox does to it. */
import { refuse } from '@stoa/kernel';
import { Type } from 'typebox';
import { Acknowledgement, BatchSelector, MailboxRequest, MailboxResponse, Selector, type Stored } from '../contract.ts';
import { requestOf, sendResponses } from './answer.ts';
import type { ContentSchema } from '../content/index.ts';
import { acknowledgeAll, extendLease, nextRequests, nextResponses, type Taking } from './deliver.ts';
import { enqueueAll, permitRequest } from './send.ts';
import { cancelRequest, nextStatus, statusOf } from './status.ts';
import { oneByOne, type TurnStep } from './turn-steps.ts';
import { peopleIn } from '../persons/index.ts';
import { type LoggedMessage, requestEntry } from '../log/index.ts';
import { type Message, readJson } from '../messages/index.ts';
import type { Work } from './shared-turns.ts';
import type { MailboxParts } from './endpoint.ts';

const Verdict = Type.Object({ accepted: Type.Boolean() }, { additionalProperties: false });
const Lease = Type.Object(
  { leaseSeconds: Type.Integer({ minimum: 10, maximum: 3600 }) },
  { additionalProperties: false },
);
const Nothing = Type.Object({}, { additionalProperties: false });

/** What a message does, and what it is told of the result; undefined where there is nothing for it. */
export interface Operation<I = unknown, R = unknown> {
  readonly work: Work<I, R>;
  readonly told: (result: R) => unknown;
  /** What the sender may wait for, where there is nothing yet. */
  readonly wanted?: Selector | undefined;
}
type Known = Pick<MailboxParts, 'module' | 'directory'>;
type Passed = ContentSchema | undefined;

const operation = <I, R>(
  work: Work<I, R>,
  told: (result: R) => unknown = (result) => result,
  wanted?: Selector,
): Operation => ({ work, told, wanted }) as unknown as Operation;
const pathOf = ({ target }: Message) => target.split('?')[0] ?? '';

/**
 * What a message asks for; refuses what needs no look into the mailbox.
 * @param passed of `whenChecked`
 */
export function operationOf(known: Known, incoming: Message, passed: Passed): Operation {
  const { client } = incoming;
  switch (`${incoming.method} ${pathOf(incoming)}`) {
    case 'POST /mailbox/requests':
      return sendRequest(known, incoming, passed);
    case 'POST /mailbox/requests/next':
      return takeOne(nextRequests, incoming);
    case 'POST /mailbox/batches/requests/next':
      return takeMany(nextRequests, incoming);
    case 'POST /mailbox/responses':
      return sendResponse(known, incoming, passed);
    case 'POST /mailbox/responses/next':
      return takeOne(nextResponses, incoming);
    case 'POST /mailbox/batches/responses/next':
      return takeMany(nextResponses, incoming);
    case 'POST /mailbox/statuses/next':
      readJson(Nothing, incoming.body.bytes);
      return operation({ step: statuses, input: client });
    default:
      return onMessage(incoming);
  }
}

/** What one of several messages in a body asks for; undefined where the address takes no such bodies. */
export function partOperation({
  method,
  target,
}: Message): ((known: Known, part: Message, passed: Passed) => Operation) | undefined {
  if (method !== 'POST') return undefined;
  switch (target) {
    case '/mailbox/batches/requests':
      return sendRequest;
    case '/mailbox/batches/responses':
      return sendResponse;
    case '/mailbox/batches/acks':
      return (_, part) => {
        const { messageId, accepted = true } = readJson(Acknowledgement, part.body.bytes);
        return acknowledge(part, messageId, accepted);
      };
    default:
      return undefined;
  }
}

function takeOne<M>(step: TurnStep<Taking, M[]>, incoming: Message): Operation {
  const wanted = readJson(Selector, incoming.body.bytes);
  return operation({ step, input: { reader: incoming.client, wanted, max: 1 } }, ([first]) => first, wanted);
}

function takeMany<M>(step: TurnStep<Taking, M[]>, incoming: Message): Operation {
  const { max, ...wanted } = readJson(BatchSelector, incoming.body.bytes);
  const told = (messages: M[]) => (messages.length > 0 ? { messages } : undefined);
  return operation({ step, input: { reader: incoming.client, wanted, max } }, told, wanted);
}

function sendRequest(known: Known, incoming: Message, passed: Passed): Operation {
  const { client } = incoming;
  const message = readJson(MailboxRequest, incoming.body.bytes);
  const { type, purpose } = permitRequest(known, client, message, incoming.body.size, passed);
  const { messageId, issue } = message;
  const people = peopleIn(known.module, type.persons, { content: () => message.content });
  return operation({
    step: enqueueAll,
    input: { client, type, message },
    bytes: incoming.body.size,
    evidence: ({ alreadySent }) =>
      alreadySent ? undefined : storedEntry(incoming, { target: type.id, messageId, issue, people }, { purpose }),
  });
}

function sendResponse({ directory }: Known, incoming: Message, passed: Passed): Operation {
  const message = readJson(MailboxResponse, incoming.body.bytes);
  const bytes = incoming.body.size;
  return operation(
    {
      step: sendResponses,
      input: { directory, provider: incoming.client, message, bytes, passed },
      bytes,
      row: requestOf(message.to),
      evidence: ({ alreadySent, requestId, type, issue }) =>
        alreadySent
          ? undefined
          : storedEntry(incoming, { target: type, messageId: requestId, issue, direction: 'response' }),
    },
    ({ messageId, alreadySent }) => ({ messageId, alreadySent }),
  );
}

const stored = (messageId: string) => (): Stored => ({ messageId, alreadySent: false });

function acknowledge(incoming: Message, id: string, accepted: boolean): Operation {
  const about = { target: 'mailbox', messageId: id, issue: undefined };
  return operation(
    {
      step: acknowledgeAll,
      input: { subsystem: incoming.client, messageId: id, accepted },
      row: id,
      evidence: () => storedEntry(incoming, about, { acknowledges: id, accepted }),
    },
    stored(id),
  );
}

interface AboutMessage {
  readonly client: string;
  readonly id: string;
}
const statuses = oneByOne(nextStatus);
const status = oneByOne<AboutMessage, unknown>((tx, { client, id }) => statusOf(tx, client, id));
const cancel = oneByOne<AboutMessage, void>((tx, { client, id }) => cancelRequest(tx, client, id));
const extend = oneByOne<AboutMessage & { seconds: number }, void>((tx, { client, id, seconds }) =>
  extendLease(tx, client, id, seconds),
);

function onMessage(incoming: Message): Operation {
  const { client, method } = incoming;
  const [, id = '', verb] =
    /^\/mailbox\/messages\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/(\w+)$/.exec(pathOf(incoming)) ?? [];
  switch (`${method} ${verb}`) {
    case 'POST ack':
      return acknowledge(incoming, id, readJson(Verdict, incoming.body.bytes).accepted);
    case 'POST lease': {
      const { leaseSeconds: seconds } = readJson(Lease, incoming.body.bytes);
      return operation({ step: extend, input: { client, id, seconds }, row: id }, stored(id));
    }
    case 'POST cancel': {
      readJson(Nothing, incoming.body.bytes);
      const about = { target: 'mailbox', messageId: id, issue: undefined };
      const cancelled = () => storedEntry(incoming, about, { cancels: id });
      return operation({ step: cancel, input: { client, id }, row: id, evidence: cancelled }, stored(id));
    }
    case 'GET status':
      return operation({ step: status, input: { client, id } });
    default:
      return refuse('missing', 'exchange.no-such-address', 'The mailbox has no such address.');
  }
}

/** What is logged of a message that was stored now; a repetition leaves no evidence, since the first did. */
export const storedEntry = (
  incoming: Message,
  {
    target,
    messageId,
    issue,
    people,
    direction = 'request',
  }: Pick<LoggedMessage, 'target' | 'messageId' | 'issue' | 'people'> & Partial<Pick<LoggedMessage, 'direction'>>,
  facts: Record<string, unknown> = {},
): LoggedMessage => ({
  ...requestEntry(incoming, 'mailbox', target, { issue, facts: { transportId: incoming.messageId, ...facts } }),
  messageId,
  direction,
  people,
});

/** What is logged of a refused message. A request that names people is logged as one of its type: they learn of it. */
export function refusedEntry({ module, directory }: Known, incoming: Message, code: string): LoggedMessage {
  const refused = { outcome: 'refused', code } as const;
  try {
    const { type: target, messageId, issue, content } = readJson(MailboxRequest, incoming.body.bytes);
    const people = peopleIn(module, directory.type(target)?.persons ?? [], { content: () => content });
    if (people.length > 0) return { ...storedEntry(incoming, { target, messageId, issue, people }), ...refused };
  } catch {
    // Not a request.
  }
  return requestEntry(incoming, 'mailbox', 'mailbox', refused);
}
