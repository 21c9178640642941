// SPDX-License-Identifier: Apache-2.0
/** Employment contracts as the Ministry of Labour registers them, before the platform adds its own. */
import { companies, steppeBuild } from './companies.ts';
import { namedPeople } from './named-people.ts';
import { permitOccupations } from './occupations.ts';
import { people } from './people.ts';

export interface EmploymentContract {
  readonly number: string;
  readonly employer: { readonly inn: string; readonly name: string };
  readonly worker: { readonly snils: string; readonly name: string };
  /** ISCO-08 unit group. */
  readonly occupation: string;
  /** EUR a month. */
  readonly wage: number;
  /** A week. */
  readonly hours: number;
  readonly region: string;
  readonly state: 'active' | 'ended';
}

/** Of the worker of the demo, who may become an engineer. */
export const technicianContract: EmploymentContract = {
  number: 'EC-2025-000118',
  employer: { inn: steppeBuild.inn, name: steppeBuild.name.en },
  worker: { snils: namedPeople.worker.snils, name: namedPeople.worker.nameLatin },
  ...{ occupation: '3112', wage: 1300, hours: 40, region: 'XM-01', state: 'active' },
};

const registered = 240;
let generated: readonly EmploymentContract[] | undefined;

/** The same list on every run. Made on first use. */
export function employmentContracts(): readonly EmploymentContract[] {
  generated ??= [technicianContract, ...others()];
  return generated;
}

function others(): EmploymentContract[] {
  const named = new Set<string>(Object.values(namedPeople).map(({ snils }) => snils));
  const employers = companies();
  return people()
    .filter(({ snils }) => !named.has(snils))
    .slice(0, registered)
    .map((person, index) => {
      const employer = employers[index % employers.length] ?? steppeBuild;
      return {
        number: `EC-2025-${String(200 + index).padStart(6, '0')}`,
        employer: { inn: employer.inn, name: employer.name.en },
        worker: { snils: person.snils, name: person.nameLatin },
        occupation: permitOccupations[(index * 7) % permitOccupations.length]?.code ?? '9313',
        ...{ wage: 1400 + (index % 12) * 100, hours: index % 5 === 0 ? 36 : 40, region: employer.regionCode },
        state: index % 11 === 10 ? ('ended' as const) : ('active' as const),
      };
    });
}
