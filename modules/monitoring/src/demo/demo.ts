// SPDX-License-Identifier: Apache-2.0
import { audit, idOf, refuse, type Tx } from '@stoa/kernel';
import type { DemoMonitoring } from '../contract/demo.ts';
import { putDiskDays, putFirstCallLimit } from '../capacity/store.ts';
import { addEntry, insertIncident } from '../incidents/store.ts';
import { insertMaintenance } from '../maintenance/store.ts';
import { knownServices } from '../services/queries.ts';
import { putDays, putService } from '../services/store.ts';

/** Refuses: monitoring.demo-off. */
export async function enterDemoMonitoring(
  tx: Tx,
  { services, days, callLimits, disks, incidents, maintenance }: DemoMonitoring,
): Promise<{ entered: number }> {
  if (!tx.module.config.demo)
    refuse('conflict', 'monitoring.demo-off', 'What the demo watches exists only where it is on (STOA_DEMO=1).');
  await audit(tx, { action: 'monitoring.demo-entered', object: { type: 'watched-service', id: 'demo' } });
  const known = new Set(
    await knownServices(
      tx,
      services.map(({ code }) => code),
    ),
  );
  // What an operator has changed since stays as they want it.
  const added = services.filter(({ code }) => !known.has(code));
  for (const one of added) await putService(tx, one);
  if (days.length > 0)
    await putDays(
      tx,
      days.map(({ date, ...one }) => ({ ...one, at: `${date}T00:00:00Z` })),
    );
  if (disks.length > 0) await putDiskDays(tx, disks);
  for (const { service, calls } of callLimits) await putFirstCallLimit(tx, service, calls);
  let entered = added.length;
  for (const { key, title, severity, state, services: codes, openedAt, resolvedAt, entries } of incidents) {
    const id = idOf(`demo incident ${key}`);
    const times = { openedAt: new Date(openedAt), ...(resolvedAt ? { resolvedAt: new Date(resolvedAt) } : {}) };
    if ((await insertIncident(tx, { id, title, severity, state, services: codes, ...times })) === undefined) continue;
    entered += 1;
    for (const { at, ...one } of entries) await addEntry(tx, id, { ...one, at: new Date(at) });
  }
  for (const { key, startsAt, endsAt, ...one } of maintenance) {
    const row = { ...one, id: idOf(`demo maintenance ${key}`), startsAt: new Date(startsAt), endsAt: new Date(endsAt) };
    if (await insertMaintenance(tx, row)) entered += 1;
  }
  return { entered };
}
