// SPDX-License-Identifier: Apache-2.0
/** A dossier goes from state to state: by the table, with its clock, and a line in its history. */
import { refuse, type Tx } from '@stoa/kernel';
import type { State } from '../contract.ts';
import { dueOn, started, stopped } from '../states/clock.ts';
import { type Act, allows, leadsTo, runs } from '../states/table.ts';
import { terms } from '../states/terms.ts';
import { type DossierRow, insertHistory, lockDossier, setStanding } from './store.ts';

export const unknownDossier = (): never =>
  refuse('missing', 'examination.dossier-unknown', 'There is no such dossier, or it is not for you to see.');
export const stateForbids = (state: State): never =>
  refuse(
    'conflict',
    'examination.state-forbids',
    `This cannot be done now: the dossier is ${state}. Load the page again.`,
  );
export const nameOf = (tx: Tx): string => (tx.principal.kind === 'person' ? tx.principal.name : '');
export const idOf = (tx: Tx): string =>
  tx.principal.kind === 'person' ? tx.principal.id : '00000000-0000-0000-0000-000000000000';
export const today = (tx: Tx): string => tx.module.country.calendar.localDate(tx.now);

/** Refuses: examination.dossier-unknown. */
export const held = async (tx: Tx, id: string): Promise<DossierRow> => (await lockDossier(tx, id)) ?? unknownDossier();

export interface Moving {
  readonly act: Act;
  /** Where an act leads to one of several. */
  readonly to?: State;
  /** As it stands in the history; the act where missing. */
  readonly what?: string;
  readonly text?: string;
  readonly more?: Partial<DossierRow>;
}
/** The dossier has to be locked. Refuses: examination.state-forbids. */
export async function move(tx: Tx, dossier: DossierRow, { act, to, what, text, more = {} }: Moving): Promise<State> {
  const next = leadsTo(dossier.state, act, to) ?? stateForbids(dossier.state);
  const { calendar } = tx.module.country;
  const before = { used: more.clockUsed ?? dossier.clockUsed, since: dossier.clockSince };
  const clock = runs(next) ? started(before, today(tx)) : stopped(calendar, before, today(tx));
  await setStanding(tx, {
    ...{ ...dossier, ...more, state: next, clockUsed: clock.used, clockSince: clock.since },
    dueOn: dueOn(calendar, clock, terms[dossier.kind].examine) ?? null,
  });
  await insertHistory(tx, dossier.id, { what: what ?? act, state: next, byName: nameOf(tx), text: text ?? null });
  return next;
}
/** Refuses: examination.state-forbids. */
export function demandAllowed({ state }: DossierRow, ...acts: readonly Act[]): void {
  if (!acts.some((act) => allows(state, act))) stateForbids(state);
}
export const note = (tx: Tx, { id, state }: DossierRow, what: string, text?: string) =>
  insertHistory(tx, id, { what, state, byName: nameOf(tx), text: text ?? null });
