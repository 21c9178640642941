// SPDX-License-Identifier: Apache-2.0
/** Reads a payment file (ISO 20022 pain.001.001.09); document types and entities are refused. */
import { XMLParser, XMLValidator } from 'fast-xml-parser';

export class Unreadable extends Error {
  override name = 'Unreadable';
}
export interface Transfer {
  readonly endToEndId: string;
  readonly amountMinor: number;
  readonly iban: string;
  readonly name: string;
}
export interface PaymentFile {
  readonly messageId: string;
  readonly debtorIban: string;
  readonly currency: string;
  readonly transfers: readonly Transfer[];
  /** Number and sum as the header says them. */
  readonly count: number;
  readonly sumMinor: number;
}

const many = new Set(['CdtTrfTxInf']);
const parser = new XMLParser({
  ...{ ignoreAttributes: false, attributeNamePrefix: '@', parseTagValue: false, parseAttributeValue: false },
  ...{ processEntities: true, ignoreDeclaration: true, ignorePiTags: true, isArray: (name) => many.has(name) },
});
type Node = { readonly [name: string]: unknown };
const at = (node: unknown, ...path: string[]): unknown =>
  path.reduce<unknown>(
    (one, name) => (typeof one === 'object' && one !== null ? (one as Node)[name] : undefined),
    node,
  );
function textAt(node: unknown, ...path: string[]): string {
  const found = at(node, ...path);
  const text = typeof found === 'object' ? at(found, '#text') : found;
  if (typeof text !== 'string' || text === '') throw new Unreadable(`${path.join('/')} is missing.`);
  return text;
}
export const minorOf = (text: string): number => {
  const [, whole = '', fraction = ''] = /^(\d{1,13})(?:\.(\d{1,2}))?$/.exec(text) ?? [];
  if (whole === '') throw new Unreadable(`${text} is no amount.`);
  return Number(whole + fraction.padEnd(2, '0'));
};

export function readPaymentFile(xml: string): PaymentFile {
  if (/<!/.test(xml)) throw new Unreadable('Document types, entities and comments are not taken.');
  if (XMLValidator.validate(xml) !== true) throw new Unreadable('It is not well-formed XML.');
  const document = at(parser.parse(xml), 'Document');
  if (at(document, '@xmlns') !== 'urn:iso:std:iso:20022:tech:xsd:pain.001.001.09')
    throw new Unreadable('Files of pain.001.001.09 are taken.');
  const [header, payment] = ['GrpHdr', 'PmtInf'].map((name) => at(document, 'CstmrCdtTrfInitn', name));
  const rows = at(payment, 'CdtTrfTxInf');
  if (!Array.isArray(rows)) throw new Unreadable('There is no payment in it.');
  return {
    messageId: textAt(header, 'MsgId').slice(0, 35),
    debtorIban: textAt(payment, 'DbtrAcct', 'Id', 'IBAN'),
    currency: textAt(payment, 'DbtrAcct', 'Ccy'),
    count: Number(textAt(header, 'NbOfTxs')),
    sumMinor: minorOf(textAt(header, 'CtrlSum')),
    transfers: rows.map((row) => ({
      endToEndId: textAt(row, 'PmtId', 'EndToEndId'),
      amountMinor: minorOf(textAt(row, 'Amt', 'InstdAmt')),
      iban: textAt(row, 'CdtrAcct', 'Id', 'IBAN'),
      name: textAt(row, 'Cdtr', 'Nm'),
    })),
  };
}
