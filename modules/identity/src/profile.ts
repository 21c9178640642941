// SPDX-License-Identifier: Apache-2.0
/** What a person sees of themselves. */
import { type Page, type PageAsked, pageOfRows, refuse, type Tx } from '@stoa/kernel';
import type { DataOf, dataAccessed } from '@stoa/kernel/contract';
import { shownEmail } from './addresses.ts';
import type { DataAccess, Organisation, Profile } from './contract.ts';

const organisation = `jsonb_strip_nulls(jsonb_build_object('id', o.id, 'kind', o.kind, 'name', o.name, 'regionCode', o.region_code))`;

export async function getProfile(tx: Tx): Promise<Profile> {
  const { principal } = tx;
  if (principal.kind !== 'person') refuse('missing', 'identity.person-unknown', 'Only people have a profile.');
  const { rows } = await tx.query<{ name: string; email: string | null }>(
    'select name, email from person where id = $1',
    [principal.id],
  );
  const person = rows[0] ?? refuse('missing', 'identity.person-unknown', 'There is no such person.');
  const duties = await tx.query<{ code: string; organisation: Organisation }>(
    `select d.code, ${organisation} as organisation from duty d join organisation o on o.id = d.organisation_id
     where d.person_id = $1 and (d.valid_until is null or d.valid_until > $2) order by d.code`,
    [principal.id, tx.now],
  );
  const mandates = await tx.query<{ role: Organisation['name']; organisation: Organisation; valid_until: Date | null }>(
    `select m.role, m.valid_until, ${organisation} as organisation from mandate m join organisation o on o.id = m.organisation_id
     where m.person_id = $1 and m.revoked_at is null and (m.valid_until is null or m.valid_until > $2) order by o.id`,
    [principal.id, tx.now],
  );
  const acting = mandates.rows.find((mandate) => mandate.organisation.id === principal.actingFor?.id);
  return {
    id: principal.id,
    name: person.name,
    ...(person.email ? { email: shownEmail(person.email) } : {}),
    assurance: principal.assurance,
    duties: duties.rows,
    mandates: mandates.rows.map(({ role, organisation: of, valid_until: until }) => ({
      organisation: of,
      role,
      ...(until ? { validUntil: until.toISOString() } : {}),
    })),
    ...(acting ? { actingFor: acting.organisation } : {}),
  };
}

export const keepAccess = (tx: Tx, data: DataOf<typeof dataAccessed>) =>
  tx.query(
    `insert into data_access (entry_id, at, subject, module, action, actor_kind, actor_name, organisation_id, purpose, object_type, object_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict do nothing`,
    [
      data.entryId,
      data.at,
      data.subject,
      data.module,
      data.action,
      data.actorKind,
      data.actorName,
      data.organisationId ?? null,
      data.purpose ?? null,
      data.objectType,
      data.objectId,
    ],
  );

type AccessRow = Omit<DataAccess, 'at' | 'organisation' | 'purpose'> & {
  at: Date;
  organisation: DataAccess['organisation'] | null;
  purpose: string | null;
};

export async function listDataAccesses(tx: Tx, asked: PageAsked): Promise<Page<DataAccess>> {
  const { principal } = tx;
  if (principal.kind !== 'person' || !principal.personKey) return { items: [] };
  const values = [principal.personKey, asked.cursor];
  return pageOfRows(
    asked,
    (count) =>
      tx.query<AccessRow>(
        `select a.entry_id as id, a.at, a.module, a.action, a.actor_kind as "actorKind", a.actor_name as "actorName", o.name as organisation,
           a.purpose, a.object_type as "objectType", a.object_id as "objectId"
         from data_access a left join organisation o on o.id = a.organisation_id
         where a.subject = $1 and ($2::uuid is null or (a.at, a.entry_id) < (select at, entry_id from data_access where entry_id = $2))
         order by a.at desc, a.entry_id desc limit $3`,
        [...values, count],
      ),
    ({ organisation: of, purpose, at, ...rest }) => ({
      ...rest,
      at: at.toISOString(),
      ...(of ? { organisation: of } : {}),
      ...(purpose ? { purpose } : {}),
    }),
  );
}
