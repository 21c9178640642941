// SPDX-License-Identifier: Apache-2.0
/** Units, posts, and who is on them; which duties that gives. */
import type { Tx } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import type * as contract from './contract.ts';
import type { HeldDuty } from './contract.ts';
import { organisationUnknown } from './directory.ts';
import * as queries from './queries.ts';

const instants = <Row extends { from: Date; until?: Date }>({ from, until, ...rest }: Row) => ({
  ...rest,
  from: from.toISOString(),
  ...(until ? { until: until.toISOString() } : {}),
});

const lasts =
  (at: Date) =>
  ({ from, until }: { from: Date; until?: Date }) =>
    from <= at && (!until || until > at);

/** Refuses: organisations.organisation-unknown. */
export async function structure(
  tx: Tx,
  { id, at }: InputOf<typeof contract.getStructure>,
): Promise<OutputOf<typeof contract.getStructure>> {
  if (!(await queries.findOrganisation(tx, id))) organisationUnknown();
  const when = at ? new Date(at) : tx.now;
  const day = tx.module.country.calendar.localDate(when);
  const stands = ({ from, until }: { from: string; until?: string }) => from <= day && (!until || until > day);
  const posts = (await queries.postsOf(tx, id)).filter(stands);
  const ids = posts.map((post) => post.id);
  const duties = (await queries.dutiesOfPosts(tx, ids)).filter(lasts(when));
  const holdings = (await queries.holdingsOfPosts(tx, ids)).filter(lasts(when));
  return {
    units: (await queries.unitsOf(tx, id)).filter(stands).map(({ organisationId: _, ...unit }) => unit),
    posts: posts.map(({ organisationId: _, ...post }) => ({
      ...post,
      duties: duties.filter(({ postId }) => postId === post.id).map(({ postId: __, ...duty }) => instants(duty)),
      holdings: holdings.filter(({ postId }) => postId === post.id).map(({ postId: __, ...one }) => instants(one)),
    })),
  };
}

export const heldDuty = ({ personId: _, name: __, ...row }: queries.HeldRow): HeldDuty => instants(row);

export async function dutiesAt(
  tx: Tx,
  { personId, at }: InputOf<typeof contract.listDuties>,
): Promise<OutputOf<typeof contract.listDuties>> {
  const when = at ? new Date(at) : tx.now;
  const name = await queries.nameOnPosts(tx, personId);
  const items = (await queries.heldBy(tx, personId)).filter(lasts(when)).map(heldDuty);
  return { ...(name ? { name } : {}), items };
}

export async function holdersAt(
  tx: Tx,
  { code, organisationId, at }: InputOf<typeof contract.listHolders>,
): Promise<OutputOf<typeof contract.listHolders>> {
  const when = at ? new Date(at) : tx.now;
  const held = (await queries.heldAs(tx, code, organisationId ?? null)).filter(lasts(when));
  return { items: held.map((row) => ({ personId: row.personId, name: row.name, ...heldDuty(row) })) };
}

export const countDuties = async (tx: Tx): Promise<OutputOf<typeof contract.countDuties>> => ({
  items: await queries.countDuties(tx),
});
