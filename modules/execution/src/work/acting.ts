// SPDX-License-Identifier: Apache-2.0
/** Who acts, by which post; and that the document of the work is theirs to see. */
import { type DocumentSummary, duties, lookUp } from '@stoa/documents/contract';
import { refuse, type Resource, type Tx } from '@stoa/kernel';
import type { Duty, LocalText, Principal } from '@stoa/kernel/contract';
import { getStructure, type Post } from '@stoa/organisations/contract';
import type { Actor, Done } from '../contract.ts';

const at = (institutionId: string, ...codes: readonly string[]) => codes.map((code) => `${code}@${institutionId}`);
/** An institution's chancery, as policies see it. */
export const chanceryOf = (institutionId: string): Resource => ({
  type: 'Chancery',
  id: institutionId,
  attributes: {
    posts: at(institutionId, duties.clerk, duties.leader, duties.executor),
    clerks: at(institutionId, duties.clerk),
    leaders: at(institutionId, duties.leader),
  },
});

/** Refuses: execution.work-unknown. Work on a document shows itself to those who see the document (decision 30). */
export const unknownWork = (): never =>
  refuse('missing', 'execution.work-unknown', 'There is no such work, or its document is not for you to see.');
export async function seenDocument(tx: Tx, id: string): Promise<DocumentSummary> {
  return (await tx.call(lookUp, { ids: [id] })).items[0] ?? unknownWork();
}

type Person = Extract<Principal, { kind: 'person' }>;
export const personOf = (tx: Tx): Person | undefined => (tx.principal.kind === 'person' ? tx.principal : undefined);
export const heldPosts = (tx: Tx): string[] => [
  ...new Set(personOf(tx)?.duties.flatMap(({ postId }) => postId ?? []) ?? []),
];
const dutyBy = (tx: Tx, fits: (duty: Duty) => boolean) => personOf(tx)?.duties.find(fits);
export const leads = (tx: Tx, institutionId: string): Duty | undefined =>
  dutyBy(tx, ({ code, organisationId }) => code === duties.leader && organisationId === institutionId);
export const controls = (tx: Tx, institutionId: string): boolean =>
  leads(tx, institutionId) !== undefined ||
  dutyBy(tx, ({ code, organisationId }) => code === duties.clerk && organisationId === institutionId) !== undefined;

export interface Owner {
  readonly postId: string | null;
  readonly personId: string | null;
}
/** By which of their duties somebody answers for work that is with a post or a person. */
export const owns = (tx: Tx, { postId, personId }: Owner): boolean =>
  postId ? heldPosts(tx).includes(postId) : personId !== null && personOf(tx)?.id === personId;

/** As its author, or as a leader in the author's place: that is nobody who carries it out. */
export const decides = (tx: Tx, author: Owner, institutionId: string, carriers: readonly string[]): boolean =>
  owns(tx, author) ||
  (leads(tx, institutionId) !== undefined && !carriers.some((postId) => owns(tx, { postId, personId: null })));

/** Refuses: execution.not-with-you. A post whose holding ended meanwhile is no longer one of theirs. */
export function demandOwner(tx: Tx, owner: Owner): void {
  if (!owns(tx, owner))
    refuse(
      'forbidden',
      'execution.not-with-you',
      'This work is not with a post of yours now. Load the page again to see with whom it is.',
    );
}

/** As what somebody acts; the audit names the same duty. */
export function actor(tx: Tx, postId?: string | null, title?: LocalText): Actor {
  const duty = postId ? dutyBy(tx, (one) => one.postId === postId) : tx.notes.duty;
  tx.notes.duty = duty ?? tx.notes.duty;
  return {
    name: personOf(tx)?.name ?? '',
    ...(title ? { post: title } : {}),
    ...(duty?.as ? { as: duty.as } : {}),
    ...(duty?.inPlaceOf ? { inPlaceOf: duty.inPlaceOf } : {}),
  };
}
export const doneBy = (tx: Tx, postId?: string | null, title?: LocalText): Done => ({
  ...actor(tx, postId, title),
  at: tx.now.toISOString(),
});

/** Refuses: execution.post-unknown, execution.post-twice. */
export async function postsNamed(tx: Tx, institutionId: string, ids: readonly string[]): Promise<Post[]> {
  if (new Set(ids).size < ids.length)
    refuse('invalid', 'execution.post-twice', 'A post is named twice. Name each once.');
  const { posts } = await tx.call(getStructure, { id: institutionId });
  return ids.map(
    (id) =>
      posts.find((post) => post.id === id) ??
      refuse('invalid', 'execution.post-unknown', 'The institution has no such post now. Choose one of its structure.'),
  );
}
export const today = (tx: Tx): string => tx.module.country.calendar.localDate(tx.now);

/** Of these posts those that nobody is on now, or that are no more. */
export async function unheldOf(tx: Tx, institutionId: string, ids: readonly string[]): Promise<string[]> {
  const { posts } = await tx.call(getStructure, { id: institutionId });
  return ids.filter((id) => !posts.some((post) => post.id === id && post.holdings.length > 0));
}
