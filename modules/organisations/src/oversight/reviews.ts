// SPDX-License-Identifier: Apache-2.0
/** Who holds which duty is looked at again every so many months; what nobody decides in time is said to be overdue. */
import { audit, type ModuleRuntime, newId, pageOfRows, refuse, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import type * as contract from '../contract.ts';
import type { Review } from '../contract.ts';
import { organisationUnknown } from '../directory.ts';
import { findOrganisation, localDate } from '../queries.ts';
import { put } from '../store.ts';
import { tellIdentity } from '../telling.ts';
import * as queries from './queries.ts';
import * as store from './store.ts';
import { tellOfficials } from './telling-officials.ts';
import { reviewDue } from './texts.ts';

const daysToDecide = 30;
const daysBetweenReminders = 7;
const grantor = 'identity.grantor';

const later = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

const show =
  (tx: Tx) =>
  ({ openedAt, closedAt, ...row }: queries.ReviewRow): Review => ({
    ...row,
    openedAt: openedAt.toISOString(),
    overdue: closedAt === undefined && row.dueOn < localDate(tx),
    ...(closedAt ? { closedAt: closedAt.toISOString() } : {}),
  });

const known = async (tx: Tx, id: string): Promise<queries.ReviewRow> =>
  (await queries.reviews(tx, { id }, 1))[0] ??
  refuse('missing', 'organisations.review-unknown', 'There is no such review. Look at the list again.');

/** Refuses: organisations.organisation-unknown. */
export async function setRule(
  tx: Tx,
  { id, months, nextOn }: InputOf<typeof contract.setReviewRule>,
): Promise<{ id: string }> {
  if (!(await findOrganisation(tx, id))) organisationUnknown();
  await store.setRule(tx, id, months, nextOn);
  // From today on: nobody waits for the hour.
  await openDue(tx);
  return { id };
}

export const list = (
  tx: Tx,
  input: InputOf<typeof contract.listReviews>,
): Promise<OutputOf<typeof contract.listReviews>> =>
  pageOfRows(
    input,
    (count) => queries.reviews(tx, { open: input.state !== 'all', after: input.cursor }, count),
    show(tx),
  );

/** Refuses: organisations.review-unknown. */
export async function get(tx: Tx, id: string): Promise<OutputOf<typeof contract.getReview>> {
  const review = show(tx)(await known(tx, id));
  return {
    review,
    items: (await queries.itemsOf(tx, id)).map(({ from, decidedAt, ...item }) => ({
      ...item,
      from: from.toISOString(),
      ...(decidedAt ? { decidedAt: decidedAt.toISOString() } : {}),
    })),
  };
}

/** Refuses: organisations.review-unknown, -reviewed-already, -power-for-oneself. */
export async function decide(
  tx: Tx,
  { id, holdingId, kept }: InputOf<typeof contract.reviewHolding>,
): Promise<OutputOf<typeof contract.reviewHolding>> {
  await queries.lockReview(tx, id);
  const review = await known(tx, id);
  const item = (await queries.itemsOf(tx, id)).find((one) => one.holdingId === holdingId);
  if (!item) return refuse('missing', 'organisations.review-unknown', 'The review does not ask about this post.');
  if (item.kept !== undefined)
    refuse('conflict', 'organisations.reviewed-already', 'Somebody has decided about this post already.');
  const actor = tx.principal.kind === 'person' ? tx.principal : undefined;
  if (actor?.id === item.personId)
    refuse('forbidden', 'organisations.power-for-oneself', 'Nobody keeps a post for themselves. Ask a colleague.');
  await store.setItem(tx, id, holdingId, kept, actor?.name ?? null);
  if (!kept) {
    await put(tx, 'holding', { id: holdingId }, { until_at: tx.now });
    for (const person of await queries.restingOn(tx, holdingId)) await tellIdentity(tx, person);
  }
  await audit(tx, {
    action: 'organisations.holding-reviewed',
    object: { type: 'review', id },
    details: { organisationId: review.organisationId, holdingId, kept },
  });
  await store.closeDone(tx);
  return show(tx)(await known(tx, id));
}

/** An office that has no rule yet is looked at each year, for the first time today. */
export async function beginReviews(tx: Tx, organisationId: string): Promise<void> {
  await store.insertRule(tx, organisationId, 12, localDate(tx));
  await openDue(tx);
}

/** Opens what is due, each with the time to decide it. */
async function openDue(tx: Tx): Promise<void> {
  for (const { id: organisationId, name } of await queries.dueForReview(tx)) {
    const [id, dueOn] = [newId(), later(localDate(tx), daysToDecide)];
    await store.openReview(tx, id, organisationId, dueOn);
    await tellOfficials(tx, { key: `review-${id}`, duties: [grantor], ...reviewDue(name, dueOn, false) });
  }
}

/** Opens what is due, reminds of what waits too long, and closes what needs no decision any more. */
export const openAndRemind = (module: ModuleRuntime): Promise<void> =>
  module.tx({ kind: 'system' }, async (tx) => {
    await store.closeDone(tx);
    const today = localDate(tx);
    await openDue(tx);
    for (const { id, dueOn, name } of await store.remindOf(tx, later(today, -daysBetweenReminders)))
      await tellOfficials(tx, { key: `review-${id}-${today}`, duties: [grantor], ...reviewDue(name, dueOn, true) });
    await store.closeDone(tx);
  });
