// SPDX-License-Identifier: Apache-2.0
/** Who acts, and for which bodies. */
import { duties } from '@stoa/architecture/contract';
import { refuse, type Tx } from '@stoa/kernel';

export const person = (tx: Tx): { id: string; name: string } =>
  tx.principal.kind === 'person' ? tx.principal : { id: '00000000-0000-0000-0000-000000000000', name: '' };
const held = (tx: Tx, duty: string) =>
  tx.principal.kind === 'person' ? tx.principal.duties.filter(({ code }) => code === duty) : [];
export const integrates = (tx: Tx): boolean => held(tx, duties.integrator).length > 0;
export const bodiesOfDuty = (tx: Tx, duty: string): string[] =>
  held(tx, duty).map(({ organisationId }) => organisationId);
export const today = (tx: Tx): string => tx.module.country.calendar.localDate(tx.now);

/** Refuses: ict.reason-missing. */
export function demandReason(granted: boolean, reason: string | undefined): void {
  if (!granted && !reason) refuse('invalid', 'ict.reason-missing', 'Say why: whoever asked has to know what to do.');
}
/** Refuses: ict.own-request. Two people settle it. */
export function demandOther(tx: Tx, askedBy: string | null): void {
  if (askedBy === person(tx).id)
    refuse('forbidden', 'ict.own-request', 'You asked for it yourself. Another person decides.');
}
export const changedMeanwhile = (what: string): never =>
  refuse('conflict', 'ict.changed-meanwhile', `Somebody changed it while you looked: ${what}. Look at it again.`);
/** Fields that are there, as a contract shows them. */
export const given = <T extends object>(fields: T): { [K in keyof T]?: NonNullable<T[K]> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined)) as {
    [K in keyof T]?: NonNullable<T[K]>;
  };
