// SPDX-License-Identifier: Apache-2.0
/** Families as the population register has them. */
import { namedPeople } from './named-people.ts';
import type { Person } from './person.ts';

export interface FamilyMember extends Pick<Person, 'snils' | 'familyName' | 'givenName' | 'nameLatin' | 'birthOn'> {
  readonly relation: 'spouse' | 'child';
}

const member = (relation: FamilyMember['relation'], person: Person): FamilyMember => {
  const { snils, familyName, givenName, nameLatin, birthOn } = person;
  return { relation, snils, familyName, givenName, nameLatin, birthOn };
};

const { aigerim, aigerimSon, worker, workerWife, workerDaughter, workerSon } = namedPeople;
const families: ReadonlyMap<string, readonly FamilyMember[]> = new Map([
  [aigerim.snils, [member('child', aigerimSon)]],
  [worker.snils, [member('spouse', workerWife), member('child', workerDaughter), member('child', workerSon)]],
]);

/** The family of the person with that SNILS (11 digits); undefined when none is entered. */
export const familyOf = (snils: string): readonly FamilyMember[] | undefined => families.get(snils);
