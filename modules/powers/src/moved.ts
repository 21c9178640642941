// SPDX-License-Identifier: Apache-2.0
/** A person's pseudonym became another: what they gave and were given is theirs under the other. */
import { movePseudonym, type Tx } from '@stoa/kernel';
import { givenBy, needlessWhenOne } from './queries.ts';
import { dropReading, endPowers, moveSides } from './store.ts';
import { tellIdentity, tellTakers } from './telling.ts';

/** Powers between the two stay under the names they had, ended: nobody acts for themselves. */
export async function movePerson(tx: Tx, moved: { readonly from: string; readonly to: string }): Promise<void> {
  const ended = await endPowers(tx, await needlessWhenOne(tx, moved.from, moved.to), 'register');
  await moveSides(tx, moved.from, moved.to);
  await movePseudonym(tx, moved, [['done', 'for_id']]);
  // A number that was read belongs to the pseudonym made from it.
  await dropReading(tx, moved.from);
  await tellTakers(tx, [...ended, ...(await givenBy(tx, moved.to))]);
  await tellIdentity(tx, moved.to);
}
