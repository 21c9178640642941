// SPDX-License-Identifier: Apache-2.0
/**
 * What a case granted for every month: started and stopped by requests on the exchange, and paid as a payout of its month, into a
 * batch that two persons let go. Asked twice it is one; a month that was missed is paid with the next round.
 */
import { type ConnectorClient, connectorClient, type DeliveredMessage, inCircuit } from '@stoa/exchange/contract';
import { complaints, describeError, idOf, type ModuleRuntime, personKey, type Tx } from '@stoa/kernel';
import { pay } from '../batches/rows.ts';
import { type StandingAnswer, type StandingRequest, StartPaying, StopPaying } from '../contract.ts';
import { today } from '../people.ts';
import { findProgramme } from '../programmes/store.ts';
import * as store from './store.ts';

const self = { kind: 'service', id: 'payouts' } as const;
const atOnce = 100;

function portalConnector(module: ModuleRuntime): ConnectorClient | undefined {
  const { STOA_PLATFORM_CONNECTOR_URL: url, STOA_PLATFORM_CONNECTOR_TOKEN: token } = module.config.env;
  const { platformSubsystem } = module.country.exchange;
  return url ? connectorClient(url, inCircuit(platformSubsystem, module.config.circuit), token) : undefined;
}

export async function takeStandings(module: ModuleRuntime): Promise<void> {
  const connector = portalConnector(module);
  for (let taken = 0; connector && taken < atOnce; taken += 1) {
    const message = await connector.nextRequest(module.country.exchange.payout);
    if (!message) return;
    await takeOne(module, connector, message).catch((error: unknown) => {
      // Its lease runs out and it comes again; the messages behind it need not wait.
      module.log.warn({ err: describeError(error), message: message.messageId }, 'a standing payout was not taken');
    });
  }
}

async function takeOne(module: ModuleRuntime, connector: ConnectorClient, message: DeliveredMessage): Promise<void> {
  const { messageId, replyTo, content, from } = message;
  const answer = await module.tx(
    self,
    async (tx) => faultOf(tx, content) ?? enter(tx, from, content as StandingRequest),
  );
  const said =
    typeof answer === 'string' ? { rejection: { code: 'FAILURE' as const, description: answer } } : { content: answer };
  await connector.sendResponse({ messageId: idOf(`payouts answer ${messageId}`), to: replyTo, ...said });
  await connector.acknowledge(messageId);
}

function faultOf(tx: Tx, content: unknown): string | undefined {
  const stops = (content as { do?: unknown } | null)?.do === 'stop';
  const [wrong] = complaints(stops ? StopPaying : StartPaying, content);
  if (wrong) return `does not fit the type: ${wrong.pointer} ${wrong.message}`;
  const { country } = tx.module;
  return country.isNumber(country.personScheme, (content as StandingRequest).person)
    ? undefined
    : 'the number of the person has a mistake: its check digits do not match';
}

/** A sentence where it cannot be. */
async function enter(tx: Tx, sender: string, request: StandingRequest): Promise<StandingAnswer | string> {
  const { country } = tx.module;
  const keeper = sender.split('/').slice(1).join('/');
  const beneficiary = personKey(tx.module, country.schemeOf(country.personScheme), request.person);
  if (request.do === 'start') {
    const programme = await findProgramme(tx, request.programme);
    if (!programme?.active) return `there is no programme "${request.programme}", or it has ended`;
    await store.insertStanding(tx, keeper, request.key, {
      ...{ programme: programme.code, beneficiary, amountMinor: request.amountMinor, currency: request.currency },
      ...{ reason: request.reason, firstMonth: monthOf(request.from), lastMonth: monthOf(request.until) },
    });
  }
  const found = await store.lockStanding(tx, keeper, request.key);
  if (!found || found.beneficiary !== beneficiary) return { done: false, from: '', until: '', amountMinor: 0 };
  const { firstMonth: from, lastMonth: until, amountMinor } = found;
  if (request.do === 'start') return { done: true, from, until, amountMinor };
  const last = [until, monthOf(request.on)].sort()[0] ?? until;
  await store.setLast(tx, found.id, last);
  return { done: true, from, until: last, amountMinor };
}

const monthOf = (day: string): string => day.slice(0, 7);
/** The month after one, both YYYY-MM. */
export function nextMonth(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`;
}

/** Each in a transaction of its own: what one programme lacks keeps no other waiting. */
export async function payStandings(module: ModuleRuntime): Promise<void> {
  const ids = await module.tx(self, (tx) => store.dueStandings(tx, monthOf(today(tx))));
  for (const id of ids)
    await module
      .tx(self, (tx) => payDue(tx, id))
      .catch((error: unknown) => module.log.warn({ err: describeError(error), id }, 'a month could not be paid'));
}

async function payDue(tx: Tx, id: string): Promise<void> {
  const found = await store.lockById(tx, id);
  if (!found) return;
  const { programme, beneficiary, amountMinor, currency, reason, reference, firstMonth, lastMonth, paidMonth } = found;
  const now = monthOf(today(tx));
  let month = paidMonth ? nextMonth(paidMonth) : firstMonth;
  for (; month <= now && month <= lastMonth; month = nextMonth(month)) {
    const row = { programme, beneficiary: { personKey: beneficiary }, amountMinor, currency, reason };
    await pay(tx, { ...row, key: `standing ${id} ${month}`, reference: `${reference} ${month}` });
    await store.setPaid(tx, id, month);
  }
}
