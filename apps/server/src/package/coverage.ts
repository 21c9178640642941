// SPDX-License-Identifier: Apache-2.0
/** Which rows of the tables and which branches of the process a scenario comes to. */
import { type Scenario, scenarioContext } from '@stoa/catalogue';
import { decisionFile, evaluateFile, type ServicePackage, valueOf } from '@stoa/catalogue/contract';

type Context = Record<string, unknown>;

/** A row of a table, or a way out of a gateway. */
export interface Target {
  readonly kind: 'row' | 'branch';
  readonly file: string;
  readonly id: string;
  /** The row's reason, or what is drawn on the branch. */
  readonly name: string;
}

export const keyOf = ({ kind, id }: Pick<Target, 'kind' | 'id'>): string => `${kind} ${id}`;

const forks = ['exclusive', 'inclusive'];

/** Ways out of the gateways where one of several is gone. */
function forksOf({ process: { nodes, edges } }: ServicePackage) {
  return nodes
    .filter(({ kind }) => forks.includes(kind))
    .map((node) => ({ node, ways: edges.filter(({ from }) => from === node.id) }))
    .filter(({ ways }) => ways.length > 1);
}

export function targetsOf(pkg: ServicePackage): Target[] {
  const rows = new Map<string, Target>();
  for (const name of Object.keys(pkg.decisions)) {
    // Imported tables are seen from each file that imports them, and counted once.
    for (const { id, annotations } of decisionFile(pkg, name)?.rules.values() ?? [])
      if (!rows.has(id)) rows.set(id, { kind: 'row', file: `${name}.dmn`, id, name: annotations.reason ?? id });
  }
  const branches = forksOf(pkg).flatMap(({ node, ways }) =>
    ways.map(({ id, name, to }): Target => {
      const there = pkg.process.nodes.find((one) => one.id === to)?.name ?? to;
      return { kind: 'branch', file: 'process.bpmn', id, name: `${node.name} → ${name ?? there}` };
    }),
  );
  return [...rows.values(), ...branches];
}

/** Undefined where something that the expression needs is not known. */
function tried<R>(work: () => R): R | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

export interface Walked {
  /** Keys of the targets that are come to. */
  readonly reached: ReadonlySet<string>;
  readonly fee?: { amountMinor: unknown; rule?: string };
  /** Working days by `deadline.dmn`. */
  readonly days?: unknown;
  readonly decision?: { outcome: unknown; rule?: string };
}

/** What the tables and gateways say with the values of a scenario. */
export function walk(pkg: ServicePackage, scenario: Scenario): Walked {
  const reached = new Set<string>();
  const context: Context = tried(() => scenarioContext(pkg, scenario)) ?? {};
  const results: Context = { ...(context.results as Context) };
  const evaluated = new Map<string, { outputs: Context; rule?: string }>();
  const evaluate = (name: string) => {
    const found = tried(() => {
      const file = decisionFile(pkg, name);
      return file && evaluateFile(file, name === 'eligibility' ? { ...scenario.answers } : { ...context, results });
    });
    if (!found) return;
    for (const { rule } of found.matched) reached.add(keyOf({ kind: 'row', id: rule.id }));
    const rule = found.matched[0]?.rule.id;
    evaluated.set(name, { outputs: found.outputs[0] ?? {}, ...(rule ? { rule } : {}) });
  };
  // What steps without people come to is worked out where the scenario does not say it.
  for (const node of pkg.process.nodes) {
    const name = node.settings.result ?? node.result ?? node.id;
    if (name in results) continue;
    if (node.kind === 'rule' && node.settings.decision) {
      evaluate(node.settings.decision);
      const { outputs } = evaluated.get(node.settings.decision) ?? {};
      if (outputs) results[name] = outputs;
    }
    const { script } = node;
    if (node.kind === 'script' && script) {
      const value = tried(() => valueOf(script, { ...context, results }));
      if (value !== undefined) results[name] = value;
    }
  }
  for (const name of Object.keys(pkg.decisions)) evaluate(name);
  const decided = evaluated.get('decision');
  const seen = {
    ...context,
    results,
    decision: { outcome: decided?.outputs.outcome ?? null, text: null, reasonTexts: [] },
  };
  for (const { node, ways } of forksOf(pkg)) {
    const says = ways.map(({ id, condition }) => ({
      id,
      is: condition ? tried(() => valueOf(condition, seen)) : undefined,
    }));
    const taken = says.filter(({ is }) => is === true).map(({ id }) => id);
    const sure = ways.every(
      ({ id, condition }) => !condition || says.some((one) => one.id === id && one.is !== undefined),
    );
    if (taken.length === 0 && sure && node.defaultFlow) taken.push(node.defaultFlow);
    for (const id of node.kind === 'exclusive' ? taken.slice(0, 1) : taken) reached.add(keyOf({ kind: 'branch', id }));
  }
  const fee = evaluated.get('fee');
  const days = evaluated.get('deadline')?.outputs.workingDays;
  return {
    reached,
    ...(fee ? { fee: { amountMinor: fee.outputs.amountMinor, ...(fee.rule ? { rule: fee.rule } : {}) } } : {}),
    ...(days === undefined ? {} : { days }),
    ...(decided
      ? { decision: { outcome: decided.outputs.outcome, ...(decided.rule ? { rule: decided.rule } : {}) } }
      : {}),
  };
}
