// SPDX-License-Identifier: Apache-2.0
import type { Node, TypeNode } from './ast.ts';
import type { Env } from './env.ts';
import { FeelDate, FeelDateTime, FeelTime } from './temporal.ts';
import { FeelFunction, FeelRange, kindOf, type Value } from './values.ts';

export type FeelType =
  | { readonly kind: 'simple'; readonly name: string }
  | { readonly kind: 'list' | 'range'; readonly of: FeelType }
  | { readonly kind: 'context'; readonly fields: ReadonlyMap<string, FeelType> }
  | { readonly kind: 'function'; readonly params: readonly FeelType[]; readonly result: FeelType }
  | {
      readonly kind: 'allowed';
      readonly base: FeelType;
      readonly allows: (env: Env, value: Value) => boolean;
      /** As they are written. */
      readonly tests?: Node;
    };

const names: Readonly<Record<string, string>> = {
  any: 'Any',
  Any: 'Any',
  null: 'Null',
  Null: 'Null',
  number: 'number',
  string: 'string',
  boolean: 'boolean',
  date: 'date',
  time: 'time',
  'date and time': 'date and time',
  dateTime: 'date and time',
  'days and time duration': 'days and time duration',
  dayTimeDuration: 'days and time duration',
  'years and months duration': 'years and months duration',
  yearMonthDuration: 'years and months duration',
  duration: 'duration',
  list: 'list',
  context: 'context',
  function: 'function',
  range: 'range',
};

export const anyType: FeelType = { kind: 'simple', name: 'Any' };

/** A built-in type by its name, with or without the prefix of FEEL's namespace. */
export function builtinType(name: string): FeelType | undefined {
  const known = names[name.replace(/^feel[:.]/u, '')];
  return known === undefined ? undefined : { kind: 'simple', name: known };
}

/** Undefined: a type with a name nobody knows. */
export function typeFrom(node: TypeNode, lookup: (name: string) => FeelType | undefined): FeelType | undefined {
  if (node.kind === 'named') return lookup(node.name) ?? builtinType(node.name);
  if (node.kind === 'list' || node.kind === 'range') {
    const of = typeFrom(node.of, lookup);
    return of && { kind: node.kind, of };
  }
  if (node.kind === 'context') {
    const fields = Object.entries(node.fields).map(([name, type]) => [name, typeFrom(type, lookup)] as const);
    if (fields.some(([, type]) => !type)) return undefined;
    return { kind: 'context', fields: new Map(fields as [string, FeelType][]) };
  }
  if (node.kind !== 'function') return undefined;
  const params = node.params.map((param) => typeFrom(param, lookup));
  const result = typeFrom(node.result, lookup);
  if (!result || params.some((param) => !param)) return undefined;
  return { kind: 'function', params: params as FeelType[], result };
}

/** Whether a value is of a type. Null is of every type where it is passed on, of Null and Any alone where it is asked. */
export function conforms(env: Env, value: Value, type: FeelType, nullFits = true): boolean {
  if (type.kind === 'simple') {
    if (type.name === 'Any') return nullFits || value !== null;
    if (value === null) return nullFits || type.name === 'Null';
    const kind = kindOf(value);
    return kind === type.name || (type.name === 'duration' && kind.endsWith('duration'));
  }
  if (value === null) return nullFits;
  if (type.kind === 'list') return Array.isArray(value) && value.every((item) => conforms(env, item, type.of));
  if (type.kind === 'context')
    return (
      value instanceof Map &&
      [...type.fields].every(([name, field]) => value.has(name) && conforms(env, value.get(name) as Value, field))
    );
  if (type.kind === 'allowed') return conforms(env, value, type.base, nullFits) && type.allows(env, value);
  if (type.kind === 'range')
    return value instanceof FeelRange && [value.from, value.to].every((end) => conforms(env, end ?? null, type.of));
  return type.kind === 'function' && value instanceof FeelFunction && functionFits(value, type);
}

function functionFits(value: FeelFunction, type: Extract<FeelType, { kind: 'function' }>): boolean {
  // A built-in function finds its signature when it is called.
  if (value.named) return true;
  if (value.params.length !== type.params.length) return false;
  return type.params.every((param, index) => isSubtype(param, value.params[index]?.type ?? anyType));
}

export function isSubtype(sub: FeelType, of: FeelType): boolean {
  if (of.kind === 'simple' && of.name === 'Any') return true;
  if (sub.kind === 'allowed') return isSubtype(sub.base, of);
  if (of.kind === 'allowed') return isSubtype(sub, of.base);
  if (sub.kind === 'simple' && of.kind === 'simple') return sub.name === of.name || sub.name === 'Null';
  if ((sub.kind === 'list' && of.kind === 'list') || (sub.kind === 'range' && of.kind === 'range'))
    return isSubtype(sub.of, of.of);
  if (sub.kind === 'context' && of.kind === 'context')
    return [...of.fields].every(([name, field]) => {
      const own = sub.fields.get(name);
      return own !== undefined && isSubtype(own, field);
    });
  return sub.kind === of.kind;
}

/**
 * The value as the type wants it: a list of one for its item, an item for a list of one, a date for its midnight.
 * What does not fit is null, or a fault in strict mode.
 */
export function coerced(env: Env, value: Value, type: FeelType | undefined, what: string): Value {
  if (!type || value === null) return value;
  if (conforms(env, value, type)) return value;
  const base = type.kind === 'allowed' ? type.base : type;
  if (base.kind !== 'list' && Array.isArray(value) && value.length === 1 && conforms(env, value[0] as Value, type))
    return value[0] as Value;
  if (base.kind === 'list' && !Array.isArray(value) && conforms(env, [value], type)) return [value];
  if (base.kind === 'simple' && base.name === 'date and time' && value instanceof FeelDate) {
    const midnight = new FeelDateTime(value, new FeelTime(0n, 0));
    if (conforms(env, midnight, type)) return midnight;
  }
  return env.fail(`${what} is ${kindOf(value)}, not ${typeText(type)}`);
}

export function typeText(type: FeelType): string {
  if (type.kind === 'simple') return type.name;
  if (type.kind === 'allowed') return `an allowed ${typeText(type.base)}`;
  if (type.kind === 'context') return `context with ${[...type.fields.keys()].join(', ')}`;
  return type.kind === 'function' ? 'function' : `${type.kind} of ${typeText(type.of)}`;
}
