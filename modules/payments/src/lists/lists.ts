// SPDX-License-Identifier: Apache-2.0
/** Invoices as payers and accountants look for them. */
import { authorise, type ModuleRuntime, pageOfRows, readCursor, servicesFor, type Tx, writeCursor } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import type * as contract from '../contract.ts';
import type { Step } from '../contract.ts';
import { publicForm as disputeForm } from '../disputes/disputes.ts';
import { disputesOf } from '../disputes/store.ts';
import { actingPerson } from '../fees/fees.ts';
import { dayAfter, ofInvoice, unknown } from '../invoices.ts';
import { connected } from '../providers/index.ts';
import { refundableMinor, shown } from '../refunds/refunds.ts';
import { refundsOf } from '../refunds/store.ts';
import { lockInvoice, publicForm, type StoredInvoice } from '../store.ts';
import { collectingAccount } from '../transfers/account.ts';
import * as queries from './queries.ts';

type OwnAsked = Pick<InputOf<typeof contract.listOwnInvoices>, 'state' | 'code' | 'from' | 'to'>;

const span = ({ country }: ModuleRuntime, { from, to }: Pick<OwnAsked, 'from' | 'to'>) => ({
  from: from ? country.calendar.startOfDate(from) : undefined,
  until: to ? country.calendar.startOfDate(dayAfter(to, 1)) : undefined,
});
const todayOf = (tx: Tx) => tx.module.country.calendar.localDate(tx.now);

/** Of whom one acts for, as far as one's power reaches. */
export function ownFilter(tx: Tx, { state, code, ...days }: OwnAsked): queries.Filter {
  const person = actingPerson(tx);
  const services = servicesFor(person.actingFor, 'read');
  return {
    ...{ state, code, ...span(tx.module, days), today: todayOf(tx) },
    payerId: person.actingFor?.id ?? person.personKey ?? `account:${person.id}`,
    ...(person.actingFor && !services.includes('*') ? { services } : {}),
  };
}

export async function listOwnInvoices(
  tx: Tx,
  { cursor, limit, ...asked }: InputOf<typeof contract.listOwnInvoices>,
): Promise<OutputOf<typeof contract.listOwnInvoices>> {
  const filter = ownFilter(tx, asked);
  const after = readCursor(cursor, 'integer', 'instant', 'uuid');
  const page = await pageOfRows(
    { limit },
    (count) => queries.ownInvoices(tx, filter, after, count),
    publicForm,
    ({ state, createdAt, id }) => writeCursor(queries.owedRank(state), createdAt, id),
  );
  const account = collectingAccount(tx.module);
  return {
    ...page,
    sums: await queries.sums(tx, filter),
    codes: await queries.codes(tx, filter.payerId),
    providers: connected(tx.module),
    ...(account ? { account } : {}),
  };
}

const signs = (text: string) => text.toUpperCase().replaceAll(/[^0-9A-Z]/g, '');
/** The digits of a number, or of a creditor reference without what checks them. */
const soughtNumber = (text: string | undefined): string | undefined => {
  const plain = signs(text ?? '');
  return plain === '' ? undefined : plain.replace(/^RF\d\d(?=\d)/, '');
};

export async function listInvoices(
  tx: Tx,
  {
    cursor,
    limit,
    order = 'created',
    rising = false,
    search,
    way,
    state,
    code,
    ...days
  }: InputOf<typeof contract.listInvoices>,
): Promise<OutputOf<typeof contract.listInvoices>> {
  const filter = {
    ...{ state, code, way, ...span(tx.module, days), search: soughtNumber(search), today: todayOf(tx) },
  };
  const kind = { created: 'instant', due: 'date', amount: 'integer' } as const;
  const after = readCursor(cursor, kind[order], 'uuid');
  const page = await pageOfRows(
    { limit },
    (count) => queries.allInvoices(tx, filter, { order, rising }, after, count),
    ({ returnPath: _, ...invoice }) => invoice,
    ({ createdAt, dueOn, amountMinor, id }) =>
      writeCursor({ created: createdAt, due: dueOn ?? '0001-01-01', amount: amountMinor }[order], id),
  );
  return { ...page, codes: await queries.codes(tx, undefined) };
}

export async function getWay(tx: Tx, { id }: { id: string }): Promise<OutputOf<typeof contract.getWay>> {
  const invoice = (await lockInvoice(tx, 'id', id)) ?? unknown();
  authorise(tx, { type: 'Invoice', id, attributes: ofInvoice(invoice) });
  const office = actingPerson(tx).duties.some(({ code }) => code === 'payments.accountant');
  const [refunds, disputes] = [await refundsOf(tx, id), await disputesOf(tx, id)];
  const steps = await stepsOf(tx, invoice, refunds);
  const account = collectingAccount(tx.module);
  return {
    invoice: publicForm(invoice),
    // Who of the office did it, and why, is for the office.
    steps: office ? steps : steps.map(({ byName: _by, note: _note, ...step }) => step),
    refunds: office ? await shown(tx, refunds) : [],
    disputes: office ? disputes.map(disputeForm) : [],
    refundableMinor: await refundableMinor(tx, invoice),
    providers: connected(tx.module),
    ...(account ? { account } : {}),
  };
}

async function stepsOf(
  tx: Tx,
  invoice: StoredInvoice,
  refunds: Awaited<ReturnType<typeof refundsOf>>,
): Promise<Step[]> {
  const { id, createdAt, amountMinor, dueOn, expiresAt, state } = invoice;
  const start = (day: string) => tx.module.country.calendar.startOfDate(day).toISOString();
  const steps: Step[] = [{ kind: 'asked', at: createdAt, amountMinor }];
  for (const { at, way, amountMinor: amount, state: now } of await queries.attemptsStarted(tx, id))
    if (now !== 'paid' && now !== 'refunded')
      steps.push({ kind: now === 'open' ? 'started' : 'abandoned', at: at.toISOString(), amountMinor: amount, way });
  for (const { at, amountMinor: amount, act, clause, byName } of await queries.exemptionsOf(tx, id))
    steps.push({ kind: 'exempted', at: at.toISOString(), amountMinor: amount, byName, note: `${act}, ${clause}` });
  for (const one of refunds) {
    steps.push({
      kind: 'refund-asked',
      at: one.askedAt,
      amountMinor: one.amountMinor,
      byName: one.askedByName,
      note: one.reason,
    });
    if (one.decidedAt)
      steps.push({
        kind: one.state === 'declined' ? 'refund-declined' : 'refund-approved',
        ...{ at: one.decidedAt, amountMinor: one.amountMinor, byName: one.decidedByName ?? '' },
      });
  }
  for (const { kind, at, amountMinor: amount, way, bankReference } of await queries.entriesOf(tx, id))
    steps.push({
      ...{ kind, at: at.toISOString(), amountMinor: amount },
      ...(way ? { way: way.endsWith(':transfers') ? 'transfer' : way.slice('provider:'.length) } : {}),
      ...(bankReference ? { note: bankReference } : {}),
    });
  if (state === 'open' && dueOn) steps.push({ kind: 'due', at: start(dueOn) });
  if (expiresAt && (state === 'open' || state === 'expired')) steps.push({ kind: 'expires', at: expiresAt });
  return steps.toSorted((a, b) => a.at.localeCompare(b.at));
}

/** A month, where nothing else is asked. */
export async function getFigures(
  tx: Tx,
  asked: InputOf<typeof contract.getFigures>,
): Promise<OutputOf<typeof contract.getFigures>> {
  const { country } = tx.module;
  const today = todayOf(tx);
  const to = asked.to ?? today;
  const from = asked.from ?? dayAfter(to, -29);
  const { startOfDate } = country.calendar;
  const { currency } = country;
  const at = { from: startOfDate(from), until: startOfDate(dayAfter(to, 1)), currency };
  return {
    ...{ currency, from, to },
    byFee: await queries.revenueByFee(tx, at),
    byDay: await queries.revenueByDay(tx, at, country.timeZone),
    byWay: await queries.moneyByWay(tx, at),
    waiting: await queries.waiting(tx, today, currency),
  };
}
