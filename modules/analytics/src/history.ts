// SPDX-License-Identifier: Apache-2.0
/** Counts of a system before: months of organisations, each part once. */
import { audit, refuse, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import { answersIn } from './statistics/scores.ts';
import type * as contract from './contract.ts';
import { lastOfMonth } from './months.ts';
import * as store from './store.ts';

/** Refuses: analytics.history-complete, analytics.history-wrong. */
export async function importHistory(
  tx: Tx,
  { source, part, untilMonth, complete, items }: InputOf<typeof contract.importHistory>,
): Promise<OutputOf<typeof contract.importHistory>> {
  const wrong = items.find(
    ({ month, cards, delivered, opened }) => month > untilMonth || delivered > cards || opened > delivered,
  );
  if (wrong)
    refuse(
      'invalid',
      'analytics.history-wrong',
      `${wrong.organisationId} ${wrong.month}: a month after the last, or more opened than delivered, or more delivered than cards.`,
    );
  await audit(tx, { action: 'analytics.history-imported', object: { type: 'history', id: source }, details: { part } });
  const isNew = await store.openHistory(tx, source, lastOfMonth(`${untilMonth}-01`));
  if (!(await store.takePart(tx, source, part))) return { answers: 0 };
  if (!isNew)
    refuse('conflict', 'analytics.history-complete', `The history of ${source} is complete: nothing more comes to it.`);
  const of = <Cell>(make: (item: (typeof items)[number], question: string, counts: number[]) => Cell): Cell[] =>
    items.flatMap((item) => Object.entries(item.questions).map(([question, counts]) => make(item, question, counts)));
  const added = (cells: store.Cell[]) => cells.sort((a, b) => (a.key.join() < b.key.join() ? -1 : 1));
  await store.addToOrganisations(
    tx,
    added(
      of(({ organisationId, month }, question, counts) => ({ key: [organisationId, `${month}-01`, question], counts })),
    ),
  );
  await store.addToRegions(
    tx,
    added(
      merged(
        of(({ regionCode, sphere, month }, question, counts) => ({
          key: [regionCode, sphere, `${month}-01`, question],
          counts,
        })),
      ),
    ),
  );
  await store.addToServices(
    tx,
    added(
      items.flatMap(({ organisationId, month, services = {} }) =>
        Object.entries(services).map(([service, counts]) => ({
          key: [service, organisationId, `${month}-01`],
          counts,
        })),
      ),
    ),
  );
  const answered = (questions: Readonly<Record<string, number[]>>) => answersIn(questions.overall ?? []);
  await store.addMonthsToFunnel(
    tx,
    items.map(({ organisationId, regionCode, month, cards, delivered, opened, questions }) => ({
      ...{ organisationId, regionCode, month: `${month}-01`, cards, delivered, opened, answered: answered(questions) },
    })),
  );
  await store.putRendered(
    tx,
    items.flatMap(({ organisationId, regionCode, month, rendered }) =>
      rendered === undefined ? [] : [{ organisationId, regionCode, month: `${month}-01`, rendered }],
    ),
  );
  if (complete) await store.completeHistory(tx, source);
  return { answers: items.reduce((sum, { questions }) => sum + answered(questions), 0) };
}

/** One cell a key: a statement may not touch a row twice. */
function merged(cells: readonly store.Cell[]): store.Cell[] {
  const found = new Map<string, store.Cell>();
  for (const { key, counts } of cells) {
    const before = found.get(key.join())?.counts;
    found.set(key.join(), { key, counts: before ? counts.map((count, at) => count + (before[at] ?? 0)) : counts });
  }
  return [...found.values()];
}
