// SPDX-License-Identifier: Apache-2.0
/** The day of a front office, for who leads it: how many, by whom, for what, how long. Not who was helped. */
import { pageOfRows, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import type * as contract from './contract.ts';
import * as queries from './queries.ts';
import { demandOffice, shown } from './visits.ts';

const dayMs = 86_400_000;
const figures = ({ visits, opened, refused, paper, averageMinutes }: queries.Count) => ({
  ...{ visits, opened, refused, paper },
  ...(averageMinutes === null ? {} : { averageMinutes }),
});

/** Refuses: counter.office-not-yours. */
export async function getDay(
  tx: Tx,
  input: InputOf<typeof contract.getDay>,
): Promise<OutputOf<typeof contract.getDay>> {
  const { officeId } = input;
  demandOffice(tx, 'counter:lead', officeId);
  const { calendar } = tx.module.country;
  const on = input.on ?? calendar.localDate(tx.now);
  const next = new Date(Date.parse(`${on}T00:00:00Z`) + dayMs).toISOString().slice(0, 10);
  const day = { officeId, from: calendar.startOfDate(on), to: calendar.startOfDate(next) };
  const [total] = await queries.countsOfDay(tx, day, 'all');
  const clerks = await queries.countsOfDay(tx, day, 'clerk');
  const services = await queries.countsOfDay(tx, day, 'service');
  const page = await pageOfRows(
    input,
    (count) => queries.visitsOfDay(tx, { ...day, before: input.cursor ?? null }, count),
    (row) => {
      const { personName: _, ...rest } = shown(row);
      return rest;
    },
  );
  return {
    on,
    total: total ? figures(total) : { visits: 0, opened: 0, refused: 0, paper: 0 },
    clerks: clerks.map((one) => ({ clerkId: one.of ?? '', name: one.name ?? '—', ...figures(one) })),
    services: services.map((one) => ({ serviceId: one.of ?? '', title: one.title ?? { en: '—' }, ...figures(one) })),
    ...page,
  };
}
