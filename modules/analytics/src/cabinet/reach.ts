// SPDX-License-Identifier: Apache-2.0
/** Whose figures, words and follow-ups a person sees in the cabinet. */
import { refuse, type Tx } from '@stoa/kernel';
import type { Reach } from '../contract.ts';
import { organisationOf } from '../places.ts';

const everywhere = ['quality.analyst', 'quality.federal-curator'];

export async function getReach(tx: Tx): Promise<Reach> {
  const { principal } = tx;
  if (principal.kind !== 'person') return { country: true, regions: [], organisations: [] };
  const held = async (duty: string) => {
    const ids = [
      ...new Set(principal.duties.flatMap(({ code, organisationId }) => (code === duty ? [organisationId] : []))),
    ];
    return (await Promise.all(ids.map((id) => organisationOf(tx, id)))).flatMap((one) => (one ? [one] : []));
  };
  const regions = (await held('quality.regional-curator')).flatMap(({ regionCode }) => regionCode ?? []);
  return {
    country: principal.duties.some(({ code }) => everywhere.includes(code)),
    regions: [...new Set(regions)],
    organisations: (await held('quality.organisation')).map(({ code, name, regionCode }) => ({
      ...{ code, name },
      ...(regionCode ? { regionCode } : {}),
    })),
  };
}

/** Refuses: analytics.place-unknown, analytics.beyond-reach. */
export async function demandReach(tx: Tx, code: string): Promise<void> {
  const reach = await getReach(tx);
  if (reach.country || reach.regions.includes(code)) return;
  const found = await organisationOf(tx, code);
  if (reach.organisations.some((one) => one.code === code) || reach.regions.includes(found?.regionCode ?? '')) return;
  if (!found && !tx.module.country.territory(code))
    refuse('missing', 'analytics.place-unknown', `There is no region or organisation ${code} in the directory.`);
  refuse('forbidden', 'analytics.beyond-reach', 'This is beyond what your duty reaches.');
}
