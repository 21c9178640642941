// SPDX-License-Identifier: Apache-2.0
/** Types of expressions that are not evaluated. What is not known is Any, and Any fits everywhere. */
import { anyType, type FeelType } from '../feel/types.ts';

export const simple = (name: string): FeelType => ({ kind: 'simple', name });
export const any = anyType;
export const list = simple('list');
export const context = simple('context');
export const date = simple('date');
export const number = simple('number');
export const string = simple('string');
export const boolean = simple('boolean');
export const nothing = simple('Null');
export const listOf = (of: FeelType): FeelType => ({ kind: 'list', of });
export const contextOf = (fields: Iterable<readonly [string, FeelType]>): FeelType => ({
  kind: 'context',
  fields: new Map(fields),
});

/** Without allowed values. */
export const bare = (type: FeelType): FeelType => (type.kind === 'allowed' ? bare(type.base) : type);

/** `number`, `list`, `context`, `Any`, … */
export function nameOf(type: FeelType): string {
  const base = bare(type);
  return base.kind === 'simple' ? base.name : base.kind;
}

export const isAny = (type: FeelType): boolean => ['Any', 'Null'].includes(nameOf(type));

const isDuration = (name: string): boolean => name.endsWith('duration');
const sameName = (a: string, b: string): boolean =>
  a === b || (isDuration(a) && isDuration(b) && (a === 'duration' || b === 'duration'));

/** Whether values of the one can be equal to values of the other. */
export function alike(a: FeelType, b: FeelType): boolean {
  return isAny(a) || isAny(b) || sameName(nameOf(a), nameOf(b));
}

export const isOrdered = (type: FeelType): boolean =>
  isAny(type) ||
  ['number', 'string', 'date', 'time', 'date and time'].includes(nameOf(type)) ||
  isDuration(nameOf(type));

/** What a list or a range is made of. */
export function itemOf(type: FeelType): FeelType {
  const base = bare(type);
  return base.kind === 'list' || base.kind === 'range' ? base.of : anyType;
}

/** Whether a value is taken where the type is asked: as it is, as the one item of a list, or as a list of one. */
export function fits(given: FeelType, wanted: FeelType): boolean {
  const [own, asked] = [bare(given), bare(wanted)];
  if (isAny(own) || nameOf(asked) === 'Any') return true;
  if (own.kind === 'list' && nameOf(asked) !== 'list') return fits(own.of, asked);
  if (asked.kind === 'list')
    return own.kind === 'list' ? fits(own.of, asked.of) : nameOf(own) === 'list' || fits(own, asked.of);
  if (nameOf(own) === 'list' || nameOf(asked) === 'list') return true;
  if (own.kind === 'context' && asked.kind === 'context')
    return [...asked.fields].every(([name, type]) => {
      const field = own.fields.get(name);
      return field !== undefined && fits(field, type);
    });
  if (nameOf(asked) === 'date and time' && nameOf(own) === 'date') return true;
  return sameName(nameOf(own), nameOf(asked));
}

/** What is known of a value that is the one or the other. */
export function either(types: readonly FeelType[]): FeelType {
  const [first, ...rest] = types.filter((type) => nameOf(type) !== 'Null');
  if (!first) return anyType;
  return rest.every((type) => JSON.stringify(shapeOf(type)) === JSON.stringify(shapeOf(first))) ? first : anyType;
}

const shapeOf = (type: FeelType): unknown => {
  const base = bare(type);
  if (base.kind === 'list' || base.kind === 'range') return [base.kind, shapeOf(base.of)];
  return base.kind === 'context' ? [...base.fields].map(([name, field]) => [name, shapeOf(field)]) : nameOf(base);
};

const moments: readonly string[] = ['date', 'time', 'date and time'];

/** Undefined: the two have no sum, difference, product or quotient. */
export function arithmeticType(op: string, left: FeelType, right: FeelType): FeelType | undefined {
  if (isAny(left) || isAny(right)) return anyType;
  const [a, b] = [nameOf(left), nameOf(right)];
  if (a === 'number' && b === 'number') return number;
  if (op === '+' && a === 'string' && b === 'string') return string;
  if (isDuration(a) && isDuration(b)) {
    if (op === '/') return number;
    return ['+', '-'].includes(op) && sameName(a, b) ? left : undefined;
  }
  if (op === '+' && isDuration(a) && moments.includes(b)) return right;
  if ((op === '+' || op === '-') && moments.includes(a) && isDuration(b)) return left;
  if (op === '-' && moments.includes(a) && moments.includes(b) && (a === 'time') === (b === 'time'))
    return simple('days and time duration');
  if ((op === '*' || op === '/') && isDuration(a) && b === 'number') return left;
  return op === '*' && a === 'number' && isDuration(b) ? right : undefined;
}

const dayParts: readonly string[] = ['year', 'month', 'day', 'weekday'];
const timeParts: readonly string[] = ['hour', 'minute', 'second', 'time offset', 'timezone'];
const parts: Readonly<Record<string, readonly string[]>> = {
  date: dayParts,
  time: timeParts,
  'date and time': [...dayParts, ...timeParts],
  'years and months duration': ['years', 'months'],
  'days and time duration': ['days', 'hours', 'minutes', 'seconds'],
  duration: ['years', 'months', 'days', 'hours', 'minutes', 'seconds'],
  range: ['start', 'end', 'start included', 'end included'],
};

/** What stands after a dot: its type, or the names that may stand there. */
export function memberOf(of: FeelType, name: string): FeelType | readonly string[] {
  const base = bare(of);
  if (base.kind === 'list') {
    const inner = memberOf(base.of, name);
    return Array.isArray(inner) ? inner : listOf(inner as FeelType);
  }
  if (isAny(base) || nameOf(base) === 'list') return anyType;
  if (base.kind === 'context') return base.fields.get(name) ?? [...base.fields.keys()];
  if (nameOf(base) === 'context') return anyType;
  const known = parts[nameOf(base)] ?? [];
  if (!known.includes(name)) return known;
  if (nameOf(base) === 'range') return name.endsWith('included') ? boolean : itemOf(base);
  return name === 'time offset' || name === 'timezone' ? anyType : number;
}
