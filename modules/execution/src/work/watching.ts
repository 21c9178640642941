// SPDX-License-Identifier: Apache-2.0
/** Terms and posts that are looked at again and again: reminders to whoever is on a post, what is overdue to leaders. */
import { documentMoved, documentRegistered, duties } from '@stoa/documents/contract';
import { job, type ModuleRuntime, on } from '@stoa/kernel';
import { Uuid } from '@stoa/kernel/contract';
import { getStructure, tellPosts } from '@stoa/organisations/contract';
import { Type } from 'typebox';
import { approversOf } from '../approval/plan.ts';
import { routesById } from '../approval/store.ts';
import { reminderFor } from '../resolutions/table.ts';
import { endOfDay } from './hours.ts';
import { documentOf, leaveBehind, owe, settling } from './settling.ts';
import * as store from './store.ts';
import texts from './texts.json' with { type: 'json' };

export const message = job(
  'execution.tell-posts',
  Type.Object({ key: Type.String(), posts: Type.Array(Uuid), what: Type.String(), documentId: Uuid }),
  async (module, { key, posts, what, documentId }) => {
    const words = texts[what as keyof typeof texts];
    await module.call(tellPosts, { key: `${key} ${what}`, posts, ...words, link: `/documents/${documentId}` });
  },
  { tx: false },
);

const postsWith = async (module: ModuleRuntime, institutionId: string, duty: string) =>
  (await module.call(getStructure, { id: institutionId })).posts.filter((post) =>
    post.duties.some(({ code }) => code === duty),
  );

/** What is overdue is told to the leaders of the institution as well. */
export const escalation = job(
  'execution.escalate',
  Type.Object({ key: Type.String(), institutionId: Type.String(), documentId: Uuid }),
  async (module, { key, institutionId, documentId }) => {
    const posts = (await postsWith(module, institutionId, duties.leader)).map(({ id }) => id);
    if (posts.length > 0)
      await module.tx({ kind: 'system' }, (tx) => message.enqueue(tx, { key, posts, what: 'escalated', documentId }));
  },
  { tx: false },
);

const dayMs = 86_400_000;
const daysBetween = (from: string, to: string) => Math.round((Date.parse(to) - Date.parse(from)) / dayMs);

/** Each reminder of a task is written down in the transaction that sends it on, so that it is sent once. */
export const remind = (module: ModuleRuntime): Promise<void> =>
  module.tx({ kind: 'system' }, async (tx) => {
    const { calendar } = tx.module.country;
    const now = calendar.localDate(tx.now);
    for (const task of await store.dueTasks(tx, new Date(tx.now.getTime() + 4 * dayMs))) {
      if (!task.dueAt) continue;
      const { id, documentId, institutionId, postId } = task;
      // Due at the end of a day is due on that day.
      const day = calendar.localDate(new Date(task.dueAt.getTime() - 1));
      const step = task.dueAt <= tx.now ? 'after' : reminderFor(daysBetween(now, day));
      if (!step || step === task.reminded || !(await store.setReminded(tx, id, step))) continue;
      const key = `${id} ${day}`;
      if (postId) await message.enqueue(tx, { key, posts: [postId], what: step, documentId });
      if (step === 'after') await escalation.enqueue(tx, { key, institutionId, documentId });
    }
  });

/** A draft that waits for a post nobody is on: its author and the leaders are told, who may ask another one. */
export const watchHolders = job(
  'execution.watch-holders',
  Type.Object({ routeId: Uuid }),
  async (module, { routeId }) => {
    const [route] = await module.tx({ kind: 'system' }, (tx) => routesById(tx, [routeId]));
    if (route?.state !== 'running') return;
    const { posts } = await module.call(getStructure, { id: route.institutionId });
    const held = new Set(posts.filter(({ holdings }) => holdings.length > 0).map(({ id }) => id));
    const lost = approversOf(route.stages).filter(({ state, postId }) => state === 'asked' && !held.has(postId));
    const leaders = posts.filter((post) => post.duties.some(({ code }) => code === duties.leader)).map(({ id }) => id);
    const told = [...new Set([...leaders, ...(route.authorPost ? [route.authorPost] : [])])];
    if (told.length === 0) return;
    await module.tx({ kind: 'system' }, async (tx) => {
      for (const { id } of lost)
        await message.enqueue(tx, {
          key: `${id} ${route.round}`,
          posts: told,
          what: 'unheld',
          documentId: route.documentId,
        });
    });
  },
  { tx: false },
);

/** Terms of holders end by themselves: every route that waits is looked at again. */
export const watchAllHolders = (module: ModuleRuntime): Promise<void> =>
  module.tx({ kind: 'system' }, async (tx) => {
    for (const routeId of await store.waitingRoutes(tx)) await watchHolders.enqueue(tx, { routeId }, { key: routeId });
  });

/** What came in and has its number waits for a leader. */
export const bringToLeader = job(
  'execution.bring-to-leader',
  Type.Object({ documentId: Uuid }),
  async (module, { documentId }) => {
    const document = await documentOf(module, documentId);
    if (document?.direction !== 'incoming' || document.state !== 'registered') return;
    const { institutionId, dueOn, label } = document;
    const posts = await postsWith(module, institutionId, duties.leader);
    if (posts.length === 0) return;
    await module.tx({ kind: 'system' }, async (tx) => {
      const dueAt = dueOn ? endOfDay(tx.module.country.calendar, dueOn) : null;
      for (const { id: postId, title } of posts)
        await store.putTask(tx, {
          ...{ documentId, institutionId, kind: 'resolve', objectId: documentId, postId, personId: null, title, dueAt },
        });
      // Up to official use a leader sees all there is; above that only what is brought, if cleared.
      if (label > 1)
        await owe(tx, documentId, {
          ...{ op: 'open', work: 'to-resolve', why: 'Decides who carries it out' },
          posts: posts.map(({ id }) => id),
        });
    });
  },
  { tx: false },
);

export const handlers = [
  settling,
  message,
  escalation,
  watchHolders,
  bringToLeader,
  on(documentRegistered, (tx, { documentId }) => bringToLeader.enqueue(tx, { documentId })),
  on(documentMoved, async (tx, { documentId, to }) => {
    if (['signed', 'registered', 'cancelled'].includes(to)) await leaveBehind(tx, documentId);
    if (to === 'filed') await store.endTasksOfDocument(tx, documentId, ['resolve']);
  }),
];
