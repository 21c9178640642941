// SPDX-License-Identifier: Apache-2.0
/** How the departments stand that are asked, and asking one again. */
import { refuse, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import type * as contract from '../contract.ts';
import * as store from './store.ts';

const dayMs = 86_400_000;
const shift = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);

export async function setSource(tx: Tx, source: InputOf<typeof contract.setSource>) {
  await store.upsertSource(tx, source);
  return { id: source.id };
}

export async function listSources(tx: Tx): Promise<OutputOf<typeof contract.listSources>> {
  const today = tx.module.country.calendar.localDate(tx.now);
  const items = [];
  for (const { plannedAt, ...source } of await store.allSources(tx)) {
    const periods = await store.periodsOf(tx, source.id, 20);
    const gaps = source.since < today ? await store.unknownDays(tx, source.id, source.since, shift(today, -1)) : [];
    const known = periods.flatMap(({ doneAt, finalUntil, to }) =>
      doneAt && finalUntil ? [finalUntil <= to ? finalUntil : shift(to, 1)] : [],
    );
    const knownUntil = known.sort().at(-1);
    items.push({
      ...source,
      ...(plannedAt && { askedAt: plannedAt.toISOString() }),
      ...(knownUntil && { knownUntil }),
      gaps,
      periods: periods.map(shown),
    });
  }
  return { items };
}

const shown = ({ id, from, to, madeAt, doneAt, sentAt, taken, refused, tries, lastError }: store.Period) => ({
  ...{ id, from, to, madeAt: madeAt.toISOString(), taken, refused, tries },
  ...(doneAt && { doneAt: doneAt.toISOString() }),
  ...(sentAt && { sentAt: sentAt.toISOString() }),
  ...(lastError && { lastError }),
});

const mostDays = 366;

/** Refuses: quality.source-unknown, quality.period-impossible. */
export async function askAgain(tx: Tx, { sourceId, from, to }: InputOf<typeof contract.askAgain>) {
  if (!(await store.allSources(tx)).some(({ id }) => id === sourceId))
    refuse('missing', 'quality.source-unknown', 'No such department is asked.');
  const today = tx.module.country.calendar.localDate(tx.now);
  if (from > to || to > today || shift(from, mostDays) < to)
    refuse(
      'invalid',
      'quality.period-impossible',
      'Choose days up to today, a year at most, the first before the last.',
    );
  return { id: await store.insertPeriod(tx, sourceId, from, to) };
}
