// SPDX-License-Identifier: Apache-2.0
/** The machine-readable lines of a passport (TD3) or an identity card (TD1), as ICAO Doc 9303 parts 3, 4, 5 lay them out. */
import { isCalendarDate, withPlainDigits, withPlainWidth } from '@stoa/kernel/text';
import { isDocumentCountry } from './document-countries.ts';

export interface MrzDocument {
  readonly kind: 'passport' | 'identity-card';
  /** Alpha-3 of ISO 3166-1, or what ICAO adds to it. */
  readonly issuer: string;
  readonly number: string;
  readonly nationality: string;
  /** Family name; of people with one name, that name. */
  readonly primaryName: string;
  readonly givenNames: string;
  /** The field ended before the name did. */
  readonly nameTruncated: boolean;
  /** Missing where the document says that the day is unknown. */
  readonly birthOn?: string;
  readonly sex: 'F' | 'M' | 'X';
  readonly expiresOn: string;
}

/** What is wrong, and where: field names are keys of messages. */
export interface MrzFault {
  readonly line: number;
  readonly field:
    | 'lines'
    | 'characters'
    | 'type'
    | 'issuer'
    | 'name'
    | 'number'
    | 'nationality'
    | 'birth'
    | 'sex'
    | 'expiry'
    | 'optional'
    | 'all';
  readonly fault: 'length' | 'unknown' | 'check-digit' | 'date' | 'expired' | 'missing';
}

export type MrzReading = { readonly document: MrzDocument } | { readonly faults: readonly MrzFault[] };

const valueOf = (character: string): number =>
  character === '<' ? 0 : /\d/.test(character) ? Number(character) : character.charCodeAt(0) - 55;

/** Weights 7, 3, 1 over and over, modulo 10 (Doc 9303-3, 4.9). */
export const checkDigit = (text: string): string =>
  String([...text].reduce((sum, character, at) => sum + valueOf(character) * ([7, 3, 1][at % 3] ?? 0), 0) % 10);

/** Lines as they were typed or pasted: in one run too, with blanks, small letters and digits of any script. */
export function mrzLines(typed: string): string[] {
  const plain = withPlainDigits(withPlainWidth(typed))
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[«‹]/g, (quote) => (quote === '«' ? '<<' : '<'))
    .replace(/\p{Cf}/gu, '');
  const lines = plain.split(/[\r\n]+/).flatMap((line) => {
    const packed = line.replace(/\s/g, '');
    return packed === '' ? [] : [packed];
  });
  const run = lines.join('');
  if (lines.length !== 1) return lines;
  if (run.length === 88) return [run.slice(0, 44), run.slice(44)];
  return run.length === 90 ? [run.slice(0, 30), run.slice(30, 60), run.slice(60)] : lines;
}

interface Fields {
  readonly kind: MrzDocument['kind'];
  readonly type: string;
  readonly issuer: string;
  readonly names: string;
  readonly nameLine: number;
  readonly number: string;
  readonly numberCheck: string;
  readonly numberLine: number;
  readonly nationality: string;
  readonly birth: string;
  readonly birthCheck: string;
  readonly sex: string;
  readonly expiry: string;
  readonly expiryCheck: string;
  /** Only a passport's has a check digit of its own. */
  readonly optional?: { readonly text: string; readonly check: string };
  readonly all: string;
  readonly allCheck: string;
}

function passport([first = '', second = '']: readonly string[]): Fields {
  return {
    kind: 'passport',
    type: first.slice(0, 2),
    issuer: first.slice(2, 5),
    names: first.slice(5),
    nameLine: 1,
    number: second.slice(0, 9),
    numberCheck: second.slice(9, 10),
    numberLine: 2,
    nationality: second.slice(10, 13),
    birth: second.slice(13, 19),
    birthCheck: second.slice(19, 20),
    sex: second.slice(20, 21),
    expiry: second.slice(21, 27),
    expiryCheck: second.slice(27, 28),
    optional: { text: second.slice(28, 42), check: second.slice(42, 43) },
    all: second.slice(0, 10) + second.slice(13, 20) + second.slice(21, 43),
    allCheck: second.slice(43),
  };
}

function identityCard([first = '', second = '', third = '']: readonly string[]): Fields {
  // A number longer than nine characters goes on among the optional data, its check digit behind it.
  const rest = /^([A-Z0-9]*)([0-9])</.exec(first.slice(15));
  const long = first[14] === '<' && rest;
  return {
    kind: 'identity-card',
    type: first.slice(0, 2),
    issuer: first.slice(2, 5),
    names: third,
    nameLine: 3,
    number: first.slice(5, 14) + (long ? `<${rest[1]}` : ''),
    numberCheck: long ? (rest[2] ?? '') : first.slice(14, 15),
    numberLine: 1,
    birth: second.slice(0, 6),
    birthCheck: second.slice(6, 7),
    sex: second.slice(7, 8),
    expiry: second.slice(8, 14),
    expiryCheck: second.slice(14, 15),
    nationality: second.slice(15, 18),
    all: first.slice(5) + second.slice(0, 7) + second.slice(8, 15) + second.slice(18, 29),
    allCheck: second.slice(29),
  };
}

const withoutFill = (text: string): string => text.replace(/</g, ' ').trim().replace(/ +/g, ' ');

/** A birth lies in the past, an end of validity near today: two digits say the century by that. */
function dateOf(text: string, kind: 'birth' | 'expiry', today: string): string | undefined {
  const [, yy = '', mm = '', dd = ''] = /^(\d\d)(\d\d)(\d\d)$/.exec(text) ?? [];
  const inThis = `${today.slice(0, 2)}${yy}-${mm}-${dd}`;
  const date = kind === 'birth' && inThis > today ? `${Number(today.slice(0, 2)) - 1}${inThis.slice(2)}` : inThis;
  return yy && isCalendarDate(date) ? date : undefined;
}

/** @param today `YYYY-MM-DD` */
export function readMrz(typed: string, today: string): MrzReading {
  const lines = mrzLines(typed);
  const layout = lines.length === 3 ? { count: 3, length: 30 } : { count: 2, length: 44 };
  const shape: MrzFault[] = [];
  if (lines.length !== layout.count) shape.push({ line: 0, field: 'lines', fault: 'length' });
  for (const [at, line] of lines.slice(0, 3).entries()) {
    if (/[^A-Z0-9<]/.test(line)) shape.push({ line: at + 1, field: 'characters', fault: 'unknown' });
    else if (line.length !== layout.length) shape.push({ line: at + 1, field: 'lines', fault: 'length' });
  }
  if (shape.length > 0) return { faults: shape };
  const fields = layout.count === 3 ? identityCard(lines) : passport(lines);
  const faults = faultsOf(fields, today);
  if (faults.length > 0) return { faults };
  const [primary = '', ...given] = fields.names.replace(/<+$/, '').split('<<');
  const birthOn = dateOf(fields.birth, 'birth', today);
  return {
    document: {
      kind: fields.kind,
      issuer: withoutFill(fields.issuer),
      number: fields.number.replace(/</g, ''),
      nationality: withoutFill(fields.nationality),
      primaryName: withoutFill(primary),
      givenNames: withoutFill(given.join('<')),
      nameTruncated: !fields.names.endsWith('<'),
      ...(birthOn ? { birthOn } : {}),
      sex: fields.sex === '<' || fields.sex === 'X' ? 'X' : (fields.sex as 'F' | 'M'),
      expiresOn: dateOf(fields.expiry, 'expiry', today) ?? '',
    },
  };
}

function faultsOf(fields: Fields, today: string): MrzFault[] {
  const faults: MrzFault[] = [];
  const second = 2;
  const wrong = (line: number, field: MrzFault['field'], fault: MrzFault['fault']) =>
    faults.push({ line, field, fault });
  if (!(fields.kind === 'passport' ? /^P/ : /^[IAC]/).test(fields.type)) wrong(1, 'type', 'unknown');
  if (!isDocumentCountry(withoutFill(fields.issuer))) wrong(1, 'issuer', 'unknown');
  if (!isDocumentCountry(withoutFill(fields.nationality))) wrong(second, 'nationality', 'unknown');
  if (!/^[A-Z]/.test(fields.names) || /\d/.test(fields.names)) wrong(fields.nameLine, 'name', 'missing');
  if (!/[A-Z0-9]/.test(fields.number)) wrong(fields.numberLine, 'number', 'missing');
  if (checkDigit(fields.number) !== fields.numberCheck) wrong(fields.numberLine, 'number', 'check-digit');
  if (checkDigit(fields.birth) !== fields.birthCheck) wrong(second, 'birth', 'check-digit');
  else if (!fields.birth.includes('<') && !dateOf(fields.birth, 'birth', today)) wrong(second, 'birth', 'date');
  if (!/[FM<X]/.test(fields.sex)) wrong(second, 'sex', 'unknown');
  const expiresOn = dateOf(fields.expiry, 'expiry', today);
  if (checkDigit(fields.expiry) !== fields.expiryCheck) wrong(second, 'expiry', 'check-digit');
  else if (!expiresOn) wrong(second, 'expiry', 'date');
  else if (expiresOn < today) wrong(second, 'expiry', 'expired');
  const { optional } = fields;
  if (optional && checkDigit(optional.text) !== (optional.check === '<' ? '0' : optional.check))
    wrong(second, 'optional', 'check-digit');
  // Names the field at fault where one is known; otherwise all that is left is the digit over everything.
  if (faults.every(({ fault }) => fault !== 'check-digit') && checkDigit(fields.all) !== fields.allCheck)
    wrong(second, 'all', 'check-digit');
  return faults;
}
