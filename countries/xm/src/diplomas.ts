// SPDX-License-Identifier: Apache-2.0
/** The diploma register of the Ministry of Education: about half of the foreigners have a recognised diploma. */
import { namedPeople } from './named-people.ts';
import { people } from './people.ts';
import type { Person } from './person.ts';
import { Draw } from './random.ts';

export interface Diploma {
  readonly diplomaNumber: string;
  readonly snils: string;
  readonly nameLatin: string;
  readonly birthOn: string;
  readonly institution: string;
  readonly qualification: string;
  /** UNESCO ISCED 2011 level in words. */
  readonly level: 'secondary' | 'vocational' | 'bachelor' | 'master' | 'doctor';
  readonly graduatedOn: string;
}

const institutions = [
  'National Technical University',
  'Polytechnic Institute',
  'State University',
  'Institute of Civil Engineering',
  'Medical University',
  'College of Construction',
];
const qualifications = [
  'Civil engineer',
  'Mechanical engineer',
  'Electrician',
  'Welder',
  'Nurse',
  'Software engineer',
  'Cook',
  'Teacher of languages',
];

const of = (person: Person) => ({ snils: person.snils, nameLatin: person.nameLatin, birthOn: person.birthOn });

/** The worker's diploma in the demo's work permit. */
export const workerDiploma: Diploma = {
  diplomaNumber: 'IN-2014-048213',
  ...of(namedPeople.worker),
  institution: 'Indian Institute of Technology Delhi',
  qualification: 'Bachelor of Technology in Civil Engineering',
  level: 'bachelor',
  graduatedOn: '2014-05-30',
};

let generated: readonly Diploma[] | undefined;

/** Every diploma in the register; the same list on every run. Made on first use. */
export function diplomas(): readonly Diploma[] {
  generated ??= generate();
  return generated;
}

/** The diploma with that number if it belongs to the person with that SNILS; undefined otherwise. */
export const findDiploma = (snils: string, diplomaNumber: string): Diploma | undefined =>
  diplomas().find((diploma) => diploma.snils === snils && diploma.diplomaNumber === diplomaNumber);

function generate(): readonly Diploma[] {
  const draw = new Draw(20_260_303);
  const holders = people().filter((person) => person.foreigner && person.snils !== namedPeople.worker.snils);
  const made = holders.filter((_, index) => index % 2 === 0).map((person) => diploma(draw, person));
  return [workerDiploma, ...made];
}

function diploma(draw: Draw, person: Person): Diploma {
  const graduatedIn = Math.min(Number(person.birthOn.slice(0, 4)) + draw.whole(21, 25), 2025);
  return {
    diplomaNumber: `${person.citizenship}-${graduatedIn}-${String(draw.whole(0, 999_999)).padStart(6, '0')}`,
    ...of(person),
    institution: draw.from(institutions),
    qualification: draw.from(qualifications),
    level: draw.from(['vocational', 'bachelor', 'master'] as const),
    graduatedOn: `${graduatedIn}-06-${String(draw.whole(10, 28))}`,
  };
}
