// SPDX-License-Identifier: Apache-2.0
/** A second officer looks at a decision: before it is taken, or afterwards. */
import { agreeDecision, type caseDecided } from '@stoa/cases/contract';
import { idOf, newId, pageOfRows, readCursor, refuse, type Tx, writeCursor } from '@stoa/kernel';
import type { DataOf, InputOf, OutputOf } from '@stoa/kernel/contract';
import { hash, randomUUID } from 'node:crypto';
import type * as contract from '../contract.ts';
import type { Review } from '../contract.ts';
import { auditWork, officerOf, officesOf, workOn, workOnOr } from '../shared.ts';
import * as store from './store.ts';

export function shown(tx: Tx, row: store.ReviewRow): Review {
  const { id, kind, caseId, caseNumber, serviceId, officeId, outcome, state } = row;
  return {
    ...{ id, kind, caseId, caseNumber, serviceId, officeId, outcome, state, proposedAt: row.proposedAt.toISOString() },
    ...(row.taskId ? { taskId: row.taskId } : {}),
    ...(row.text ? { text: row.text } : {}),
    ...(row.proposedName ? { proposedName: row.proposedName } : {}),
    ...(row.answeredName ? { answeredName: row.answeredName } : {}),
    ...(row.answeredAt ? { answeredAt: row.answeredAt.toISOString() } : {}),
    ...(row.reason ? { reason: row.reason } : {}),
    mine: row.proposedBy !== null && row.proposedBy === officerOf(tx).id,
  };
}

const nobodyYet = { answeredBy: null, answeredName: null, answeredAt: null, reason: null } as const;

/** Refuses: cases.case-unknown, casework.task-not-yours, casework.proposed-already. */
export async function proposeDecision(
  tx: Tx,
  { caseId, taskId, outcome, text }: InputOf<typeof contract.proposeDecision>,
): Promise<Review> {
  const work = await workOn(tx, caseId);
  const { id: proposedBy, name: proposedName } = officerOf(tx);
  const task = work.tasks.find(({ id }) => id === taskId);
  if (task?.assigneeId !== proposedBy || task.state !== 'claimed')
    refuse('conflict', 'casework.task-not-yours', 'Claim the task first: whoever works on it proposes the decision.');
  const row = {
    ...{ id: newId(), kind: 'before' as const, caseId, caseNumber: work.number, taskId, outcome, text: text ?? null },
    ...{ serviceId: work.serviceId, officeId: work.officeId, proposedBy, proposedName, proposedAt: tx.now },
    ...{ state: 'open' as const, ...nobodyYet },
  };
  if (!(await store.insertReview(tx, row)))
    refuse('conflict', 'casework.proposed-already', 'A decision on this task waits for a second officer already.');
  await auditWork(tx, 'casework.decision-proposed', work);
  return shown(tx, row);
}

export async function listReviews(
  tx: Tx,
  { state, ...page }: InputOf<typeof contract.listReviews>,
): Promise<OutputOf<typeof contract.listReviews>> {
  const after = readCursor(page.cursor, 'instant', 'uuid') ?? [];
  const offices = officesOf(officerOf(tx));
  return pageOfRows(
    page,
    (count) => store.reviewsAfter(tx, { offices, state }, after, count),
    (row) => {
      // The words stand on the page of the case, for who works on it.
      const { text: _, reason: __, ...rest } = shown(tx, row);
      return rest;
    },
    ({ proposedAt, id }) => writeCursor(proposedAt, id),
  );
}

const unknown = () => refuse('missing', 'casework.review-unknown', 'There is no such decision to look at.');

/**
 * Refuses: casework.review-unknown, casework.review-answered, casework.own-decision, casework.reason-missing,
 * casework.conflict-of-interest, cases.task-closed.
 */
export async function answerReview(
  tx: Tx,
  { id, agrees, reason }: InputOf<typeof contract.answerReview>,
): Promise<Review> {
  const row = (await store.lockReview(tx, id)) ?? unknown();
  const work = await workOnOr(tx, row.caseId, unknown);
  if (row.state !== 'open')
    refuse('conflict', 'casework.review-answered', 'A colleague has answered already. Look at it again.');
  const { id: by, name } = officerOf(tx);
  const deciders = work.tasks.filter(({ state }) => state === 'done').map(({ assigneeId }) => assigneeId);
  if (row.proposedBy === by || (row.kind === 'after' && deciders.includes(by)))
    refuse('conflict', 'casework.own-decision', 'You decided this yourself. Another officer looks at it.');
  if (work.conflict)
    refuse('forbidden', 'casework.conflict-of-interest', 'You may not work on this case. Another officer looks at it.');
  if (!agrees && !reason) refuse('invalid', 'casework.reason-missing', 'Say why you return it.');
  await store.answer(tx, id, { state: agrees ? 'agreed' : 'returned', by, name, reason: reason ?? null });
  await auditWork(tx, 'casework.review-answered', work);
  // Agreed twice, after a crash between the two, it is agreed once.
  if (agrees && row.taskId) await tx.call(agreeDecision, { id: row.taskId, outcome: row.outcome });
  return shown(tx, (await store.lockReview(tx, id)) ?? row);
}

/** From 0 to 999, the same for the same case: whether it is drawn cannot be chosen by deciding again. */
export const lotOf = (seed: string, caseId: string): number =>
  Math.floor((Number.parseInt(hash('sha256', `${seed} ${caseId}`, 'hex').slice(0, 8), 16) / 2 ** 32) * 1000);

/** Some of the decisions of an office are looked at afterwards; none is held up by it. */
export async function drawDecision(tx: Tx, decided: DataOf<typeof caseDecided>): Promise<void> {
  const { caseId, number, serviceId, organisationId: officeId, outcome, decidedAt } = decided;
  const sampling = officeId === undefined ? undefined : await store.samplingOf(tx, officeId);
  if (!officeId || !sampling || lotOf(sampling.seed, caseId) >= sampling.perMille) return;
  await store.insertReview(tx, {
    ...{
      id: idOf(`drawn decision ${caseId}`),
      kind: 'after',
      caseId,
      caseNumber: number,
      taskId: null,
      serviceId,
      officeId,
    },
    ...{ outcome, text: null, proposedBy: null, proposedName: null, proposedAt: new Date(decidedAt), state: 'open' },
    ...nobodyYet,
  });
}

/** Refuses: casework.office-not-yours. */
function leads(tx: Tx, officeId: string): void {
  const { duties } = officerOf(tx);
  if (!duties.some(({ code, organisationId }) => code === 'casework.leader' && organisationId === officeId))
    refuse('forbidden', 'casework.office-not-yours', 'You do not lead this office.');
}
export async function getSampling(tx: Tx, { officeId }: InputOf<typeof contract.getSampling>) {
  leads(tx, officeId);
  return { officeId, perMille: (await store.samplingOf(tx, officeId))?.perMille ?? 0 };
}
export async function setSampling(tx: Tx, { officeId, perMille }: InputOf<typeof contract.setSampling>) {
  leads(tx, officeId);
  await store.keepSampling(tx, { officeId, perMille, seed: randomUUID(), by: officerOf(tx).id });
  return { officeId, perMille };
}
