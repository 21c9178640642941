// SPDX-License-Identifier: Apache-2.0
/** Regular expressions as XPath and XQuery Functions 3.1 has them, on top of those of JavaScript. */
import { createContext, Script } from 'node:vm';
import type { Env } from '../env.ts';
import type { Value } from '../values.ts';

// A pattern that goes back and back is stopped by the clock; nothing else stops a regular expression.
const room = createContext(Object.create(null));
const work = new Script('run()');

function inTime<T>(env: Env, run: () => T): T | null {
  room.run = run;
  try {
    return work.runInContext(room, { timeout: 1000 }) as T;
  } catch (error) {
    if ((error as { code?: string }).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') env.stop('the pattern takes too long');
    throw error;
  } finally {
    room.run = undefined;
  }
}

function pattern(env: Env, source: string, flags: Value): RegExp | null {
  if (flags !== null && (typeof flags !== 'string' || !/^[smixq]*$/u.test(flags)))
    return env.fail('flags of a pattern are s, m, i, x and q');
  const asked = flags ?? '';
  let body = asked.includes('q') ? source.replace(/[\\^$.*+?()[\]{}|/-]/gu, '\\$&') : source;
  if (asked.includes('x') && !asked.includes('q')) body = withoutBlanks(body);
  try {
    return new RegExp(translated(body), `gv${asked.replace(/[xq]/gu, '')}`);
  } catch {
    return env.fail(`"${source}" is no regular expression`);
  }
}

/** Blanks outside of classes mean nothing under the flag x. */
const withoutBlanks = (source: string): string => {
  let depth = 0;
  let made = '';
  for (let at = 0; at < source.length; at += 1) {
    const char = source[at] as string;
    if (char === '\\') {
      made += char + (source[at + 1] ?? '');
      at += 1;
      continue;
    }
    if (char === '[') depth += 1;
    if (char === ']') depth -= 1;
    if (depth > 0 || !/\s/u.test(char)) made += char;
  }
  return made;
};

const classes: Readonly<Record<string, string>> = {
  i: '\\p{L}_:',
  c: '\\p{L}\\p{N}\\p{M}_:.\\-\\u00B7',
};
const blocks: Readonly<Record<string, string>> = {
  IsBasicLatin: '\\u0000-\\u007F',
  'IsLatin-1Supplement': '\\u0080-\\u00FF',
  'IsLatinExtended-A': '\\u0100-\\u017F',
  IsGreek: '\\u0370-\\u03FF',
  IsCyrillic: '\\u0400-\\u04FF',
  IsArabic: '\\u0600-\\u06FF',
};

function translated(source: string): string {
  let depth = 0;
  let made = '';
  for (let at = 0; at < source.length; at += 1) {
    const char = source[at] as string;
    const next = source[at + 1] ?? '';
    if (char === '\\') {
      const block = /^\\([pP])\{(Is[A-Za-z0-9-]+)\}/u.exec(source.slice(at));
      if (block) {
        const range = blocks[block[2] as string];
        if (!range) throw new SyntaxError('unknown block');
        made += `[${block[1] === 'P' ? '^' : ''}${range}]`;
        at += block[0].length - 1;
        continue;
      }
      const known = classes[next.toLowerCase()];
      if (known) made += `[${next === next.toLowerCase() ? '' : '^'}${known}]`;
      else made += char + next;
      at += 1;
    } else if (depth > 0 && char === '-' && next === '[') made += '--';
    else if (depth > 0 && '(){}/|'.includes(char)) made += `\\${char}`;
    else if (depth > 0 && char === '-' && (source[at - 1] === '[' || next === ']')) made += '\\-';
    else {
      if (char === '[') depth += 1;
      if (char === ']') depth -= 1;
      made += char;
    }
  }
  return made;
}

export function matches(env: Env, input: string, source: string, flags?: Value): Value {
  const regex = pattern(env, source, flags ?? null);
  return regex && inTime(env, () => regex.test(input));
}

export function replaceAll(env: Env, input: string, source: string, replacement: string, flags?: Value): Value {
  const regex = pattern(env, source, flags ?? null);
  if (!regex) return null;
  if (regex.test('')) return env.fail('the pattern matches the empty text');
  regex.lastIndex = 0;
  if (typeof flags === 'string' && flags.includes('q'))
    return inTime(env, () => input.replace(regex, () => replacement));
  if (/\\(?![\\$])|(?<!\\)\$(?!\d)/u.test(replacement.replaceAll('\\\\', '')))
    return env.fail('the replacement is wrong');
  return inTime(env, () =>
    input.replace(regex, (...found: unknown[]) => {
      const groups = found.slice(
        0,
        found.findIndex((part) => typeof part === 'number'),
      ) as (string | undefined)[];
      return filled(replacement, groups);
    }),
  );
}

/** `$1` takes as many digits as there are groups for. */
const filled = (replacement: string, groups: readonly (string | undefined)[]): string =>
  replacement.replace(/\\([\\$])|\$(\d+)/gu, (_, escaped: string | undefined, digits: string) => {
    if (escaped) return escaped;
    let length = digits.length;
    while (length > 1 && Number(digits.slice(0, length)) >= groups.length) length -= 1;
    return (groups[Number(digits.slice(0, length))] ?? '') + digits.slice(length);
  });

export function splitBy(env: Env, input: string, delimiter: string): Value {
  const regex = pattern(env, delimiter, null);
  if (!regex) return null;
  if (regex.test('')) return env.fail('the pattern matches the empty text');
  regex.lastIndex = 0;
  return inTime(env, () => {
    const parts: string[] = [];
    let from = 0;
    for (const match of input.matchAll(regex)) {
      parts.push(input.slice(from, match.index));
      from = match.index + match[0].length;
    }
    return [...parts, input.slice(from)];
  });
}
