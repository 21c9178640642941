// SPDX-License-Identifier: Apache-2.0
import { parseTypeRef } from './feel/type-parser.ts';
import type { Node } from './feel/ast.ts';
import { type Compiled, compile } from './feel/compile.ts';
import { parseTests } from './feel/parser.ts';
import { Env, Scope } from './feel/env.ts';
import { rootScope } from './feel/index.ts';
import type { Names } from './feel/names.ts';
import { anyType, builtinType, type FeelType, typeFrom } from './feel/types.ts';
import { DecisionFault } from './fault.ts';
import type { ItemDefinition, Model } from './model.ts';

/** Item definitions as types. */
export class ItemTypes {
  readonly #models: readonly Model[];
  readonly #names: Names;
  readonly #made = new Map<ItemDefinition, FeelType>();

  constructor(models: readonly Model[], names: Names) {
    this.#models = models;
    this.#names = names;
  }

  /** Undefined: nobody knows the name. */
  find(typeRef: string, model: Model | undefined): FeelType | undefined {
    const own = this.#named(typeRef, model);
    if (own) return own;
    try {
      return typeFrom(parseTypeRef(typeRef), (name) => this.#named(name, model));
    } catch (error) {
      if (error instanceof DecisionFault) return undefined;
      throw error;
    }
  }

  #named(name: string, model: Model | undefined): FeelType | undefined {
    const item = model?.items.find((one) => one.name === name);
    if (item && model) return this.#typeOf(item, model);
    for (const { name: prefix, namespace } of model?.imports ?? []) {
      if (prefix && !name.startsWith(`${prefix}.`)) continue;
      const found = this.#named(prefix ? name.slice(prefix.length + 1) : name, this.#modelOf(namespace, model));
      if (found) return found;
    }
    return builtinType(name);
  }

  #modelOf(namespace: string, asking: Model | undefined): Model | undefined {
    return this.#models.find((one) => one.namespace === namespace && one !== asking);
  }

  #typeOf(item: ItemDefinition, model: Model): FeelType {
    const known = this.#made.get(item);
    if (known) return known;
    // Whoever contains itself stops there.
    this.#made.set(item, anyType);
    let type = this.#baseOf(item, model);
    if (item.allowed !== undefined) type = this.#constrained(item, type, item.allowed);
    if (item.isCollection) type = { kind: 'list', of: type };
    if (item.constraint !== undefined) type = this.#constrained(item, type, item.constraint);
    this.#made.set(item, type);
    return type;
  }

  #baseOf(item: ItemDefinition, model: Model): FeelType {
    if (item.components.length)
      return {
        kind: 'context',
        fields: new Map(item.components.map((part) => [part.name, this.#typeOf(part, model)])),
      };
    const { signature } = item;
    if (signature)
      return {
        kind: 'function',
        params: signature.params.map((param) => this.find(param, model) ?? anyType),
        result: (signature.result && this.find(signature.result, model)) || anyType,
      };
    return (item.typeRef !== undefined && this.find(item.typeRef, model)) || anyType;
  }

  #constrained(item: ItemDefinition, base: FeelType, text: string): FeelType {
    const { node, run } = testsOf(item, text, this.#names);
    return {
      kind: 'allowed',
      base,
      tests: node,
      allows: (env, value) => {
        env.step();
        const quiet = new Env('tck');
        return run(new Scope(quiet, new Map([['?', value]]), rootScope(quiet))) === true;
      },
    };
  }
}

function testsOf(item: ItemDefinition, text: string, names: Names): { node: Node; run: Compiled } {
  try {
    const node = parseTests(text, names);
    return { node, run: compile(node) };
  } catch (error) {
    if (error instanceof DecisionFault) throw new DecisionFault(item.name, error.sentence);
    throw error;
  }
}

/** Stands for a type nobody knows: a fault in packages, any type by the standard. */
export const unknownType = (name: string): FeelType => ({
  kind: 'allowed',
  base: anyType,
  allows: (env) => {
    if (env.mode === 'strict') env.fail(`the type "${name}" is not known`);
    return true;
  },
});
