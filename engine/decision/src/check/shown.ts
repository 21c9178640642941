// SPDX-License-Identifier: Apache-2.0
import type { Node } from '../feel/ast.ts';

/** A part of an expression as its author knows it; long ones in short. */
export function shown(node: Node): string {
  switch (node.kind) {
    case 'number':
      return node.text;
    case 'string':
      return JSON.stringify(node.text);
    case 'at':
      return `@"${node.text}"`;
    case 'constant':
      return String(node.value);
    case 'name':
      return node.name;
    case 'path':
      return `${shown(node.of)}.${node.name}`;
    case 'negate':
      return `-${shown(node.value)}`;
    case 'call':
      return `${shown(node.of)}(${node.args.length ? '…' : ''})`;
    case 'half':
      return `${node.op} ${shown(node.value)}`;
    case 'range':
      return `${node.fromIn ? '[' : '('}${shown(node.from)}..${shown(node.to)}${node.toIn ? ']' : ')'}`;
    case 'filter':
      return `${shown(node.of)}[…]`;
    case 'list':
      return node.items.length ? '[…]' : '[]';
    case 'context':
      return '{…}';
    case 'compare':
    case 'arithmetic':
      return `(${shown(node.left)} ${node.op} ${shown(node.right)})`;
    case 'and':
    case 'or':
      return `(… ${node.kind} …)`;
    default:
      return `the ${node.kind}`;
  }
}
