// SPDX-License-Identifier: Apache-2.0
/** Who acts, whose money it is, and which day it is. */
import type { Tx } from '@stoa/kernel';

export const person = ({ principal }: Tx): { id: string; name: string } =>
  principal.kind === 'person' ? principal : { id: '00000000-0000-0000-0000-000000000000', name: 'Stoa' };
export const today = (tx: Tx): string => tx.module.country.calendar.localDate(tx.now);
export interface Whose {
  readonly kind: 'person' | 'organisation';
  readonly key: string;
}
/** For whom somebody acts, or they themselves. */
export function ownOf({ principal }: Tx): Whose {
  if (principal.kind !== 'person') return { kind: 'person', key: '' };
  const { actingFor, personKey } = principal;
  return actingFor ? { kind: actingFor.kind, key: actingFor.id } : { kind: 'person', key: personKey ?? '' };
}
/** Fields that are there, as a contract shows them. */
export const given = <T extends object>(fields: T): { [K in keyof T]?: NonNullable<T[K]> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined)) as {
    [K in keyof T]?: NonNullable<T[K]>;
  };
