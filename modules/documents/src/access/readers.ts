// SPDX-License-Identifier: Apache-2.0
/** Who needs to know a document: the list, and the answers to "why may I" and "who can". */
import { getStructure, listHolders } from '@stoa/organisations/contract';
import { refuse, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import type * as contract from '../contract.ts';
import { duties, type Ground } from '../contract.ts';
import { heldDocument, unknownDocument } from '../documents/documents.ts';
import { note } from '../history/store.ts';
import { findDocument } from '../documents/queries.ts';
import type { DocumentRow } from '../documents/store.ts';
import { clearanceAt } from './seeing.ts';
import { endReaders, putReaders, readersOf } from './store.ts';

const admitted = 'admitted';

/** Refuses: documents.document-unknown. */
export async function explainAccess(
  tx: Tx,
  { id }: InputOf<typeof contract.explainAccess>,
): Promise<OutputOf<typeof contract.explainAccess>> {
  const document = (await findDocument(tx, id)) ?? unknownDocument();
  const { institutionId, label } = document;
  const readers = await readersOf(tx, id);
  const { posts } = await tx.call(getStructure, { id: institutionId });
  const byPost = readers.map((reader): Ground => {
    const post = posts.find((one) => one.id === reader.postId);
    const names = post?.holdings.map(({ name }) => name).join(', ');
    return {
      ...{ as: 'post' as const, postId: reader.postId, why: reader.why, since: reader.since.toISOString() },
      ...(post ? { title: post.title } : {}),
      ...(names ? { name: names } : {}),
    };
  });
  const author: Ground[] = document.authorId
    ? [{ as: 'author', personId: document.authorId, name: document.authorName }]
    : [];
  const all = [...author, ...byPost, ...(await byDuty(tx, document))];
  const person = tx.principal.kind === 'person' ? tx.principal : undefined;
  const own = new Set(person?.duties.flatMap(({ postId }) => postId ?? []));
  return {
    ...{ institutionId, label, all },
    mine: all.filter(({ personId, postId }) => (personId ? personId === person?.id : own.has(postId ?? ''))),
  };
}

/** Clerks and leaders of the institution, where the label is not above official use. */
async function byDuty(tx: Tx, { institutionId, label }: DocumentRow): Promise<Ground[]> {
  if (label > 1) return [];
  const grounds: Ground[] = [];
  for (const as of ['clerk', 'leader'] as const) {
    const { items } = await tx.call(listHolders, { code: duties[as], organisationId: institutionId });
    grounds.push(
      ...items.map(({ personId, name, post, postId }): Ground => ({ as, personId, name, title: post, postId })),
    );
  }
  return grounds;
}

/** Refuses: documents.post-unknown, documents.clearance-of-post-lacking. */
export async function admitReader(
  tx: Tx,
  { id, postId, why }: InputOf<typeof contract.admitReader>,
): Promise<{ id: string }> {
  const document = await heldDocument(tx, id);
  const { posts } = await tx.call(getStructure, { id: document.institutionId });
  const post =
    posts.find((one) => one.id === postId) ??
    refuse('invalid', 'documents.post-unknown', 'The institution has no such post now. Choose one of its structure.');
  const held = post.duties.map(({ code }) => ({ code, organisationId: document.institutionId }));
  if (document.label > clearanceAt(held, document.institutionId))
    refuse('invalid', 'documents.clearance-of-post-lacking', 'This post is not cleared for the label of the document.');
  await putReaders(tx, id, [postId], admitted, why);
  await note(tx, id, { what: 'reader-admitted', facts: { post: post.title.en, why } });
  return { id };
}

/** Refuses: documents.reader-has-work. */
export async function removeReader(
  tx: Tx,
  { id, postId }: InputOf<typeof contract.removeReader>,
): Promise<{ id: string }> {
  await heldDocument(tx, id);
  const others = (await readersOf(tx, id)).some((one) => one.postId === postId && one.work !== admitted);
  if (others)
    refuse('conflict', 'documents.reader-has-work', 'Work on the document is with this post. Take that back first.');
  await endReaders(tx, id, [postId], admitted);
  await note(tx, id, { what: 'reader-removed' });
  return { id };
}
