// SPDX-License-Identifier: Apache-2.0
/** How a service works, for those it concerns: what is drawn, what is decided by which table, and the law behind it. */
import { type Graph, readGraph, readModel, type Table } from '@stoa/decision';
import type { Tx } from '@stoa/kernel';
import type { InputOf, LocalText, OutputOf } from '@stoa/kernel/contract';
import type { DrawnDecision, DrawnTable, explainService } from './contract.ts';
import { ruleText } from './decisions.ts';
import { drawnProcess } from './drawn-process.ts';
import type { ServicePackage } from './package-model.ts';
import { getPackage } from './packages.ts';
import { legalBasisOf } from './services.ts';

type Explanation = OutputOf<typeof explainService>;

const known = new Map<string, Explanation>();

/** Made once for each version. Refuses: catalogue.service-unknown, catalogue.version-unknown. */
export async function explained(tx: Tx, input: InputOf<typeof explainService>): Promise<Explanation> {
  const pkg = await getPackage(tx, input);
  const key = `${pkg.serviceId} ${pkg.version}`;
  const explanation = known.get(key) ?? explanationOf(pkg);
  known.set(key, explanation);
  return explanation;
}

function explanationOf(pkg: ServicePackage): Explanation {
  const { facts, terms, outcomes } = pkg;
  return {
    id: pkg.serviceId,
    version: pkg.version,
    title: facts.title,
    ...(facts.currency ? { currency: facts.currency } : {}),
    legalBasis: legalBasisOf(pkg),
    process: drawnProcess(pkg),
    decisions: inOrder(pkg).map(([name, xml]) => decisionOf(pkg, name, xml)),
    words: { ...terms, ...outcomes },
  };
}

/** What is asked before sign-in, then in the order of the process. */
function inOrder({ decisions, process }: ServicePackage): [string, string][] {
  const asked = ['eligibility', ...process.nodes.map(({ settings }) => settings.decision ?? '')];
  const place = (name: string) => (asked.includes(name) ? asked.indexOf(name) : asked.length);
  return Object.entries(decisions).sort(([a], [b]) => place(a) - place(b));
}

const wordsOf = ({ terms }: ServicePackage, text: string): LocalText => terms?.[text] ?? { en: text };

function decisionOf(pkg: ServicePackage, name: string, xml: string): DrawnDecision {
  const decisions = readModel(xml).elements.flatMap((element) => (element.kind === 'decision' ? [element] : []));
  const tables = decisions.flatMap(({ id, name: title, logic }) =>
    logic?.kind === 'table' ? [tableOf(pkg, id, title, logic)] : [],
  );
  const asked = decisions.find(({ id }) => id === name) ?? decisions.at(-1);
  return {
    name,
    title: wordsOf(pkg, asked?.name ?? name),
    tables,
    formulas: decisions.flatMap(({ id, name: title, logic }) =>
      logic?.kind === 'literal' ? [{ id, title: wordsOf(pkg, title), expression: logic.text }] : [],
    ),
    graph: graphOf(pkg, readGraph(xml), tables),
  };
}

function tableOf(pkg: ServicePackage, id: string, name: string, table: Table): DrawnTable {
  return {
    id,
    title: wordsOf(pkg, name),
    hitPolicy: table.hitPolicy,
    ...(table.aggregation ? { aggregation: table.aggregation } : {}),
    inputs: table.inputs.map(({ label, expression }) => wordsOf(pkg, label || expression)),
    outputs: table.outputs.map(({ name: output = name }) => ({ name: output, title: wordsOf(pkg, output) })),
    rules: table.rules.map((rule) => ({
      ...ruleText(pkg, rule),
      tests: [...rule.tests],
      outputs: [...rule.outputs],
    })),
  };
}

function graphOf(pkg: ServicePackage, { nodes, edges }: Graph, tables: readonly DrawnTable[]): DrawnDecision['graph'] {
  const needing = new Set(edges.flatMap(({ to, kind }) => (kind === 'information' ? [to] : [])));
  const columns = tables
    .filter(({ id }) => !needing.has(id))
    .flatMap(({ id: to, inputs }) => inputs.map((title, index) => ({ id: `${to} ${index}`, to, title })));
  return {
    nodes: [
      ...nodes.map(({ id, kind, name }) => ({ id, kind, title: wordsOf(pkg, name) })),
      ...columns.map(({ id, title }) => ({ id, kind: 'input', title })),
    ],
    edges: [...edges, ...columns.map(({ id: from, to }) => ({ from, to, kind: 'information' }))],
  };
}
