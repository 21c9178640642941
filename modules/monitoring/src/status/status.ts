// SPDX-License-Identifier: Apache-2.0
/** What everybody may know of the services. */
import { pageOfRows, readCursor, refuse, type Tx, writeCursor } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import type * as contract from '../contract.ts';
import type { ServiceState } from '../contract/services.ts';
import { historyDays, type PublicIncident, type Status } from '../contract/status.ts';
import { type IncidentRow, incidentById, incidentsAfter, presentIncidents, updatesOf } from '../incidents/queries.ts';
import { publicMaintenance } from '../maintenance/queries.ts';
import { allServices, type DayRow, daysSince } from '../services/queries.ts';
import { serviceStates } from '../services/services.ts';

const dayMs = 86_400_000;
/** An incident that is over stays among the present ones for so long. */
const staysMs = dayMs;

/** Of checks and calls together. */
const shareOf = (rows: readonly Omit<DayRow, 'code' | 'date'>[]): number | null => {
  const total = rows.reduce((sum, { probes, calls }) => sum + probes + calls, 0);
  const bad = rows.reduce((sum, { down, failed }) => sum + down + failed, 0);
  // Five figures: nobody reads more, and a day of nothing but good is 1.
  return total === 0 ? null : Math.floor((1 - bad / total) * 100_000) / 100_000;
};

async function told(tx: Tx, rows: readonly IncidentRow[]): Promise<PublicIncident[]> {
  const updates = await updatesOf(
    tx,
    rows.map(({ id }) => id),
  );
  return rows.map(({ id, number, severity, state, services, openedAt, resolvedAt }) => ({
    ...{ id, number, severity, state, services, openedAt: openedAt.toISOString() },
    ...(resolvedAt ? { resolvedAt: resolvedAt.toISOString() } : {}),
    updates: (updates.get(id) ?? []).map(({ at, text }) => ({ at: at.toISOString(), text })),
  }));
}

/** The worst of them says how the whole stands; work that was announced is no fault. */
const worst = (states: readonly ServiceState[]): ServiceState =>
  (['down', 'degraded', 'maintenance', 'up'] as const).find((one) => states.includes(one)) ?? 'unknown';

export async function getStatus(tx: Tx): Promise<Status> {
  const { calendar, territory } = tx.module.country;
  const services = await allServices(tx);
  const states = await serviceStates(tx, services);
  const today = Date.parse(`${calendar.localDate(tx.now)}T00:00:00Z`);
  const dates = Array.from({ length: historyDays }, (_, at) =>
    new Date(today - (historyDays - 1 - at) * dayMs).toISOString().slice(0, 10),
  );
  const from = dates[0] ?? '';
  const byService = Map.groupBy(await daysSince(tx, from), ({ code }) => code);
  const maintenance = await publicMaintenance(tx);
  return {
    at: tx.now.toISOString(),
    state: worst([...states.values()]),
    services: services.map(({ code, name, regionCode }) => {
      const rows = byService.get(code) ?? [];
      const days = new Map(rows.map((row) => [row.date, shareOf([row])]));
      const reached = shareOf(rows);
      const region = regionCode ? territory(regionCode) : undefined;
      return {
        ...{ code, name, state: states.get(code) ?? 'unknown', from },
        ...(region ? { region: { code: region.code, name: region.name } } : {}),
        days: dates.map((date) => days.get(date) ?? null),
        ...(reached === null ? {} : { reached }),
      };
    }),
    incidents: await told(tx, await presentIncidents(tx, new Date(tx.now.getTime() - staysMs))),
    maintenance: maintenance.map(({ startsAt, endsAt, announcedAt, ...one }) => ({
      ...{ ...one, startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() },
      announcedAt: announcedAt.toISOString(),
    })),
  };
}

export async function listPublicIncidents(
  tx: Tx,
  page: InputOf<typeof contract.listPublicIncidents>,
): Promise<OutputOf<typeof contract.listPublicIncidents>> {
  const at = readCursor(page.cursor, 'instant', 'uuid') ?? [];
  const found = await pageOfRows(
    page,
    (count) => incidentsAfter(tx, { public: true }, at, count),
    (row) => row,
    ({ openedAt, id }) => writeCursor(openedAt, id),
  );
  return { ...found, items: await told(tx, found.items) };
}

/** One that nobody was told of is as unknown as what is not there. Refuses: monitoring.incident-unknown. */
export async function getPublicIncident(
  tx: Tx,
  { id }: InputOf<typeof contract.getPublicIncident>,
): Promise<OutputOf<typeof contract.getPublicIncident>> {
  const row = await incidentById(tx, id);
  const [found] = row?.publicSince ? await told(tx, [row]) : [];
  return found ?? refuse('missing', 'monitoring.incident-unknown', 'There is no such incident.');
}
