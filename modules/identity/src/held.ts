// SPDX-License-Identifier: Apache-2.0
/** Duties that come of posts, and powers to act for others, kept beside the person (decision 25). */
import { jsonOf, type Tx } from '@stoa/kernel';
import type { ActingFor, InputOf, LocalText } from '@stoa/kernel/contract';
import type { holdDuties, holdPowers } from './contract.ts';
import { tellPerson } from './telling.ts';

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
  const before = await dutiesOf(tx, personId);
  await tx.query('delete from held_duty where person_id = $1', [personId]);
  await tx.query(
    `insert into held_duty (person_id, code, organisation_id, post_id, as_what, in_place_of, from_at, until_at)
     select $1, code, "organisationId", "postId", "as", "inPlaceOf", "from", "until" from jsonb_to_recordset($2::jsonb)
       as d (code text, "organisationId" text, "postId" uuid, "as" text, "inPlaceOf" text, "from" timestamptz, "until" timestamptz)`,
    [personId, JSON.stringify(duties)],
  );
  const after = await dutiesOf(tx, personId);
  const lacks = (some: readonly string[], all: readonly string[]) => some.some((one) => !all.includes(one));
  if (lacks(after, before)) await tellPerson(tx, personId, 'duty', `${personId}-${revision}`);
  if (lacks(before, after)) await tellPerson(tx, personId, 'withdrawn', `${personId}-${revision}`);
  return { held: true };
}

/** Each with where it is held, for whoever can read a message about it. */
async function dutiesOf(tx: Tx, personId: string): Promise<string[]> {
  const { rows } = await tx.query<{ duty: string }>(
    `select distinct d.code || ' ' || d.organisation_id as duty from duty_now d
     where d.person_id = $1 and (d.until_at is null or d.until_at > $2)
       and exists (select 1 from account a where a.person_id = $1 and a.password_hash is not null)`,
    [personId, tx.now],
  );
  return rows.map(({ duty }) => duty);
}

export async function nameOf(tx: Tx, personId: string): Promise<{ name?: string }> {
  const { rows } = await tx.query<{ name: string }>('select name from person where id = $1', [personId]);
  return rows[0] ? { name: rows[0].name } : {};
}

export async function keepPowers(
  tx: Tx,
  { personKey, revision, powers, software }: InputOf<typeof holdPowers>,
): Promise<{ held: boolean }> {
  const { rowCount } = await tx.query(
    `insert into held_powers_revision (person_key, revision) values ($1, $2)
     on conflict (person_key) do update set revision = excluded.revision where held_powers_revision.revision < excluded.revision`,
    [personKey, revision],
  );
  if (rowCount === 0) return { held: false };
  if (software)
    await tx.query(
      `insert into software (id, name, jwk, scopes) values ($1, $2, $3, $4)
       on conflict (id) do update set name = excluded.name, jwk = excluded.jwk, scopes = excluded.scopes`,
      [software.id, software.name, jsonOf(software.jwk), software.scopes],
    );
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
