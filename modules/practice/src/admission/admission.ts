// SPDX-License-Identifier: Apache-2.0
/** Admission to production: proposed by one, confirmed by another, taken back with a reason. */
import { setAdmission, getParticipant } from '@stoa/correspondence/contract';
import { job, refuse, type Tx } from '@stoa/kernel';
import { type InputOf, Uuid } from '@stoa/kernel/contract';
import { Type } from 'typebox';
import * as contract from '../contract.ts';
import type { Admission } from '../contract.ts';
import { isTrained } from '../room/certificates.ts';
import { latestRuns } from '../readiness/store.ts';
import { type AdmissionRow, insertProposal, rowsWhere, setDecision, setWithdrawn } from './store.ts';

/** Correspondence, which enforces it, is told after the decision is written. */
export const tellAdmission = job(
  'practice.tell-admission',
  Type.Object({ institutionId: Type.String(), admitted: Type.Boolean(), reportId: Type.Optional(Uuid) }),
  async (module, told) => {
    await module.call(setAdmission, told);
  },
  { tx: false },
);

export const admissionsOf = async (tx: Tx, institutionId: string): Promise<Admission[]> =>
  (await rowsWhere(tx, 'institution_id = $1 order by id desc limit 10', [institutionId])).map(shown);

function shown({ proposedById: _, ...row }: AdmissionRow): Admission {
  const entries = Object.entries(row).filter(([, value]) => value !== null);
  return Object.fromEntries(
    entries.map(([name, value]) => [name, value instanceof Date ? value.toISOString() : (value as unknown)]),
  ) as Admission;
}
const personOf = (tx: Tx) => (tx.principal.kind === 'person' ? tx.principal : undefined);
async function rowOf(tx: Tx, id: string): Promise<AdmissionRow> {
  const [row] = await rowsWhere(tx, 'id = $1 for update', [id]);
  return row ?? refuse('missing', 'practice.admission-unknown', 'There is no such proposal. Load the page again.');
}

const dayMs = 86_400_000;
/** Refuses: practice.admitted-already, practice.not-ready, practice.nobody-trained, practice.admission-waits. */
export async function proposeAdmission(
  tx: Tx,
  { institutionId }: InputOf<typeof contract.proposeAdmission>,
): Promise<Admission> {
  if ((await tx.module.call(getParticipant, { institutionId })).admitted)
    refuse('conflict', 'practice.admitted-already', 'The institution is admitted already.');
  const [run] = await latestRuns(tx, institutionId, 1);
  const fresh = run?.endedAt && tx.now.getTime() - run.endedAt.getTime() < contract.reportDays * dayMs;
  if (run?.outcome !== 'passed' || !fresh)
    refuse(
      'conflict',
      'practice.not-ready',
      'The latest report does not pass all ten scenarios. Run the readiness anew.',
    );
  for (const role of ['clerk', 'head'] as const)
    if (!(await isTrained(tx, institutionId, role)))
      refuse(
        'conflict',
        'practice.nobody-trained',
        'The institution needs a trained clerk and a trained head. Let them pass their tasks in the practice room.',
      );
  const id = await insertProposal(tx, { institutionId, reportId: run.id, by: personOf(tx) });
  if (id === undefined)
    return refuse(
      'conflict',
      'practice.admission-waits',
      'Its admission is proposed already. Somebody else confirms it.',
    );
  return shown(await rowOf(tx, id));
}

/** Refuses: practice.admission-unknown, practice.admission-decided, practice.second-person-needed. */
export async function decideAdmission(
  tx: Tx,
  { id, approved }: InputOf<typeof contract.decideAdmission>,
): Promise<Admission> {
  const row = await rowOf(tx, id);
  if (row.state !== 'proposed')
    refuse('conflict', 'practice.admission-decided', 'This was decided already. Load the page again.');
  const person = personOf(tx);
  if (!person || row.proposedById === person.id)
    return refuse('forbidden', 'practice.second-person-needed', 'Somebody else must confirm what you proposed.');
  await setDecision(tx, id, approved, person);
  const { institutionId, reportId } = row;
  if (approved) await tellAdmission.enqueue(tx, { institutionId, admitted: true, ...(reportId ? { reportId } : {}) });
  return shown(await rowOf(tx, id));
}

/** Refuses: practice.not-admitted. One person is enough to stop. */
export async function withdrawAdmission(
  tx: Tx,
  { institutionId, reason }: InputOf<typeof contract.withdrawAdmission>,
): Promise<Admission> {
  if (!(await tx.module.call(getParticipant, { institutionId })).admitted)
    refuse('conflict', 'practice.not-admitted', 'The institution is not admitted. Load the page again.');
  const id = await setWithdrawn(tx, institutionId, reason, personOf(tx)?.name ?? '');
  await tellAdmission.enqueue(tx, { institutionId, admitted: false });
  return shown(await rowOf(tx, id));
}
