// SPDX-License-Identifier: Apache-2.0
/**
 * Asks departments over the exchange what they rendered, beside those that send it by themselves: every so many minutes the
 * days that are not known yet, page by page from the cursor of the answer before. Cards and cursor are committed together,
 * so an interruption repeats nothing and leaves nothing out; a record that was pushed before is the card it was.
 */
import { type ConnectorClient, type DeliveredResponse } from '@stoa/exchange/contract';
import { complaints, describeError, isRefusal, type ModuleRuntime, type Tx } from '@stoa/kernel';
import { agencyConnector, backoffMs } from '../connector.ts';
import { RenderedServiceCard, RenderedServicesResponse } from '../contract.ts';
import { submitCard } from '../intake.ts';
import * as store from './store.ts';

const self = { kind: 'service', id: 'quality' } as const;
/** Records in one answer. */
const pageSize = 200;
const atOnce = 50;
const answerWithinMs = 15 * 60_000;

export async function askDepartments(module: ModuleRuntime): Promise<void> {
  const connector = agencyConnector(module);
  if (!connector) return;
  await module.tx(self, planDue);
  const types = new Set((await module.tx(self, store.allSources)).map(({ informationType }) => informationType));
  for (const type of types) await takeAnswers(module, connector, type);
  for (const period of await module.tx(self, (tx) => store.periodsDue(tx, atOnce)))
    await ask(module, connector, period);
}

/** Of each source whose turn it is, the days that are not known, today's among them. */
async function planDue(tx: Tx): Promise<void> {
  for (const { id, since } of await store.sourcesDue(tx)) {
    const today = tx.module.country.calendar.localDate(tx.now);
    for (const { from, to } of await store.unknownDays(tx, id, since, today))
      await store.insertPeriod(tx, id, from, to);
    await store.setPlanned(tx, id);
  }
}

async function ask(
  module: ModuleRuntime,
  connector: ConnectorClient,
  period: Awaited<ReturnType<typeof store.periodsDue>>[number],
): Promise<void> {
  const now = module.clock.now().getTime();
  const fails = (why: string, anew: boolean) =>
    module.tx(self, (tx) => store.noteFailure(tx, period.id, why, new Date(now + backoffMs(period.tries)), anew));
  if (period.sentAt) return void (await fails('no answer came in time', true));
  const messageId = period.messageId ?? (await module.tx(self, (tx) => store.startRequest(tx, period.id)));
  const { from, to, cursor } = period;
  try {
    await connector.sendRequest({
      messageId,
      type: period.informationType,
      content: { from, to, ...(cursor !== null && { cursor }), limit: pageSize },
      issue: period.id,
    });
  } catch (error) {
    module.log.warn({ err: describeError(error), source: period.sourceId }, 'a department could not be asked');
    return void (await fails(String(error), false));
  }
  await module.tx(self, (tx) => store.noteSent(tx, period, new Date(now + answerWithinMs)));
}

async function takeAnswers(module: ModuleRuntime, connector: ConnectorClient, type: string): Promise<void> {
  for (let taken = 0; taken < atOnce; taken += 1) {
    const response = await connector.nextResponse(type);
    if (!response) return;
    await module.tx(self, (tx) => takeAnswer(tx, response));
    await connector.acknowledge(response.messageId);
  }
}

/** An answer to a request that was given up changes nothing: it was asked again. */
async function takeAnswer(tx: Tx, { requestId, from, content, rejection, status }: DeliveredResponse): Promise<void> {
  const period = await store.periodByMessage(tx, requestId);
  if (!period || period.sourceId !== from) return;
  const wrong = complaints(RenderedServicesResponse, content);
  if (rejection || wrong.length > 0) {
    const why =
      rejection?.description ?? status?.description ?? wrong.map((one) => `${one.pointer} ${one.message}`).join();
    const dueAt = new Date(tx.now.getTime() + backoffMs(period.tries));
    return void (await store.noteFailure(tx, period.id, why, dueAt, true));
  }
  const { records, next, totals } = content as RenderedServicesResponse;
  let taken = 0;
  for (const record of records) if (await takeRecord(tx, from, record)) taken += 1;
  if (totals) await store.keepTotals(tx, from, period, totals);
  const finalUntil = tx.module.country.calendar.localDate(period.sentAt ?? tx.now);
  // A cursor that does not move would go on for ever.
  const onward = next === period.cursor ? undefined : next;
  await store.noteAnswer(tx, period, { next: onward, taken, refused: records.length - taken, finalUntil });
}

/** Whether it became a card, or was one. */
async function takeRecord(tx: Tx, senderId: string, record: unknown): Promise<boolean> {
  if (complaints(RenderedServiceCard, record).length > 0) return false;
  try {
    const { state } = await submitCard(tx, senderId, record as RenderedServiceCard);
    return state !== 'REJECTED' && state !== 'DUPLICATE';
  } catch (error) {
    if (isRefusal(error) && error.kind !== 'unavailable') return false;
    throw error;
  }
}
