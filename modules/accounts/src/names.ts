// SPDX-License-Identifier: Apache-2.0
/** A name as somebody reads it off a document, compared with the entry of a number. Nothing else of the entry leaves here. */
import { type ModuleRuntime, wordsOf } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import type * as contract from './contract.ts';
import { type Entry, guessedEntry, registerNumber } from './proof.ts';

type Names = Pick<Entry, 'familyName' | 'givenName' | 'middleName' | 'nameLatin'>;

const isAmong = (words: readonly string[], others: readonly string[]) => words.every((word) => others.includes(word));

/**
 * In any order, in the register's own script or in Latin letters: family and given names must be there, the middle name may
 * be left out, and nothing may be there that the register does not know.
 */
export function nameFits(
  { familyName, givenName = '', middleName = '', nameLatin = '' }: Names,
  typed: string,
): boolean {
  const said = wordsOf(typed);
  const needed = wordsOf(`${familyName} ${givenName}`);
  const latin = wordsOf(nameLatin);
  if (said.length === 0 || needed.length === 0) return false;
  const own = isAmong(needed, said) && isAmong(said, [...needed, ...wordsOf(middleName)]);
  return own || (latin.length > 0 && isAmong(latin, said) && isAmong(said, latin));
}

/** Refuses: accounts.number-invalid, accounts.too-many-attempts, accounts.register-away. */
export async function compareName(
  module: ModuleRuntime,
  { number: typed, name }: InputOf<typeof contract.compareName>,
): Promise<OutputOf<typeof contract.compareName>> {
  const entry = await guessedEntry(module, 'name', registerNumber(module, typed));
  return { fits: entry !== undefined && nameFits(entry, name) };
}
