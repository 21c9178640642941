// SPDX-License-Identifier: Apache-2.0
/** Decision tables and what they need, in the language of the page. */
import type { DrawnDecision, DrawnTable } from '@stoa/catalogue/contract';
import type { LocalText } from '@stoa/kernel/contract';
import { lawOf } from '../../server/law.ts';

type Text = (words: LocalText) => string;

export const showTable = (table: DrawnTable, text: Text) => ({
  id: table.id,
  label: text(table.title),
  hitPolicy: table.hitPolicy,
  aggregation: table.aggregation,
  inputs: table.inputs.map(text),
  outputs: table.outputs.map(({ name, title }) => ({ name, title: text(title) })),
  rules: table.rules.map((rule) => ({
    id: rule.id,
    text: text(rule.text),
    law: lawOf(rule, text),
    tests: rule.tests,
    outputs: rule.outputs,
  })),
});

export const showDecision = ({ name, title, tables, formulas, graph }: DrawnDecision, text: Text) => ({
  name,
  title: text(title),
  tables: tables.map((table) => showTable(table, text)),
  formulas: formulas.map(({ id, title: what, expression }) => ({ id, title: text(what), expression })),
  nodes: graph.nodes.map(({ id, kind, title: what }) => ({ id, kind, title: text(what) })),
  edges: graph.edges,
});

export const showWords = (words: Readonly<Record<string, LocalText>>, text: Text): Record<string, string> =>
  Object.fromEntries(Object.entries(words).map(([word, said]) => [word, text(said)]));
