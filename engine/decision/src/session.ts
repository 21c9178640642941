// SPDX-License-Identifier: Apache-2.0
import type { Env, Scope } from './feel/env.ts';
import type { Value } from './feel/values.ts';
import type { ModelElement } from './model.ts';

/** The values of one evaluation: what is given, and what has been decided. */
export class Session {
  readonly env: Env;
  /** What every expression sees. */
  readonly root: Scope;
  readonly #given: ReadonlyMap<ModelElement, Value>;
  readonly #decided = new Map<ModelElement, Value>();

  constructor(env: Env, root: Scope, given: ReadonlyMap<ModelElement, Value>) {
    this.env = env;
    this.root = root;
    this.#given = given;
  }

  given(element: ModelElement): Value | undefined {
    return this.#given.get(element);
  }

  once(element: ModelElement, decide: () => Value): Value {
    const known = this.#decided.get(element);
    if (known !== undefined) return known;
    const value = decide();
    this.#decided.set(element, value);
    return value;
  }

  /** What a decision service sees: its own inputs alone. */
  inside(given: ReadonlyMap<ModelElement, Value>): Session {
    return new Session(this.env, this.root, given);
  }
}
