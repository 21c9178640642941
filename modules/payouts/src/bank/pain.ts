// SPDX-License-Identifier: Apache-2.0
/** ISO 20022: customer credit transfers out (pain.001.001.09), the bank's word on them in (pain.002.001.10). Pure. */
import { ParseOption, XmlDocument, XmlElement } from 'libxml2-wasm';
import { digitsOf } from '../batches/table.ts';
import type { Transfer } from './store.ts';

const escaped = (text: string) => text.replaceAll(/[<>&'"]/g, (c) => `&#${c.charCodeAt(0)};`);
export const units = (amountMinor: number, currency: string): string => {
  const digits = digitsOf(currency);
  const text = String(amountMinor).padStart(digits + 1, '0');
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
};

export interface Order {
  readonly messageId: string;
  readonly madeAt: Date;
  readonly executeOn: string;
  readonly debtorName: string;
  readonly debtorIban: string;
  readonly currency: string;
  readonly transfers: readonly Transfer[];
}
/** The same order is the same file, byte for byte: the bank knows it again by its message id. */
export function writeOrder(order: Order): string {
  const { messageId, transfers, currency } = order;
  const sum = units(
    transfers.reduce((total, { amountMinor }) => total + amountMinor, 0),
    currency,
  );
  const control = `<NbOfTxs>${transfers.length}</NbOfTxs><CtrlSum>${sum}</CtrlSum>`;
  const name = `<Nm>${escaped(order.debtorName.slice(0, 140))}</Nm>`;
  const agent = '<FinInstnId><Othr><Id>NOTPROVIDED</Id></Othr></FinInstnId>';
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"><CstmrCdtTrfInitn>
<GrpHdr><MsgId>${messageId}</MsgId><CreDtTm>${order.madeAt.toISOString()}</CreDtTm>${control}<InitgPty>${name}</InitgPty></GrpHdr>
<PmtInf><PmtInfId>${messageId}</PmtInfId><PmtMtd>TRF</PmtMtd>${control}<ReqdExctnDt><Dt>${order.executeOn}</Dt></ReqdExctnDt><Dbtr>${name}</Dbtr><DbtrAcct><Id><IBAN>${order.debtorIban}</IBAN></Id><Ccy>${currency}</Ccy></DbtrAcct><DbtrAgt>${agent}</DbtrAgt>
${transfers.map(transfer).join('\n')}
</PmtInf></CstmrCdtTrfInitn></Document>
`;
}
const transfer = ({ endToEndId, amountMinor, currency, name, iban, reference }: Transfer): string =>
  `<CdtTrfTxInf><PmtId><EndToEndId>${endToEndId}</EndToEndId></PmtId><Amt><InstdAmt Ccy="${currency}">${units(amountMinor, currency)}</InstdAmt></Amt><Cdtr><Nm>${escaped(name.slice(0, 140))}</Nm></Cdtr><CdtrAcct><Id><IBAN>${iban}</IBAN></Id></CdtrAcct><RmtInf><Ustrd>${escaped(reference.slice(0, 140))}</Ustrd></RmtInf></CdtTrfTxInf>`;

export interface StatusReport {
  readonly messageId: string;
  /** `ACSC` settled, `RJCT` refused, `PART` by payment; other words mean that it is under way. */
  readonly group: string;
  readonly reason: string | undefined;
  readonly payments: readonly {
    readonly endToEndId: string;
    readonly status: string;
    readonly reason: string | undefined;
  }[];
}
const names = { p: 'urn:iso:std:iso:20022:tech:xsd:pain.002.001.10' };
export class Unreadable extends Error {
  override name = 'Unreadable';
}

/** Throws Unreadable. Without DTD, entities and network. */
export function readStatus(xml: string): StatusReport {
  if (/<!(DOCTYPE|ENTITY)/i.test(xml)) throw new Unreadable('It has a document type declaration.');
  let document: XmlDocument;
  try {
    document = XmlDocument.fromString(xml, { option: ParseOption.XML_PARSE_NONET | ParseOption.XML_PARSE_NO_XXE });
  } catch {
    throw new Unreadable('It is not well-formed XML.');
  }
  try {
    const find = (from: XmlElement, path: string) =>
      from.find(path, names).filter((node): node is XmlElement => node instanceof XmlElement);
    const text = (from: XmlElement, path: string) => find(from, path)[0]?.content.trim() || undefined;
    const [report] = find(document.root, '/p:Document/p:CstmrPmtStsRpt');
    const messageId = report && text(report, 'p:OrgnlGrpInfAndSts/p:OrgnlMsgId');
    const group = report && text(report, 'p:OrgnlGrpInfAndSts/p:GrpSts');
    if (!report || !messageId || !group)
      throw new Unreadable('It is no pain.002.001.10 that names its message and state.');
    return {
      ...{ messageId, group, reason: text(report, 'p:OrgnlGrpInfAndSts/p:StsRsnInf/p:Rsn/p:Cd') },
      payments: find(report, 'p:OrgnlPmtInfAndSts/p:TxInfAndSts').map((one) => ({
        endToEndId: text(one, 'p:OrgnlEndToEndId') ?? '',
        status: text(one, 'p:TxSts') ?? '',
        reason: text(one, 'p:StsRsnInf/p:Rsn/p:Cd'),
      })),
    };
  } finally {
    document.dispose();
  }
}
