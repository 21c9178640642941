// SPDX-License-Identifier: Apache-2.0
import type { Tx } from '@stoa/kernel';
import type { AlarmKind, AlarmShown, Severity } from '../contract/incidents.ts';

export interface AlarmRow {
  id: string;
  kind: AlarmKind;
  subject: string;
  severity: Severity;
  services: string[];
  facts: Record<string, string | number>;
  since: Date;
  clearedAt: Date | null;
  incidentId: string | null;
}
const columns = `id, kind, subject, severity, services, facts, since, cleared_at as "clearedAt", incident_id as "incidentId"`;

/** Those that are on, longest first. */
export async function openAlarms(tx: Tx): Promise<AlarmRow[]> {
  const { rows } = await tx.query<AlarmRow>(`select ${columns} from alarm where cleared_at is null order by since, id`);
  return rows;
}

export async function alarmsOfIncident(tx: Tx, incidentId: string): Promise<AlarmRow[]> {
  const { rows } = await tx.query<AlarmRow>(
    `select ${columns} from alarm where incident_id = $1 order by since desc, id limit 200`,
    [incidentId],
  );
  return rows;
}

export const shownAlarm = ({ services: _, since, clearedAt, incidentId, ...row }: AlarmRow): AlarmShown => ({
  ...{ ...row, since: since.toISOString() },
  ...(clearedAt ? { clearedAt: clearedAt.toISOString() } : {}),
  ...(incidentId ? { incidentId } : {}),
});
