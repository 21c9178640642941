// SPDX-License-Identifier: Apache-2.0
/** Acts and their clauses as they are in force on a day; methodologies with their steps. */
import { newId, refuse, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import type * as contract from './contract.ts';
import { given, today } from './people.ts';
import * as store from './store.ts';
import type { ActRow, ClauseRow } from './store.ts';

const unknownAct = (): never =>
  refuse('missing', 'norms.act-unknown', 'There is no act of this code. Look at the list of acts.');
export const unknownClause = (): never =>
  refuse('missing', 'norms.clause-unknown', 'No such clause was in force on that day. Look at the list of acts.');
const shownClause = ({ id, number, text, from, until }: ClauseRow): contract.Clause => ({
  ...{ id, number, text, from },
  ...given({ until }),
});

export async function listActs(
  tx: Tx,
  { on = today(tx) }: InputOf<typeof contract.listActs>,
): Promise<OutputOf<typeof contract.listActs>> {
  const [acts, clauses] = [await store.listActs(tx, on), await store.clausesOn(tx, on)];
  const items: contract.Act[] = [];
  for (const { id: _, number, ...act } of acts) {
    const version = act.kind === 'methodology' ? await store.methodologyNow(tx, act.code, on) : undefined;
    items.push({
      ...{ ...act, ...given({ number, version }) },
      clauses: clauses.filter(({ code }) => code === act.code).map(shownClause),
      steps: version ? await store.stepsOfMethodology(tx, act.code, version) : [],
    });
  }
  return { items };
}
/** Refuses: norms.clause-unknown. */
export async function citeClause(
  tx: Tx,
  { code, number, on = today(tx) }: InputOf<typeof contract.citeClause>,
): Promise<OutputOf<typeof contract.citeClause>> {
  const [row = unknownClause()] = await store.clausesOn(tx, on, { code, number });
  return { ...shownClause(row), act: row.act };
}
/** Refuses: norms.act-there. */
export async function addAct(
  tx: Tx,
  { code, kind, title, number, adopted }: InputOf<typeof contract.addAct>,
): Promise<{ id: string }> {
  const id = newId();
  if (!(await store.insertAct(tx, { id, code, kind, title, number, adopted })))
    refuse('conflict', 'norms.act-there', 'There is an act of this code already. Choose another code.');
  return { id };
}
const actOf = async (tx: Tx, code: string): Promise<ActRow> => (await store.lockAct(tx, code)) ?? unknownAct();
/** Refuses as the operation declares. */
export async function setClause(
  tx: Tx,
  { code, number, text, from }: InputOf<typeof contract.setClause>,
): Promise<{ id: string }> {
  const act = await actOf(tx, code);
  const before = await store.openClause(tx, act.id, number);
  if (!text && !before) unknownClause();
  if (before && from <= before.from)
    refuse('invalid', 'norms.day-past', 'The day has to come after the one from which the clause is in force now.');
  if (before) await store.endClause(tx, before.id, from);
  const id = before && !text ? before.id : newId();
  if (text) await store.insertClause(tx, act.id, { id, number, text, from });
  return { id };
}
/** Refuses: norms.act-unknown. */
export async function setMethodology(
  tx: Tx,
  { code, from, steps }: InputOf<typeof contract.setMethodology>,
): Promise<OutputOf<typeof contract.setMethodology>> {
  const act = await actOf(tx, code);
  if (act.kind !== 'methodology') unknownAct();
  return { code, version: await store.insertMethodology(tx, code, from, steps) };
}
/** Refuses: norms.methodology-unknown. */
export async function getMethodology(
  tx: Tx,
  { code, version }: InputOf<typeof contract.getMethodology>,
): Promise<OutputOf<typeof contract.getMethodology>> {
  const of = version ?? (await store.methodologyNow(tx, code, today(tx))) ?? 0;
  const steps = await store.stepsOfMethodology(tx, code, of);
  if (steps.length === 0)
    refuse('missing', 'norms.methodology-unknown', 'There is no methodology of this code with steps in force.');
  return { code, version: of, steps };
}
