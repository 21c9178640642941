// SPDX-License-Identifier: Apache-2.0
/**
 * Invitations as messages of the exchange to the cabinet, as GEPS does it: sent, answered (delivered, no account), and later
 * told that they were read. A card waits as NOTIFY_QUEUED until the cabinet has answered.
 */
import { type ConnectorClient, type DeliveredResponse, ExchangeError } from '@stoa/exchange/contract';
import { complaints, describeError, type ModuleRuntime, type Tx } from '@stoa/kernel';
import { NoticeAnswer, NoticeRead } from '@stoa/notifications/contract';
import type { Static } from 'typebox';
import { agencyConnector, answerId, backoffMs } from '../connector.ts';
import { reportStep } from '../hand-over.ts';
import { cardById, linkOfCard, personOf } from '../queries.ts';
import { endCard, lockCard, moveCard } from '../store.ts';
import { unseal } from '../vault.ts';
import { invitationOf } from './invitation-of.ts';
import * as store from './store.ts';

const self = { kind: 'service', id: 'quality' } as const;
const atOnce = 200;
/** The cabinet answers within this time, or is sent the invitation under a new id. */
const answerWithinMs = 60 * 60_000;
const mostTries = 5;

export async function exchangeNotices(module: ModuleRuntime): Promise<void> {
  const connector = agencyConnector(module);
  if (!connector) return;
  await takeAnswers(module, connector);
  await takeReadings(module, connector);
  for (const notice of await module.tx(self, (tx) => store.noticesDue(tx, atOnce)))
    if (!(await sendNotice(module, connector, notice))) return;
}

/** False where the connector is away: the others would wait for it in vain. */
async function sendNotice(
  module: ModuleRuntime,
  connector: ConnectorClient,
  notice: store.NoticeRow,
): Promise<boolean> {
  const now = module.clock.now().getTime();
  if (notice.sentAt) {
    await failed(module, notice, 'silent', 'the cabinet did not answer');
    return true;
  }
  const content = await module.tx(self, (tx) => contentOf(tx, notice.cardId));
  if (!content) return true;
  try {
    await connector.sendRequest({
      messageId: notice.messageId,
      type: module.country.exchange.notice,
      content,
      issue: notice.cardId,
    });
  } catch (error) {
    const away = !(error instanceof ExchangeError) || error.status >= 500;
    module.log.warn(
      { err: describeError(error), card: notice.cardId },
      'an invitation was not sent; it is tried again',
    );
    await module.tx(self, (tx) =>
      store.noteFailure(tx, notice, String(error), new Date(now + backoffMs(notice.tries)), false),
    );
    return !away;
  }
  await module.tx(self, (tx) => store.noteSent(tx, notice, new Date(now + answerWithinMs)));
  return true;
}

/** Undefined where there is nothing to send any more: the card was withdrawn, or its link ended. */
async function contentOf(tx: Tx, cardId: string) {
  const [card, link, person] = [await cardById(tx, cardId), await linkOfCard(tx, cardId), await personOf(tx, cardId)];
  if (!card || !link || !person || card.state !== 'NOTIFY_QUEUED') {
    await store.noteOutcome(tx, cardId, 'refused', 'there is nothing to send any more');
    return undefined;
  }
  const { snils } = unseal(tx.module, cardId, person.sealed);
  return {
    key: cardId,
    // Of a parent or guardian only the pseudonym is known here.
    to: person.askedKey ? { pseudonym: person.askedKey } : { number: snils },
    ...invitationOf(tx.module, card, link, person.askedKey !== null),
    readTo: tx.module.country.exchange.noticeRead,
  };
}

/** Tried again a few times; then the card is undeliverable. */
async function failed(module: ModuleRuntime, notice: store.NoticeRow, outcome: 'refused' | 'silent', why: string) {
  await module.tx(self, async (tx) => {
    if (notice.tries + 1 < mostTries)
      await store.noteFailure(tx, notice, why, new Date(tx.now.getTime() + backoffMs(notice.tries)), true);
    else await endUndelivered(tx, notice.cardId, outcome, why);
  });
}

const reasons = { refused: 'cabinet-refused', silent: 'cabinet-silent', 'no-account': 'no-account' } as const;

async function endUndelivered(tx: Tx, cardId: string, outcome: keyof typeof reasons, why?: string): Promise<void> {
  await lockCard(tx, cardId);
  if (await store.noteOutcome(tx, cardId, outcome, why)) await endCard(tx, cardId, reasons[outcome]);
}

async function takeAnswers(module: ModuleRuntime, connector: ConnectorClient): Promise<void> {
  for (let taken = 0; taken < atOnce; taken += 1) {
    const response = await connector.nextResponse(module.country.exchange.notice);
    if (!response) return;
    await takeAnswer(module, response);
    await connector.acknowledge(response.messageId);
  }
}

/** An answer to an attempt that was given up, or a repeated one, changes nothing. */
async function takeAnswer(module: ModuleRuntime, { requestId, content, rejection, status }: DeliveredResponse) {
  const notice = await module.tx(self, (tx) => store.noticeByMessage(tx, requestId));
  if (!notice || notice.outcome) return;
  if (complaints(NoticeAnswer, content).length > 0)
    return failed(module, notice, 'refused', rejection?.description ?? status?.description ?? 'no answer of the type');
  const { outcome } = content as Static<typeof NoticeAnswer>;
  await module.tx(self, (tx) =>
    outcome === 'no-account' ? endUndelivered(tx, notice.cardId, 'no-account') : noteDelivered(tx, notice.cardId),
  );
}

async function noteDelivered(tx: Tx, cardId: string): Promise<void> {
  const card = await lockCard(tx, cardId);
  if (!(await store.noteOutcome(tx, cardId, 'delivered'))) return;
  if (card.state === 'NOTIFY_QUEUED') await moveCard(tx, card, 'NOTIFIED');
  await reportStep(tx, card, 'delivered');
}

/** A reading, or the receipt of a copy by SMS: that one arrived says what the cabinet may not have answered yet. */
async function noteTold(tx: Tx, told: NoticeRead): Promise<void> {
  if ('readAt' in told) return void (await store.noteRead(tx, told.noticeId, new Date(told.readAt)));
  const { noticeId, ...copy } = told;
  const notice = await store.noticeByMessage(tx, noticeId);
  if (!notice) return;
  if (copy.outcome === 'delivered') await noteDelivered(tx, notice.cardId);
  await store.noteCopy(tx, noticeId, copy);
}

async function takeReadings(module: ModuleRuntime, connector: ConnectorClient): Promise<void> {
  for (let taken = 0; taken < atOnce; taken += 1) {
    const message = await connector.nextRequest(module.country.exchange.noticeRead);
    if (!message) return;
    const fits = complaints(NoticeRead, message.content).length === 0;
    if (fits) await module.tx(self, (tx) => noteTold(tx, message.content as NoticeRead));
    const answer = fits
      ? { status: { code: 0, description: 'noted' } }
      : { rejection: { code: 'FAILURE' as const, description: 'does not fit the type' } };
    await connector.sendResponse({ messageId: answerId(message.messageId), to: message.replyTo, ...answer });
    await connector.acknowledge(message.messageId);
  }
}
