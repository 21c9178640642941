// SPDX-License-Identifier: Apache-2.0
/** Work that was planned. */
import { newId, pageOfRows, readCursor, refuse, type Tx, writeCursor } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import type * as contract from '../contract.ts';
import { maintenanceActs } from '../contract/maintenance.ts';
import { demandNoSecrets, demandServices } from '../incidents/incidents.ts';
import { lockMaintenance, maintenanceAfter } from './queries.ts';
import { maintenanceAfterAct } from './states.ts';
import { insertMaintenance, setMaintenance, turn } from './store.ts';

export async function listMaintenance(
  tx: Tx,
  { state, ...page }: InputOf<typeof contract.listMaintenance>,
): Promise<OutputOf<typeof contract.listMaintenance>> {
  const at = readCursor(page.cursor, 'instant', 'uuid') ?? [];
  return pageOfRows(
    page,
    (count) => maintenanceAfter(tx, state, at, count),
    ({ startsAt, endsAt, ...row }) => ({
      ...{ ...row, startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() },
      may: maintenanceActs.filter((act) => maintenanceAfterAct(row.state, act) !== undefined),
    }),
    ({ startsAt, id }) => writeCursor(startsAt, id),
  );
}

/** Refuses: monitoring.service-unknown, monitoring.times-wrong, monitoring.text-secret. */
export async function planMaintenance(
  tx: Tx,
  { title, text, services, startsAt, endsAt }: InputOf<typeof contract.planMaintenance>,
): Promise<OutputOf<typeof contract.planMaintenance>> {
  const [starts, ends] = [new Date(startsAt), new Date(endsAt)];
  if (ends <= starts || ends <= tx.now)
    refuse('invalid', 'monitoring.times-wrong', 'It must end after it begins, and not in the past.');
  await demandServices(tx, services);
  demandNoSecrets('title', title);
  demandNoSecrets('text', text);
  const id = newId();
  const plannedBy = tx.principal.kind === 'person' ? tx.principal.name : tx.principal.kind;
  const row = { id, title, text, services, startsAt: starts, endsAt: ends, plannedBy };
  await insertMaintenance(tx, { ...row, state: 'planned' });
  return { id };
}

/** Refuses: monitoring.maintenance-unknown, monitoring.maintenance-not-so. */
export async function moveMaintenance(
  tx: Tx,
  { id, act }: InputOf<typeof contract.moveMaintenance>,
): Promise<OutputOf<typeof contract.moveMaintenance>> {
  const state =
    (await lockMaintenance(tx, id)) ??
    refuse('missing', 'monitoring.maintenance-unknown', 'There is no such planned work.');
  const next =
    maintenanceAfterAct(state, act) ??
    refuse('conflict', 'monitoring.maintenance-not-so', 'It has gone on since. Look at it again.');
  await setMaintenance(tx, id, next);
  return { id, state: next };
}

export const turnMaintenance = (tx: Tx): Promise<void> => turn(tx);
