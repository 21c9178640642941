// SPDX-License-Identifier: Apache-2.0
/** The decisions of one DMN file of a package: read once, and evaluated so that the result says which rules matched. */
import {
  type Decision,
  DecisionFault,
  evaluateDecision,
  type Model,
  Program,
  readModel,
  type Table,
  type TableHits,
  type TableRule,
  tablesOf,
  toPlain,
  type Value,
} from '@stoa/decision';
import { isDateOutside } from '@stoa/kernel/text';
import type { ServicePackage } from './package-model.ts';

export interface DecisionFile {
  readonly program: Program;
  readonly model: Model;
  /** What is asked: the decision named like the file, or the only one that no other needs. */
  readonly asked: Decision;
  /** The rules of all its tables, by id. */
  readonly rules: ReadonlyMap<string, TableRule>;
}

export interface MatchedRule {
  readonly rule: TableRule;
  /** The decision whose table the rule stands in. */
  readonly of: string;
  readonly outputs: Record<string, unknown>;
}

export interface Evaluation {
  /** Inputs of the tables, those of the decision that was asked first. */
  readonly inputs: { label: string; value: unknown }[];
  /** In the same order. */
  readonly matched: readonly MatchedRule[];
  /** One row, or a row for each item of a list. */
  readonly outputs: Record<string, unknown>[];
}

/** A table of 10,000 rows; what is longer takes seconds to look through. */
const longest = 4_000_000;

const kept = new WeakMap<object, Map<string, DecisionFile>>();

/** A decision of a package, read once; undefined when the package has none of that name. Throws DecisionFault. */
export function decisionFile(pkg: Pick<ServicePackage, 'decisions'>, name: string): DecisionFile | undefined {
  if (!Object.hasOwn(pkg.decisions, name)) return undefined;
  const files = kept.get(pkg.decisions) ?? new Map<string, DecisionFile>();
  const file = files.get(name) ?? readDecision(name, pkg.decisions);
  kept.set(pkg.decisions, files.set(name, file));
  return file;
}

/** `others` are the files that it may import, by name. Throws DecisionFault with what is wrong. */
export function readDecision(name: string, others: Readonly<Record<string, string>>): DecisionFile {
  const xml = others[name] ?? '';
  if (xml.length > longest)
    throw new DecisionFault('', `the file is longer than ${longest} characters: split it into decisions of their own`);
  const model = readModel(xml);
  const models = withImports(model, others, name);
  const program = new Program(models);
  const tables = models.flatMap((one) => tablesOf(one));
  return {
    program,
    model,
    asked: askedOf(name, model),
    rules: new Map(tables.flatMap(({ table }) => table.rules.map((rule) => [rule.id, rule]))),
  };
}

/** The file and those of the package that it imports, and so on. */
function withImports(first: Model, others: Readonly<Record<string, string>>, name: string): Model[] {
  const models = [first];
  if (first.imports.length === 0) return models;
  const known = Object.entries(others).flatMap(([other, xml]) => (other === name ? [] : [readModel(xml)]));
  for (const { imports } of models)
    for (const { namespace } of imports) {
      const found = known.find((model) => model.namespace === namespace && !models.includes(model));
      if (found) models.push(found);
    }
  return models;
}

function askedOf(name: string, { elements }: Model): Decision {
  const decisions = elements.filter((element) => element.kind === 'decision');
  const needed = new Set(decisions.flatMap(({ needs }) => needs.map(({ id }) => id)));
  const named = decisions.find((one) => one.id === name || one.name === name);
  const last = decisions.filter(({ id }) => !needed.has(id));
  const asked = named ?? (last.length === 1 ? last[0] : undefined);
  if (asked) return asked;
  throw new DecisionFault(
    '',
    `nobody can tell which decision is asked: name one "${name}"${last.length ? ` (${last.map((one) => one.name).join(', ')})` : ''}`,
  );
}

/** The table of the decision that is asked, where it is one. */
export const tableOf = ({ asked }: DecisionFile): Table | undefined =>
  asked.logic?.kind === 'table' ? asked.logic : undefined;

/** Throws DecisionFault: its reason says where the hit policy is not met. */
export function evaluateFile(file: DecisionFile, context: Record<string, unknown>): Evaluation {
  const { value, tables } = evaluateDecision(file.program, file.asked.id, context, { mode: 'strict' });
  const own = (hits: TableHits) => Number(hits.decision === file.asked.name);
  const ordered = [...tables].sort((a, b) => own(b) - own(a));
  return {
    inputs: ordered.flatMap(({ inputs }) => inputs.map(({ label, value: one }) => ({ label, value: toPlain(one) }))),
    matched: ordered.flatMap(({ decision, rules }) =>
      rules.flatMap(({ id, outputs }) => {
        const rule = file.rules.get(id);
        return rule ? [{ rule, of: decision, outputs: rowOf(file, new Map(outputs)) }] : [];
      }),
    ),
    outputs: rowsOf(file, value),
  };
}

/** The first row that a decision gives; undefined where there is none of that name, or it cannot be answered. */
export function knownRow(
  tables: Pick<ServicePackage, 'decisions'>,
  name: string,
  context: Record<string, unknown>,
): Record<string, unknown> | undefined {
  try {
    const file = decisionFile(tables, name);
    return file && evaluateFile(file, context).outputs[0];
  } catch (error) {
    if (error instanceof DecisionFault) return undefined;
    throw error;
  }
}

/** A list is rows; one value is named like the only output of the table, or like the decision. */
function rowsOf(file: DecisionFile, value: Value): Record<string, unknown>[] {
  return (Array.isArray(value) ? value : [value]).map((row) => rowOf(file, row));
}

function rowOf(file: DecisionFile, row: Value): Record<string, unknown> {
  const plain = toPlain(row);
  const name = tableOf(file)?.outputs[0]?.name ?? file.asked.name;
  const outputs = row instanceof Map ? (plain as Record<string, unknown>) : { [name]: plain };
  const outside = Object.values(outputs).find(isDateOutside);
  if (outside !== undefined) throw new DecisionFault(file.asked.name, `${outside} is not in the years 1900 to 9999`);
  return outputs;
}
