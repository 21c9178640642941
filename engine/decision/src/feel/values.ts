// SPDX-License-Identifier: Apache-2.0
import { Decimal } from 'decimal.js';
import type { Env } from './env.ts';
import { Duration, FeelDate, FeelDateTime, FeelTime, Months } from './temporal.ts';
import type { FeelType } from './types.ts';

/** IEEE 754-2008 decimal128, as FEEL asks: 34 digits, halves to the even neighbour. */
export const Num = Decimal.clone({
  precision: 34,
  rounding: Decimal.ROUND_HALF_EVEN,
  maxE: 6144,
  minE: -6176,
  toExpNeg: -40,
  toExpPos: 40,
});
export type Num = Decimal;

export type Context = Map<string, Value>;

export class FeelRange {
  /** Absent: no end on that side. */
  readonly from: Value | undefined;
  readonly to: Value | undefined;
  readonly fromIn: boolean;
  readonly toIn: boolean;
  constructor(from: Value | undefined, to: Value | undefined, fromIn: boolean, toIn: boolean) {
    this.from = from;
    this.to = to;
    this.fromIn = fromIn;
    this.toIn = toIn;
  }
}

export interface FunctionParam {
  readonly name: string;
  readonly type?: FeelType | undefined;
}

export class FeelFunction {
  readonly name: string;
  readonly params: readonly FunctionParam[];
  readonly result: FeelType | undefined;
  readonly call: (env: Env, args: readonly Value[]) => Value;
  /** Built-in functions find their own signature. */
  readonly named: ((env: Env, args: ReadonlyMap<string, Value>) => Value) | undefined;
  constructor(
    name: string,
    params: readonly FunctionParam[],
    call: (env: Env, args: readonly Value[]) => Value,
    result?: FeelType,
    named?: (env: Env, args: ReadonlyMap<string, Value>) => Value,
  ) {
    this.name = name;
    this.params = params;
    this.call = call;
    this.result = result;
    this.named = named;
  }
}

export type Value =
  | null
  | boolean
  | string
  | Decimal
  | FeelDate
  | FeelTime
  | FeelDateTime
  | Months
  | Duration
  | FeelRange
  | FeelFunction
  | Value[]
  | Context;

export function kindOf(value: Value): string {
  if (value === null) return 'null';
  if (typeof value === 'boolean') return 'boolean';
  if (typeof value === 'string') return 'string';
  if (value instanceof Decimal) return 'number';
  if (value instanceof FeelDate) return 'date';
  if (value instanceof FeelTime) return 'time';
  if (value instanceof FeelDateTime) return 'date and time';
  if (value instanceof Months) return 'years and months duration';
  if (value instanceof Duration) return 'days and time duration';
  if (value instanceof FeelRange) return 'range';
  if (value instanceof FeelFunction) return 'function';
  return Array.isArray(value) ? 'list' : 'context';
}

/** From JSON and plain values; numbers become decimals by their shortest text. */
export function fromPlain(value: unknown): Value {
  if (value === undefined || value === null) return null;
  if (typeof value === 'number') return Number.isFinite(value) ? new Num(value) : null;
  if (typeof value === 'bigint') return new Num(String(value));
  if (Array.isArray(value)) return value.map(fromPlain);
  if (typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype)
    return new Map(Object.entries(value).map(([key, inner]) => [key, fromPlain(inner)]));
  return value as Value;
}

/** Plain values as variables, each made when it is first asked for. */
export class Given extends Map<string, Value> {
  readonly #plain: Readonly<Record<string, unknown>>;
  constructor(plain: Readonly<Record<string, unknown>>) {
    super();
    this.#plain = plain;
  }
  override get(name: string): Value | undefined {
    const known = super.get(name);
    if (known !== undefined || !Object.hasOwn(this.#plain, name) || this.#plain[name] === undefined) return known;
    const value = fromPlain(this.#plain[name]);
    this.set(name, value);
    return value;
  }
}

/** As JSON has it: dates and durations as text. A number outside what JSON keeps exactly is its nearest one. */
export function toPlain(value: Value): unknown {
  if (value instanceof Decimal) return value.toNumber();
  if (Array.isArray(value)) return value.map(toPlain);
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, inner]) => [key, toPlain(inner)]));
  if (value instanceof FeelFunction) return null;
  if (value instanceof FeelRange)
    return {
      start: toPlain(value.from ?? null),
      end: toPlain(value.to ?? null),
      startIncluded: value.fromIn,
      endIncluded: value.toIn,
    };
  return value === null || typeof value !== 'object' ? value : String(value);
}
