// SPDX-License-Identifier: Apache-2.0
/** How far a duty reaches: the country, the region of who curates it, or the own organisation. */
import type { Tx } from '@stoa/kernel';
import { getOrganisation } from '@stoa/organisations/contract';

export type Reach = 'all' | { readonly regions: string[]; readonly organisations: string[] };

const everywhere = ['quality.analyst', 'quality.federal-curator', 'quality.intake-operator'];

export async function reachOf(tx: Tx): Promise<Reach> {
  const { principal } = tx;
  if (principal.kind !== 'person') return 'all';
  if (principal.duties.some(({ code }) => everywhere.includes(code))) return 'all';
  const heldAt = (duty: string) =>
    principal.duties.flatMap(({ code, organisationId }) => (code === duty ? [organisationId] : []));
  const regions = await Promise.all(
    heldAt('quality.regional-curator').map(async (id) => (await tx.module.call(getOrganisation, { id })).regionCode),
  );
  return { regions: regions.flatMap((region) => region ?? []), organisations: heldAt('quality.organisation') };
}

/** A card whose organisation is unknown is nobody's region yet. */
export const isWithin = (
  reach: Reach,
  { regionCode, organisationId }: { regionCode: string | null; organisationId: string | null },
): boolean =>
  reach === 'all' || reach.regions.includes(regionCode ?? '') || reach.organisations.includes(organisationId ?? '');
