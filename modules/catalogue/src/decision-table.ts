// SPDX-License-Identifier: Apache-2.0
/** Decision tables of DMN 1.5: read, and evaluated so that the result says which rules matched. */
import { DmnModdle } from 'dmn-moddle';
import { feelTest, feelValue } from './feel.ts';

type HitPolicy = 'UNIQUE' | 'FIRST' | 'ANY' | 'COLLECT';

export interface DecisionInput {
  readonly label: string;
  readonly expression: string;
  readonly type: string;
  /** Unary tests that every value of this input passes. */
  readonly allowed?: string;
}

export interface DecisionRule {
  readonly id: string;
  /** Unary tests, one an input; `-` is any value. */
  readonly tests: readonly string[];
  /** FEEL, one an output. */
  readonly outputs: readonly string[];
  /** By the name of the annotation column, such as `reason` and `law`. */
  readonly annotations: Readonly<Record<string, string>>;
}

export interface DecisionTable {
  readonly id: string;
  readonly name: string;
  readonly hitPolicy: HitPolicy;
  readonly sums: boolean;
  readonly inputs: readonly DecisionInput[];
  readonly outputs: readonly string[];
  readonly rules: readonly DecisionRule[];
}

interface MatchedRule {
  readonly rule: DecisionRule;
  readonly outputs: Record<string, unknown>;
}

export interface Evaluation {
  readonly inputs: readonly { label: string; value: unknown }[];
  readonly matched: readonly MatchedRule[];
  /** One row for U, F and A; every matched one for C; one row of sums for C+. */
  readonly outputs: readonly Record<string, unknown>[];
}

/** No rule fits (`undecided`), or several do where the hit policy allows one (`ambiguous`). */
export class DecisionError extends Error {
  override name = 'DecisionError';
  readonly reason: 'undecided' | 'ambiguous';
  constructor(reason: 'undecided' | 'ambiguous', message: string) {
    super(message);
    this.reason = reason;
  }
}

interface Text {
  text?: string;
}
interface TableElement {
  hitPolicy?: string;
  aggregation?: string;
  input?: { label?: string; inputExpression?: Text & { typeRef?: string }; inputValues?: Text }[];
  output?: { name?: string }[];
  annotation?: { name?: string }[];
  rule?: { id: string; inputEntry?: Text[]; outputEntry?: Text[]; annotationEntry?: Text[] }[];
}
interface Definitions {
  drgElement?: { id: string; name?: string; decisionLogic?: TableElement & { $type: string } }[];
}

const known: readonly string[] = ['UNIQUE', 'FIRST', 'ANY', 'COLLECT'] satisfies HitPolicy[];

/** The one decision table of a DMN file. Throws Error with what is wrong with the file. */
export async function readDecisionTable(xml: string): Promise<DecisionTable> {
  const { rootElement, warnings } = await new DmnModdle().fromXML(xml, 'dmn:Definitions');
  if (warnings[0]) throw new Error(warnings[0].message);
  const decisions = ((rootElement as Definitions).drgElement ?? []).filter(
    (e) => e.decisionLogic?.$type === 'dmn:DecisionTable',
  );
  const [decision] = decisions;
  if (!decision?.decisionLogic || decisions.length > 1)
    throw new Error('the file must hold one decision with one decision table');
  return tableOf(decision.id, decision.name ?? decision.id, decision.decisionLogic);
}

function tableOf(id: string, name: string, table: TableElement): DecisionTable {
  const hitPolicy = table.hitPolicy ?? 'UNIQUE';
  if (!known.includes(hitPolicy))
    throw new Error(`hit policy ${hitPolicy} is not supported: use one of ${known.join(', ')}`);
  if (table.aggregation && table.aggregation !== 'SUM')
    throw new Error(`aggregation ${table.aggregation} is not supported: use SUM`);
  const annotationNames = (table.annotation ?? []).map((annotation) => annotation.name ?? '');
  return {
    id,
    name,
    hitPolicy: hitPolicy as HitPolicy,
    sums: table.aggregation === 'SUM',
    inputs: (table.input ?? []).map((input) => ({
      label: input.label ?? input.inputExpression?.text ?? '',
      expression: input.inputExpression?.text?.trim() ?? '',
      type: input.inputExpression?.typeRef ?? 'string',
      ...(input.inputValues?.text ? { allowed: input.inputValues.text } : {}),
    })),
    outputs: (table.output ?? []).map((output) => output.name ?? ''),
    rules: (table.rule ?? []).map((rule) => ({
      id: rule.id,
      tests: (rule.inputEntry ?? []).map((entry) => entry.text?.trim() || '-'),
      outputs: (rule.outputEntry ?? []).map((entry) => entry.text?.trim() ?? ''),
      annotations: Object.fromEntries(
        annotationNames.map((column, index) => [column, rule.annotationEntry?.[index]?.text ?? '']),
      ),
    })),
  };
}

export const ruleMatches = (rule: DecisionRule, values: readonly unknown[]): boolean =>
  rule.tests.every((tests, index) => tests === '-' || feelTest(tests, values[index]));

/** Throws FeelError where an input is missing, DecisionError where the hit policy is not met. */
export function evaluateTable(table: DecisionTable, context: Record<string, unknown>): Evaluation {
  const values = table.inputs.map((input) => feelValue(input.expression, context));
  const inputs = table.inputs.map((input, index) => ({ label: input.label, value: plain(values[index]) }));
  const matched = table.rules
    .filter((rule) => ruleMatches(rule, values))
    .map((rule) => ({ rule, outputs: outputsOf(table, rule, context) }));
  return { inputs, matched, outputs: byHitPolicy(table, matched) };
}

function byHitPolicy(table: DecisionTable, matched: readonly MatchedRule[]): Record<string, unknown>[] {
  const rows = matched.map((match) => match.outputs);
  if (table.hitPolicy === 'COLLECT') return table.sums ? [sumOf(table, rows)] : rows;
  const [first] = rows;
  if (!first) throw new DecisionError('undecided', `no rule of "${table.name}" fits`);
  const differs = rows.some((row) => JSON.stringify(row) !== JSON.stringify(first));
  if ((table.hitPolicy === 'UNIQUE' && rows.length > 1) || (table.hitPolicy === 'ANY' && differs)) {
    throw new DecisionError(
      'ambiguous',
      `several rules of "${table.name}" fit: ${matched.map((match) => match.rule.id).join(', ')}`,
    );
  }
  return [first];
}

const sumOf = (table: DecisionTable, rows: readonly Record<string, unknown>[]) =>
  Object.fromEntries(table.outputs.map((name) => [name, rows.reduce((sum, row) => sum + Number(row[name]), 0)]));

const outputsOf = (table: DecisionTable, rule: DecisionRule, context: Record<string, unknown>) =>
  Object.fromEntries(
    table.outputs.map((name, index) => [name, plain(feelValue(rule.outputs[index] ?? 'null', context))]),
  );

/** FEEL's dates and durations as text; everything else as JSON has it. */
const plain = (value: unknown): unknown => (value === undefined ? null : JSON.parse(JSON.stringify(value)));
