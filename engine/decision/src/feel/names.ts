// SPDX-License-Identifier: Apache-2.0
/** Names that an expression may use: FEEL's names hold blanks and signs, so only those known can be told from sums. */
import { type Token, tokens } from './lexer.ts';

const keywords = new Set(
  'and or in between instance then else return satisfies if for some every function true false null of'.split(' '),
);
export const isKeyword = (text: string): boolean => keywords.has(text);

/** One spelling a name: one blank between words, none around signs. */
export const normalName = (name: string): string => name.trim().replace(/\s+/gu, ' ');

export class Names {
  readonly #byFirst = new Map<string, { parts: readonly string[]; name: string }[]>();
  readonly #parent: Names | undefined;

  constructor(parent?: Names) {
    this.#parent = parent;
  }

  add(name: string): void {
    const parts = partsOf(name);
    const first = parts[0];
    if (first === undefined) return;
    const list = this.#byFirst.get(first) ?? [];
    if (list.some((known) => known.name === normalName(name))) return;
    list.push({ parts, name: normalName(name) });
    list.sort((a, b) => b.parts.length - a.parts.length);
    this.#byFirst.set(first, list);
  }

  /** The longest known name that begins at this token. */
  longest(list: readonly Token[], at: number): { name: string; length: number } | undefined {
    const first = list[at]?.text ?? '';
    const own = this.#byFirst.get(first)?.find(({ parts }) => parts.every((part, i) => list[at + i]?.text === part));
    const outer = this.#parent?.longest(list, at);
    if (!own || (outer && outer.length > own.parts.length)) return outer;
    return { name: own.name, length: own.parts.length };
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
