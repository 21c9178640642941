// SPDX-License-Identifier: Apache-2.0
/** Duties that come of posts, and powers to act for others, kept beside the person (decision 25). */
import type { Tx } from '@stoa/kernel';
import type { ActingFor, InputOf, LocalText, OutputOf } from '@stoa/kernel/contract';
import type { handOverMandates, holdDuties, holdPowers } from './contract.ts';

export async function keepDuties(
  tx: Tx,
  { personId, revision, duties }: InputOf<typeof holdDuties>,
): Promise<{ held: boolean }> {
  const { rowCount } = await tx.query(
    `insert into held_revision (person_id, revision) values ($1, $2)
     on conflict (person_id) do update set revision = excluded.revision where held_revision.revision < excluded.revision`,
    [personId, revision],
  );
  if (rowCount === 0) return { held: false };
  await tx.query('delete from held_duty where person_id = $1', [personId]);
  await tx.query(
    `insert into held_duty (person_id, code, organisation_id, post_id, as_what, in_place_of, from_at, until_at)
     select $1, code, "organisationId", "postId", "as", "inPlaceOf", "from", "until" from jsonb_to_recordset($2::jsonb)
       as d (code text, "organisationId" text, "postId" uuid, "as" text, "inPlaceOf" text, "from" timestamptz, "until" timestamptz)`,
    [personId, JSON.stringify(duties)],
  );
  return { held: true };
}

export async function nameOf(tx: Tx, personId: string): Promise<{ name?: string }> {
  const { rows } = await tx.query<{ name: string }>('select name from person where id = $1', [personId]);
  return rows[0] ? { name: rows[0].name } : {};
}

export async function keepPowers(
  tx: Tx,
  { personKey, revision, powers }: InputOf<typeof holdPowers>,
): Promise<{ held: boolean }> {
  const { rowCount } = await tx.query(
    `insert into held_powers_revision (person_key, revision) values ($1, $2)
     on conflict (person_key) do update set revision = excluded.revision where held_powers_revision.revision < excluded.revision`,
    [personKey, revision],
  );
  if (rowCount === 0) return { held: false };
  await tx.query('delete from held_power where person_key = $1', [personKey]);
  await tx.query(
    `insert into held_power (person_key, power_id, kind, on_behalf_of, name, role, services, acts, from_at, until_at)
     select $1, id, kind, "onBehalfOf", name, role, services, acts, "from", "until" from jsonb_to_recordset($2::jsonb)
       as p (id uuid, kind text, "onBehalfOf" text, name jsonb, role text, services text[], acts text[], "from" timestamptz, "until" timestamptz)`,
    [personKey, JSON.stringify(powers)],
  );
  return { held: true };
}

export interface HeldPowerRow {
  id: string;
  kind: ActingFor['kind'];
  onBehalfOf: string;
  name: LocalText;
  role: string;
  services: string[] | null;
  acts: NonNullable<NonNullable<ActingFor['limits']>[number]['acts']>[number][] | null;
  until: Date | null;
}

/** Powers that hold at this instant; all, or those for one side. */
export async function powersNow(
  tx: Tx,
  personId: string,
  forWhom?: { kind: string; id: string },
): Promise<HeldPowerRow[]> {
  const { rows } = await tx.prepared<HeldPowerRow>(
    'identity-powers',
    `select h.power_id as id, h.kind, h.on_behalf_of as "onBehalfOf", h.name, h.role, h.services, h.acts, h.until_at as until
     from held_power h join person p on p.person_key = h.person_key
     where p.id = $1 and h.from_at <= $2 and (h.until_at is null or h.until_at > $2)
       and ($3::text is null or (h.kind = $3 and h.on_behalf_of = $4))
     order by h.kind, h.name ->> 'en', h.on_behalf_of, h.power_id`,
    [personId, tx.now, forWhom?.kind ?? null, forWhom?.id ?? null],
  );
  return rows;
}

/** What several powers for the same side come to: one without limits lifts the others. */
export function actingForOf(powers: readonly HeldPowerRow[]): ActingFor | undefined {
  const widest = powers.find(({ services, acts }) => !services && !acts) ?? powers[0];
  if (!widest) return undefined;
  const { kind, onBehalfOf: id, name, role, services, acts } = widest;
  const limits = powers.map((one) => ({
    ...(one.services ? { services: one.services } : {}),
    ...(one.acts ? { acts: one.acts } : {}),
  }));
  return { kind, id, name: name.en, role, ...(services || acts ? { limits } : {}) };
}

export async function handOver(
  tx: Tx,
  { taken }: InputOf<typeof handOverMandates>,
): Promise<OutputOf<typeof handOverMandates>> {
  await tx.query(
    `update mandate m set handed_over_at = $2 from person p, jsonb_to_recordset($1::jsonb) as t ("personKey" text, "organisationId" text)
     where p.id = m.person_id and p.person_key = t."personKey" and m.organisation_id = t."organisationId"`,
    [JSON.stringify(taken), tx.now],
  );
  const { rows } = await tx.query<{
    personKey: string;
    personName: string;
    organisationId: string;
    organisationName: LocalText;
    until: Date | null;
  }>(
    `select p.person_key as "personKey", p.name as "personName", o.id as "organisationId", o.name as "organisationName", m.valid_until as until
     from mandate m join person p on p.id = m.person_id join organisation o on o.id = m.organisation_id
     where m.handed_over_at is null and m.revoked_at is null and (m.valid_until is null or m.valid_until > $1)
     order by p.person_key, o.id limit 200`,
    [tx.now],
  );
  return { items: rows.map(({ until, ...rest }) => ({ ...rest, ...(until ? { until: until.toISOString() } : {}) })) };
}
