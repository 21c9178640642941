// SPDX-License-Identifier: Apache-2.0
/** Posts read a document and confirm it. */
import { authorise, refuse, type Tx } from '@stoa/kernel';
import type { InputOf } from '@stoa/kernel/contract';
import type * as contract from '../contract.ts';
import { type Answered, demandDue, demandRegistered } from '../resolutions/resolutions.ts';
import * as acting from '../work/acting.ts';
import { endOfDay } from '../work/hours.ts';
import { owe, tell } from '../work/settling.ts';
import { endTasks, putTask } from '../work/store.ts';
import { message } from '../work/watching.ts';
import * as store from './store.ts';

/** Refuses as the operation declares. */
export async function askAcquaintance(tx: Tx, input: InputOf<typeof contract.askAcquaintance>): Answered {
  const document = await acting.seenDocument(tx, input.documentId);
  const { id: documentId, institutionId } = document;
  authorise(tx, acting.chanceryOf(institutionId));
  demandRegistered(document);
  const dueOn = input.dueOn ?? null;
  if (dueOn) demandDue(tx, dueOn);
  const posts = await acting.postsNamed(tx, institutionId, input.posts);
  const by = acting.doneBy(tx);
  const given = { documentId, institutionId, note: input.note ?? null, dueOn, by };
  const { id, readings } = await store.insertAcquaintance(tx, given, posts);
  const dueAt = dueOn ? endOfDay(tx.module.country.calendar, dueOn) : null;
  for (const { id: objectId, postId, title } of readings)
    await putTask(tx, { documentId, institutionId, kind: 'read', objectId, postId, personId: null, title, dueAt });
  await owe(tx, documentId, { op: 'open', posts: input.posts, work: id, why: 'Has to read the document' });
  await tell(tx, documentId, 'acquaintance-asked', by, { facts: { posts: String(posts.length) } });
  return { id, documentId };
}

/** Refuses: execution.work-unknown, execution.not-with-you, execution.answered-already. */
export async function confirmReading(tx: Tx, { id }: InputOf<typeof contract.confirmReading>): Answered {
  const reading = (await store.lockReading(tx, id)) ?? acting.unknownWork();
  const asked = (await store.lockAcquaintance(tx, reading.acquaintanceId)) ?? acting.unknownWork();
  await acting.seenDocument(tx, asked.documentId);
  acting.demandOwner(tx, { postId: reading.postId, personId: null });
  if (reading.done) refuse('conflict', 'execution.answered-already', 'This was confirmed already.');
  await store.setRead(tx, id, acting.doneBy(tx, reading.postId, reading.title));
  await endTasks(tx, 'read', [id]);
  return { id, documentId: asked.documentId };
}

/** Refuses: execution.reminded-already. */
export async function remindReaders(tx: Tx, { id }: InputOf<typeof contract.remindReaders>): Answered {
  const asked = (await store.lockAcquaintance(tx, id)) ?? acting.unknownWork();
  await acting.seenDocument(tx, asked.documentId);
  authorise(tx, acting.chanceryOf(asked.institutionId));
  const { calendar } = tx.module.country;
  const day = acting.today(tx);
  if (asked.remindedAt && calendar.localDate(asked.remindedAt) === day)
    refuse('conflict', 'execution.reminded-already', 'They were reminded today. Wait until tomorrow.');
  await store.setReminded(tx, id);
  const posts = (await store.readingsOf(tx, [id])).filter(({ done }) => !done).map(({ postId }) => postId);
  if (posts.length > 0)
    await message.enqueue(tx, { key: `${id} ${day}`, posts, what: 'read', documentId: asked.documentId });
  return { id, documentId: asked.documentId };
}
