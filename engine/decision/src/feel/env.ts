// SPDX-License-Identifier: Apache-2.0
import { DecisionFault, type Reason } from '../fault.ts';
import type { FeelType } from './types.ts';
import type { Value } from './values.ts';

/** `strict`: what is missing or of a wrong type is a fault. `tck`: it is null, as the standard has it. */
export type Mode = 'strict' | 'tck';

export interface Budget {
  /** Operations of one evaluation. */
  readonly steps: number;
  /** Calls inside calls. */
  readonly depth: number;
  /** Items of a list or of a range that is walked through, characters of a text. */
  readonly size: number;
}

export const defaultBudget: Budget = { steps: 5_000_000, depth: 300, size: 500_000 };

/** A table that took part in an evaluation. */
export interface TableHits {
  readonly table: string;
  /** The decision that was being made. */
  readonly decision: string;
  readonly inputs: readonly { readonly label: string; readonly value: Value }[];
  readonly rules: readonly { readonly id: string; readonly outputs: ReadonlyMap<string, Value> }[];
}

/** What one evaluation shares: mode, budget, what went wrong. */
export class Env {
  readonly mode: Mode;
  readonly warnings: string[] = [];
  readonly typeOf: (name: string) => FeelType | undefined;
  /** Told which rules of a table gave its value. */
  onTable?: (hits: TableHits) => void;
  /** The element being evaluated, for faults. */
  element = '';
  readonly #budget: Budget;
  readonly #until: number;
  #steps = 0;
  #depth = 0;

  constructor(mode: Mode, budget: Budget = defaultBudget, typeOf: Env['typeOf'] = () => undefined) {
    this.mode = mode;
    this.typeOf = typeOf;
    this.#budget = budget;
    this.#until = Date.now() + 1500;
  }

  /** Null with a warning where the standard answers null; a fault in strict mode. */
  fail(sentence: string, reason?: Reason): null {
    if (this.mode === 'strict') throw new DecisionFault(this.element, sentence, reason);
    if (this.warnings.length < 100) this.warnings.push(sentence);
    return null;
  }

  /** A fault in both modes: the evaluation cannot go on. */
  stop(sentence: string): never {
    throw new DecisionFault(this.element, sentence, 'budget');
  }

  step(count = 1): void {
    this.#steps += count;
    if (this.#steps > this.#budget.steps) this.stop(`needs more than ${this.#budget.steps} steps`);
    if ((this.#steps & 1023) < count && Date.now() > this.#until) this.stop('takes longer than 1.5 seconds');
  }

  size(count: number | bigint): void {
    if (count > this.#budget.size) this.stop(`needs a list or text longer than ${this.#budget.size}`);
  }

  deeper<T>(run: () => T): T {
    if (++this.#depth > this.#budget.depth) this.stop(`calls itself more than ${this.#budget.depth} deep`);
    try {
      return run();
    } finally {
      this.#depth -= 1;
    }
  }
}

/** Variables by name, from inside to outside. */
export class Scope {
  readonly env: Env;
  readonly vars: Map<string, Value>;
  readonly parent: Scope | undefined;
  constructor(env: Env, vars: Map<string, Value>, parent?: Scope) {
    this.env = env;
    this.vars = vars;
    this.parent = parent;
  }
  find(name: string): Value | undefined {
    const own = this.vars.get(name);
    return own === undefined ? this.parent?.find(name) : own;
  }
}
