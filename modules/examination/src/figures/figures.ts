// SPDX-License-Identifier: Apache-2.0
/** How many dossiers came to what. */
import type { Tx } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import type * as contract from '../contract.ts';
import { inFlight } from '../states/table.ts';
import * as queries from './queries.ts';

export async function getFigures(
  tx: Tx,
  { organisationId, fromYear, toYear }: InputOf<typeof contract.getFigures>,
): Promise<OutputOf<typeof contract.getFigures>> {
  const { calendar, timeZone } = tx.module.country;
  const begin = (year: number | undefined) => (year ? calendar.startOfDate(`${year}-01-01`).toISOString() : null);
  const asked = { organisationId: organisationId ?? null, from: begin(fromYear), to: begin(toYear && toYear + 1) };
  const kinds = await queries.countKinds(tx, asked);
  const states = await queries.countStates(tx, asked.organisationId);
  const days = await queries.averageDays(tx, asked);
  const underWay = states.filter(({ state }) => inFlight.includes(state));
  const sum = (list: readonly number[]) => list.reduce((all, one) => all + one, 0);
  return {
    examined: sum(kinds.map(({ count }) => count)),
    kinds,
    years: await queries.countYears(tx, asked, timeZone),
    states: states.map(({ state, count }) => ({ state, count })),
    ...(days === null ? {} : { averageDays: days }),
    underWay: sum(underWay.map(({ count }) => count)),
    late: sum(underWay.map(({ late }) => late)),
  };
}
