// SPDX-License-Identifier: Apache-2.0
/** From what is seen to alarms that are on, and from alarms to incidents: one each, not many; they recover by themselves. */
import type { Tx } from '@stoa/kernel';
import { severities, type Severity } from '../contract/incidents.ts';
import { begunOfKind } from '../incidents/queries.ts';
import { machineAct, openMachineIncident, raise, unresolvedAbout } from '../incidents/machine.ts';
import { servicesInMaintenance } from '../maintenance/queries.ts';
import { Sums } from '../services/figures.ts';
import { allServices, burnWindows, type ServiceRow } from '../services/queries.ts';
import { allSources } from '../reports/queries.ts';
import { certificateDays, diskFree, periodMs, type SourceRow, stateOf } from '../reports/standing.ts';
import { type Condition, conditionsOf } from './conditions.ts';
import { openAlarms } from './queries.ts';
import { clearAlarm, insertAlarm, lockAlarms, updateAlarm } from './store.ts';

const isWorse = (one: Severity, other: Severity) => severities.indexOf(one) > severities.indexOf(other);

const keyOf = ({ kind, subject }: Pick<Condition, 'kind' | 'subject'>) => `${kind} ${subject}`;

async function seen(tx: Tx, sources: readonly SourceRow[], services: readonly ServiceRow[]): Promise<Condition[]> {
  const windows = await burnWindows(tx);
  return conditionsOf(
    sources.map((row) => ({
      ...{ id: row.id, state: stateOf(tx, row), receivedAt: row.receivedAt, clockOffsetMs: row.clockOffsetMs },
      ...{ certificateDays: certificateDays(tx.now, row.report), diskFree: diskFree(row.report) },
      archiveFailing: row.report.archiveFailing,
    })),
    services.map(({ code, sources: own, objectives }) => ({
      ...{ code, sources: own, objectives, windows: windows.get(code) },
    })),
  );
}

/** Who says nothing is counted as one that said it does not work, once a period. */
async function countSilence(tx: Tx, sources: readonly SourceRow[], services: readonly ServiceRow[]): Promise<void> {
  const resting = await servicesInMaintenance(tx);
  const sums = new Sums(tx);
  for (const { id } of sources.filter((row) => stateOf(tx, row) === 'silent'))
    for (const { code } of services.filter((one) => one.sources.includes(id) && !resting.has(one.code)))
      sums.add(code, tx.now, { probes: 1, down: 1 });
  await sums.write(tx);
}

/** In one transaction, one at a time. */
export async function judge(tx: Tx): Promise<void> {
  await lockAlarms(tx);
  const [sources, services] = [await allSources(tx), await allServices(tx)];
  await countSilence(tx, sources, services);
  const conditions = await seen(tx, sources, services);
  const resting = await servicesInMaintenance(tx);
  const isQuiet = (one: Condition) => one.services.length > 0 && one.services.every((code) => resting.has(code));
  const on = new Map((await openAlarms(tx)).map((alarm) => [keyOf(alarm), alarm]));
  // What fails at once for one reason is one incident; its parts are found within a period, since each reports in its own time.
  const lately = new Date(tx.now.getTime() - periodMs(tx));
  const incidentFor = async (one: Condition): Promise<string | null> => {
    if (isQuiet(one)) return null;
    const known = (await unresolvedAbout(tx, one)) ?? (await begunOfKind(tx, one.kind, lately));
    if (known) {
      await raise(tx, known, one);
      return known;
    }
    return openMachineIncident(tx, one, services);
  };
  for (const one of conditions) {
    const alarm = on.get(keyOf(one));
    if (!alarm) await insertAlarm(tx, one, await incidentFor(one));
    else if (!alarm.incidentId) await updateAlarm(tx, alarm.id, one, await incidentFor(one));
    else {
      if (isWorse(one.severity, alarm.severity)) await raise(tx, alarm.incidentId, one);
      await updateAlarm(tx, alarm.id, one, alarm.incidentId);
    }
  }
  const still = new Set(conditions.map(keyOf));
  const over = [...on.values()].filter((alarm) => !still.has(keyOf(alarm)));
  for (const { id } of over) await clearAlarm(tx, id);
  const left = new Set((await openAlarms(tx)).map(({ incidentId }) => incidentId));
  for (const id of new Set(over.map(({ incidentId }) => incidentId)))
    if (id && !left.has(id)) await machineAct(tx, id, 'recover');
}
