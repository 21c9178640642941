// SPDX-License-Identifier: Apache-2.0
/** Cards that departments send over the exchange, taken from the Quality Agency's own mailbox. */
import type { ConnectorClient, DeliveredMessage, MailboxResponse } from '@stoa/exchange/contract';
import { complaints, describeError, type ModuleRuntime, type Tx } from '@stoa/kernel';
import { type Arrival, arrivalsInTurn, dropArrival, keepArrivals, postponeArrival } from './arrivals/store.ts';
import { agencyConnector, answerId } from './connector.ts';
import { RenderedServiceCard } from './contract.ts';
import { submitCard } from './intake.ts';
import { answerTo, isCard } from './queries.ts';
import { insertIntake } from './store.ts';

type Answer = Pick<MailboxResponse, 'rejection' | 'status'>;

const self = { kind: 'service', id: 'quality' } as const;
/** Messages of one round: taken off the mailbox, and made cards. */
const [takenAtOnce, batch, madeAtOnce] = [5_000, 100, 200];
/** A message that fails waits so long; the ones behind it need not. */
const postponedMs = 60_000;

/** Takes what waits off the mailbox at once, then makes cards of it, every sender in its turn. */
export async function takeCards(module: ModuleRuntime): Promise<void> {
  const connector = agencyConnector(module);
  if (!connector) return;
  await takeArrivals(module, connector);
  const arrivals = await module.tx(self, (tx) => arrivalsInTurn(tx, madeAtOnce));
  for (const arrival of arrivals)
    await takeCard(module, connector, arrival).catch(async (error: unknown) => {
      module.log.warn({ err: describeError(error), message: arrival.messageId }, 'a card could not be taken in');
      const until = new Date(module.clock.now().getTime() + postponedMs);
      await module.tx(self, (tx) => postponeArrival(tx, arrival.messageId, until));
    });
}

/** Acknowledged once it is kept here. */
async function takeArrivals(module: ModuleRuntime, connector: ConnectorClient): Promise<void> {
  const type = module.country.exchange.renderedService;
  for (let taken = 0; taken < takenAtOnce; taken += batch) {
    const messages = await connector.nextRequests({ type, max: batch });
    if (messages.length > 0) await module.tx(self, (tx) => keepArrivals(tx, messages));
    await connector.acknowledgeAll(messages.map(({ messageId }) => ({ messageId })));
    if (messages.length < batch) return;
  }
}

async function takeCard(module: ModuleRuntime, connector: ConnectorClient, arrival: Arrival): Promise<void> {
  const answer = await module.tx(self, (tx) => receiveCard(tx, arrival));
  await connector.sendResponse({ messageId: answerId(arrival.messageId), to: arrival.replyTo, ...answer });
  await module.tx(self, (tx) => dropArrival(tx, arrival.messageId));
}

/** Takes the card in, once for each message; answers what its sender is told, every time the same. */
export async function receiveCard(tx: Tx, message: Pick<DeliveredMessage, 'messageId' | 'from' | 'content'>) {
  const known = await answerTo(tx, message.messageId);
  if (known) return known as Answer;
  const answer = await answerFor(tx, message);
  await insertIntake(tx, message.messageId, message.from, answer);
  return answer;
}

/** The card bears the message's id. */
async function answerFor(
  tx: Tx,
  { messageId, from, content }: Pick<DeliveredMessage, 'messageId' | 'from' | 'content'>,
): Promise<Answer> {
  const wrong = complaints(RenderedServiceCard, content);
  if (wrong.length > 0)
    return rejected(
      `does not fit the type: ${wrong.map(({ pointer, message }) => `${pointer} ${message}`).join('; ')}`,
    );
  // Departments may have handed in a card under this id by another way: then this is another one.
  const id = (await isCard(tx, messageId)) ? undefined : messageId;
  const { state, reasons } = await submitCard(tx, from, content as RenderedServiceCard, id);
  if (state === 'REJECTED' || state === 'DUPLICATE') return rejected(reasons.join(', '));
  const held = state === 'QUARANTINED' ? `; held: ${reasons.join(', ')}` : '';
  return { status: { code: 0, description: `accepted${held}` } };
}

const rejected = (why: string): Answer => ({
  rejection: { code: 'FAILURE', description: `The card was not accepted: ${why}`.slice(0, 2000) },
});
