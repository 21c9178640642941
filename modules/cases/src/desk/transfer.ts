// SPDX-License-Identifier: Apache-2.0
/** A case goes to another office of its service: it lives elsewhere, the clock goes on. */
import { refuse, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import { auditCase, lockCase, note, sent, tell, touch } from '../case/index.ts';
import type { transferCase } from '../contract.ts';
import { pinnedPackage } from '../packages/index.ts';
import * as store from './store.ts';
import { worked } from './work.ts';

/** The term is the applicant's: it runs on as it was. Refuses: cases.case-unknown, cases.case-closed, cases.office-unfit. */
export async function transfer(
  tx: Tx,
  { id, officeId, reason }: InputOf<typeof transferCase>,
): Promise<OutputOf<typeof transferCase>> {
  const file = await worked(tx, sent(await lockCase(tx, id)));
  if (file.state === 'decided' || file.state === 'closed')
    refuse('conflict', 'cases.case-closed', 'This case is decided. It stays where it is.');
  const { facts } = await pinnedPackage(tx.module, file);
  const office = Object.values(facts.competence.offices).find((one) => one.organisationId === officeId);
  if (!office || officeId === file.officeId)
    return refuse('invalid', 'cases.office-unfit', 'Choose another office that decides on this service.');
  await auditCase(tx, file, 'cases.case-transferred');
  await store.moveCase(tx, id, office);
  const revision = await touch(tx, id);
  await note(tx, id, 'transferred', { from: file.officeId, to: officeId, reason });
  await tell(tx, file, 'transferred', String(revision));
  return { id, officeId };
}
