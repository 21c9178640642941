// SPDX-License-Identifier: Apache-2.0
/** Past cases looked at by other tables: counts, and numbers of cases for whoever may open them. */
import { knownRow, type ServicePackage } from '@stoa/catalogue/contract';
import type { Tx } from '@stoa/kernel';
import type { InputOf } from '@stoa/kernel/contract';
import { findCase, type SentCase, sent, todayOf } from '../case/index.ts';
import type * as contract from '../contract.ts';
import { pinnedPackage } from '../packages/index.ts';
import { decides, processes } from '../process/index.ts';
import { type Context, contextOf } from '../rules/index.ts';
import * as queries from './queries.ts';

type Tables = Pick<ServicePackage, 'decisions'>;
const mostNumbers = 5;

/** A column of the table's first row; undefined where it cannot be answered, or there is no such table. */
function told(tables: Tables, name: string, column: string, context: Context): string | undefined {
  const value = knownRow(tables, name, context)?.[column];
  return value === undefined || value === null ? undefined : String(value);
}

class Counts {
  readonly #rows = new Map<string, contract.ReplayedRules['outcomes'][number]>();

  add(was: string, would: string, number: string): void {
    const key = JSON.stringify([was, would]);
    const row = this.#rows.get(key) ?? { was, would, count: 0, numbers: [] };
    row.count += 1;
    if (row.numbers.length < mostNumbers) row.numbers.push(number);
    this.#rows.set(key, row);
  }

  get rows() {
    return [...this.#rows.values()].sort((a, b) => b.count - a.count);
  }
}

/** As it was when the fee was asked, and when it was decided: days count from there, and nobody had decided yet. */
async function contextsOf(tx: Tx, file: SentCase, pkg: ServicePackage): Promise<{ fee: Context; decision?: Context }> {
  const undecided = { outcome: null, text: null, reasonTexts: [] };
  const fee = { ...(await contextOf(tx, file, pkg)), today: todayOf(tx, file.submittedAt), decision: undecided };
  const steps = pkg.process.nodes.filter((node) => node.kind === 'user' && node.settings.decision && decides(node));
  const done = (await queries.doneTasks(tx, file.id)).find(({ node }) => steps.some(({ id }) => id === node));
  if (!done || !file.decidedAt) return { fee };
  const seen = await processes.contextAt(tx, file, done.node, done.items);
  return { fee, decision: { ...seen, today: todayOf(tx, file.decidedAt), decision: undecided } };
}

export async function replayRules(
  tx: Tx,
  { serviceId, decisions, cases }: InputOf<typeof contract.replayRules>,
): Promise<contract.ReplayedRules> {
  const draft: Tables = { decisions };
  const [outcomes, fees] = [new Counts(), new Counts()];
  let [looked, against, unanswered] = [0, 0, 0];
  for (const id of await queries.pastCases(tx, serviceId, cases)) {
    const file = sent(await findCase(tx, id));
    const pkg = await pinnedPackage(tx.module, file);
    const { fee, decision } = await contextsOf(tx, file, pkg);
    looked += 1;
    const compare = (name: string, column: string, context: Context, counts: Counts): string | undefined => {
      const was = told(pkg, name, column, context);
      if (was === undefined) return undefined;
      const would = told(draft, name, column, context);
      if (would === undefined) unanswered += 1;
      else counts.add(was, would, file.number);
      return was;
    };
    compare('fee', 'amountMinor', fee, fees);
    const advised = decision && compare('decision', 'outcome', decision, outcomes);
    if (advised !== undefined && file.decision && advised !== file.decision.outcome) against += 1;
  }
  return { looked, against, unanswered, outcomes: outcomes.rows, fees: fees.rows };
}
