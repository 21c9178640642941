// SPDX-License-Identifier: Apache-2.0
/** Who acts, and which day it is. */
import type { Tx } from '@stoa/kernel';

export const person = ({ principal }: Tx): { id: string; name: string } =>
  principal.kind === 'person' ? principal : { id: '00000000-0000-0000-0000-000000000000', name: 'Stoa' };
/** Modules by their names: they post and take in by themselves. */
export const actorName = ({ principal }: Tx): string =>
  principal.kind === 'person' ? principal.name : principal.kind === 'service' ? principal.id : 'Stoa';
export const today = (tx: Tx): string => tx.module.country.calendar.localDate(tx.now);
export const dayAfter = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
/** Fields that are there, as a contract shows them. */
export const given = <T extends object>(fields: T): { [K in keyof T]?: NonNullable<T[K]> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined)) as {
    [K in keyof T]?: NonNullable<T[K]>;
  };
