// SPDX-License-Identifier: Apache-2.0
import { Decimal } from 'decimal.js';
import type { Env } from '../env.ts';
import { FeelFunction, FeelRange, Num, type Value } from '../values.ts';
import { define, type Library } from './define.ts';
import { matches, replaceAll, splitBy } from './patterns.ts';

export function addTexts(library: Library): void {
  define(library, 'string length', ['string: string', (_, text: string) => new Num([...text].length)]);
  define(library, 'upper case', ['string: string', (_, text: string) => text.toUpperCase()]);
  define(library, 'lower case', ['string: string', (_, text: string) => text.toLowerCase()]);
  define(library, 'substring', ['string: string, start position: number, length?: number', substring]);
  define(library, 'substring before', [
    'string: string, match: string',
    (_, text: string, match: string) => text.slice(0, Math.max(0, text.indexOf(match))),
  ]);
  define(library, 'substring after', [
    'string: string, match: string',
    (_, text: string, match: string) => (text.includes(match) ? text.slice(text.indexOf(match) + match.length) : ''),
  ]);
  define(library, 'contains', ['string: string, match: string', (_, a: string, b: string) => a.includes(b)]);
  define(library, 'starts with', ['string: string, match: string', (_, a: string, b: string) => a.startsWith(b)]);
  define(library, 'ends with', ['string: string, match: string', (_, a: string, b: string) => a.endsWith(b)]);
  define(library, 'matches', ['input: string, pattern: string, flags?: any', matches]);
  define(library, 'replace', ['input: string, pattern: string, replacement: string, flags?: any', replaceAll]);
  define(library, 'split', ['string: string, delimiter: string', splitBy]);
  define(library, 'string join', [
    'list: strings, delimiter?: any, prefix?: any, suffix?: any',
    (env, list: (string | null)[], ...around: Value[]) => {
      if (around.some((text) => text !== null && text !== undefined && typeof text !== 'string'))
        return env.fail('what joins texts is a text');
      const [delimiter, prefix, suffix] = around as (string | null | undefined)[];
      return `${prefix ?? ''}${list.filter((text) => text !== null).join(delimiter ?? '')}${suffix ?? ''}`;
    },
  ]);
  define(library, 'string', ['from: any', (_, value: Value) => (value === null ? null : text(value, false))]);
  define(
    library,
    'number',
    [
      'from: string, grouping separator?: any, decimal separator?: any',
      (env, from: string, group?: Value, point?: Value) => numberFrom(env, from, group ?? null, point ?? null),
    ],
    ['from: number', (_, n: Decimal) => n],
  );
  define(library, 'not', ['negand: any', (env, value: Value) => negation(env, value)]);
}

const negation = (env: Env, value: Value): Value =>
  typeof value === 'boolean' ? !value : value === null ? null : env.fail('not needs true or false');

function substring(env: Env, all: string, start: Decimal, length?: Decimal): Value {
  const chars = [...all];
  const first = start.trunc().toNumber();
  if (first === 0 || Math.abs(first) > chars.length) return env.fail('no such position');
  if (length?.lt(1)) return env.fail('the length is less than 1');
  const from = first < 0 ? chars.length + first : first - 1;
  return chars.slice(from, length ? from + length.trunc().toNumber() : undefined).join('');
}

function numberFrom(env: Env, from: string, group: Value, point: Value): Value {
  if (group !== null && group !== ' ' && group !== ',' && group !== '.') return env.fail('no such grouping separator');
  if (point !== null && point !== ',' && point !== '.') return env.fail('no such decimal separator');
  if (group !== null && group === point) return env.fail('both separators are the same');
  let plain = group === null ? from : from.replaceAll(group, '');
  if (point === ',') plain = plain.replaceAll('.', '?').replace(',', '.');
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/u.test(plain)) return env.fail(`"${from}" is no number`);
  const value = new Num(plain).toSignificantDigits(34);
  return value.isFinite() ? value : env.fail('the number is too large');
}

const quoted = (value: string): string => `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;

/** FEEL's own way of writing a value; texts inside lists and contexts in quotation marks. */
export function text(value: Value, inside: boolean): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return inside ? quoted(value) : value;
  if (value instanceof Decimal) return value.toFixed();
  if (Array.isArray(value)) return `[${value.map((item) => text(item, true)).join(', ')}]`;
  if (value instanceof Map)
    return `{${[...value].map(([key, item]) => `${/^[\p{L}_][\p{L}\p{N}_ ]*$/u.test(key) ? key : quoted(key)}: ${text(item, true)}`).join(', ')}}`;
  if (value instanceof FeelRange) return rangeText(value);
  if (value instanceof FeelFunction) return `function(${value.params.map((param) => param.name).join(', ')})`;
  if (typeof value === 'boolean') return String(value);
  return inside ? `@"${value}"` : String(value);
}

function rangeText(range: FeelRange): string {
  if (range.from === undefined) return `(${range.toIn ? '<=' : '<'} ${text(range.to ?? null, true)})`;
  if (range.to === undefined) return `(${range.fromIn ? '>=' : '>'} ${text(range.from, true)})`;
  return `${range.fromIn ? '[' : '('}${text(range.from, true)}..${text(range.to, true)}${range.toIn ? ']' : ')'}`;
}
