// SPDX-License-Identifier: Apache-2.0
/**
 * Rules of EN 16931-1:2017 (BR and BR-CO) on the UBL syntax, and the order of elements that the OASIS UBL 2.1 schema asks for, as far
 * as our invoices go. Written from the standard: its schematron and schemas are others' files.
 */
import { XmlDocument, type XmlElement } from 'libxml2-wasm';

const spaces = {
  i: 'urn:oasis:names:specification:ubl:schema:xsd:Invoice-2',
  cac: 'urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2',
  cbc: 'urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2',
};

/** Children in the order of the schema; what stands here and in no other order. */
const order: Readonly<Record<string, readonly string[]>> = {
  Invoice: [
    ...[
      'CustomizationID',
      'ProfileID',
      'ID',
      'IssueDate',
      'DueDate',
      'InvoiceTypeCode',
      'Note',
      'DocumentCurrencyCode',
    ],
    ...['BuyerReference', 'AccountingSupplierParty', 'AccountingCustomerParty', 'PaymentMeans', 'PaymentTerms'],
    ...['AllowanceCharge', 'TaxTotal', 'LegalMonetaryTotal', 'InvoiceLine'],
  ],
  Party: ['EndpointID', 'PartyIdentification', 'PartyName', 'PostalAddress', 'PartyTaxScheme', 'PartyLegalEntity'],
  PartyLegalEntity: ['RegistrationName', 'CompanyID'],
  PaymentMeans: ['PaymentMeansCode', 'PaymentID', 'PayeeFinancialAccount'],
  PayeeFinancialAccount: ['ID', 'Name'],
  AllowanceCharge: [
    'ChargeIndicator',
    'AllowanceChargeReasonCode',
    'AllowanceChargeReason',
    'Amount',
    'BaseAmount',
    'TaxCategory',
  ],
  TaxTotal: ['TaxAmount', 'TaxSubtotal'],
  TaxSubtotal: ['TaxableAmount', 'TaxAmount', 'TaxCategory'],
  TaxCategory: ['ID', 'Percent', 'TaxExemptionReasonCode', 'TaxExemptionReason', 'TaxScheme'],
  ClassifiedTaxCategory: ['ID', 'Percent', 'TaxScheme'],
  LegalMonetaryTotal: [
    ...['LineExtensionAmount', 'TaxExclusiveAmount', 'TaxInclusiveAmount', 'AllowanceTotalAmount', 'ChargeTotalAmount'],
    ...['PrepaidAmount', 'PayableRoundingAmount', 'PayableAmount'],
  ],
  InvoiceLine: ['ID', 'Note', 'InvoicedQuantity', 'LineExtensionAmount', 'Item', 'Price'],
  Item: ['Description', 'Name', 'SellersItemIdentification', 'ClassifiedTaxCategory'],
};

/** Codes of rules that the invoice breaks. */
export function breaches(xml: string): string[] {
  const document = XmlDocument.fromString(xml);
  try {
    const all = (path: string, from?: XmlElement) => (from ?? document.root).find(path, spaces) as XmlElement[];
    const text = (path: string, from?: XmlElement) => all(path, from)[0]?.content ?? '';
    const sum = (path: string, from?: XmlElement) =>
      all(path, from).reduce((total, { content }) => total + Math.round(Number(content) * 100), 0);
    const found: string[] = [];
    const must = (code: string, holds: boolean) => {
      if (!holds) found.push(code);
    };
    const total = (name: string) => sum(`cac:LegalMonetaryTotal/cbc:${name}`);
    must('BR-01', text('cbc:CustomizationID') !== '');
    must('BR-02', text('cbc:ID') !== '');
    must('BR-03', /^\d{4}-\d\d-\d\d$/.test(text('cbc:IssueDate')));
    must('BR-04', text('cbc:InvoiceTypeCode') !== '');
    must('BR-05', /^[A-Z]{3}$/.test(text('cbc:DocumentCurrencyCode')));
    const [seller, buyer] = ['Supplier', 'Customer'].map((side) => `cac:Accounting${side}Party/cac:Party`);
    must('BR-06', text(`${seller}/cac:PartyLegalEntity/cbc:RegistrationName`) !== '');
    must('BR-07', text(`${buyer}/cac:PartyLegalEntity/cbc:RegistrationName`) !== '');
    must('BR-08', all(`${seller}/cac:PostalAddress`).length === 1);
    must('BR-09', text(`${seller}/cac:PostalAddress/cac:Country/cbc:IdentificationCode`) !== '');
    must('BR-10', all(`${buyer}/cac:PostalAddress`).length === 1);
    must('BR-11', text(`${buyer}/cac:PostalAddress/cac:Country/cbc:IdentificationCode`) !== '');
    for (const [code, name] of [
      ...[['BR-12', 'LineExtensionAmount'] as const, ['BR-13', 'TaxExclusiveAmount'] as const],
      ...[['BR-14', 'TaxInclusiveAmount'] as const, ['BR-15', 'PayableAmount'] as const],
    ])
      must(code, all(`cac:LegalMonetaryTotal/cbc:${name}`).length === 1);
    const lines = all('cac:InvoiceLine');
    must('BR-16', lines.length > 0);
    must('BR-CO-10', total('LineExtensionAmount') === sum('cac:InvoiceLine/cbc:LineExtensionAmount'));
    must(
      'BR-CO-11',
      total('AllowanceTotalAmount') === sum('cac:AllowanceCharge[cbc:ChargeIndicator="false"]/cbc:Amount'),
    );
    must(
      'BR-CO-13',
      total('TaxExclusiveAmount') ===
        total('LineExtensionAmount') - total('AllowanceTotalAmount') + total('ChargeTotalAmount'),
    );
    must('BR-CO-14', sum('cac:TaxTotal/cbc:TaxAmount') === sum('cac:TaxTotal/cac:TaxSubtotal/cbc:TaxAmount'));
    must('BR-CO-15', total('TaxInclusiveAmount') === total('TaxExclusiveAmount') + sum('cac:TaxTotal/cbc:TaxAmount'));
    must('BR-CO-16', total('PayableAmount') === total('TaxInclusiveAmount') - total('PrepaidAmount'));
    must('BR-CO-18', all('cac:TaxTotal/cac:TaxSubtotal').length > 0);
    must('BR-CO-26', text(`${seller}/cac:PartyLegalEntity/cbc:CompanyID`) !== '');
    must('BR-O-08', sum('cac:TaxTotal/cac:TaxSubtotal/cbc:TaxableAmount') === total('TaxExclusiveAmount'));
    must('BR-O-10', text('cac:TaxTotal/cac:TaxSubtotal/cac:TaxCategory/cbc:TaxExemptionReason') !== '');
    for (const allowance of all('cac:AllowanceCharge')) {
      must('BR-31', text('cbc:Amount', allowance) !== '');
      must('BR-32', text('cac:TaxCategory/cbc:ID', allowance) === 'O');
      must('BR-33', text('cbc:AllowanceChargeReason', allowance) !== '');
    }
    for (const line of lines) {
      must('BR-21', text('cbc:ID', line) !== '');
      must('BR-22', text('cbc:InvoicedQuantity', line) !== '');
      must('BR-23', text('cbc:InvoicedQuantity/@unitCode', line) !== '');
      must('BR-24', text('cbc:LineExtensionAmount', line) !== '');
      must('BR-25', text('cac:Item/cbc:Name', line) !== '');
      must('BR-26', text('cac:Price/cbc:PriceAmount', line) !== '');
      must('BR-27', Number(text('cac:Price/cbc:PriceAmount', line)) >= 0);
      must('BR-CO-4', text('cac:Item/cac:ClassifiedTaxCategory/cbc:ID', line) === 'O');
    }
    for (const [name, children] of Object.entries(order))
      for (const parent of name === 'Invoice' ? [document.root] : all(`.//cac:${name}`)) {
        const places = all('*', parent).map((child) => children.indexOf(child.name));
        must(
          `order of ${name}`,
          places.every((place, at) => place >= 0 && place >= (places[at - 1] ?? 0)),
        );
      }
    return found;
  } finally {
    document.dispose();
  }
}
