// SPDX-License-Identifier: Apache-2.0
import { refuse, type Tx } from '@stoa/kernel';
import type { InputOf, Territory } from '@stoa/kernel/contract';
import type * as contract from './contract.ts';
import type { Organisation } from './contract.ts';

/** Refuses: identity.inn-invalid, identity.region-unknown. */
export async function registerOrganisation(tx: Tx, input: Organisation): Promise<{ id: string }> {
  const { country } = tx.module;
  if (input.kind === 'company' && /^\d+$/.test(input.id) && !country.isNumber(country.companyScheme, input.id))
    refuse(
      'invalid',
      'identity.inn-invalid',
      'The taxpayer number has a mistake: its check digits do not match. Compare it with the document.',
    );
  if (input.regionCode !== undefined && !country.territory(input.regionCode))
    refuse(
      'invalid',
      'identity.region-unknown',
      `The country has no region ${input.regionCode}. Choose one from the list of territories.`,
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

/** Few enough to need no pages; with `partOf` the parts of one, without it all. */
export const listTerritories = (
  { module: { country } }: Tx,
  { partOf }: InputOf<typeof contract.listTerritories>,
): { items: Territory[] } => ({
  items: country.territories.filter((one) => partOf === undefined || one.partOf === partOf),
});
