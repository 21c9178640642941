// SPDX-License-Identifier: Apache-2.0
/** What officers of the demo country wrote down in a year. */
import { idOf, refuse, type Tx } from '@stoa/kernel';
import { insertConflict } from '../conflicts/store.ts';
import { type DemoCasework, shows, sorts } from '../contract.ts';
import { insertNote } from '../notes/store.ts';
import { insertReview, keepSampling, samplingOf } from '../reviews/store.ts';
import { keepView, lockView } from '../views/store.ts';

type DemoCase = DemoCasework['cases'][number];

/** Refuses: casework.demo-off. */
export async function enterDemoCasework(tx: Tx, input: DemoCasework): Promise<{ entered: number }> {
  if (!tx.module.config.demo)
    refuse('conflict', 'casework.demo-off', 'Notes of the demo exist only where it is on (STOA_DEMO=1).');
  const { officer, officeId, perMille } = input;
  let entered = 0;
  for (const one of input.views) {
    const id = idOf(`demo view ${one.key}`);
    const show = shows.find((known) => known === one.show) ?? 'all';
    const sort = sorts.find((known) => known === one.sort) ?? 'due';
    if (await lockView(tx, id)) continue;
    const row = { id, ownerId: officer.id, ownerName: officer.name, name: one.name, show, sort, version: 1 };
    const isNew = await keepView(tx, {
      ...{ ...row, officeId: one.shared ? officeId : null, serviceId: null, search: null, isDefault: false },
      columns: ['task', 'applicant', 'due', 'used', 'state'],
    });
    if (isNew) entered += 1;
  }
  for (const one of input.cases) entered += await enterCase(tx, input, one);
  if (!(await samplingOf(tx, officeId)))
    await keepSampling(tx, { officeId, perMille, seed: idOf('demo sampling'), by: officer.id });
  return { entered };
}

async function enterCase(tx: Tx, { officer, second, officeId }: DemoCasework, one: DemoCase): Promise<number> {
  const { caseId, number, serviceId, applicantId, notes, conflict, review } = one;
  let entered = 0;
  for (const { key, ...said } of notes) {
    const id = idOf(`demo note ${key}`);
    const when = { writtenAt: new Date(`${said.on}T09:00:00Z`) };
    const by = { byId: officer.id, byName: officer.name };
    if (await insertNote(tx, { id, rootId: id, version: 1, caseId, applicantId, ...said, ...when, ...by }))
      entered += 1;
  }
  if (
    conflict &&
    (await insertConflict(tx, {
      ...{ caseId, byId: second.id, byName: second.name, reason: conflict.reason, at: new Date(conflict.at) },
    }))
  )
    entered += 1;
  if (
    review &&
    (await insertReview(tx, {
      ...{
        id: idOf(`drawn decision ${caseId}`),
        kind: 'after',
        caseId,
        caseNumber: number,
        taskId: null,
        serviceId,
        officeId,
      },
      ...{ outcome: review.outcome, text: null, proposedBy: null, proposedName: null, proposedAt: new Date(review.at) },
      ...{ state: review.state, reason: review.reason ?? null },
      ...(review.state === 'open'
        ? { answeredBy: null, answeredName: null, answeredAt: null }
        : {
            ...{ answeredBy: second.id, answeredName: second.name },
            answeredAt: new Date(Date.parse(review.at) + 86_400_000),
          }),
    }))
  )
    entered += 1;
  return entered;
}
