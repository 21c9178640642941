// SPDX-License-Identifier: Apache-2.0
/** FEEL (DMN 1.5, clause 10.3) by recursive descent. */
import { DecisionFault } from '../fault.ts';
import type { Comparison, Iterator, Node, Param } from './ast.ts';
import { unquoted } from './lexer.ts';
import type { Names } from './names.ts';
import { Reader } from './reader.ts';
import { readType } from './type-parser.ts';

type Operator = '+' | '-' | '*' | '/' | '**';
const comparisons: readonly string[] = ['=', '!=', '<', '<=', '>', '>='];

export const parseExpression = (text: string, names: Names): Node => {
  const parser = new Parser(text, names);
  const node = parser.expression();
  parser.finish();
  return node;
};

/** Cells of a table and allowed values. */
export const parseTests = (text: string, names: Names): Node => {
  const parser = new Parser(text, names);
  const node = parser.unaryTests();
  parser.finish();
  return node;
};

class Parser extends Reader {
  #endpoint = false;

  expression(): Node {
    return this.deeper(() => {
      if (this.isWord('if')) return this.#conditional();
      if (this.isWord('for')) return this.#loop('for', 'return');
      if (this.isWord('some')) return this.#loop('some', 'satisfies');
      if (this.isWord('every')) return this.#loop('every', 'satisfies');
      if (this.isWord('function') && this.at(1).text === '(') return this.#function();
      return this.#or();
    });
  }

  unaryTests(): Node {
    if (this.isSign('-') && this.at(1).kind === 'end') {
      this.skip();
      return { kind: 'tests', tests: [], not: false, any: true };
    }
    if (this.isWord('not') && this.at(1).text === '(') {
      const negated = this.attempt(() => {
        this.skip(2);
        const tests = this.#testList();
        this.expect(')');
        if (this.at().kind !== 'end') this.wrong();
        return tests;
      });
      if (negated) return { kind: 'tests', tests: negated, not: true, any: false };
    }
    return { kind: 'tests', tests: this.#testList(), not: false, any: false };
  }

  #testList(): Node[] {
    const tests = [this.#test()];
    while (this.take(',')) tests.push(this.#test());
    return tests;
  }

  #test(): Node {
    return this.#half() ?? this.expression();
  }

  #half(): Node | undefined {
    if (this.at().kind !== 'sign' || !comparisons.includes(this.at().text)) return undefined;
    const op = this.at().text as Comparison;
    this.skip();
    return { kind: 'half', op, value: this.#fresh(() => this.#sum()) };
  }

  #conditional(): Node {
    this.skip();
    const test = this.expression();
    this.expect('then');
    const yes = this.expression();
    this.expect('else');
    return { kind: 'if', test, yes, no: this.expression() };
  }

  #loop(kind: 'for' | 'some' | 'every', before: string): Node {
    this.skip();
    const iterators: Iterator[] = [];
    do {
      const name = this.nameUntil((token) => token.text === 'in');
      this.names.add(name);
      this.expect('in');
      const from = this.expression();
      iterators.push(this.take('..') ? { name, from, to: this.expression() } : { name, from });
    } while (this.take(','));
    if (kind === 'for') this.names.add('partial');
    this.expect(before);
    return { kind, iterators, body: this.expression() };
  }

  #function(): Node {
    this.skip(2);
    const params: Param[] = [];
    while (!this.take(')')) {
      if (params.length) this.expect(',');
      const name = this.nameUntil((token) => [':', ',', ')'].includes(token.text));
      this.names.add(name);
      params.push(this.take(':') ? { name, type: readType(this) } : { name });
    }
    const external = this.isWord('external');
    if (external) this.skip();
    return { kind: 'function', params, external, body: this.expression() };
  }

  #or(): Node {
    let left = this.#and();
    while (this.takeWord('or')) left = { kind: 'or', left, right: this.#and() };
    return left;
  }

  #and(): Node {
    let left = this.#comparison();
    while (this.takeWord('and')) left = { kind: 'and', left, right: this.#comparison() };
    return left;
  }

  #comparison(): Node {
    let left = this.#sum();
    for (;;) {
      const { kind, text } = this.at();
      if (kind === 'sign' && comparisons.includes(text)) {
        this.skip();
        left = { kind: 'compare', op: text as Comparison, left, right: this.#sum() };
      } else if (this.takeWord('between')) {
        const from = this.#sum();
        this.expect('and');
        left = { kind: 'between', value: left, from, to: this.#sum() };
      } else if (this.takeWord('in')) left = { kind: 'in', value: left, tests: this.#inTests() };
      else return left;
    }
  }

  #inTests(): Node[] {
    const list = this.attempt(() => {
      this.expect('(');
      const tests = this.#fresh(() => this.#testList());
      this.expect(')');
      if (tests.length === 1 && ['..', '.', '[', '+', '-', '*', '/', '**'].includes(this.at().text)) this.wrong();
      return tests;
    });
    if (list) return list;
    return [this.#half() ?? this.#sum()];
  }

  #sum(): Node {
    return this.#chain(['+', '-'], () => this.#product());
  }

  #product(): Node {
    return this.#chain(['*', '/'], () => this.#chain(['**'], () => this.#unary()));
  }

  #chain(signs: readonly Operator[], next: () => Node): Node {
    let left = next();
    for (;;) {
      const op = signs.find((sign) => this.take(sign));
      if (!op) return left;
      left = { kind: 'arithmetic', op, left, right: next() };
    }
  }

  #unary(): Node {
    if (this.take('-')) return this.deeper(() => ({ kind: 'negate', value: this.#unary() }));
    const value = this.#postfix(this.#primary());
    if (!this.isWord('instance')) return value;
    this.skip();
    this.expect('of');
    return { kind: 'instance', value, type: readType(this) };
  }

  #postfix(first: Node): Node {
    let node = first;
    for (;;) {
      if (this.take('.')) node = { kind: 'path', of: node, name: this.pathName() };
      else if (this.isSign('[') && !this.#endpoint) {
        this.skip();
        node = { kind: 'filter', of: node, by: this.#fresh(() => this.expression()) };
        this.expect(']');
      } else if (this.isSign('(')) {
        this.skip();
        node = { kind: 'call', of: node, args: this.#fresh(() => this.#args()) };
      } else return node;
    }
  }

  #args(): { name?: string; value: Node }[] {
    const args: { name?: string; value: Node }[] = [];
    while (!this.take(')')) {
      if (args.length) this.expect(',');
      const name = this.attempt(() => {
        const found = this.nameUntil((token) => token.text === ':' || token.text === ',' || token.text === ')');
        this.expect(':');
        return found;
      });
      args.push(name === undefined ? { value: this.expression() } : { name, value: this.expression() });
    }
    return args;
  }

  #primary(): Node {
    const token = this.at();
    if (token.kind === 'number') return { kind: 'number', text: this.skip().text };
    if (token.kind === 'string') return { kind: 'string', text: unquoted(this.skip().text) };
    if (token.kind === 'word') return this.#named();
    if (this.take('@')) return { kind: 'at', text: unquoted(this.skip('string').text) };
    if (this.take('{')) return this.#fresh(() => this.#context());
    if (this.isSign('(')) return this.#fresh(() => this.#parenthesis());
    if (this.isSign('[')) return this.#fresh(() => this.#bracket());
    if (this.isSign(']')) {
      this.skip();
      return this.#fresh(() => this.#interval(this.#endOf(), false));
    }
    return this.wrong();
  }

  #named(): Node {
    const { text } = this.at();
    const known = this.knownName();
    if (known) return { kind: 'name', name: known };
    if (text === 'true' || text === 'false' || text === 'null') {
      this.skip();
      return { kind: 'constant', value: text === 'null' ? null : text === 'true' };
    }
    if (['if', 'for', 'some', 'every', 'function'].includes(text)) return this.expression();
    return { kind: 'name', name: this.wordRun() };
  }

  #parenthesis(): Node {
    this.skip();
    const first = this.#test();
    if (this.isSign('..')) return this.#interval(first, false);
    this.expect(')');
    return first;
  }

  #bracket(): Node {
    this.skip();
    if (this.take(']')) return { kind: 'list', items: [] };
    const items = this.#testList();
    if (items.length === 1 && this.isSign('..')) return this.#interval(items[0] as Node, true);
    this.expect(']');
    return { kind: 'list', items };
  }

  #interval(from: Node, fromIn: boolean): Node {
    this.expect('..');
    const to = this.#endOf();
    const toIn = this.isSign(']');
    if (!toIn && !this.isSign(')') && !this.isSign('[')) this.wrong();
    this.skip();
    return { kind: 'range', from, to, fromIn, toIn };
  }

  #endOf(): Node {
    const before = this.#endpoint;
    this.#endpoint = true;
    const node = this.#sum();
    this.#endpoint = before;
    return node;
  }

  #context(): Node {
    const entries: { name: string; value: Node }[] = [];
    while (!this.take('}')) {
      if (entries.length) this.expect(',');
      const quoted = this.at().kind === 'string';
      const name = quoted ? unquoted(this.skip().text) : this.nameUntil((token) => token.text === ':');
      this.expect(':');
      entries.push({ name, value: this.expression() });
      this.names.add(name);
    }
    return { kind: 'context', entries };
  }

  #fresh<T>(read: () => T): T {
    const before = this.#endpoint;
    this.#endpoint = false;
    try {
      return read();
    } finally {
      this.#endpoint = before;
    }
  }

  finish(): void {
    if (this.at().kind !== 'end') throw new DecisionFault('', `"${this.rest()}" is left over after the expression`);
  }
}
