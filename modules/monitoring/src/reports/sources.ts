// SPDX-License-Identifier: Apache-2.0
/** Who reports and how they stand: all of it for operators, their own for engineers of members. */
import { getOverview as getExchangeOverview } from '@stoa/exchange/contract';
import { refuse, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import { openAlarms, shownAlarm } from '../alarms/queries.ts';
import type * as contract from '../contract.ts';
import { countUnresolved } from '../incidents/queries.ts';
import { serviceStates } from '../services/services.ts';
import { allServices } from '../services/queries.ts';
import { allSources, sourceById } from './queries.ts';
import { certificateDays, periodMs, shownSource, stateOf } from './standing.ts';
import { removeSource } from './store.ts';

const usualLimit = 50;

/** State is judged by the clock, so that all sources are read; they are as many as there are systems, not as messages. */
export async function listSources(
  tx: Tx,
  { kind, state, search, cursor, limit = usualLimit }: InputOf<typeof contract.listSources>,
): Promise<OutputOf<typeof contract.listSources>> {
  const words = search?.trim().toLowerCase();
  const found = (await allSources(tx)).filter(
    (row) =>
      (!kind || row.kind === kind) &&
      (!state || stateOf(tx, row) === state) &&
      (!words || row.id.toLowerCase().includes(words)) &&
      (!cursor || row.id > cursor),
  );
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return {
    items: items.map((row) => shownSource(tx, row)),
    ...(found.length > limit && last ? { nextCursor: last.id } : {}),
  };
}

export async function getOverview(tx: Tx): Promise<OutputOf<typeof contract.getOverview>> {
  const sources = await allSources(tx);
  const groups = Map.groupBy(sources, (row) => `${row.kind} ${stateOf(tx, row)}`);
  const oldest = sources.map(({ receivedAt }) => receivedAt.getTime()).sort((a, b) => a - b)[0];
  const days = sources.flatMap(({ report }) => certificateDays(tx.now, report) ?? []).sort((a, b) => a - b);
  const [soonest] = days;
  return {
    at: tx.now.toISOString(),
    periodSeconds: periodMs(tx) / 1000,
    sources: [...groups.values()].flatMap((rows) =>
      rows.slice(0, 1).map((row) => ({ kind: row.kind, state: stateOf(tx, row), count: rows.length })),
    ),
    ...(oldest === undefined ? {} : { oldestReportAt: new Date(oldest).toISOString() }),
    ...(soonest === undefined ? {} : { soonestCertificateDays: soonest }),
    openIncidents: await countUnresolved(tx),
    alarms: (await openAlarms(tx)).slice(0, 200).map(shownAlarm),
  };
}

/** The exchange says which subsystems are one's own. */
export async function getOwn(tx: Tx): Promise<OutputOf<typeof contract.getOwn>> {
  const { subsystems } = await tx.call(getExchangeOverview, {});
  const services = await allServices(tx);
  const states = await serviceStates(tx, services);
  const alarms = await openAlarms(tx);
  const sources = new Map((await allSources(tx)).map((row) => [row.id, row]));
  return {
    items: subsystems.map(({ id, name, connection, services: offered, informationTypes }) => {
      const source = sources.get(`connector:${id}`);
      const targets = new Set([...offered, ...informationTypes].map((one) => one.id));
      const behind = services.filter(
        (one) => one.sources.includes(`connector:${id}`) || one.targets.some((target) => targets.has(target)),
      );
      return {
        ...{ subsystemId: id, name, connection },
        ...(source ? { source: shownSource(tx, source) } : {}),
        services: behind.map((one) => ({ code: one.code, name: one.name, state: states.get(one.code) ?? 'unknown' })),
        alarms: alarms.filter(({ subject }) => subject === `connector:${id}`).map(shownAlarm),
      };
    }),
  };
}

/** Refuses: monitoring.source-unknown, monitoring.source-alive. */
export async function retireSource(
  tx: Tx,
  { id }: InputOf<typeof contract.retireSource>,
): Promise<OutputOf<typeof contract.retireSource>> {
  const known =
    (await sourceById(tx, id)) ?? refuse('missing', 'monitoring.source-unknown', 'Nothing of this name ever reported.');
  if (stateOf(tx, known) !== 'silent')
    refuse('conflict', 'monitoring.source-alive', 'It still reports. Stop it first, and wait until it is silent.');
  await removeSource(tx, id);
  return { id };
}
