// SPDX-License-Identifier: Apache-2.0
/** Reads ISO 20022 camt.053 (BankToCustomerStatement), versions 02 and 08: without DTD, entities and network. Pure. */
import { createHash } from 'node:crypto';
import { ParseOption, XmlDocument, XmlElement } from 'libxml2-wasm';
import { most } from '../contract/shared.ts';

export class Unreadable extends Error {
  override name = 'Unreadable';
}
export interface CamtEntry {
  /** How the bank calls it; entries it has no name for are known by what they say and which of those alike they are. */
  readonly name: string;
  readonly digest: string;
  readonly bookedOn: string;
  /** Credit positive. */
  readonly amountMinor: number;
  readonly currency: string;
  readonly endToEndId: string | undefined;
  readonly creditorReference: string | undefined;
  readonly text: string | undefined;
  readonly returnReason: string | undefined;
}
export interface CamtStatement {
  readonly iban: string;
  readonly name: string;
  readonly version: '02' | '08';
  readonly currency: string;
  readonly from: string;
  readonly to: string;
  readonly openingMinor: number;
  readonly closingMinor: number;
  readonly entries: readonly CamtEntry[];
}

const namespace = 'urn:iso:std:iso:20022:tech:xsd:camt.053.001.';
const maxDepth = 40;
const tooDeep = `boolean(${'/*'.repeat(maxDepth + 1)})`;

/** Throws Unreadable with what is wrong and where. */
export function readCamt(xml: string): CamtStatement[] {
  if (/<!(DOCTYPE|ENTITY)/i.test(xml)) throw new Unreadable('It has a document type declaration.');
  let document: XmlDocument;
  try {
    document = XmlDocument.fromString(xml, { option: ParseOption.XML_PARSE_NONET | ParseOption.XML_PARSE_NO_XXE });
  } catch {
    throw new Unreadable('It is not well-formed XML.');
  }
  try {
    if (document.eval(tooDeep)) throw new Unreadable('It is nested too deep.');
    const { name, namespaceUri = '' } = document.root;
    const version = (['02', '08'] as const).find((one) => namespaceUri === namespace + one);
    if (name !== 'Document' || !version) throw new Unreadable('It is no camt.053 of version 02 or 08.');
    const at = new Reader(document.root, { c: namespaceUri });
    const statements = at.all('c:BkToCstmrStmt/c:Stmt').map((one) => statementOf(one, version));
    if (statements.length === 0) throw new Unreadable('There is no statement in it.');
    return statements;
  } finally {
    document.dispose();
  }
}

class Reader {
  private readonly element: XmlElement;
  private readonly names: Record<string, string>;
  constructor(element: XmlElement, names: Record<string, string>) {
    this.element = element;
    this.names = names;
  }
  all(path: string): Reader[] {
    return this.element
      .find(path, this.names)
      .filter((node): node is XmlElement => node instanceof XmlElement)
      .map((node) => new Reader(node, this.names));
  }
  one(path: string): Reader {
    return this.all(path)[0] ?? this.lacks(path);
  }
  text(path: string): string | undefined {
    const text = this.all(path)[0]?.element.content.trim();
    return text === '' ? undefined : text;
  }
  must(path: string): string {
    return this.text(path) ?? this.lacks(path);
  }
  attribute(name: string): string | undefined {
    return this.element.attr(name)?.value;
  }
  get own(): string {
    return this.element.content.trim();
  }
  get line(): number {
    return this.element.line;
  }
  lacks(path: string): never {
    const names = path.replaceAll('c:', '');
    throw new Unreadable(`Line ${this.element.line}: ${this.element.name} has no ${names} that can be read.`);
  }
}

/** Digits after the decimal sign, of ISO 4217. */
export function digitsOf(currency: string): number {
  try {
    return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  } catch {
    return 2;
  }
}

/** In minor units, by the text alone: a float would lose some. */
export function minorUnits(text: string, currency: string): number | undefined {
  const digits = digitsOf(currency);
  const [, whole = '', fraction = ''] = /^(\d{1,15})(?:\.(\d{1,5}))?$/.exec(text) ?? [];
  if (whole === '' || /[^0]/.test(fraction.slice(digits))) return undefined;
  const value = Number(whole + fraction.slice(0, digits).padEnd(digits, '0'));
  return value <= most ? value : undefined;
}

function amountAt(at: Reader, path = 'c:Amt'): { amountMinor: number; currency: string } {
  const amount = at.one(path);
  const currency = amount.attribute('Ccy') ?? '';
  const value = /^[A-Z]{3}$/.test(currency) ? minorUnits(amount.own, currency) : undefined;
  if (value === undefined) return at.lacks(path);
  const credit = at.text('c:CdtDbtInd');
  if (credit !== 'CRDT' && credit !== 'DBIT') return at.lacks('c:CdtDbtInd');
  return { amountMinor: credit === 'CRDT' ? value : -value, currency };
}
function dayAt(at: Reader, path: string): string | undefined {
  const day = (at.text(`${path}/c:Dt`) ?? at.text(`${path}/c:DtTm`))?.slice(0, 10);
  if (day === undefined) return undefined;
  return /^20\d\d-\d\d-\d\d$/.test(day) && !Number.isNaN(Date.parse(day)) ? day : at.lacks(path);
}

function statementOf(at: Reader, version: '02' | '08'): CamtStatement {
  const iban = at.must('c:Acct/c:Id/c:IBAN').replaceAll(' ', '');
  const balance = (...codes: string[]) => {
    const found = at.all('c:Bal').find((one) => codes.includes(one.text('c:Tp/c:CdOrPrtry/c:Cd') ?? ''));
    return found ?? at.lacks(`c:Bal of ${codes.join(' or ')}`);
  };
  const [opening, closing] = [balance('OPBD', 'PRCD'), balance('CLBD')];
  const { amountMinor: openingMinor, currency } = amountAt(opening);
  const closed = amountAt(closing);
  if (closed.currency !== currency) at.lacks('c:Bal in one currency');
  const alike = new Map<string, number>();
  const booked = at.all('c:Ntry').filter((one) => (one.text('c:Sts/c:Cd') ?? one.text('c:Sts')) === 'BOOK');
  const entries = booked.flatMap((one) => entriesOf(one, alike));
  const to = dayAt(closing, 'c:Dt') ?? closing.lacks('c:Dt');
  return {
    ...{ iban, version, currency, openingMinor, closingMinor: closed.amountMinor, entries, to },
    name: at.must('c:Id'),
    from: at.text('c:FrToDt/c:FrDtTm')?.slice(0, 10) ?? dayAt(opening, 'c:Dt') ?? to,
  };
}

/** Payments that were booked together are told apart where the bank gives each its amount. */
function entriesOf(at: Reader, alike: Map<string, number>): CamtEntry[] {
  const whole = amountAt(at);
  const bookedOn = dayAt(at, 'c:BookgDt') ?? at.lacks('c:BookgDt');
  const name = at.text('c:AcctSvcrRef') ?? at.text('c:NtryRef');
  const details = at.all('c:NtryDtls/c:TxDtls');
  const amounts = details.map((one) => {
    const text = one.text('c:Amt') ?? one.text('c:AmtDtls/c:TxAmt/c:Amt');
    const minor = text === undefined ? undefined : minorUnits(text, whole.currency);
    return minor === undefined ? undefined : minor * Math.sign(whole.amountMinor || 1);
  });
  const sum = amounts.reduce<number>((total, one) => total + (one ?? 0), 0);
  const apart = details.length > 1 && !amounts.includes(undefined) && sum === whole.amountMinor;
  const parts = apart ? details : [details[0] ?? at];
  return parts.map((one, index) => {
    const said = {
      ...{ bookedOn, currency: whole.currency, amountMinor: apart ? (amounts[index] ?? 0) : whole.amountMinor },
      endToEndId: withoutNone(one.text('c:Refs/c:EndToEndId')),
      creditorReference: one.text('c:RmtInf/c:Strd/c:CdtrRefInf/c:Ref'),
      text: one.text('c:RmtInf/c:Ustrd') ?? at.text('c:AddtlNtryInf'),
      returnReason: one.text('c:RtrInf/c:Rsn/c:Cd') ?? one.text('c:RtrInf/c:Rsn/c:Prtry'),
    };
    const digest = createHash('sha256')
      .update(JSON.stringify(Object.values(said)))
      .digest('base64url');
    const own = name ?? one.text('c:Refs/c:AcctSvcrRef');
    if (own !== undefined) return { ...said, digest, name: apart ? `${own}/${index + 1}` : own };
    const nth = (alike.get(digest) ?? 0) + 1;
    alike.set(digest, nth);
    return { ...said, digest, name: `${digest} ${nth}` };
  });
}
const withoutNone = (text: string | undefined) => (text === 'NOTPROVIDED' ? undefined : text);
