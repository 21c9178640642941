// SPDX-License-Identifier: Apache-2.0
/** What waits for whoever asks: by their posts, of documents they may see. */
import { type DocumentSummary, lookUp } from '@stoa/documents/contract';
import { pageOfRows, readCursor, type Tx, writeCursor } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import type * as contract from '../contract.ts';
import * as acting from '../work/acting.ts';
import * as queries from './queries.ts';

const never = '9999-01-01T00:00:00.000Z';
const atOnce = 500;

export async function getDesk(
  tx: Tx,
  asked: InputOf<typeof contract.getDesk>,
): Promise<OutputOf<typeof contract.getDesk>> {
  const [posts, personId] = [acting.heldPosts(tx), acting.personOf(tx)?.id ?? ''];
  const waiting = await queries.documentsWaiting(tx, posts, personId);
  const seen = new Map<string, DocumentSummary>();
  for (let at = 0; at < waiting.length; at += atOnce)
    for (const one of (await tx.call(lookUp, { ids: waiting.slice(at, at + atOnce) })).items) seen.set(one.id, one);
  const documents = [...seen.keys()];
  const [due, id] = readCursor(asked.cursor, 'instant', 'uuid') ?? [];
  const page = await pageOfRows(
    asked,
    (count) =>
      queries.listTasks(
        tx,
        { posts, personId, documents },
        asked.kind ?? null,
        due && id ? { due, id } : undefined,
        count,
      ),
    ({ documentId, title, since, dueAt, reportId, ...task }) => ({
      ...{ id: task.id, kind: task.kind, objectId: task.objectId },
      ...(reportId ? { reportId } : {}),
      document: seen.get(documentId) ?? acting.unknownWork(),
      ...(title ? { post: title } : {}),
      since: since.toISOString(),
      ...(dueAt ? { dueAt: dueAt.toISOString() } : {}),
      overdue: dueAt !== null && dueAt <= tx.now,
    }),
    (row) => writeCursor(row.dueAt?.toISOString() ?? never, row.id),
  );
  return { ...page, counts: await queries.countTasks(tx, posts, personId, documents) };
}
