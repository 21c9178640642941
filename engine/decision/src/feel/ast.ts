// SPDX-License-Identifier: Apache-2.0

export type TypeNode =
  | { readonly kind: 'named'; readonly name: string }
  | { readonly kind: 'list' | 'range'; readonly of: TypeNode }
  | { readonly kind: 'context'; readonly fields: Readonly<Record<string, TypeNode>> }
  | { readonly kind: 'function'; readonly params: readonly TypeNode[]; readonly result: TypeNode };

export interface Param {
  readonly name: string;
  readonly type?: TypeNode;
}

export type Comparison = '=' | '!=' | '<' | '<=' | '>' | '>=';

export interface Iterator {
  readonly name: string;
  readonly from: Node;
  readonly to?: Node;
}

export type Node =
  | { readonly kind: 'number' | 'string' | 'at'; readonly text: string }
  | { readonly kind: 'constant'; readonly value: boolean | null }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'list'; readonly items: readonly Node[] }
  | { readonly kind: 'context'; readonly entries: readonly { name: string; value: Node }[] }
  | { readonly kind: 'range'; readonly from: Node; readonly to: Node; readonly fromIn: boolean; readonly toIn: boolean }
  | { readonly kind: 'half'; readonly op: Comparison; readonly value: Node }
  | { readonly kind: 'if'; readonly test: Node; readonly yes: Node; readonly no: Node }
  | { readonly kind: 'for' | 'some' | 'every'; readonly iterators: readonly Iterator[]; readonly body: Node }
  | { readonly kind: 'function'; readonly params: readonly Param[]; readonly body: Node; readonly external: boolean }
  | { readonly kind: 'and' | 'or'; readonly left: Node; readonly right: Node }
  | { readonly kind: 'compare'; readonly op: Comparison; readonly left: Node; readonly right: Node }
  | {
      readonly kind: 'arithmetic';
      readonly op: '+' | '-' | '*' | '/' | '**';
      readonly left: Node;
      readonly right: Node;
    }
  | { readonly kind: 'negate'; readonly value: Node }
  | { readonly kind: 'between'; readonly value: Node; readonly from: Node; readonly to: Node }
  | { readonly kind: 'in'; readonly value: Node; readonly tests: readonly Node[] }
  | { readonly kind: 'instance'; readonly value: Node; readonly type: TypeNode }
  | { readonly kind: 'path'; readonly of: Node; readonly name: string }
  | { readonly kind: 'filter'; readonly of: Node; readonly by: Node }
  | { readonly kind: 'call'; readonly of: Node; readonly args: readonly { name?: string; value: Node }[] }
  | { readonly kind: 'tests'; readonly tests: readonly Node[]; readonly not: boolean; readonly any: boolean };
