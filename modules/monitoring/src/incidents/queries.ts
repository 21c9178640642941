// SPDX-License-Identifier: Apache-2.0
import type { Tx } from '@stoa/kernel';
import type { LocalText } from '@stoa/kernel/contract';
import type { IncidentState, Severity } from '../contract/incidents.ts';

export interface IncidentRow {
  id: string;
  number: number;
  title: LocalText;
  severity: Severity;
  state: IncidentState;
  services: { code: string; name: LocalText }[];
  openedAt: Date;
  resolvedAt: Date | null;
  publicSince: Date | null;
}
/** A service that is watched no more keeps its code for a name. */
export const named = (codes: string) => `coalesce((select jsonb_agg(jsonb_build_object('code', c.code,
    'name', coalesce(s.name, jsonb_build_object('en', c.code))) order by s.place, c.code)
  from unnest(${codes}) as c (code) left join service s on s.code = c.code), '[]') as services`;
const columns = `i.id, i.number, i.title, i.severity, i.state, ${named('i.services')}, i.opened_at as "openedAt",
  i.resolved_at as "resolvedAt", i.public_since as "publicSince"`;

export async function incidentById(tx: Tx, id: string): Promise<IncidentRow | undefined> {
  const { rows } = await tx.query<IncidentRow>(`select ${columns} from incident i where i.id = $1`, [id]);
  return rows[0];
}

/** The row is kept from others until the transaction ends. */
export async function lockIncident(tx: Tx, id: string): Promise<IncidentState | undefined> {
  const { rows } = await tx.query<{ state: IncidentState }>('select state from incident where id = $1 for update', [
    id,
  ]);
  return rows[0]?.state;
}

export async function incidentsAfter(
  tx: Tx,
  asked: {
    state?: string | undefined;
    severity?: string | undefined;
    service?: string | undefined;
    public?: boolean;
  },
  [at, id]: readonly (string | undefined)[],
  limit: number,
): Promise<IncidentRow[]> {
  const { rows } = await tx.query<IncidentRow>(
    `select ${columns} from incident i
     where ($1::text is null or i.state = $1 or ($1 = 'unresolved' and i.state <> 'resolved'))
       and ($2::text is null or i.severity = $2) and ($3::text is null or $3 = any(i.services))
       and (not $4 or i.public_since is not null)
       and ($5::timestamptz is null or (i.opened_at, i.id) < ($5, $6::uuid))
     order by i.opened_at desc, i.id desc limit $7`,
    [
      ...[asked.state ?? null, asked.severity ?? null, asked.service ?? null, asked.public ?? false],
      ...[at ?? null, id ?? null, limit],
    ],
  );
  return rows;
}

/** Told of, and not over or not over for longer than a while. */
export async function presentIncidents(tx: Tx, since: Date): Promise<IncidentRow[]> {
  const { rows } = await tx.query<IncidentRow>(
    `select ${columns} from incident i where i.public_since is not null and (i.resolved_at is null or i.resolved_at > $1)
     order by i.opened_at desc, i.id desc limit 50`,
    [since],
  );
  return rows;
}

export interface EntryRow {
  at: Date;
  kind: string;
  byName: string | null;
  note: string | null;
  publicText: LocalText | null;
}
export async function timelineOf(tx: Tx, incidentId: string): Promise<EntryRow[]> {
  const { rows } = await tx.query<EntryRow>(
    `select at, kind, by_name as "byName", note, public_text as "publicText" from incident_entry
     where incident_id = $1 order by at, id`,
    [incidentId],
  );
  return rows;
}

/** By incident, the latest first. */
export async function updatesOf(tx: Tx, ids: readonly string[]): Promise<Map<string, { at: Date; text: LocalText }[]>> {
  const { rows } = await tx.query<{ incident: string; at: Date; text: LocalText }>(
    `select incident_id as incident, at, public_text as text from incident_entry
     where incident_id = any($1) and public_text is not null order by at desc, id desc`,
    [ids],
  );
  return Map.groupBy(rows, ({ incident }) => incident);
}

export async function countUnresolved(tx: Tx): Promise<{ severity: Severity; count: number }[]> {
  const { rows } = await tx.query<{ severity: Severity; count: number }>(
    `select severity, count(*) as count from incident where state <> 'resolved' group by 1 order by 1`,
  );
  return rows;
}

/** The latest that is not over and is about the same service, or had an alarm of the same subject. */
export async function unresolvedLike(
  tx: Tx,
  services: readonly string[],
  subject: string,
): Promise<string | undefined> {
  const { rows } = await tx.query<{ id: string }>(
    `select i.id from incident i where i.state <> 'resolved' and (i.services && $1::text[]
       or exists (select 1 from alarm a where a.incident_id = i.id and a.subject = $2))
     order by i.opened_at desc, i.id desc limit 1`,
    [services, subject],
  );
  return rows[0]?.id;
}

/** One that an alarm of this kind has opened since then, and that nobody has taken on. */
export async function begunOfKind(tx: Tx, kind: string, since: Date): Promise<string | undefined> {
  const { rows } = await tx.query<{ id: string }>(
    `select i.id from incident i where i.state = 'open' and i.opened_at >= $2
       and exists (select 1 from alarm a where a.incident_id = i.id and a.kind = $1)
     order by i.opened_at desc, i.id desc limit 1`,
    [kind, since],
  );
  return rows[0]?.id;
}
