// SPDX-License-Identifier: Apache-2.0
/** Words, numbers, strings and signs of a FEEL expression. Names of several words are put together by the parser. */
import { DecisionFault } from '../fault.ts';

export interface Token {
  readonly kind: 'word' | 'number' | 'string' | 'sign' | 'end';
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const nameStart =
  '_A-Za-z\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u02FF\\u0370-\\u037D\\u037F-\\u1FFF\\u200C-\\u200D\\u2070-\\u218F\\u2C00-\\u2FEF\\u3001-\\uD7FF\\uF900-\\uFDCF\\uFDF0-\\uFFFD\\u{10000}-\\u{EFFFF}';
const namePart = `${nameStart}0-9\\u00B7\\u0300-\\u036F\\u203F-\\u2040`;
const blank = /(?:[\s\u0085\u180e\u200b]|\/\/[^\n\r]*|\/\*[\s\S]*?\*\/)+/uy;
const word = new RegExp(`\\?|[${nameStart}][${namePart}]*`, 'uy');
const number = /(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?/uy;
const string = /"(?:[^"\\]|\\[\s\S])*"/uy;
const sign = /\*\*|\.\.|->|<=|>=|!=|[-+*/=<>()[\]{}:,.@'|;&%!#$^~]/uy;

const kinds: readonly (readonly [Token['kind'], RegExp])[] = [
  ['string', string],
  ['number', number],
  ['word', word],
  ['sign', sign],
];

export function tokens(text: string): Token[] {
  const found: Token[] = [];
  let at = 0;
  for (;;) {
    blank.lastIndex = at;
    if (blank.test(text)) at = blank.lastIndex;
    if (at >= text.length) break;
    const next = tokenAt(text, at);
    found.push(next);
    at = next.end;
  }
  found.push({ kind: 'end', text: '', start: at, end: at });
  return found;
}

function tokenAt(text: string, at: number): Token {
  for (const [kind, pattern] of kinds) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match) return { kind, text: match[0], start: at, end: at + match[0].length };
  }
  throw new DecisionFault('', `"${text.slice(at, at + 20)}" is not FEEL`);
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', "'": "'", '"': '"', '\\': '\\' };

/** The text between the quotation marks; an escape that FEEL does not know stays as it is written. */
export const unquoted = (literal: string): string =>
  literal.slice(1, -1).replace(/\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{6})|([\s\S]))/gu, (all, four, six, one) => {
    if (four) return String.fromCharCode(Number.parseInt(four, 16));
    if (six) return String.fromCodePoint(Math.min(Number.parseInt(six, 16), 0x10ffff));
    return escapes[one] ?? all;
  });
