// SPDX-License-Identifier: Apache-2.0
/** Adds responses to the rollups: each exactly once, in batches, with sorted keys so that folders never deadlock. */
import { emit, type ModuleRuntime, type Tx } from '@stoa/kernel';
import { responsesFolded } from './contract.ts';
import { monthOf } from './months.ts';
import { addCounts, noCounts } from './statistics/scores.ts';
import { addToOrganisations, addToRegions, addToServices, type Cell, type Pending, takePending } from './store.ts';

const batchSize = 10_000;
const idsInOneEvent = 500;

/** What the responses add to each cell, in the order of the keys. */
export function cellsOf(responses: readonly Pending[], keyOf: (response: Pending) => readonly string[]): Cell[] {
  const cells = new Map<string, Cell>();
  for (const response of responses) {
    for (const [question, point] of Object.entries(response.answers)) {
      const key = [...keyOf(response), question];
      const name = JSON.stringify(key);
      const given = noCounts.map((_, index) => (index === point - 1 ? response.sign : 0));
      cells.set(name, { key, counts: addCounts(cells.get(name)?.counts ?? noCounts, given) });
    }
  }
  return [...cells.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, cell]) => cell);
}

/** Folds one batch; answers how many responses it took. Taking and counting are one transaction. */
export async function foldBatch(tx: Tx): Promise<number> {
  const responses = await takePending(tx, batchSize);
  await addToOrganisations(
    tx,
    cellsOf(responses, (response) => [response.organisationId, monthOf(response.day)]),
  );
  await addToRegions(
    tx,
    cellsOf(responses, (response) => [response.regionCode, response.sector, response.day]),
  );
  const ofServices = responses.flatMap((response) => {
    const { serviceCode, answers } = response;
    return serviceCode && answers.overall ? [{ ...response, serviceCode, answers: { overall: answers.overall } }] : [];
  });
  await addToServices(
    tx,
    cellsOf(ofServices, ({ serviceCode = '', organisationId, day }) => [serviceCode, organisationId, monthOf(day)]),
  );
  const folded = responses.filter((response) => response.sign === 1).map((response) => response.responseId);
  for (let start = 0; start < folded.length; start += idsInOneEvent)
    await emit(tx, responsesFolded, { responseIds: folded.slice(start, start + idsInOneEvent) });
  return responses.length;
}

export async function foldAll(module: ModuleRuntime): Promise<void> {
  const self = { kind: 'service', id: module.name } as const;
  while ((await module.tx(self, foldBatch)) === batchSize);
}
