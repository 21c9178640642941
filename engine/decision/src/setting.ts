// SPDX-License-Identifier: Apache-2.0
import { DecisionFault } from './fault.ts';
import type { Compiled } from './feel/compile.ts';
import { compileExpression } from './feel/index.ts';
import type { Names } from './feel/names.ts';
import type { FeelType } from './feel/types.ts';

/** What an expression is compiled with. */
export interface Setting {
  readonly names: Names;
  readonly typeOf: (typeRef: string | undefined) => FeelType | undefined;
}

/** An expression of FEEL text; one that does not parse fails where it is evaluated. */
export function feel(run: () => Compiled): Compiled {
  try {
    return run();
  } catch (error) {
    const fault =
      error instanceof RangeError ? new DecisionFault('', 'the expression is too long or nested too deep') : error;
    if (!(fault instanceof DecisionFault)) throw error;
    return (scope) => scope.env.fail(fault.sentence);
  }
}

export const literal = (setting: Setting, text: string): Compiled =>
  text === '' ? () => null : feel(() => compileExpression(text, setting.names));
