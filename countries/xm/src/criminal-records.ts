// SPDX-License-Identifier: Apache-2.0
/** Criminal records of the Ministry of the Interior: only people who have one are listed. */
import { namedPeople } from './named-people.ts';
import { people } from './people.ts';

export interface CriminalRecord {
  readonly snils: string;
  readonly convictedOn: string;
  /** What the certificate says about it. */
  readonly note: string;
}

let generated: readonly CriminalRecord[] | undefined;

/** Every record; nobody whom the demo calls by name has one. Made on first use. */
export function criminalRecords(): readonly CriminalRecord[] {
  if (generated) return generated;
  const named = new Set<string>(Object.values(namedPeople).map((person) => person.snils));
  generated = people()
    .filter((person, index) => index % 37 === 12 && !named.has(person.snils))
    .map((person, index) => ({
      snils: person.snils,
      convictedOn: `${2016 + (index % 8)}-0${1 + (index % 9)}-15`,
      note: index % 2 === 0 ? 'Conviction not spent' : 'Criminal case pending',
    }));
  return generated;
}

/** The person's record; undefined when there is none. */
export const criminalRecordOf = (snils: string): CriminalRecord | undefined =>
  criminalRecords().find((record) => record.snils === snils);
