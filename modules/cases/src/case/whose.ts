// SPDX-License-Identifier: Apache-2.0
/** For whom a person must act to open a case: a link in our messages says which case, not in whose name. */
import { getProfile } from '@stoa/identity/contract';
import type { ModuleRuntime } from '@stoa/kernel';
import type { InputOf, OutputOf, Principal } from '@stoa/kernel/contract';
import type { findApplicant } from '../contract.ts';
import { asPerson } from './applicant.ts';
import { caseUnknown } from './case-file.ts';
import * as queries from './queries.ts';

/** Refuses: cases.case-unknown, also where the case is of nobody the person may act for. */
export async function applicantOfMine(
  module: ModuleRuntime,
  { id }: InputOf<typeof findApplicant>,
  principal: Principal,
): Promise<OutputOf<typeof findApplicant>> {
  const person = asPerson(principal);
  const file = await module.tx(principal, (tx) => queries.findCase(tx, id));
  if (file?.applicantKind === 'person' && file.applicantId === person.personKey) return {};
  const { powers } = await module.call(getProfile, {}, { principal });
  const power = powers.find(({ kind, onBehalfOf }) => kind === file?.applicantKind && onBehalfOf === file.applicantId);
  return power ? { power: { id: power.id, name: power.name } } : caseUnknown();
}
