// SPDX-License-Identifier: Apache-2.0
/** What a change is about, fact by fact: what it was before, what it becomes; names in place of numbers. */
import type { Tx } from '@stoa/kernel';
import type { Asked, ChangedFact, OrganisationFacts } from './contract.ts';
import { findImport } from './imports/store.ts';
import * as queries from './queries.ts';

type Said = ChangedFact['after'];
type Row = Readonly<Record<string, unknown>>;

const organisationColumns = {
  ...{ name: 'name', kind: 'kind', sphere: 'sphere', regionCode: 'region_code', address: 'address' },
  ...{ inn: 'inn', ogrn: 'ogrn', kpp: 'kpp', parentId: 'parent_id', successorId: 'successor_id' },
  ...{ from: 'from_on', until: 'until_on' },
} as const satisfies Record<keyof OrganisationFacts, string>;

/** A fact that is there on one side at least, and not the same on both. */
const fact = (name: string, after: Said, before?: Said): ChangedFact[] =>
  JSON.stringify(before) === JSON.stringify(after)
    ? []
    : [{ fact: name, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) }];

const said = (value: unknown): Said => (value === null || value === undefined ? undefined : (value as Said));
const nameOf = async (tx: Tx, id: Said) =>
  typeof id === 'string' ? ((await queries.findOrganisation(tx, id))?.name ?? id) : undefined;
const postOf = async (tx: Tx, id: string) => (await queries.findPost(tx, id))?.title;

async function organisationFacts(tx: Tx, row: queries.ChangeRow): Promise<ChangedFact[]> {
  const touched = row.touched.find(({ table }) => table === 'organisation');
  const facts: ChangedFact[] = [];
  for (const [name, column] of Object.entries(organisationColumns)) {
    const [before, after] = [said(touched?.before?.[column]), said(touched?.after[column])];
    const other = name === 'parentId' || name === 'successorId';
    facts.push(...(other ? fact(name, await nameOf(tx, after), await nameOf(tx, before)) : fact(name, after, before)));
  }
  return facts;
}

async function endFacts(tx: Tx, { what, id, at }: Asked & { kind: 'end' }, before: Row | null): Promise<ChangedFact[]> {
  const until = fact('until', at, said(before?.until_at ?? before?.until_on));
  if (what === 'unit') return [...fact('unit', (await queries.findUnit(tx, id))?.name), ...until];
  if (what === 'post') return [...fact('post', await postOf(tx, id)), ...until];
  const row = what === 'duty' ? await queries.findDuty(tx, id) : await queries.findHolding(tx, id);
  if (!row) return until;
  const of = 'code' in row ? fact('duty', row.code) : fact('person', row.name);
  return [...fact('post', await postOf(tx, row.postId)), ...of, ...until];
}

/** An open change tells what was touched when it was tried, a decided one what was touched when it was made. */
export async function changedFacts(tx: Tx, row: queries.ChangeRow): Promise<ChangedFact[]> {
  const { asked, touched } = row;
  const days = 'from' in asked ? [...fact('from', asked.from), ...fact('until', asked.until)] : [];
  switch (asked.kind) {
    case 'organisation':
    case 'merge':
      return organisationFacts(tx, row);
    case 'unit': {
      const parent = asked.parentId ? (await queries.findUnit(tx, asked.parentId))?.name : undefined;
      return [...fact('name', asked.name), ...fact('within', parent), ...days];
    }
    case 'post': {
      const unit = asked.unitId ? (await queries.findUnit(tx, asked.unitId))?.name : undefined;
      return [
        ...[...fact('post', asked.title), ...fact('unit', unit)],
        ...asked.duties.flatMap((code) => fact('duty', code)),
        ...days,
      ];
    }
    case 'duty':
      return [
        ...[...fact('post', await postOf(tx, asked.postId)), ...fact('duty', asked.code)],
        ...(asked.emergency ? fact('emergency', 'yes') : []),
        ...days,
      ];
    case 'holding': {
      const name = said(touched.find(({ table }) => table === 'holding')?.after.name);
      const other = asked.forId ? (await queries.findHolding(tx, asked.forId))?.name : undefined;
      return [
        ...[...fact('post', await postOf(tx, asked.postId)), ...fact('person', name ?? asked.personId)],
        ...[...fact('as', asked.as), ...fact('in-place-of', other), ...fact('why', asked.reason)],
        ...days,
      ];
    }
    case 'import': {
      const read = await findImport(tx, asked.importId);
      return read
        ? [
            ...[...fact('file', read.fileName), ...fact('rows-entered', String(read.enters))],
            ...fact('rows-changed', String(read.changes)),
          ]
        : [];
    }
    case 'end':
      return endFacts(tx, asked, touched[0]?.before ?? null);
  }
}
