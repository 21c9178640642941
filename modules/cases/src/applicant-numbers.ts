// SPDX-License-Identifier: Apache-2.0
import type { ModuleRuntime } from '@stoa/kernel';
import type { PersonPrincipal } from './applicant.ts';
import type { CaseFile } from './case-file.ts';

/** Identifiers registers are asked with: the INN of the organisation acted for, or the person's own SNILS. */
export async function applicantNumbers(
  _module: ModuleRuntime,
  person: PersonPrincipal,
): Promise<CaseFile['applicantNumbers']> {
  if (person.actingFor) return /^\d{10}$/.test(person.actingFor.id) ? { inn: person.actingFor.id } : {};
  return {};
}
