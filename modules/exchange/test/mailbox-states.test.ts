// SPDX-License-Identifier: Apache-2.0
/** Random operations of both parties on the real mailbox, next to a model that knows only the table of transitions. */
import { randomUUID } from 'node:crypto';
import { isRefusal, type Tx } from '@stoa/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type MailboxResponse, mailboxStates, type MailboxState } from '../src/contract.ts';
import { exchangeOf } from '../src/exchange.ts';
import { sendResponse } from '../src/mailbox/answer.ts';
import { acknowledgeAll, nextRequests, nextResponses, type Taking } from '../src/mailbox/deliver.ts';
import { enqueue, permitRequest } from '../src/mailbox/send.ts';
import { type MailboxEvent, nextState, transitions } from '../src/mailbox/states.ts';
import { cancelRequest, statusOf } from '../src/mailbox/status.ts';
import { archiveMailbox } from '../src/mailbox/sweep.ts';
import { alone, type TurnStep } from '../src/mailbox/turn-steps.ts';
import { clientId, providerId, startMailbox, typeId } from './direct-mailbox.ts';

const { b } = await startMailbox();
const { directory } = exchangeOf(b.module);
const system = { kind: 'system' } as const;
const type = typeId;
const send = (tx: Tx, messageId: string) => {
  const message = { messageId, type, content: {} };
  return enqueue(
    tx,
    clientId,
    permitRequest({ module: b.module, directory }, clientId, message, 100, undefined).type,
    message,
  );
};
const answer = (tx: Tx, message: MailboxResponse) =>
  sendResponse(tx, { directory, provider: providerId, message, bytes: 100, passed: undefined });
const next = async <M>(tx: Tx, step: TurnStep<Taking, M[]>, reader: string) =>
  (await alone(step)(tx, { reader, wanted: {}, max: 1 }))[0];
const acknowledge = (tx: Tx, subsystem: string, messageId: string, accepted: boolean) =>
  alone(acknowledgeAll)(tx, { subsystem, messageId, accepted });
const inTx = <R>(work: (tx: Tx) => Promise<R>) => b.module.tx(system, work);

test('the table leads from non-existence to each of the other twelve states', () => {
  const reached = new Set<MailboxState>(['doesNotExist']);
  for (let before = 0; before !== reached.size; ) {
    before = reached.size;
    for (const { from, to } of Object.values(transitions))
      if (from.some((state) => reached.has(state))) reached.add(to);
  }
  expect([...reached].sort()).toEqual([...mailboxStates].sort());
});

/** What each operation does to the state when it succeeds. */
const operations = {
  take: ['takeRequest'],
  acknowledgeRequest: ['acknowledgeRequest'],
  declineRequest: ['declineRequest'],
  progress: ['reportProgress'],
  answer: ['answer', 'acceptResponse'],
  takeAnswer: ['takeResponse'],
  acknowledgeAnswer: ['acknowledgeResponse'],
  declineAnswer: ['declineResponse'],
  cancel: ['cancel'],
  leaseRunsOut: [],
  endOfLife: ['expire'],
  keptLongEnough: ['archive'],
} as const satisfies Record<string, readonly MailboxEvent[]>;
type OperationName = keyof typeof operations;

/** One request, with what a run of operations needs to know of it. */
function world(id: string) {
  const to = `${clientId}#${id}`;
  let answerId = randomUUID();
  const only = <M extends { messageId: string }>(message: M | undefined, wanted: string) => {
    if (message && message.messageId !== wanted) throw new Error('a message of another run');
  };
  const run: Record<OperationName, () => Promise<unknown>> = {
    take: () => inTx(async (tx) => only(await next(tx, nextRequests, providerId), id)),
    acknowledgeRequest: () => inTx((tx) => acknowledge(tx, providerId, id, true)),
    declineRequest: () => inTx((tx) => acknowledge(tx, providerId, id, false)),
    progress: () => inTx((tx) => answer(tx, { messageId: randomUUID(), to, processing: { details: 'soon' } })),
    answer: async () => {
      const messageId = randomUUID();
      await inTx((tx) => answer(tx, { messageId, to, content: 1 }));
      answerId = messageId;
    },
    takeAnswer: () => inTx(async (tx) => only(await next(tx, nextResponses, clientId), answerId)),
    acknowledgeAnswer: () => inTx((tx) => acknowledge(tx, clientId, answerId, true)),
    declineAnswer: () => inTx((tx) => acknowledge(tx, clientId, answerId, false)),
    cancel: () => inTx((tx) => cancelRequest(tx, clientId, id)),
    leaseRunsOut: async () => b.clock.advance({ seconds: 61 }),
    endOfLife: async () => {
      b.clock.advance({ days: 15 });
      await archiveMailbox(b.module);
    },
    keptLongEnough: async () => {
      b.clock.advance({ days: 91 });
      await archiveMailbox(b.module);
    },
  };
  return run;
}

const names = Object.keys(operations) as OperationName[];
const early = names.filter((one) => one !== 'endOfLife' && one !== 'keptLongEnough');

test('whatever the parties do in whatever order, a request only ever moves along the table, and keeps each change', async () => {
  const sequence = fc
    .tuple(
      fc.array(fc.constantFrom(...early), { maxLength: 14 }),
      fc.array(fc.constantFrom(...names), { maxLength: 4 }),
    )
    .map((parts) => parts.flat());
  await fc.assert(
    fc.asyncProperty(sequence, async (steps) => {
      // A run that failed leaves its message behind while the counterexample is made smaller.
      await b.sql('truncate mailbox_response, mailbox_request cascade');
      const id = randomUUID();
      await inTx((tx) => send(tx, id));
      const run = world(id);
      let state: MailboxState = 'requestIsAcceptedBySmev';
      for (const step of steps) {
        b.clock.advance({ seconds: 1 });
        await run[step]().catch((error: unknown) => {
          if (!isRefusal(error)) throw error;
        });
        const { status } = await inTx((tx) => statusOf(tx, clientId, id));
        if (status === state) continue;
        const events: readonly MailboxEvent[] =
          step === 'endOfLife' || step === 'keptLongEnough' ? ['expire', 'archive'] : operations[step];
        const reachable = new Set<MailboxState>();
        let through: MailboxState | undefined = state;
        for (const event of events) {
          const single = nextState(state, event);
          if (single) reachable.add(single);
          through = through && nextState(through, event);
          if (through) reachable.add(through);
        }
        expect([...reachable], `${step} in ${state}`).toContain(status);
        state = status;
      }
      const { history = [] } = await inTx((tx) => statusOf(tx, clientId, id));
      expect(history.map((change) => change.state).slice(0, 2)).toEqual(['requestIsQueued', 'requestIsAcceptedBySmev']);
      expect(history.at(-1)?.state).toBe(state);
      for (const [index, { state: to, at }] of history.entries()) {
        const from = history[index - 1]?.state ?? 'doesNotExist';
        expect(Object.values(transitions).some((t) => t.to === to && t.from.some((one) => one === from))).toBe(true);
        expect(at >= (history[index - 1]?.at ?? '')).toBe(true);
      }
    }),
    { numRuns: 150 },
  );
});

test('an operation that its state allows succeeds, any other changes nothing', async () => {
  await b.sql('truncate mailbox_response, mailbox_request cascade');
  const id = randomUUID();
  await inTx((tx) => send(tx, id));
  const run = world(id);
  const stateAfter = async (step: OperationName) => {
    await run[step]().catch(() => undefined);
    return (await inTx((tx) => statusOf(tx, clientId, id))).status;
  };
  expect(await stateAfter('answer')).toBe('requestIsAcceptedBySmev');
  expect(await stateAfter('take')).toBe('requestIsProcessed');
  expect(await stateAfter('cancel')).toBe('requestIsProcessed');
  expect(await stateAfter('progress')).toBe('underProcessing');
  expect(await stateAfter('take')).toBe('underProcessing');
  expect(await stateAfter('answer')).toBe('responseIsAcceptedBySmev');
  expect(await stateAfter('acknowledgeRequest')).toBe('responseIsAcceptedBySmev');
  expect(await stateAfter('takeAnswer')).toBe('responseIsProcessed');
  expect(await stateAfter('declineAnswer')).toBe('responseIsRejectedBySmev');
  expect(await stateAfter('answer')).toBe('responseIsAcceptedBySmev');
  expect(await stateAfter('takeAnswer')).toBe('responseIsProcessed');
  expect(await stateAfter('acknowledgeAnswer')).toBe('messageIsDelivered');
  expect(await stateAfter('keptLongEnough')).toBe('messageIsArchived');
});
