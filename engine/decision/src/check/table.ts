// SPDX-License-Identifier: Apache-2.0
/** Tables: cells under their inputs, outputs under their types and allowed values. */
import { compile } from '../feel/compile.ts';
import type { Node } from '../feel/ast.ts';
import { constantOf } from '../feel/constants.ts';
import { Env, Scope } from '../feel/env.ts';
import { fitsAny } from '../feel/fits.ts';
import { rootScope } from '../feel/index.ts';
import { equal } from '../feel/operators.ts';
import { anyType, type FeelType } from '../feel/types.ts';
import type { Value } from '../feel/values.ts';
import type { Table, TableInput, TableOutput } from '../model.ts';
import { misfit } from './index.ts';
import type { Inferring } from './logic.ts';
import { bare, contextOf, either, fits, isAny, listOf, nameOf, number } from './kinds.ts';
import { shown } from './shown.ts';

export function tableType(table: Table, at: Inferring): FeelType {
  const columns = table.inputs.map((input) => inputColumn(input, at));
  for (const { id, tests } of table.rules)
    for (const [index, text] of tests.entries()) {
      const column = columns[index];
      if (column && text !== '-') cell(text, `rule ${id}, "${column.label}"`, column, at);
    }
  const outputs = table.outputs.map((output, index) => outputColumn(table, output, index, at));
  return byHitPolicy(table, outputs, at);
}

interface Column {
  readonly label: string;
  readonly type: FeelType;
  /** Whether a value is allowed; undefined: it cannot be known here. */
  readonly allows: (value: Value) => boolean | undefined;
  readonly allowed: string;
}

function inputColumn({ label, expression, typeRef, allowed }: TableInput, at: Inferring): Column {
  const place = `input "${label}"`;
  if (expression === '') at.tell(place, '', 'there is no expression: say what is looked at');
  const given = expression === '' ? anyType : at.text(expression, place).type;
  const wanted = at.typeOf(typeRef, place);
  const wrong = wanted && misfit(given, wanted);
  if (wrong) at.tell(place, expression, wrong);
  const type = wanted ?? given;
  const tests = allowed === undefined ? undefined : at.with([['?', type]]).text(allowed, `values of ${place}`, 'tests');
  return { label, type, allowed: allowed ?? '', allows: (value) => passes(tests?.node, type, value) };
}

function passes(tests: Node | undefined, type: FeelType, value: Value): boolean | undefined {
  const env = new Env('tck');
  try {
    if (type.kind === 'allowed' && !isAny(type.base) && !type.allows(env, value)) return false;
    if (!tests) return undefined;
    const answer = compile(tests)(new Scope(env, new Map([['?', value]]), rootScope(env)));
    return typeof answer === 'boolean' ? answer : undefined;
  } catch {
    return undefined;
  }
}

function cell(text: string, place: string, column: Column, at: Inferring): void {
  const { node } = at.with([['?', column.type]]).text(text, place, 'tests');
  if (node?.kind !== 'tests') return;
  for (const test of node.tests) {
    const value = constantOf(test);
    if (value !== undefined && fitsKind(value, column.type) && column.allows(value) === false)
      at.tell(place, text, `${shown(test)} can never come: ${allowedText(column)}`);
  }
}

const allowedText = ({ allowed, type }: Column): string =>
  allowed ? `allowed are ${allowed}` : `it is not among the values of the type ${nameOf(type)}`;

const fitsKind = (value: Value, type: FeelType): boolean => typeof value !== 'boolean' || nameOf(type) === 'boolean';

function outputColumn(table: Table, output: TableOutput, index: number, at: Inferring): FeelType {
  const name = output.name ?? 'output';
  const wanted = at.typeOf(output.typeRef, `output "${name}"`);
  const values =
    output.values === undefined ? undefined : at.text(`[${output.values}]`, `values of output "${name}"`).node;
  const cells = [
    ...table.rules.map(({ id, outputs }) => ({ place: `rule ${id}, "${name}"`, text: outputs[index] ?? 'null' })),
    ...(output.fallback === undefined ? [] : [{ place: `default of "${name}"`, text: output.fallback }]),
  ];
  const types = cells.map(({ place, text }) => {
    const { node, type } = at.text(text, place);
    const wrong = wanted && misfit(type, wanted);
    if (wrong) at.tell(place, text, wrong);
    const value = node && constantOf(node);
    if (value === undefined || wrong) return type;
    const outside = values?.kind === 'list' && !amongst(value, values.items);
    if (outside) at.tell(place, text, `it is not among the values of the output: use one of ${output.values}`);
    else if (wanted?.kind === 'allowed' && passes(undefined, wanted, value) === false)
      at.tell(place, text, `it is not among the values of the type "${output.typeRef}"`);
    return type;
  });
  if (['PRIORITY', 'OUTPUT ORDER'].includes(table.hitPolicy) && !table.outputs.some((one) => one.values))
    at.tell(`output "${name}"`, '', `hit policy ${table.hitPolicy} needs outputValues, the first of them first`);
  return wanted && !isAny(wanted) ? wanted : either(types);
}

/** Whether one of the values written is the value, or a range around it. */
function amongst(value: Value, items: readonly Node[]): boolean {
  const env = new Env('tck');
  const scope = rootScope(env);
  return items.some((item) => {
    const one = constantOf(item);
    return one === undefined ? fitsAny(scope, value, [compile(item)], false) !== false : equal(value, one) === true;
  });
}

function byHitPolicy(table: Table, outputs: readonly FeelType[], at: Inferring): FeelType {
  const names = table.outputs.map(({ name }) => name ?? '');
  const row =
    outputs.length === 1 ? (outputs[0] ?? anyType) : contextOf(names.map((name, i) => [name, outputs[i] ?? anyType]));
  if (table.hitPolicy === 'COLLECT' && table.aggregation) {
    if (table.aggregation === 'COUNT') return number;
    for (const [index, type] of outputs.entries())
      if (table.aggregation === 'SUM' && !fits(type, number))
        at.tell(`output "${names[index]}"`, '', `${typeName(type)} cannot be summed up: write numbers`);
    return row;
  }
  return ['COLLECT', 'RULE ORDER', 'OUTPUT ORDER'].includes(table.hitPolicy) ? listOf(row) : row;
}

const typeName = (type: FeelType): string => nameOf(bare(type));
