// SPDX-License-Identifier: Apache-2.0
/** What can be known to fail before anything is evaluated. */
import { DecisionFault } from '../fault.ts';
import type { Node } from '../feel/ast.ts';
import { namesOf } from '../feel/index.ts';
import type { Names } from '../feel/names.ts';
import { parseExpression, parseTests } from '../feel/parser.ts';
import { anyType, type FeelType, typeText } from '../feel/types.ts';
import { infer, type Surroundings } from './infer.ts';
import { fits, isAny, nameOf } from './kinds.ts';

export interface Checked {
  readonly type: FeelType;
  readonly node: Node | undefined;
}

type Where = Omit<Surroundings, 'tell'> & { readonly names: Names };

/** Reads one expression, or the tests of a cell, and tells what is wrong with it, each thing once. */
export function checkText(
  text: string,
  where: Where,
  tell: (sentence: string) => void,
  read: 'expression' | 'tests' = 'expression',
): Checked {
  const told = new Set<string>();
  const once = (sentence: string): void => {
    if (!told.has(sentence)) tell(sentence);
    told.add(sentence);
  };
  try {
    const node = (read === 'tests' ? parseTests : parseExpression)(text, where.names);
    return { node, type: infer(node, { ...where, tell: once }) };
  } catch (error) {
    if (!(error instanceof DecisionFault) && !(error instanceof RangeError)) throw error;
    once(error instanceof DecisionFault ? error.sentence : 'it is too long or nested too deep: split it');
    return { node: undefined, type: anyType };
  }
}

/** A sentence where an expression does not give what is wanted. */
export const misfit = (type: FeelType, wanted: FeelType): string | undefined =>
  fits(type, wanted) || isAny(type)
    ? undefined
    : `it is ${typeText(type)} where ${typeText(wanted)} is expected${mend(nameOf(type), nameOf(wanted))}`;

function mend(own: string, wanted: string): string {
  if (wanted === 'boolean') return ': compare it with something, such as … = true';
  if (wanted === 'string') return ': wrap it in string(…)';
  if (own === 'string' && ['number', 'date', 'time', 'date and time'].includes(wanted))
    return `: wrap it in ${wanted}(…)`;
  return ': change the expression or the type';
}

export interface FeelWhere {
  /** Types of what the expression sees. */
  readonly shown: ReadonlyMap<string, FeelType>;
  /** It may name more than that. */
  readonly open?: boolean;
  /** It gives one of these. */
  readonly wanted?: readonly FeelType[];
}

const noNames = namesOf([]);

/** Sentences on what is wrong with an expression; none where it can be evaluated for all that is known. */
export function feelProblems(text: string, { shown, open = false, wanted = [] }: FeelWhere): string[] {
  const found: string[] = [];
  const where = { vars: shown, open, typeOf: () => undefined, names: noNames };
  const { type } = checkText(text, where, (sentence) => found.push(sentence));
  const [first] = wanted;
  const wrong = first && !wanted.some((one) => fits(type, one)) ? misfit(type, first) : undefined;
  return wrong ? [...found, wrong] : found;
}
