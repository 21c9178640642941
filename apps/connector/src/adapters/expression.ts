// SPDX-License-Identifier: Apache-2.0
/** JSONata with limits: it reaches no network and no files by itself. */
import jsonata from 'jsonata';

/** Of one evaluation. */
const timeLimitMs = 1000;
const depthLimit = 200;

export type Expression = (input: unknown, bindings?: Record<string, unknown>) => Promise<unknown>;

/** Throws a sentence when the text is no JSONata; `what` names it there. */
export function compileExpression(text: string, what: string): Expression {
  let compiled: jsonata.Expression;
  try {
    compiled = jsonata(text, { timeout: timeLimitMs, stack: depthLimit });
  } catch (error) {
    const { message, position } = error as jsonata.JsonataError;
    throw new Error(`${what} is no JSONata: ${message} (at character ${position})`, { cause: error });
  }
  return (input, bindings) => compiled.evaluate(input, bindings);
}
