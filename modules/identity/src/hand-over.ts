// SPDX-License-Identifier: Apache-2.0
/** What other modules keep now is handed to them once; what was taken is named when the next is asked for. */
import type { Tx } from '@stoa/kernel';
import type { InputOf, LocalText, OutputOf } from '@stoa/kernel/contract';
import type * as contract from './contract.ts';

/** Counts from now on, and becomes a post when organisations asks for it. */
export const giveDuty = (tx: Tx, personId: string, duty: { code: string; organisationId: string }) =>
  tx.query('insert into duty (person_id, code, organisation_id) values ($1, $2, $3) on conflict do nothing', [
    ...[personId, duty.code, duty.organisationId],
  ]);

type HandedOver = OutputOf<typeof contract.handOverDuties>;

export async function handOverDuties(tx: Tx, taken: InputOf<typeof contract.handOverDuties>): Promise<HandedOver> {
  await tx.query('update organisation set handed_over_at = $2 where id = any ($1)', [taken.organisations, tx.now]);
  await tx.query(
    `update duty d set handed_over_at = $2 from jsonb_to_recordset($1::jsonb) as t ("personId" uuid, "organisationId" text, code text)
     where d.person_id = t."personId" and d.organisation_id = t."organisationId" and d.code = t.code`,
    [JSON.stringify(taken.duties), tx.now],
  );
  const organisations = await tx.query<{ one: HandedOver['organisations'][number] }>(
    `select jsonb_strip_nulls(jsonb_build_object('id', id, 'kind', kind, 'name', name, 'regionCode', region_code)) as one
     from organisation where handed_over_at is null order by id limit 200`,
  );
  // Where they are held comes before them.
  if (organisations.rows.length > 0) return { organisations: organisations.rows.map(({ one }) => one), duties: [] };
  const { rows } = await tx.query<
    Omit<HandedOver['duties'][number], 'from' | 'until'> & { from: Date | null; until: Date | null }
  >(
    `select d.person_id as "personId", d.organisation_id as "organisationId", d.code, p.name as "personName", d.valid_until as until,
       (select max(r.decided_at) from grant_request r where r.person_id = d.person_id and r.organisation_id = d.organisation_id
         and r.code = d.code and r.approved) as from
     from duty d join person p on p.id = d.person_id
     where d.handed_over_at is null and (d.valid_until is null or d.valid_until > $1)
     order by d.person_id, d.organisation_id, d.code limit 200`,
    [tx.now],
  );
  const duties = rows.map(({ from, until, ...rest }) => ({
    ...rest,
    ...(from ? { from: from.toISOString() } : {}),
    ...(until ? { until: until.toISOString() } : {}),
  }));
  return { organisations: [], duties };
}

export async function handOverMandates(
  tx: Tx,
  { taken }: InputOf<typeof contract.handOverMandates>,
): Promise<OutputOf<typeof contract.handOverMandates>> {
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
