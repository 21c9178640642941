// SPDX-License-Identifier: Apache-2.0
/** The one place that says which institutions may meet on the exchange. */
import { refuse, type Tx } from '@stoa/kernel';
import { type InputOf, isPractice, type OutputOf, practicePrefix } from '@stoa/kernel/contract';
import { chancery, connectors } from './chanceries.ts';
import type * as contract from './contract.ts';
import { findAdmission } from './queries.ts';
import { putAdmission } from './store.ts';

/** In which an institution shows that it is ready; what goes on there never meets its own documents. */
export const practiceOf = (institutionId: string): string => `${practicePrefix}${institutionId}`;

/** As whom an institution is spoken to by that sender. */
export const facing = (senderId: string, institutionId: string): string =>
  isPractice(senderId) ? practiceOf(institutionId) : institutionId;

export const isAdmitted = async (tx: Tx, institutionId: string): Promise<boolean> =>
  isPractice(institutionId) || findAdmission(tx, institutionId);

/** Refuses: correspondence.not-admitted. */
export async function demandAdmitted(tx: Tx, institutionId: string): Promise<void> {
  if (!(await isAdmitted(tx, institutionId)))
    refuse(
      'conflict',
      'correspondence.not-admitted',
      'Your institution is not admitted to the exchange of documents yet. Show its readiness and have it admitted.',
    );
}

/** Both have a chancery on the exchange, and both practise or both work. */
export const meets = (tx: Tx, from: string, to: string): boolean =>
  from !== to &&
  isPractice(from) === isPractice(to) &&
  chancery(tx.module, from) !== undefined &&
  chancery(tx.module, to) !== undefined;

export async function setAdmission(
  tx: Tx,
  { institutionId, admitted, reportId }: InputOf<typeof contract.setAdmission>,
): Promise<OutputOf<typeof contract.setAdmission>> {
  await putAdmission(tx, institutionId, admitted, reportId);
  return { institutionId, admitted };
}

export async function getParticipant(
  tx: Tx,
  { institutionId }: InputOf<typeof contract.getParticipant>,
): Promise<OutputOf<typeof contract.getParticipant>> {
  const subsystem = chancery(tx.module, institutionId);
  return {
    ...{ onExchange: subsystem !== undefined, served: connectors(tx.module).has(institutionId) },
    admitted: await isAdmitted(tx, institutionId),
    ...(subsystem ? { subsystem } : {}),
  };
}
