// SPDX-License-Identifier: Apache-2.0
/** DMN and FEEL: models in, values out. */
import { DecisionFault } from './fault.ts';
import { type Budget, defaultBudget, Env, type Mode, Scope } from './feel/env.ts';
import { compileExpression, namesOf, rootScope } from './feel/index.ts';
import { fromPlain, toPlain, type Value, FeelFunction } from './feel/values.ts';
import { invokeNamed } from './feel/call.ts';
import type { ModelElement } from './model.ts';
import { Program } from './program.ts';
import { readModel } from './read.ts';
import { Session } from './session.ts';

export { type Graph, type GraphEdge, type GraphNode, readGraph } from './graph.ts';
export type { Model, Table } from './model.ts';
export { DecisionFault, fromPlain, Program, readModel, toPlain };
export type { Budget, Mode, Value };

export interface Options {
  readonly mode: Mode;
  readonly budget?: Budget;
}

export interface Outcome {
  readonly value: Value;
  /** Why values became null, in `tck` mode. */
  readonly warnings: readonly string[];
  /** Which rules matched, a table each, in the order they were evaluated. */
  readonly matched: readonly { readonly table: string; readonly rules: readonly string[] }[];
}

/** The value of a decision, or of a decision service or knowledge model called with the inputs. Throws DecisionFault. */
export function evaluateDecision(
  program: Program,
  name: string,
  inputs: Readonly<Record<string, unknown>>,
  { mode, budget = defaultBudget }: Options,
): Outcome {
  const place = program.find(name);
  if (!place) throw new DecisionFault(name, 'there is no such decision');
  const env = new Env(mode, budget, (type) => program.typeOf(type));
  env.element = name;
  const matched: { table: string; rules: readonly string[] }[] = [];
  env.onTable = (table, rules) => matched.push({ table, rules });
  const given = new Map<ModelElement, Value>();
  const value = contained(name, () => {
    for (const [key, value] of Object.entries(inputs)) {
      const input = program.find(key);
      if (input) given.set(input.element, fromPlain(value));
    }
    const direct = program.valueOf(new Session(env, given), place);
    if (!(direct instanceof FeelFunction) || place.element.kind === 'decision') return direct;
    const args = new Map(Object.entries(inputs).map(([key, value]) => [key, fromPlain(value)]));
    return invokeNamed(env, direct, args);
  });
  return { value, warnings: env.warnings, matched };
}

/** The value of a FEEL expression. Throws DecisionFault. */
export function evaluateFeel(
  text: string,
  variables: Readonly<Record<string, unknown>>,
  { mode, budget = defaultBudget }: Options,
): Value {
  return contained('', () => {
    const run = compileExpression(text, namesOf(Object.keys(variables)));
    const env = new Env(mode, budget);
    const vars = new Map(Object.entries(variables).map(([key, value]) => [key, fromPlain(value)]));
    return run(new Scope(env, vars, rootScope(env)));
  });
}

/** Whatever recurses until the stack is full ends as a fault. */
function contained(element: string, run: () => Value): Value {
  try {
    return run();
  } catch (error) {
    if (error instanceof RangeError) throw new DecisionFault(element, 'the evaluation is nested too deep or too large');
    throw error;
  }
}
