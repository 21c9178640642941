// SPDX-License-Identifier: Apache-2.0
import { refuse, type Tx } from '@stoa/kernel';
import type { InputOf } from '@stoa/kernel/contract';
import type * as contract from '../contract.ts';
import type { CaseLink } from '../contract.ts';
import { auditWork, officerOf, workOn, workOnOr } from '../shared.ts';
import * as store from './store.ts';

/**
 * Only cases that the officer works on: a number of another office says nothing.
 * Refuses: cases.case-unknown, casework.other-unknown, casework.link-itself, casework.linked-already.
 */
export async function linkCase(
  tx: Tx,
  { caseId, number, reason }: InputOf<typeof contract.linkCase>,
): Promise<CaseLink> {
  const work = await workOn(tx, caseId);
  const other = await workOnOr(tx, number.trim(), () =>
    refuse('invalid', 'casework.other-unknown', 'There is no case of this number that you work on.'),
  );
  if (other.id === work.id)
    refuse('invalid', 'casework.link-itself', 'This is the case itself. Give the number of another one.');
  const isNew = await store.insertLink(tx, {
    ...{ caseId: work.id, number: work.number, otherId: other.id, otherNumber: other.number, reason },
    byName: officerOf(tx).name,
  });
  if (!isNew) refuse('conflict', 'casework.linked-already', 'These two cases are linked already.');
  await auditWork(tx, 'casework.case-linked', work);
  const link = (await store.linksOf(tx, work.id)).find((one) => one.caseId === other.id);
  if (!link) throw new Error('the link is not there');
  return link;
}
