// SPDX-License-Identifier: Apache-2.0
/** Many tasks at once, each for itself: what one refuses does not stop the others. */
import { claimTask, reassignTask } from '@stoa/cases/contract';
import { isRefusal, type ModuleRuntime, refuse, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf, Principal } from '@stoa/kernel/contract';
import { listHolders } from '@stoa/organisations/contract';
import type * as contract from './contract.ts';
import { officerOf } from './shared.ts';

type Result = OutputOf<typeof contract.workInBulk>['items'][number];
const results: Readonly<Record<string, Result['result']>> = {
  'cases.task-taken': 'taken',
  'cases.task-closed': 'closed',
  'cases.task-unknown': 'unknown',
  'cases.assignee-unfit': 'unfit',
  'cases.conflict-of-interest': 'conflict',
  'kernel.not-permitted': 'not-allowed',
};

/** Refuses: casework.assignee-missing. */
export async function workInBulk(
  module: ModuleRuntime,
  { ids, act, assigneeId }: InputOf<typeof contract.workInBulk>,
  principal: Principal,
): Promise<OutputOf<typeof contract.workInBulk>> {
  if (act === 'reassign' && assigneeId === undefined)
    refuse('invalid', 'casework.assignee-missing', 'Choose to whom the tasks go.');
  const one = (id: string) =>
    assigneeId !== undefined && act === 'reassign'
      ? module.call(reassignTask, { id, assigneeId }, { principal })
      : module.call(claimTask, { id }, { principal });
  const items: Result[] = [];
  for (const id of ids)
    items.push(
      await one(id).then(
        ({ caseNumber }): Result => ({ id, caseNumber, result: 'done' }),
        (error: unknown): Result => {
          if (!isRefusal(error)) throw error;
          return { id, result: error.kind === 'unavailable' ? 'away' : (results[error.code] ?? 'not-allowed') };
        },
      ),
    );
  return { items };
}

/** Those who hold a duty of who asks at the same office, by name. */
export async function listColleagues(tx: Tx): Promise<OutputOf<typeof contract.listColleagues>> {
  const officer = officerOf(tx);
  const found = new Map<string, string>();
  for (const { code, organisationId } of officer.duties)
    for (const { personId, name } of (await tx.call(listHolders, { code, organisationId })).items)
      found.set(personId, name);
  return {
    items: [...found].map(([id, name]) => ({ id, name })).sort((a, b) => a.name.localeCompare(b.name)),
  };
}
