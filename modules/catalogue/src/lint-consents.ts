// SPDX-License-Identifier: Apache-2.0
/** Registers that are read by consent: for a purpose of the country, about who applies, and no more than it names. */
import type { ConsentPurpose } from '@stoa/kernel';
import type { DataSchema } from './form-reader.ts';
import type { ServicePackage } from './package-model.ts';
import type { PackageProblem } from './package-reader.ts';

const inSchema = (message: string): PackageProblem => ({ file: 'data.schema.json', message });

export function lintConsents(pkg: ServicePackage, purposes: readonly ConsentPurpose[]): PackageProblem[] {
  const given = (pkg.schema as DataSchema)['x-registers'] ?? {};
  const own = pkg.facts.subjects.filter(({ role }) => role === 'applicant').map(({ field }) => field);
  return pkg.registers.flatMap(({ name, path, consent }) => {
    if (consent === undefined) return [];
    const purpose = purposes.find(({ code }) => code === consent);
    if (!purpose)
      return [
        inSchema(
          `register "${name}" names consent "${consent}", which the country pack has not: ${purposes.map(({ code }) => code).join(', ')}`,
        ),
      ];
    const more = (given[name]?.gives ?? []).filter((concept) => !purpose.concepts.includes(concept));
    const asked = [...path.matchAll(/\{([^}]*)\}/g)].map(([, one = '']) => one);
    const aboutOthers = asked.length === 0 || asked.some((one) => !own.some((field) => one === `answers.${field}`));
    return [
      ...(more.length > 0
        ? [inSchema(`register "${name}" gives ${more.join(', ')}, which people do not agree to by "${consent}"`)]
        : []),
      ...(aboutOthers
        ? [
            inSchema(
              `register "${name}" is read by consent: ask it by a number of the applicant alone, named under subjects`,
            ),
          ]
        : []),
    ];
  });
}
