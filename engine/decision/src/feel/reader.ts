// SPDX-License-Identifier: Apache-2.0
import { DecisionFault } from '../fault.ts';
import { type Token, tokens } from './lexer.ts';
import { isKeyword, Names } from './names.ts';

const deepest = 200;
const mostAttempts = 100_000;

/** Walks over the tokens of one expression; what the parser of expressions and that of types share. */
export class Reader {
  readonly names: Names;
  readonly #text: string;
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;
  #attempts = 0;

  constructor(text: string, names: Names) {
    this.#text = text;
    this.#tokens = tokens(text);
    this.names = new Names(names);
  }

  at(ahead = 0): Token {
    return this.#tokens[this.#at + ahead] ?? (this.#tokens.at(-1) as Token);
  }

  rest(): string {
    return this.#text.slice(this.at().start, this.at().start + 40);
  }

  isSign(text: string): boolean {
    return this.at().kind === 'sign' && this.at().text === text;
  }

  isWord(text: string): boolean {
    return this.at().kind === 'word' && this.at().text === text;
  }

  take(sign: string): boolean {
    if (!this.isSign(sign)) return false;
    this.#at += 1;
    return true;
  }

  takeWord(word: string): boolean {
    if (!this.isWord(word)) return false;
    this.#at += 1;
    return true;
  }

  /** Goes on and answers the token it stood at. */
  skip(wanted: number | Token['kind'] = 1): Token {
    const token = this.at();
    if (typeof wanted === 'string' && token.kind !== wanted) this.wrong();
    this.#at += typeof wanted === 'number' ? wanted : 1;
    return token;
  }

  expect(text: string): void {
    if (this.at().text !== text || this.at().kind === 'string') this.wrong(text);
    this.#at += 1;
  }

  wrong(expected?: string): never {
    const here = this.at().kind === 'end' ? 'the expression ends' : `"${this.rest()}" stands`;
    throw new DecisionFault('', `${here} where ${expected ? `"${expected}"` : 'a value'} is expected`);
  }

  attempt<T>(read: () => T): T | undefined {
    // Attempts inside attempts double with each level.
    if (++this.#attempts > mostAttempts) throw new DecisionFault('', 'the expression has too many readings');
    const before = this.#at;
    try {
      return read();
    } catch (error) {
      if (!(error instanceof DecisionFault)) throw error;
      this.#at = before;
      return undefined;
    }
  }

  deeper<T>(read: () => T): T {
    if (++this.#depth > deepest) throw new DecisionFault('', `the expression is nested more than ${deepest} deep`);
    try {
      return read();
    } finally {
      this.#depth -= 1;
    }
  }

  knownName(): string | undefined {
    const found = this.names.longest(this.#tokens, this.#at);
    if (!found) return undefined;
    this.#at += found.length;
    return found.name;
  }

  /** Words up to the next keyword or sign. */
  wordRun(): string {
    if (this.at().kind !== 'word') this.wrong();
    const start = this.at().start;
    let { end } = this.skip();
    while (this.at().kind === 'word' && !isKeyword(this.at().text)) ({ end } = this.skip());
    return this.#text.slice(start, end).replace(/\s+/gu, ' ');
  }

  pathName(): string {
    return this.knownName() ?? this.wordRun();
  }

  /** Everything up to a token that ends a name. */
  nameUntil(ends: (token: Token) => boolean): string {
    const { start } = this.at();
    if (this.at().kind !== 'word') this.wrong();
    let end = start;
    while (!ends(this.at())) {
      const { kind, text } = this.at();
      if (kind === 'end' || kind === 'string' || '()[]{}@,:'.includes(text)) this.wrong();
      ({ end } = this.skip());
    }
    return this.#text.slice(start, end).replace(/\s+/gu, ' ');
  }
}
