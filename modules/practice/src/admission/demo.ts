// SPDX-License-Identifier: Apache-2.0
import { duties } from '@stoa/documents/contract';
import { type ModuleRuntime, refuse } from '@stoa/kernel';
import type { InputOf, OutputOf, Principal } from '@stoa/kernel/contract';
import { listHolders } from '@stoa/organisations/contract';
import type * as contract from '../contract.ts';
import { isTrained, issue } from '../room/certificates.ts';
import { findRun } from '../readiness/store.ts';
import { insertAdmitted, rowsWhere } from './store.ts';

/** Refuses: practice.demo-off, practice.not-ready. */
export async function enterDemoAdmission(
  module: ModuleRuntime,
  { institutionId, reportId, proposedBy, confirmedBy }: InputOf<typeof contract.enterDemoAdmission>,
  principal: Principal,
): Promise<OutputOf<typeof contract.enterDemoAdmission>> {
  if (!module.config.demo)
    refuse('conflict', 'practice.demo-off', 'Admissions of the demo exist only where it is on (STOA_DEMO=1).');
  const held = await Promise.all(
    (['clerk', 'head'] as const).map(async (role) => {
      const code = role === 'clerk' ? duties.clerk : duties.leader;
      const { items } = await module.call(listHolders, { code, organisationId: institutionId });
      return { role, holder: items[0] };
    }),
  );
  return module.tx(principal, async (tx) => {
    const run = await findRun(tx, reportId);
    if (run?.institutionId !== institutionId || run.outcome !== 'passed')
      return refuse('conflict', 'practice.not-ready', 'There is no passed report of this institution under this id.');
    let trained = 0;
    for (const { role, holder } of held) {
      if (!holder || (await isTrained(tx, institutionId, role))) continue;
      await issue(tx, { personId: holder.personId, institutionId, role, name: holder.name });
      trained += 1;
    }
    const known = await rowsWhere(tx, 'institution_id = $1 limit 1', [institutionId]);
    if (known.length === 0) await insertAdmitted(tx, { institutionId, reportId, proposedBy, confirmedBy });
    return { institutionId, trained };
  });
}
