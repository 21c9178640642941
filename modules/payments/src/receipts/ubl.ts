// SPDX-License-Identifier: Apache-2.0
/**
 * An invoice after EN 16931-1:2017 in UBL 2.1 (OASIS; ISO/IEC 19845), by the syntax binding of CEN/TS 16931-3-2. Fees of the state
 * are no supply for consideration: category `O`, not subject to VAT. BT numbers are those of the standard.
 */
import type { Invoice } from '../contract.ts';
import { decimal } from '../providers/initiation.ts';

type Node = string | readonly Node[];

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
/** XML 1.0 has no other control characters. */
const escape = (text: string) =>
  text.replaceAll(/[\p{Cc}\ufffe\uffff]/gu, ' ').replaceAll(/[&<>"]/g, (sign) => escapes[sign] ?? sign);
const flat = (node: Node): string => (typeof node === 'string' ? node : node.map(flat).join(''));

const element = (name: string, content: Node, attributes = '') => `<${name}${attributes}>${flat(content)}</${name}>`;
const cbc = (name: string, text: string, attributes = '') => element(`cbc:${name}`, escape(text), attributes);
const cac = (name: string, ...content: Node[]) => element(`cac:${name}`, content);

export interface Parties {
  readonly seller: {
    readonly name: string;
    readonly number: string;
    readonly country: string;
    readonly iban: string;
  };
  readonly buyer: { readonly name: string; readonly number: string | undefined };
  readonly exemptions: readonly { readonly amountMinor: number; readonly act: string; readonly clause: string }[];
}

const notSubject = 'Not subject to VAT';
const category = (name: string, reason: boolean) =>
  cac(name, cbc('ID', 'O'), reason ? cbc('TaxExemptionReason', notSubject) : '', cac('TaxScheme', cbc('ID', 'VAT')));

export function ublInvoice(invoice: Invoice & { issuedOn: string }, { seller, buyer, exemptions }: Parties): string {
  const { currency, number, lines, amountMinor, exemptMinor, paidMinor } = invoice;
  const amount = (name: string, minor: number) =>
    cbc(name, decimal(minor, currency), ` currencyID="${escape(currency)}"`);
  const withoutVat = amountMinor - exemptMinor;
  const content: Node = [
    cbc('CustomizationID', 'urn:cen.eu:en16931:2017'), // BT-24
    cbc('ID', number), // BT-1
    cbc('IssueDate', invoice.issuedOn), // BT-2
    invoice.dueOn ? cbc('DueDate', invoice.dueOn) : '', // BT-9
    cbc('InvoiceTypeCode', '380'), // BT-3
    cbc('DocumentCurrencyCode', currency), // BT-5
    cac(
      'AccountingSupplierParty',
      cac(
        'Party',
        cac('PostalAddress', cac('Country', cbc('IdentificationCode', seller.country))), // BT-40
        cac('PartyLegalEntity', cbc('RegistrationName', seller.name), cbc('CompanyID', seller.number)), // BT-27, BT-30
      ),
    ),
    cac(
      'AccountingCustomerParty',
      cac(
        'Party',
        cac('PostalAddress', cac('Country', cbc('IdentificationCode', seller.country))), // BT-55
        cac(
          'PartyLegalEntity',
          cbc('RegistrationName', buyer.name), // BT-44
          buyer.number ? cbc('CompanyID', buyer.number) : '', // BT-47
        ),
      ),
    ),
    cac(
      'PaymentMeans',
      cbc('PaymentMeansCode', '30'), // BT-81: credit transfer
      cbc('PaymentID', invoice.creditorReference), // BT-83
      cac('PayeeFinancialAccount', cbc('ID', seller.iban), cbc('Name', seller.name)), // BT-84, BT-85
    ),
    // BG-20: what the law does not ask of this payer
    exemptions.map(({ amountMinor: minor, act, clause }) =>
      cac(
        'AllowanceCharge',
        cbc('ChargeIndicator', 'false'),
        cbc('AllowanceChargeReason', `${act}, ${clause}`), // BT-97
        amount('Amount', minor), // BT-92
        category('TaxCategory', false), // BT-95
      ),
    ),
    cac(
      'TaxTotal',
      amount('TaxAmount', 0), // BT-110
      cac('TaxSubtotal', amount('TaxableAmount', withoutVat), amount('TaxAmount', 0), category('TaxCategory', true)),
    ),
    cac(
      'LegalMonetaryTotal',
      amount('LineExtensionAmount', amountMinor), // BT-106
      amount('TaxExclusiveAmount', withoutVat), // BT-109
      amount('TaxInclusiveAmount', withoutVat), // BT-112
      exemptMinor > 0 ? amount('AllowanceTotalAmount', exemptMinor) : '', // BT-107
      paidMinor > 0 ? amount('PrepaidAmount', paidMinor) : '', // BT-113
      amount('PayableAmount', withoutVat - paidMinor), // BT-115
    ),
    lines.map((line, at) =>
      cac(
        'InvoiceLine',
        cbc('ID', String(at + 1)), // BT-126
        cbc('InvoicedQuantity', '1', ' unitCode="C62"'), // BT-129, BT-130: one
        amount('LineExtensionAmount', line.amountMinor), // BT-131
        cac(
          'Item',
          cbc('Name', line.title.en), // BT-153
          cac('SellersItemIdentification', cbc('ID', line.code)), // BT-155
          category('ClassifiedTaxCategory', false), // BT-151
        ),
        cac('Price', amount('PriceAmount', line.amountMinor)), // BT-146
      ),
    ),
  ];
  const schema = 'urn:oasis:names:specification:ubl:schema:xsd:';
  const spaces = ` xmlns="${schema}Invoice-2" xmlns:cac="${schema}CommonAggregateComponents-2" xmlns:cbc="${schema}CommonBasicComponents-2"`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('Invoice', content, spaces)}\n`;
}
