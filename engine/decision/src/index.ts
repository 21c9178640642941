// SPDX-License-Identifier: Apache-2.0
/** DMN and FEEL: models in, values out. */
import { DecisionFault } from './fault.ts';
import type { Compiled } from './feel/compile.ts';
import { type Budget, defaultBudget, Env, type Mode, Scope, type TableHits } from './feel/env.ts';
import { compileExpression, namesOf, rootScope } from './feel/index.ts';
import { FeelFunction, fromPlain, Given, toPlain, type Value } from './feel/values.ts';
import { invokeNamed } from './feel/call.ts';
import type { ModelElement } from './model.ts';
import { Program } from './program.ts';
import { readModel } from './read.ts';
import { Session } from './session.ts';

export { type Graph, type GraphEdge, type GraphNode, readGraph } from './graph.ts';
export { DecisionFault, fromPlain, Program, readModel, toPlain };
export { type FeelWhere, feelProblems } from './check/index.ts';
export { coverageProblems, passesTests } from './check/coverage.ts';
export { checkProgram } from './check/model.ts';
export * as feelTypes from './check/kinds.ts';
export type { FeelType } from './feel/types.ts';
export { tablesOf } from './tables.ts';
export type { Budget, Mode, TableHits, Value };
export type { Decision, Model, Table, TableRule } from './model.ts';

export interface Options {
  readonly mode: Mode;
  readonly budget?: Budget;
}

export interface Outcome {
  readonly value: Value;
  /** Why values became null, in `tck` mode. */
  readonly warnings: readonly string[];
  /** The tables that took part, in the order they were evaluated, with the rules that gave their values. */
  readonly tables: readonly TableHits[];
}

/**
 * The value of a decision, or of a decision service or knowledge model called with the inputs. In `strict` mode what is
 * given is seen by every expression, whether it is drawn as an input or not. Throws DecisionFault.
 */
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
  const tables: TableHits[] = [];
  env.onTable = (hits) => tables.push(hits);
  const value = contained(name, () => {
    const shown = new Given(inputs);
    const given = new Map<ModelElement, Value>();
    for (const key of Object.keys(inputs)) {
      const input = mode === 'strict' ? program.input(key) : program.find(key);
      if (input) given.set(input.element, shown.get(key) ?? null);
    }
    const root = mode === 'strict' ? new Scope(env, shown, rootScope(env)) : rootScope(env);
    const direct = program.valueOf(new Session(env, root, given), place);
    if (!(direct instanceof FeelFunction) || place.element.kind === 'decision') return direct;
    return invokeNamed(env, direct, new Map(Object.keys(inputs).map((key) => [key, shown.get(key) ?? null])));
  });
  return { value, warnings: env.warnings, tables };
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
    return run(new Scope(env, new Given(variables), rootScope(env)));
  });
}

/**
 * The plain value of an expression of a package, in `strict` mode. It is parsed once: names of several words are not
 * looked for in what is given. Throws DecisionFault.
 */
export const feelValue = (text: string, variables: Readonly<Record<string, unknown>>): unknown =>
  contained('', () => {
    const env = new Env('strict');
    env.element = text;
    return toPlain(keptExpression(text)(new Scope(env, new Given(variables), rootScope(env))));
  });

const kept = new Map<string, Compiled>();
/** A package has some dozens; more than this come from elsewhere. */
const mostKept = 20_000;

function keptExpression(text: string): Compiled {
  const known = kept.get(text);
  if (known) return known;
  if (kept.size >= mostKept) kept.clear();
  try {
    const run = compileExpression(text, namesOf([]));
    kept.set(text, run);
    return run;
  } catch (error) {
    throw error instanceof DecisionFault ? new DecisionFault(text, error.sentence) : error;
  }
}

/** Whatever recurses until the stack is full ends as a fault. */
function contained<T>(element: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof RangeError)
      throw new DecisionFault(element, 'the evaluation is nested too deep or too large', 'budget');
    throw error;
  }
}
