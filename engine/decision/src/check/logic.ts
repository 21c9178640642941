// SPDX-License-Identifier: Apache-2.0
/** Boxed expressions. */
import { anyType, type FeelType } from '../feel/types.ts';
import type { Expression, FunctionDefinition } from '../model.ts';
import { type Checked, misfit } from './index.ts';
import { bare, boolean, contextOf, either, fits, itemOf, listOf, nameOf } from './kinds.ts';
import { tableType } from './table.ts';

/** One place of a model: what it sees, and where problems go. */
export interface Inferring {
  text(text: string, place: string, read?: 'expression' | 'tests'): Checked;
  /** Undefined where there is none, or where nobody knows it, which is told. */
  typeOf(typeRef: string | undefined, place: string): FeelType | undefined;
  with(vars: Iterable<readonly [string, FeelType]>, open?: boolean): Inferring;
  tell(place: string, text: string, sentence: string): void;
}

export function logicType(expression: Expression, at: Inferring, place = ''): FeelType {
  const type = byKind(expression, at, place);
  const wanted = at.typeOf(expression.typeRef, place);
  const wrong = wanted && misfit(type, wanted);
  if (wrong) at.tell(place, expression.kind === 'literal' ? expression.text : '', wrong);
  return wanted ?? type;
}

function byKind(expression: Expression, at: Inferring, place: string): FeelType {
  const inner = (part: Expression, name: string): FeelType => logicType(part, at, name);
  switch (expression.kind) {
    case 'literal':
      if (expression.text) return at.text(expression.text, place).type;
      at.tell(place, '', 'there is no expression: write one');
      return anyType;
    case 'table':
      return tableType(expression, at);
    case 'function':
      return functionType(expression, at);
    case 'context': {
      const fields = new Map<string, FeelType>();
      for (const { variable, value } of expression.entries) {
        const name = variable?.name;
        const type = typed(
          logicType(value, at.with(fields), name ?? 'result'),
          variable?.typeRef,
          at,
          name ?? 'result',
        );
        if (name === undefined) return type;
        fields.set(name, type);
      }
      return contextOf(fields);
    }
    case 'invocation': {
      const of = bare(inner(expression.of, place));
      for (const { name, value } of expression.bindings) if (value) inner(value, `argument "${name}"`);
      return of.kind === 'function' ? of.result : anyType;
    }
    case 'relation': {
      const columns = expression.columns.map(({ name, typeRef }, index) => {
        const cells = expression.rows.map((row) => (row[index] ? inner(row[index], `column "${name}"`) : anyType));
        return [name, typed(either(cells), typeRef, at, `column "${name}"`)] as const;
      });
      return listOf(contextOf(columns));
    }
    case 'list':
      return listOf(either(expression.items.map((item) => inner(item, place))));
    case 'conditional':
      expectBoolean(inner(expression.test, 'if'), 'if', expression.test, at);
      return either([inner(expression.yes, 'then'), inner(expression.no, 'else')]);
    case 'filter': {
      const list = inner(expression.of, 'in');
      const item = nameOf(list) === 'list' ? itemOf(list) : list;
      const base = bare(item);
      const entries = base.kind === 'context' ? [...base.fields] : [];
      const by = logicType(expression.by, at.with([['item', item], ...entries], base.kind !== 'context'), 'match');
      if (nameOf(by) === 'number') return item;
      expectBoolean(by, 'match', expression.by, at);
      return listOf(item);
    }
    default: {
      const from = inner(expression.from, 'in');
      const item = ['list', 'range'].includes(nameOf(from)) ? itemOf(from) : from;
      const vars = [
        [expression.variable, item],
        ['partial', listOf(anyType)],
      ] as const;
      const body = logicType(expression.body, at.with(vars), expression.kind);
      if (expression.kind === 'for') return listOf(body);
      expectBoolean(body, expression.kind, expression.body, at);
      return boolean;
    }
  }
}

export function functionType(definition: FunctionDefinition, at: Inferring): FeelType {
  const params = definition.params.map(
    ({ name, typeRef }) => [name, at.typeOf(typeRef, `parameter "${name}"`) ?? anyType] as const,
  );
  if (definition.language !== 'FEEL') at.tell('', '', `it is written in ${definition.language}, which is not run`);
  const body =
    definition.body && definition.language === 'FEEL' ? logicType(definition.body, at.with(params)) : anyType;
  return { kind: 'function', params: params.map(([, type]) => type), result: body };
}

function typed(type: FeelType, typeRef: string | undefined, at: Inferring, place: string): FeelType {
  const wanted = at.typeOf(typeRef, place);
  const wrong = wanted && misfit(type, wanted);
  if (wrong) at.tell(place, '', wrong);
  return wanted ?? type;
}

function expectBoolean(type: FeelType, place: string, expression: Expression, at: Inferring): void {
  if (!fits(type, boolean))
    at.tell(place, expression.kind === 'literal' ? expression.text : '', misfit(type, boolean) ?? '');
}
