// SPDX-License-Identifier: Apache-2.0
/** How terms are kept, by unit and by whoever is on a post; the same as a table for spreadsheets. */
import { authorise, type Tx } from '@stoa/kernel';
import type { InputOf, LocalText, OutputOf } from '@stoa/kernel/contract';
import { writeCsv } from '@stoa/kernel/text';
import { getStructure } from '@stoa/organisations/contract';
import type * as contract from '../contract.ts';
import * as acting from '../work/acting.ts';
import { keptTerms } from './queries.ts';

type Kept = Omit<contract.UnitFigures, 'unit' | 'averageDays'> & { readonly days: number };
const sum = (rows: readonly Kept[]): Kept => ({
  given: rows.reduce((all, one) => all + one.given, 0),
  inTime: rows.reduce((all, one) => all + one.inTime, 0),
  late: rows.reduce((all, one) => all + one.late, 0),
  overdue: rows.reduce((all, one) => all + one.overdue, 0),
  open: rows.reduce((all, one) => all + one.open, 0),
  days: rows.reduce((all, one) => all + one.days, 0),
});
const figuresOf = ({ given, inTime, late, overdue, open, days }: Kept) => ({
  ...{ given, inTime, late, overdue, open },
  ...(inTime + late > 0 ? { averageDays: Math.round((days / (inTime + late)) * 10) / 10 } : {}),
});

export async function getDiscipline(
  tx: Tx,
  asked: InputOf<typeof contract.getDiscipline>,
): Promise<OutputOf<typeof contract.getDiscipline>> {
  authorise(tx, acting.chanceryOf(asked.institutionId));
  const kept = await keptTerms(tx, asked, acting.today(tx));
  const { units, posts } = await tx.call(getStructure, { id: asked.institutionId });
  const placed = kept.map((row) => {
    const post = posts.find(({ id }) => id === row.postId);
    const unit = units.find(({ id }) => id === post?.unitId);
    const person = post?.holdings.map(({ name }) => name).join(', ');
    return { row, unit, person };
  });
  const of = new Map<string, typeof placed>();
  for (const one of placed) of.set(one.unit?.id ?? '', [...(of.get(one.unit?.id ?? '') ?? []), one]);
  const worst = (one: { overdue: number; late: number; given: number }) => [one.overdue, one.late, one.given];
  const byWorst = (a: Parameters<typeof worst>[0], b: Parameters<typeof worst>[0]) =>
    worst(b).reduce((order, value, at) => order || value - (worst(a)[at] ?? 0), 0);
  return {
    units: [...of.values()]
      .map((rows) => ({
        ...(rows[0]?.unit ? { unit: rows[0].unit.name } : {}),
        ...figuresOf(sum(rows.map(({ row }) => row))),
      }))
      .sort(byWorst),
    people: placed
      .map(({ row, unit, person }) => ({
        ...(unit ? { unit: unit.name } : {}),
        post: row.title,
        ...(person ? { person } : {}),
        ...figuresOf(row),
      }))
      .sort(byWorst),
  };
}

const header = ['unit', 'post', 'person', 'given', 'in_time', 'late', 'overdue', 'open', 'average_days'];
export function disciplineTable({ people }: OutputOf<typeof contract.getDiscipline>): string {
  const word = (text: LocalText | undefined) => text?.en ?? '';
  const lines = people.map((one) => [
    ...[word(one.unit), word(one.post), one.person ?? ''],
    ...[one.given, one.inTime, one.late, one.overdue, one.open, one.averageDays ?? ''].map(String),
  ]);
  return writeCsv([header, ...lines]);
}
