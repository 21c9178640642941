// SPDX-License-Identifier: Apache-2.0
/** SQL over all that cases hold of a person. */
import type { Tx } from '@stoa/kernel';

export async function ownCases(tx: Tx, personKey: string, after: string | null, count: number): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(
    `select id from case_file where applicant_kind = 'person' and applicant_id = $1 and ($2::uuid is null or id > $2)
     order by id limit $3`,
    [personKey, after, count],
  );
  return rows.map(({ id }) => id);
}

/** Ids of what is attached; where each is served, its path says. */
export async function filesOf(tx: Tx, caseId: string): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>('select id from attachment where case_id = $1 order by id', [caseId]);
  return rows.map(({ id }) => id);
}

export async function ownOutputs(tx: Tx, personKey: string, after: string | null, count: number) {
  const { rows } = await tx.query<{ id: string }>(
    `select o.id, o.number, o.code, o.title, o.issued_at as "issuedAt", o.valid_until as "validUntil",
       o.verification_code as "verificationCode", o.sha256, '/api/cases/outputs/' || o.id || '/file' as file
     from output o join case_file c on c.id = o.case_id
     where ((c.applicant_kind = 'person' and c.applicant_id = $1)
         or exists (select 1 from subject s where s.case_id = c.id and s.person_key = $1))
       and ($2::uuid is null or o.id > $2) order by o.id limit $3`,
    [personKey, after, count],
  );
  return rows;
}

export async function ownAsked(tx: Tx, personKey: string, after: string | null, count: number) {
  const { rows } = await tx.query<{ id: string }>(
    `select id, at, client_id as "askedBy", target as "askedOf", title as service from asked
     where person_key = $1 and ($2::uuid is null or id > $2) order by id limit $3`,
    [personKey, after, count],
  );
  return rows;
}

export async function eraseDrafts(tx: Tx, before: Date, limit: number): Promise<number> {
  const { rowCount } = await tx.query(
    `delete from case_file where id in (select id from case_file where state = 'draft' and changed_at < $1
       order by changed_at limit $2 for update skip locked)`,
    [before, limit],
  );
  return rowCount ?? 0;
}

/** What a case says of people, table by table; that there was one, what it was about and how it ended stays. */
const said = [
  'delete from answer where case_id = any($1)',
  'delete from attachment where case_id = any($1)',
  'delete from reading where case_id = any($1)',
  'delete from clarification where case_id = any($1)',
  `update history set actor = null, facts = '{}', sealed = null where case_id = any($1)`,
  'update message set content = null, response = null, rejection = null, sealed = null where case_id = any($1)',
  'update task set about = null, sealed = null where case_id = any($1)',
  'update process_step set result = null, sealed = null where holder_id = any($1)',
  'update case_file set decision = null, applicant_name = null, sealed = null, name_marks = null where id = any($1)',
];

/** A document that is valid stays, and can be shown to be genuine. */
export async function eraseClosed(tx: Tx, before: Date, limit: number): Promise<number> {
  const { rows } = await tx.query<{ id: string }>(
    `update case_file set erased_at = $3 where id in (select id from case_file
       where closed_at < $1 and erased_at is null order by closed_at limit $2 for update skip locked) returning id`,
    [before, limit, tx.now],
  );
  const ids = rows.map(({ id }) => id);
  for (const sql of ids.length > 0 ? said : []) await tx.query(sql, [ids]);
  await tx.query(
    `update output set pdf = '', accessible = null, facts = '[]', sealed = null
     where case_id = any($1) and (revoked_at is not null or valid_until < $2)`,
    [ids, tx.module.country.calendar.localDate(tx.now)],
  );
  return rows.length;
}
