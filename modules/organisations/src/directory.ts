// SPDX-License-Identifier: Apache-2.0
/** The directory: what organisations are, were, and since when that is known. */
import { type Country, pageOfRows, readCursor, refuse, type Tx, writeCursor } from '@stoa/kernel';
import type { InputOf, OutputOf, Territory } from '@stoa/kernel/contract';
import type * as contract from './contract.ts';
import type { Organisation } from './contract.ts';
import * as queries from './queries.ts';

export const today = (tx: Tx): string => tx.module.country.calendar.localDate(tx.now);

export const organisationUnknown = (): never =>
  refuse(
    'missing',
    'organisations.organisation-unknown',
    'There is no such organisation. Look it up in the directory.',
  );

export const list = async (
  tx: Tx,
  input: InputOf<typeof contract.listOrganisations>,
): Promise<OutputOf<typeof contract.listOrganisations>> => {
  const [after = null] = readCursor(input.cursor, 'name') ?? [];
  return pageOfRows(
    input,
    (count) => queries.listOrganisations(tx, input, after, today(tx), count),
    (row) => row,
    ({ id }) => writeCursor(id),
  );
};

/** As it is, or as it was on a day by what is known now. Refuses: organisations.organisation-unknown. */
export async function get(tx: Tx, { id, on }: InputOf<typeof contract.getOrganisation>): Promise<Organisation> {
  const now = (await queries.findOrganisation(tx, id)) ?? organisationUnknown();
  if (!on) return now;
  const then = (await queries.factsOf(tx, id)).find(({ validFrom }) => validFrom <= on) ?? organisationUnknown();
  return { id, ...then.facts, revision: then.revision };
}

/** Refuses: organisations.organisation-unknown. */
export async function history(tx: Tx, id: string): Promise<OutputOf<typeof contract.getHistory>> {
  const facts = await queries.factsOf(tx, id);
  if (facts.length === 0) organisationUnknown();
  return { items: facts.map(({ knownAt, ...fact }) => ({ ...fact, knownAt: knownAt.toISOString() })) };
}

/** Refuses: organisations.organisation-unknown. */
export const match = async (tx: Tx, asked: InputOf<typeof contract.matchOrganisation>): Promise<Organisation> =>
  (await queries.organisationOfNumbers(tx, asked)) ?? organisationUnknown();

/** Codes of before that stand for a code of the list. */
const formerCodes = ({ formerSpheres = {} }: Country, code: string): string[] =>
  Object.entries(formerSpheres).flatMap(([former, now]) => (now === code ? [former] : []));

export async function listSpheres(tx: Tx): Promise<OutputOf<typeof contract.listSpheres>> {
  const rows = await queries.spheres(tx);
  return {
    version: rows[0]?.version ?? 0,
    items: rows.map(({ code, title, count }) => ({
      ...{ code, title, organisations: count },
      formerly: formerCodes(tx.module.country, code),
    })),
  };
}

/** Few enough to need no pages; with `partOf` the parts of one, without it all. */
export const listTerritories = (
  { module: { country } }: Tx,
  { partOf }: InputOf<typeof contract.listTerritories>,
): { items: Territory[] } => ({
  items: country.territories.filter((one) => partOf === undefined || one.partOf === partOf),
});

/** Refuses: organisations.organisation-unknown. */
export async function relatives(tx: Tx, id: string): Promise<OutputOf<typeof contract.getRelatives>> {
  const own = (await queries.findOrganisation(tx, id)) ?? organisationUnknown();
  const above: Organisation[] = [];
  for (const one of await queries.chainOf(tx, id, 'parent_id')) {
    const found = one === id ? undefined : await queries.findOrganisation(tx, one);
    if (found) above.unshift(found);
  }
  const successor = own.successorId ? await queries.findOrganisation(tx, own.successorId) : undefined;
  return {
    above,
    below: await queries.organisationsWhere(tx, 'parent_id', id),
    merged: await queries.organisationsWhere(tx, 'successor_id', id),
    ...(successor ? { successor } : {}),
  };
}
