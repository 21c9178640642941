// SPDX-License-Identifier: Apache-2.0
/** A receipt as PDF and an invoice as UBL, for the payer and the office; a payer's statement as CSV, XLSX and PDF. */
import { may, type ModuleRuntime, queueOf, refuse, type Tx } from '@stoa/kernel';
import type { Principal } from '@stoa/kernel/contract';
import { writeCsv } from '@stoa/kernel/text';
import { typeset } from '@stoa/kernel/typeset';
import { readFileSync } from 'node:fs';
import type { Static } from 'typebox';
import writeWorkbook, { type Cell } from 'write-excel-file/node';
import { mostStatementRows, type PaperAsked, type StatementAsked } from '../contract.ts';
import { actingPerson } from '../fees/fees.ts';
import { ofInvoice, unknown } from '../invoices.ts';
import { ownFilter } from '../lists/lists.ts';
import { entriesOf, exemptionsOf, ownInvoices } from '../lists/queries.ts';
import { decimal } from '../providers/initiation.ts';
import { lockInvoice, type StoredInvoice } from '../store.ts';
import { collectingAccount } from '../transfers/account.ts';
import { ublInvoice } from './ubl.ts';
import { type Words, wordsIn } from './words.ts';

const templateOf = (name: string) => readFileSync(new URL(`../../typst/${name}.typ`, import.meta.url), 'utf8');
const [receipt, statement] = [templateOf('receipt'), templateOf('statement')];
const turns = queueOf('Typesetting papers about payments', 1, 20);

export interface Paper {
  readonly name: string;
  readonly type: string;
  readonly content: string | Buffer;
}

async function readable(tx: Tx, id: string): Promise<StoredInvoice> {
  const invoice = (await lockInvoice(tx, 'id', id)) ?? unknown();
  if (!may(tx, 'payments:read', { type: 'Invoice', id, attributes: ofInvoice(invoice) }))
    refuse('forbidden', 'kernel.not-permitted', 'This invoice is of somebody else.');
  return invoice;
}

/** The name is known of whoever pays; the office knows the number. */
function payerName(tx: Tx, { payerId }: StoredInvoice): string {
  const person = actingPerson(tx);
  const own = person.actingFor?.id ?? person.personKey;
  if (own === payerId) return person.actingFor?.name ?? person.name;
  return /^\d{4,}$/.test(payerId) ? payerId : '—';
}

/** Of an invoice of which something was paid. Refuses: payments.invoice-unknown, payments.nothing-paid. */
export async function receiptPdf(
  module: ModuleRuntime,
  principal: Principal,
  { id, language = 'en' }: Static<typeof PaperAsked>,
): Promise<Paper> {
  const words = wordsIn(language, module.country.timeZone);
  const data = await module.tx(principal, async (tx) => {
    const invoice = await readable(tx, id);
    if (invoice.paidMinor === 0 && invoice.state !== 'paid')
      refuse('conflict', 'payments.nothing-paid', 'Nothing was paid of this invoice yet.');
    return receiptData(tx, invoice, words);
  });
  const content = await turns(async () => typeset(receipt, data));
  return { name: `receipt-${data.number}.pdf`, type: 'application/pdf', content };
}

async function receiptData(tx: Tx, invoice: StoredInvoice, words: Words) {
  const { number, currency, lines, amountMinor, exemptMinor, paidMinor, refundedMinor, chargedBackMinor } = invoice;
  const money = (minor: number) => words.money(minor, currency);
  const back = refundedMinor + chargedBackMinor;
  const row = (word: string, minor: number) => (minor > 0 ? [{ label: words(word), value: money(minor) }] : []);
  const moved = (await entriesOf(tx, invoice.id)).filter(({ kind }) => kind !== 'allotment');
  return {
    ...{ language: words.language, title: words('receipt'), number, subtitle: words('of-invoice', { number }) },
    footer: words('footer'),
    words: Object.fromEntries(
      ['what', 'amount', 'payments', 'day', 'kind', 'reference'].map((word) => [word, words(word)]),
    ),
    facts: [
      { label: words('payee'), value: collectingAccount(tx.module)?.name ?? words.text(tx.module.country.name) },
      { label: words('payer'), value: payerName(tx, invoice) },
      { label: words('asked'), value: words.date(invoice.createdAt) },
      ...(invoice.paidAt ? [{ label: words('paid-on'), value: words.date(invoice.paidAt) }] : []),
      { label: words('rf'), value: invoice.creditorReference },
    ],
    lines: lines.map(({ title, amountMinor: minor }) => ({ title: words.text(title), amount: money(minor) })),
    sums: [
      { label: words('total'), value: money(amountMinor) },
      ...row('exempt', exemptMinor),
      { label: words('paid'), value: money(paidMinor) },
      ...row('back', back),
      ...row('owed', invoice.owedMinor),
    ],
    payments: moved.map(({ kind, at, amountMinor: minor, bankReference }) => ({
      ...{ day: words.date(at.toISOString()), kind: words(`kind-${kind}`), amount: money(minor) },
      reference: bankReference ?? '',
    })),
  };
}

/** EN 16931 in UBL 2.1. Refuses: payments.invoice-unknown, payments.seller-unknown. */
export const eInvoice = (
  module: ModuleRuntime,
  principal: Principal,
  { id }: Static<typeof PaperAsked>,
): Promise<Paper> =>
  module.tx(principal, async (tx) => {
    const invoice = await readable(tx, id);
    const account = collectingAccount(module);
    const number = module.config.env.STOA_COLLECTING_NUMBER;
    if (!account || !number)
      return refuse(
        'unavailable',
        'payments.seller-unknown',
        'The installation does not say yet who collects its fees.',
      );
    const { calendar, code } = module.country;
    const xml = ublInvoice(
      { ...invoice, issuedOn: calendar.localDate(new Date(invoice.createdAt)) },
      {
        seller: { ...account, number, country: code.toUpperCase() },
        buyer: { name: payerName(tx, invoice), number: /^\d{4,}$/.test(invoice.payerId) ? invoice.payerId : undefined },
        exemptions: await exemptionsOf(tx, invoice.id),
      },
    );
    return { name: `invoice-${invoice.number}.xml`, type: 'application/xml; charset=utf-8', content: xml };
  });

const columns = ['number', 'asked', 'what', 'total', 'paid', 'back', 'owed', 'state'] as const;
const workbook = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Within what whoever asks may see. */
export async function statementFile(
  module: ModuleRuntime,
  principal: Principal,
  { as, language, ...asked }: Static<typeof StatementAsked>,
): Promise<Paper> {
  const words = wordsIn(language, module.country.timeZone);
  const { found, of } = await module.tx(principal, async (tx) => {
    const person = actingPerson(tx);
    return {
      found: await ownInvoices(tx, ownFilter(tx, asked), undefined, mostStatementRows + 1),
      of: person.actingFor?.name ?? person.name,
    };
  });
  const invoices = found.slice(0, mostStatementRows);
  const date = words.date(module.clock.now().toISOString());
  const notes = [
    words('made', { date }),
    ...(found.length > invoices.length ? [words('cut', { count: invoices.length })] : []),
  ];
  const titles = columns.map((column) => words(column));
  const title = words('statement');
  if (as === 'xlsx')
    return { name: `${title}.xlsx`, type: workbook, content: await workbookOf(title, titles, invoices, words) };
  if (as === 'csv') {
    const rows = invoices.map((one) => cells(one, words, (minor) => decimal(minor, one.currency)));
    const content = writeCsv([
      [...titles, 'ISO 4217'],
      ...rows.map((row, at) => [...row, invoices[at]?.currency ?? '']),
    ]);
    return { name: `${title}.csv`, type: 'text/csv; charset=utf-8', content };
  }
  const rows = invoices.map((one) => cells(one, words, (minor) => words.money(minor, one.currency)));
  const data = { language, title, of, notes, columns: titles, rows };
  return { name: `${title}.pdf`, type: 'application/pdf', content: await turns(async () => typeset(statement, data)) };
}

const sumsOf = (one: StoredInvoice) => [
  one.amountMinor,
  one.paidMinor,
  one.refundedMinor + one.chargedBackMinor,
  one.owedMinor,
];
const cells = (one: StoredInvoice, words: Words, money: (minor: number) => string): string[] => [
  ...[one.number, words.date(one.createdAt), one.lines.map(({ title }) => words.text(title)).join(', ')],
  ...sumsOf(one).map(money),
  words(`state-${one.state}`),
];

/** Amounts are numbers, words are words: nothing begins a formula. */
function workbookOf(title: string, titles: readonly string[], invoices: readonly StoredInvoice[], words: Words) {
  const text = (value: string): Cell => ({ value: value.slice(0, 32_000), type: String });
  const rows = invoices.map((one): Cell[] => {
    const [number = '', asked = '', what = '', ...rest] = cells(one, words, (minor) => decimal(minor, one.currency));
    const sums = rest.slice(0, 4).map((sum): Cell => ({ value: Number(sum), type: Number, format: '0.00' }));
    return [text(number), text(asked), text(what), ...sums, text(rest[4] ?? ''), text(one.currency)];
  });
  const head = [...titles, 'ISO 4217'].map((value): Cell => ({ value, type: String, fontWeight: 'bold' }));
  const sheet = title.slice(0, 30);
  return writeWorkbook([
    { data: [head, ...rows], sheet, stickyRowsCount: 1, rightToLeft: words.language === 'ar' },
  ]).toBuffer();
}
