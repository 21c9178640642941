// SPDX-License-Identifier: Apache-2.0
/** Cases and catalogue on a real database; payments and notifications answer as their contracts say, from memory. */
import { newId, type Platform, personKey, startPlatform } from '@stoa/kernel';
import type { Principal } from '@stoa/kernel/contract';
import { modules } from '@stoa/server/src/modules.ts';
import { startDepartments } from './departments.ts';
import type { Workplace } from './workplace.ts';

export type Person = Extract<Principal, { kind: 'person' }>;

export interface CasesPlatform {
  readonly platform: Platform;
  person(snils: string, more?: Partial<Person>): Person;
  /** Runs waiting events and jobs until none is due. */
  drain(): Promise<void>;
  /** Lets time pass: pollers become due. */
  advance(ms: number): void;
  /** Tells cases that every invoice of these cases was paid. */
  pay(caseIds: readonly string[]): Promise<void>;
}

export async function startCasesPlatform(place: Workplace): Promise<CasesPlatform> {
  const departments = await startDepartments();
  place.atEnd(() => departments.close());
  let aheadMs = 0;
  const clock = { now: () => new Date(Date.now() + aheadMs) };
  const invoices = new Map<string, { id: string; reference: string; amountMinor: number; currency: string }>();
  const platform = await startPlatform({
    config: place.config({ STOA_CONNECTOR_URL: departments.url }),
    modules: modules.filter(({ name }) => ['cases', 'catalogue', 'signing'].includes(name)),
    databaseUrl: place.databaseUrl,
    log: place.log,
    clock,
    manual: true,
    stubs: new Map<string, (input: never) => Promise<unknown>>([
      ['payments.create-invoice', async (input: InvoiceOrder) => keepInvoice(invoices, input)],
      ['notifications.notify', async () => ({ id: newId() })],
      ['identity.list-own-powers', async () => ({ items: [] })],
    ]),
  });
  place.atEnd(() => platform.close());
  const drain = async () => {
    for (;;) {
      const counts = await Promise.all([...platform.modules.values()].map((module) => module.step()));
      if (counts.every((count) => count === 0)) return;
    }
  };
  return {
    platform,
    drain,
    advance: (ms) => {
      aheadMs += ms;
    },
    person: (snils, more) => ({
      kind: 'person',
      id: newId(),
      name: 'Aigerim Seitkali',
      personKey: personKey(platform, 'xm:snils', snils),
      duties: [],
      assurance: 2,
      ...more,
    }),
    pay: async (caseIds) => {
      const paid = [...invoices.values()].filter(({ reference }) => caseIds.some((id) => reference.includes(id)));
      await platform.modules.get('cases')?.receive(paid.map((invoice) => paidEvent(invoice, clock.now())));
    },
  };
}

interface InvoiceOrder {
  readonly reference: string;
  readonly payerId: string;
  readonly currency: string;
  readonly lines: readonly { amountMinor: number }[];
}
interface Invoice {
  readonly id: string;
  readonly reference: string;
  readonly amountMinor: number;
  readonly currency: string;
}

function keepInvoice(invoices: Map<string, Invoice>, order: InvoiceOrder) {
  const { reference, payerId, currency, lines } = order;
  const amountMinor = lines.reduce((sum, line) => sum + line.amountMinor, 0);
  const invoice = invoices.get(reference) ?? { id: newId(), reference, amountMinor, currency };
  invoices.set(reference, invoice);
  const sums = { paidMinor: 0, exemptMinor: 0, refundedMinor: 0, chargedBackMinor: 0, owedMinor: amountMinor };
  return {
    ...{ ...invoice, ...sums, state: 'open', number: 'I-1', creditorReference: 'RF471', payerId, lines },
    createdAt: new Date().toISOString(),
  };
}

const paidEvent = ({ id, reference, amountMinor, currency }: Invoice, at: Date) => ({
  specversion: '1.0' as const,
  id: newId(),
  type: 'payments.invoice-paid.v1',
  source: '/bench',
  time: at.toISOString(),
  datacontenttype: 'application/json' as const,
  data: { invoiceId: id, reference, amountMinor, currency, receiptNo: 'R-1' },
});
