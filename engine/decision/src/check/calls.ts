// SPDX-License-Identifier: Apache-2.0
/** Calls: the number and types of what is given, and what comes back. */
import type { Node } from '../feel/ast.ts';
import { builtins } from '../feel/builtins/index.ts';
import { builtinParams, type Param } from '../feel/builtins/define.ts';
import { parseDate, parseDateTime, parseDuration, parseTime } from '../feel/temporal-parse.ts';
import { anyType, type FeelType } from '../feel/types.ts';
import { kindOf, type Value } from '../feel/values.ts';
import type { infer, Surroundings } from './infer.ts';
import {
  bare,
  boolean,
  either,
  fits,
  isAny,
  isOrdered,
  itemOf,
  listOf,
  nameOf,
  number,
  simple,
  string,
} from './kinds.ts';
import { shown } from './shown.ts';

type Call = Extract<Node, { kind: 'call' }>;

export function callType(node: Call, around: Surroundings, typeOf: typeof infer): FeelType {
  const args = node.args.map(({ name, value }) => ({ name, value, type: typeOf(value, around) }));
  if (node.of.kind === 'name' && !around.vars.has(node.of.name) && builtins.has(node.of.name))
    return builtinType(node.of.name, args, around);
  const target = bare(typeOf(node.of, around));
  const text = shown(node.of);
  if (!isAny(target) && nameOf(target) !== 'function') around.tell(`${text} is ${nameOf(target)} and cannot be called`);
  if (target.kind !== 'function') return anyType;
  if (args.length !== target.params.length)
    around.tell(`${text} takes ${target.params.length} arguments, not ${args.length}`);
  else if (args.every(({ name }) => name === undefined))
    for (const [index, { value, type }] of args.entries())
      if (!fits(type, target.params[index] ?? anyType))
        around.tell(`${shown(value)} is ${nameOf(type)}, but ${text} takes ${nameOf(target.params[index] ?? anyType)}`);
  return target.result;
}

interface Argument {
  readonly name: string | undefined;
  readonly value: Node;
  readonly type: FeelType;
}

function builtinType(name: string, args: readonly Argument[], { tell }: Surroundings): FeelType {
  const known = builtinParams.get(name) ?? [];
  if (!known.some((params) => takes(params, args))) {
    const given = args.map(({ type }) => nameOf(type)).join(', ');
    const ways = known.map((params) => `${name}(${params.map(paramText).join(', ')})`).join(' or ');
    tell(`${name}() is given (${given}): write ${ways}`);
    return anyType;
  }
  const literal = args.length === 1 && args[0]?.value.kind === 'string' ? args[0].value.text : undefined;
  const made = literal === undefined ? undefined : readers[name]?.(literal);
  if (made === null) tell(`"${literal}" is no ${name}`);
  if (made) return simple(kindOf(made));
  return results[name]?.(args.map(({ type }) => type)) ?? anyType;
}

const paramText = ({ name, type, optional, rest }: Param): string =>
  `${rest ? '…' : ''}${name}${optional ? '?' : ''}${type === 'any' ? '' : `: ${type}`}`;

function takes(params: readonly Param[], args: readonly Argument[]): boolean {
  if (args.some(({ name }) => name !== undefined))
    return (
      args.every(({ name, type }) => params.some((param) => param.name === name && accepts(param.type, type))) &&
      params.every((param) => param.optional || args.some(({ name }) => name === param.name))
    );
  const rest = params.at(-1)?.rest;
  if (args.length > params.length && !rest) return false;
  if (args.length < params.filter(({ optional }) => !optional).length) return false;
  return args.every(({ type }, index) => accepts((params[index] ?? params.at(-1))?.type ?? 'any', type));
}

function accepts(wanted: string, type: FeelType): boolean {
  if (isAny(type) || wanted === 'any' || wanted === 'list') return true;
  if (wanted === 'numbers' || wanted === 'strings') return accepts(wanted.slice(0, -1), type);
  // A list of one stands for its item.
  if (nameOf(type) === 'list') return accepts(wanted, itemOf(type));
  if (wanted === 'point') return isOrdered(type);
  if (wanted === 'day') return ['date', 'date and time'].includes(nameOf(type));
  return fits(type, simple(wanted)) && !(wanted === 'date and time' && nameOf(type) === 'date');
}

const readers: Readonly<Record<string, (text: string) => Value>> = {
  date: parseDate,
  time: parseTime,
  'date and time': parseDateTime,
  duration: parseDuration,
};

type Result = (args: readonly FeelType[]) => FeelType;
const always =
  (type: FeelType): Result =>
  () =>
    type;
const same: Result = ([first]) => first ?? anyType;
const listLike: Result = ([first]) => (first && nameOf(first) === 'list' ? listOf(itemOf(first)) : listOf(anyType));

const results: Readonly<Record<string, Result>> = {
  ...each('decimal,floor,ceiling,round up,round down,round half up,round half down,modulo,sqrt,log,exp', number),
  ...each('sum,product,mean,median,stddev,string length,number,count,day of year,week of year', number),
  ...each('upper case,lower case,substring,substring before,substring after,replace,string join,string', string),
  ...each('day of week,month of year', string),
  ...each('odd,even,contains,starts with,ends with,matches,not,list contains,all,any,before,after,meets', boolean),
  ...each('met by,overlaps,overlaps before,overlaps after,finishes,finished by,includes,during,starts', boolean),
  ...each('started by,coincides,is', boolean),
  ...each('date,today', simple('date')),
  ...each('date and time,now', simple('date and time')),
  ...each('mode,index of', listOf(number)),
  ...each('get entries,append,concatenate,union,flatten', listOf(anyType)),
  time: always(simple('time')),
  duration: always(simple('duration')),
  'years and months duration': always(simple('years and months duration')),
  split: always(listOf(string)),
  abs: same,
  min: (args) => extreme(args),
  max: (args) => extreme(args),
  'distinct values': listLike,
  reverse: listLike,
  sublist: listLike,
  remove: listLike,
  sort: listLike,
};

function extreme(args: readonly FeelType[]): FeelType {
  const [only, ...more] = args;
  return only && more.length === 0 && nameOf(only) === 'list' ? itemOf(only) : either(args);
}

function each(names: string, type: FeelType): Record<string, Result> {
  return Object.fromEntries(names.split(',').map((name) => [name, always(type)]));
}
