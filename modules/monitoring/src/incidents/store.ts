// SPDX-License-Identifier: Apache-2.0
import { newId, type Tx } from '@stoa/kernel';
import type { LocalText } from '@stoa/kernel/contract';
import type { IncidentState, Severity } from '../contract/incidents.ts';

export interface NewIncident {
  readonly id: string;
  readonly title: LocalText;
  readonly severity: Severity;
  readonly state: IncidentState;
  readonly services: readonly string[];
  readonly openedAt: Date;
  readonly resolvedAt?: Date | undefined;
}

/** Its number; undefined where it is there already. */
export async function insertIncident(tx: Tx, one: NewIncident): Promise<number | undefined> {
  const { rows } = await tx.query<{ number: number }>(
    `insert into incident (id, title, severity, state, services, opened_at, resolved_at)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict (id) do nothing returning number`,
    [one.id, one.title, one.severity, one.state, one.services, one.openedAt, one.resolvedAt ?? null],
  );
  return rows[0]?.number;
}

export interface NewEntry {
  readonly kind: string;
  readonly at?: Date | undefined;
  readonly byName?: string | undefined;
  readonly note?: string | undefined;
  readonly publicText?: LocalText | undefined;
}

/** A public text makes the incident one that everybody sees. */
export async function addEntry(tx: Tx, incidentId: string, one: NewEntry): Promise<void> {
  const at = one.at ?? tx.now;
  await tx.query(
    `insert into incident_entry (id, incident_id, at, kind, by_name, note, public_text) values ($1, $2, $3, $4, $5, $6, $7)`,
    [newId(), incidentId, at, one.kind, one.byName ?? null, one.note ?? null, one.publicText ?? null],
  );
  if (one.publicText)
    await tx.query('update incident set public_since = coalesce(public_since, $2) where id = $1', [incidentId, at]);
}

export const setState = (tx: Tx, id: string, state: IncidentState) =>
  tx.query(
    `update incident set state = $2, resolved_at = case when $2 = 'resolved' then $3::timestamptz end where id = $1`,
    [id, state, tx.now],
  );

/** Adds services, and raises the severity where this is worse. */
export const widen = (tx: Tx, id: string, severity: Severity, services: readonly string[]) =>
  tx.query(
    `update incident set services = (select coalesce(array_agg(distinct c order by c), '{}') from unnest(services || $3::text[]) c),
       severity = case when array_position(array['minor', 'major', 'critical'], $2::text)
         > array_position(array['minor', 'major', 'critical'], severity) then $2 else severity end
     where id = $1`,
    [id, severity, services],
  );
