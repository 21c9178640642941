// SPDX-License-Identifier: Apache-2.0
/** People, organisations, duties and mandates. */
import { newId, personKey, refuse, type Tx } from '@stoa/kernel';
import type { InputOf } from '@stoa/kernel/contract';
import type * as contract from './contract.ts';
import type { Organisation } from './contract.ts';
import { hashPassword } from './password.ts';

export async function registerOrganisation(tx: Tx, input: Organisation): Promise<{ id: string }> {
  await tx.query(
    `insert into organisation (id, kind, name, region_code) values ($1, $2, $3, $4)
     on conflict (id) do update set name = excluded.name, region_code = excluded.region_code`,
    [input.id, input.kind, JSON.stringify(input.name), input.regionCode ?? null],
  );
  return { id: input.id };
}

export async function getOrganisation(tx: Tx, id: string): Promise<Organisation> {
  const { rows } = await tx.query<Organisation & { regionCode: string | null }>(
    'select id, kind, name, region_code as "regionCode" from organisation where id = $1',
    [id],
  );
  const row = rows[0] ?? refuse('missing', 'identity.organisation-unknown', 'There is no such organisation.');
  const { regionCode, ...rest } = row;
  return regionCode ? { ...rest, regionCode } : rest;
}

export async function registerPerson(
  tx: Tx,
  input: InputOf<typeof contract.registerPerson>,
): Promise<{ id: string; personKey: string }> {
  const key = personKey(tx.module, 'xm:snils', input.snils);
  const { rows } = await tx.query<{ id: string }>(
    `insert into person (id, person_key, name, email, assurance) values ($1, $2, $3, $4, $5)
     on conflict (person_key) do update set name = excluded.name, email = excluded.email, assurance = excluded.assurance returning id`,
    [newId(), key, input.name, input.email ?? null, input.assurance ?? 2],
  );
  const id = rows[0]?.id ?? '';
  const account = await tx.query<{ person_id: string }>('select person_id from account where login = $1', [
    input.login,
  ]);
  if (account.rows.length === 0) {
    await tx.query('insert into account (login, person_id, password_hash) values ($1, $2, $3)', [
      input.login,
      id,
      await hashPassword(input.password),
    ]);
  } else if (account.rows[0]?.person_id !== id) {
    refuse('conflict', 'identity.login-taken', 'Another person has this login. Choose another one.');
  }
  return { id, personKey: key };
}

async function requirePerson(tx: Tx, id: string): Promise<void> {
  const { rows } = await tx.query('select 1 from person where id = $1', [id]);
  if (rows.length === 0) refuse('missing', 'identity.person-unknown', 'There is no such person.');
}

export async function assignDuty(tx: Tx, input: InputOf<typeof contract.assignDuty>): Promise<{ personId: string }> {
  await requirePerson(tx, input.personId);
  await getOrganisation(tx, input.organisationId);
  await tx.query(
    `insert into duty (person_id, code, organisation_id, valid_until) values ($1, $2, $3, $4)
     on conflict (person_id, code, organisation_id) do update set valid_until = excluded.valid_until`,
    [input.personId, input.code, input.organisationId, input.validUntil ?? null],
  );
  return { personId: input.personId };
}

export async function grantMandate(
  tx: Tx,
  input: InputOf<typeof contract.grantMandate>,
): Promise<{ personId: string }> {
  await requirePerson(tx, input.personId);
  await getOrganisation(tx, input.organisationId);
  await tx.query(
    `insert into mandate (person_id, organisation_id, role, valid_until) values ($1, $2, $3, $4)
     on conflict (person_id, organisation_id) do update set role = excluded.role, valid_until = excluded.valid_until, revoked_at = null`,
    [input.personId, input.organisationId, JSON.stringify(input.role), input.validUntil ?? null],
  );
  return { personId: input.personId };
}

/** Whether the person holds a mandate for the organisation at this instant. */
export async function holdsMandate(tx: Tx, personId: string, organisationId: string): Promise<boolean> {
  const { rows } = await tx.query(
    `select 1 from mandate where person_id = $1 and organisation_id = $2 and revoked_at is null and (valid_until is null or valid_until > $3)`,
    [personId, organisationId, tx.now],
  );
  return rows.length > 0;
}
