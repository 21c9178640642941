// SPDX-License-Identifier: Apache-2.0
/** Names that an expression may use: FEEL's names hold blanks and signs, so only those known can be told from sums. */
import { type Token, tokens } from './lexer.ts';

const keywords = new Set(
  'and or in between instance then else return satisfies if for some every function true false null of'.split(' '),
);
export const isKeyword = (text: string): boolean => keywords.has(text);

/** One spelling a name: one blank between words, none around signs. */
export const normalName = (name: string): string => name.trim().replace(/\s+/gu, ' ');

/** Signs and words of the longest name there is. */
const mostParts = 100;
const keyOf = (parts: readonly string[]): string => parts.join('\u0000');

export class Names {
  /** By the first word: how many parts the longest has, and the names by their parts. */
  readonly #byFirst = new Map<string, { longest: number; names: Map<string, string> }>();
  readonly #parent: Names | undefined;

  constructor(parent?: Names) {
    this.#parent = parent;
  }

  add(name: string): void {
    const parts = partsOf(name);
    const first = parts[0];
    if (first === undefined || parts.length > mostParts) return;
    const known = this.#byFirst.get(first) ?? { longest: 0, names: new Map<string, string>() };
    known.longest = Math.max(known.longest, parts.length);
    known.names.set(keyOf(parts), normalName(name));
    this.#byFirst.set(first, known);
  }

  /** The longest known name that begins at this token. */
  longest(list: readonly Token[], at: number): { name: string; length: number } | undefined {
    const outer = this.#parent?.longest(list, at);
    const known = this.#byFirst.get(list[at]?.text ?? '');
    for (let length = known?.longest ?? 0; length > (outer?.length ?? 0); length -= 1) {
      const name = known?.names.get(keyOf(list.slice(at, at + length).map((token) => token.text)));
      if (name !== undefined) return { name, length };
    }
    return outer;
  }
}

function partsOf(name: string): string[] {
  try {
    return tokens(name)
      .slice(0, -1)
      .map((token) => token.text);
  } catch {
    return [];
  }
}
