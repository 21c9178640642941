// SPDX-License-Identifier: Apache-2.0
/**
 * For whom rows are seen (decision 30): each use case says it before its first query. Where nobody said it the database shows
 * no document at all.
 */
import type { ModuleRuntime, Tx } from '@stoa/kernel';
import type { Duty, Principal } from '@stoa/kernel/contract';
import { duties } from '../contract.ts';
import { showRows } from './store.ts';

type Person = Extract<Principal, { kind: 'person' }>;

const institutionsWith = (held: readonly Duty[], ...codes: readonly string[]): string =>
  [...new Set(held.filter(({ code }) => codes.includes(code)).map(({ organisationId }) => organisationId))].join(',');

const [cleared, strictly] = duties.cleared;
/** Rows of whoever acts: own ones, those on the desks of their posts, those of institutions they register or lead. */
export async function asReader(tx: Tx): Promise<Person | undefined> {
  const person = tx.principal.kind === 'person' ? tx.principal : undefined;
  const held = person?.duties ?? [];
  await showRows(tx, [
    'off',
    // Without a duty one is nobody here: what was written in a post stays with the institution.
    held.length > 0 ? (person?.id ?? '') : '',
    [...new Set(held.flatMap(({ postId }) => postId ?? []))].join(','),
    institutionsWith(held, duties.clerk, duties.leader),
    institutionsWith(held, cleared),
    institutionsWith(held, strictly),
    person?.practises ? 'on' : '',
  ]);
  return person;
}

/** All rows: for jobs, and for other modules, which have asked their own questions. */
export async function asModule(tx: Tx): Promise<void> {
  await showRows(tx, ['on', '', '', '', '', '', '']);
}

/** A use case for whoever acts. */
export const seeing =
  <Input, Output>(work: (tx: Tx, input: Input) => Promise<Output>) =>
  async (tx: Tx, input: Input): Promise<Output> => {
    // A module that may read at all asks for its own work, of which people see what is theirs.
    await (tx.principal.kind === 'service' ? asModule(tx) : asReader(tx));
    return work(tx, input);
  };

/** A use case of the module itself. */
export const whole =
  <Input, Output>(work: (tx: Tx, input: Input) => Promise<Output>) =>
  async (tx: Tx, input: Input): Promise<Output> => {
    await asModule(tx);
    return work(tx, input);
  };

export const inModule = <T>(module: ModuleRuntime, work: (tx: Tx) => Promise<T>): Promise<T> =>
  module.tx({ kind: 'system' }, async (tx) => {
    await asModule(tx);
    return work(tx);
  });

/** The highest label somebody may write or be given at an institution. */
export function clearanceAt(held: readonly Pick<Duty, 'code' | 'organisationId'>[], institutionId: string): number {
  const has = (code: string) => held.some((duty) => duty.code === code && duty.organisationId === institutionId);
  return has(strictly) ? 3 : has(cleared) ? 2 : 1;
}
