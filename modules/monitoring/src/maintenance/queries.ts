// SPDX-License-Identifier: Apache-2.0
import type { Tx } from '@stoa/kernel';
import type { LocalText } from '@stoa/kernel/contract';
import type { Maintenance, MaintenanceState } from '../contract/maintenance.ts';
import { named } from '../incidents/queries.ts';

/** Services on which work goes on at this moment. */
export async function servicesInMaintenance(tx: Tx): Promise<Set<string>> {
  const { rows } = await tx.query<{ code: string }>(
    `select distinct unnest(services) as code from maintenance where state = 'begun'`,
  );
  return new Set(rows.map(({ code }) => code));
}

export interface MaintenanceRow {
  id: string;
  title: Maintenance['title'];
  text: Maintenance['text'];
  services: string[];
  startsAt: Date;
  endsAt: Date;
  state: MaintenanceState;
  plannedBy: string;
}
const columns = `m.id, m.title, m.text, m.services, m.starts_at as "startsAt", m.ends_at as "endsAt", m.state,
  m.planned_by as "plannedBy"`;

export async function maintenanceAfter(
  tx: Tx,
  state: MaintenanceState | undefined,
  [at, id]: readonly (string | undefined)[],
  limit: number,
): Promise<MaintenanceRow[]> {
  const { rows } = await tx.query<MaintenanceRow>(
    `select ${columns} from maintenance m where ($1::text is null or state = $1)
       and ($2::timestamptz is null or (starts_at, id) < ($2, $3::uuid))
     order by starts_at desc, id desc limit $4`,
    [state ?? null, at ?? null, id ?? null, limit],
  );
  return rows;
}

/** The row is kept from others until the transaction ends. */
export async function lockMaintenance(tx: Tx, id: string): Promise<MaintenanceState | undefined> {
  const { rows } = await tx.query<{ state: MaintenanceState }>(
    'select state from maintenance where id = $1 for update',
    [id],
  );
  return rows[0]?.state;
}

export interface PublicMaintenanceRow {
  id: string;
  title: LocalText;
  text: LocalText;
  services: { code: string; name: LocalText }[];
  startsAt: Date;
  endsAt: Date;
  begun: boolean;
  announcedAt: Date;
}
/** Announced and to come, or going on. */
export async function publicMaintenance(tx: Tx): Promise<PublicMaintenanceRow[]> {
  const { rows } = await tx.query<PublicMaintenanceRow>(
    `select m.id, m.title, m.text, ${named('m.services')}, m.starts_at as "startsAt", m.ends_at as "endsAt",
       m.state = 'begun' as begun, m.announced_at as "announcedAt"
     from maintenance m where m.state in ('announced', 'begun') order by m.starts_at, m.id limit 50`,
  );
  return rows;
}
