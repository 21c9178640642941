// SPDX-License-Identifier: Apache-2.0
import type { Env } from './env.ts';
import type { Value } from './values.ts';

const known = new WeakMap<object, number>();

/** How many values one walks through: a list that holds another twice counts it twice, however little memory it takes. */
function weightOf(value: Value): number {
  const parts = Array.isArray(value) ? value : value instanceof Map ? value.values() : undefined;
  if (!parts) return 1;
  let weight = known.get(value as object);
  if (weight === undefined) {
    weight = 1;
    for (const part of parts) weight += weightOf(part);
    known.set(value as object, weight);
  }
  return weight;
}

/** A finished list or context, if walking through it fits the budget. */
export function weighed<T extends Value>(env: Env, value: T): T {
  env.size(weightOf(value));
  return value;
}
