// SPDX-License-Identifier: Apache-2.0
/** Permits of foreign workers as the Ministry of Labour keeps them, and how many places each quota has left. */
import { createHash } from 'node:crypto';
import { companies, steppeBuild } from './companies.ts';
import { namedPeople } from './named-people.ts';
import { knownOccupation, permitOccupations } from './occupations.ts';
import { people } from './people.ts';
import type { Person } from './person.ts';
import { regions } from './territories.ts';

export interface ForeignWorkerPermit {
  readonly number: string;
  /** Of the employer. */
  readonly inn: string;
  readonly worker: Pick<Person, 'snils' | 'nameLatin' | 'birthOn'>;
  /** ISCO-08 unit group. */
  readonly occupation: string;
  readonly validUntil: string;
  readonly state: 'active' | 'cancelled';
}

const of = ({ snils, nameLatin, birthOn }: Person) => ({ snils, nameLatin, birthOn });

/** Of the worker whose occupation changes in the demo: a technician who is an engineer by diploma. */
export const technicianPermit: ForeignWorkerPermit = {
  ...{ number: 'WP-2025-000118', inn: steppeBuild.inn, worker: of(namedPeople.worker) },
  ...{ occupation: '3112', validUntil: '2031-06-30', state: 'active' },
};

let generated: readonly ForeignWorkerPermit[] | undefined;

/** Every permit; the same list on every run. Made on first use. */
export function foreignWorkerPermits(): readonly ForeignWorkerPermit[] {
  generated ??= [technicianPermit, ...people().filter(isOther).map(permit)];
  return generated;
}

const named = new Set<string>(Object.values(namedPeople).map((person) => person.snils));
const isOther = ({ foreigner, snils }: Person) => foreigner && !named.has(snils);

function permit(person: Person, index: number): ForeignWorkerPermit {
  const employers = companies();
  return {
    number: `WP-2025-${String(200 + index).padStart(6, '0')}`,
    inn: (employers[index % employers.length] ?? steppeBuild).inn,
    worker: of(person),
    occupation: permitOccupations[(index * 7) % permitOccupations.length]?.code ?? '9313',
    validUntil: `20${27 + (index % 4)}-0${1 + (index % 9)}-28`,
    state: index % 11 === 10 ? 'cancelled' : 'active',
  };
}

/** The permit of that number where the company of that INN is the employer; undefined otherwise. */
export const findForeignWorkerPermit = (inn: string, number: string): ForeignWorkerPermit | undefined =>
  foreignWorkerPermits().find((known) => known.inn === inn && known.number === number);

/** No welder is admitted to the Northern Steppe any more. */
const fullQuota = 'XM-01 8332';

/** Places left for an ISCO-08 unit group in a region; undefined for a region or a group that does not exist. */
export function quotaLeft(regionCode: string, occupation: string): number | undefined {
  if (!regions.some(({ code }) => code === regionCode) || !knownOccupation(occupation)) return undefined;
  const quota = `${regionCode} ${occupation}`;
  return quota === fullQuota ? 0 : 1 + (createHash('sha256').update(quota).digest().readUInt8(0) % 40);
}
