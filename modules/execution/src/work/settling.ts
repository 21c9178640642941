// SPDX-License-Identifier: Apache-2.0
/**
 * What was decided here is told to documents after the transaction that decided it, in order and as often as it takes: each
 * call carries its own key, so that whoever is killed in between does it again and nothing happens twice.
 */
import { lookUp, moveDocument, openTo } from '@stoa/documents/contract';
import { isRefusal, job, type ModuleRuntime, type Tx } from '@stoa/kernel';
import { Uuid } from '@stoa/kernel/contract';
import { Type } from 'typebox';
import type { Actor } from '../contract.ts';
import { approversOf } from '../approval/plan.ts';
import { dropRoutes } from '../approval/store.ts';
import * as store from './store.ts';
import type { Call } from './store.ts';

export async function owe(tx: Tx, documentId: string, call: Call): Promise<void> {
  await store.insertOwed(tx, documentId, call);
  await settling.enqueue(tx, { documentId });
}

/** A line of the document's history, and the state it comes to. */
export const tell = (
  tx: Tx,
  documentId: string,
  what: string,
  by: Actor,
  more: Pick<Extract<Call, { op: 'move' }>, 'to' | 'newVersion' | 'facts'> = {},
) =>
  owe(tx, documentId, {
    ...{ op: 'move', what, byName: by.name },
    ...(by.post ? { byPost: by.post.en } : {}),
    ...(by.as ? { as: by.as } : {}),
    ...(by.inPlaceOf ? { inPlaceOf: by.inPlaceOf } : {}),
    ...more,
  });

export const settle = (module: ModuleRuntime, documentId: string): Promise<void> =>
  module.tx({ kind: 'system' }, async (tx) => {
    await store.takeTurn(tx, documentId, 'telling');
    for (const { id, call } of await store.owedOf(tx, documentId)) {
      const refused = await send(module, documentId, id, call);
      if (refused) module.alarm('documents-refused', { documentId, call: call.op, code: refused });
      if (refused && call.op === 'move' && call.to === 'in-approval') await leaveBehind(tx, documentId);
      await store.setTold(tx, id, refused ?? null);
    }
  });

/** Where the document went another way meanwhile it stays there, and what happened stands in its history all the same. */
async function send(
  module: ModuleRuntime,
  id: string,
  key: string,
  call: Call,
  moves = true,
): Promise<string | undefined> {
  try {
    if (call.op === 'move') {
      const { op: _, to, newVersion, ...line } = call;
      await module.call(moveDocument, {
        ...{ id, key, ...line },
        ...(moves && to ? { to } : {}),
        ...(moves && newVersion ? { newVersion } : {}),
      });
    } else {
      const { op, posts, ...rest } = call;
      await module.call(openTo, { id, posts: [...posts], ...rest, ...(op === 'close' ? { ended: true } : {}) });
    }
    return undefined;
  } catch (error) {
    if (!isRefusal(error) || error.kind === 'unavailable') throw error;
    if (moves && error.code === 'documents.state-forbids') await send(module, id, key, call, false);
    return error.code;
  }
}

/** A document that went on without its approval leaves it behind. */
export async function leaveBehind(tx: Tx, documentId: string): Promise<void> {
  for (const { id, stages } of await dropRoutes(tx, documentId)) {
    const posts = [...new Set(approversOf(stages).map(({ postId }) => postId))];
    await owe(tx, documentId, { op: 'close', posts, work: id, why: 'The approval has ended' });
  }
  await store.endTasksOfDocument(tx, documentId, ['approve', 'mend']);
}

export const settling = job(
  'execution.settle',
  Type.Object({ documentId: Uuid }),
  (module, { documentId }) => settle(module, documentId),
  { tx: false },
);

/** As the module itself sees it. */
export const documentOf = async (module: ModuleRuntime, id: string) =>
  (await module.call(lookUp, { ids: [id] })).items[0];
