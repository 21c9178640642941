// SPDX-License-Identifier: Apache-2.0
import { validInn } from '@stoa/country-xm';
import { refuse, type Tx } from '@stoa/kernel';
import type { Organisation } from './contract.ts';

/** Refuses: identity.inn-invalid. */
export async function registerOrganisation(tx: Tx, input: Organisation): Promise<{ id: string }> {
  if (input.kind === 'company' && /^\d+$/.test(input.id) && !validInn(input.id))
    refuse(
      'invalid',
      'identity.inn-invalid',
      'The taxpayer number has a mistake: its check digits do not match. Compare it with the document.',
    );
  await tx.query(
    `insert into organisation (id, kind, name, region_code) values ($1, $2, $3, $4)
     on conflict (id) do update set name = excluded.name, region_code = excluded.region_code`,
    [input.id, input.kind, JSON.stringify(input.name), input.regionCode ?? null],
  );
  return { id: input.id };
}

/** Refuses: identity.organisation-unknown. */
export async function getOrganisation(tx: Tx, id: string): Promise<Organisation> {
  const { rows } = await tx.query<Organisation & { regionCode: string | null }>(
    'select id, kind, name, region_code as "regionCode" from organisation where id = $1',
    [id],
  );
  const row = rows[0] ?? refuse('missing', 'identity.organisation-unknown', 'There is no such organisation.');
  const { regionCode, ...rest } = row;
  return regionCode ? { ...rest, regionCode } : rest;
}
