// SPDX-License-Identifier: Apache-2.0
/** Runs begun, reports read, and how far an institution is. */
import { getParticipant } from '@stoa/correspondence/contract';
import { duties } from '@stoa/documents/contract';
import { authorise, may, type ModuleRuntime, refuse, type Resource, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf, Principal } from '@stoa/kernel/contract';
import type * as contract from '../contract.ts';
import { isTrained } from '../room/certificates.ts';
import { admissionsOf } from '../admission/admission.ts';
import { hasPartner } from './partner.ts';
import * as store from './store.ts';

const institution = (id: string): Resource => ({
  type: 'Institution',
  id,
  attributes: { staff: [duties.clerk, duties.leader].map((code) => `${code}@${id}`) },
});

const commandLine = 'command-line';

/** Refuses: practice.no-partner, practice.not-on-exchange, practice.readiness-runs. */
export async function startReadiness(
  module: ModuleRuntime,
  { institutionId }: InputOf<typeof contract.startReadiness>,
  principal: Principal,
): Promise<OutputOf<typeof contract.startReadiness>> {
  await module.tx(principal, async (tx) => authorise(tx, institution(institutionId)));
  const byName = principal.kind === 'person' ? principal.name : principal.kind === 'service' ? principal.id : '';
  // The command line orders it of the platform that runs, whose settings it does not know.
  if (!hasPartner(module) && byName !== commandLine)
    refuse(
      'conflict',
      'practice.no-partner',
      'This installation has no practice partner. Its operator names the connector (STOA_PRACTICE_CONNECTOR_URL).',
    );
  if (!(await module.call(getParticipant, { institutionId })).onExchange)
    refuse(
      'conflict',
      'practice.not-on-exchange',
      'The institution has no chancery on the exchange yet. Connect it first.',
    );
  const id = await module.tx(principal, (tx) => store.insertRun(tx, { institutionId, byName }));
  return id === undefined
    ? refuse(
        'conflict',
        'practice.readiness-runs',
        'The scenarios of this institution run already. Look at their report.',
      )
    : { id };
}

/** Refuses: practice.report-unknown. */
export async function getReadiness(
  tx: Tx,
  { id }: InputOf<typeof contract.getReadiness>,
): Promise<OutputOf<typeof contract.getReadiness>> {
  const run = await store.findRun(tx, id);
  authorise(tx, institution(run?.institutionId ?? ''));
  if (!run) return refuse('missing', 'practice.report-unknown', 'There is no such report.');
  return store.shown(run, await store.resultsOf(tx, [id]));
}

export async function getStanding(
  tx: Tx,
  { institutionId }: InputOf<typeof contract.getStanding>,
): Promise<OutputOf<typeof contract.getStanding>> {
  authorise(tx, institution(institutionId));
  const { onExchange, admitted } = await tx.module.call(getParticipant, { institutionId });
  const runs = await store.latestRuns(tx, institutionId, 10);
  const results = await store.resultsOf(
    tx,
    runs.map(({ id }) => id),
  );
  const admissions = await admissionsOf(tx, institutionId);
  const admits = may(tx, 'practice:admit', institution(institutionId));
  const proposed = admissions.some(({ state }) => state === 'proposed');
  const runsNow = runs.some(({ endedAt }) => endedAt === null);
  return {
    ...{ onExchange, admitted, admissions, reports: runs.map((run) => store.shown(run, results)) },
    trained: { clerk: await isTrained(tx, institutionId, 'clerk'), head: await isTrained(tx, institutionId, 'head') },
    may: [
      ...(onExchange && !runsNow && hasPartner(tx.module) ? (['run'] as const) : []),
      ...(admits && !admitted && !proposed ? (['propose'] as const) : []),
      ...(admits && proposed ? (['decide'] as const) : []),
      ...(admits && admitted ? (['withdraw'] as const) : []),
    ],
  };
}
