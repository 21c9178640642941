// SPDX-License-Identifier: Apache-2.0
/** Instructions of the system before keep their terms; each row is taken in whole or refused with its reason, and only once. */
import { type DocumentSummary, lookUp } from '@stoa/documents/contract';
import { authorise, idOf, type ModuleRuntime, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf, Principal } from '@stoa/kernel/contract';
import { getStructure, type Post } from '@stoa/organisations/contract';
import type * as contract from '../contract.ts';
import type { InstructionRow } from '../contract.ts';
import { isRegistered } from '../resolutions/resolutions.ts';
import * as acting from '../work/acting.ts';
import { endOfDay } from '../work/hours.ts';
import { owe, tell } from '../work/settling.ts';
import { endTasksOfDocument, putTask, takeTurn } from '../work/store.ts';
import * as store from './store.ts';

interface Known {
  readonly documents: ReadonlyMap<string, DocumentSummary>;
  readonly posts: ReadonlyMap<string, Post>;
  readonly today: string;
}

/** Why a row is not taken in; undefined where it is. */
function faultOf(row: InstructionRow, institutionId: string, { documents, posts, today }: Known) {
  const refused = (code: string, message: string) => ({ code, message });
  const document = documents.get(row.documentId);
  if (document?.institutionId !== institutionId)
    return refused('document-unknown', 'The institution has no such document, or it is not for you to see.');
  if (!isRegistered(document))
    return refused('not-registered', 'The document has no number yet: nothing can be asked on it.');
  for (const id of [row.responsible, row.byPost])
    if (!posts.has(id)) return refused('post-unknown', `The institution has no post ${id} now.`);
  if (
    row.givenOn > today ||
    row.dueOn < row.givenOn ||
    (row.doneOn && (row.doneOn < row.givenOn || row.doneOn > today))
  )
    return refused('date-impossible', 'It is given before it is due and done, and nothing of that was tomorrow.');
  return undefined;
}

export async function importInstructions(
  module: ModuleRuntime,
  { institutionId, source, dryRun, rows }: InputOf<typeof contract.importInstructions>,
  principal: Principal,
): Promise<OutputOf<typeof contract.importInstructions>> {
  await module.tx(principal, async (tx) => authorise(tx, acting.chanceryOf(institutionId)));
  // A clerk names what they see; the demo names what it has taken in.
  const as = principal.kind === 'person' ? { principal } : {};
  const ids = [...new Set(rows.map(({ documentId }) => documentId))];
  const { posts } = await module.call(getStructure, { id: institutionId });
  const documents = new Map<string, DocumentSummary>();
  for (let at = 0; at < ids.length; at += 200)
    for (const one of (await module.call(lookUp, { ids: ids.slice(at, at + 200) }, as)).items)
      documents.set(one.id, one);
  const known: Known = {
    ...{ documents, posts: new Map(posts.map((post) => [post.id, post])) },
    today: module.country.calendar.localDate(module.clock.now()),
  };
  const result: OutputOf<typeof contract.importInstructions> = { taken: 0, known: 0, refused: [] };
  for (const [at, row] of rows.entries()) {
    const fault = faultOf(row, institutionId, known);
    if (fault) result.refused.push({ row: at + 1, ...fault });
    else result[await takeRow(module, institutionId, { source, dryRun, row, known, principal })] += 1;
  }
  return result;
}

const takeRow = (
  module: ModuleRuntime,
  institutionId: string,
  {
    source,
    dryRun,
    row,
    known,
    principal,
  }: { source: string; dryRun: boolean; row: InstructionRow; known: Known; principal: Principal },
): Promise<'taken' | 'known'> =>
  module.tx(principal, async (tx) => {
    const id = idOf(`instruction ${institutionId} ${source} ${row.key}`);
    await takeTurn(tx, row.documentId, 'working');
    if (await store.isKnown(tx, id)) return 'known';
    const [document, responsible] = [known.documents.get(row.documentId), known.posts.get(row.responsible)];
    if (!dryRun && document && responsible) await take(tx, id, row, document, responsible);
    return 'taken';
  });

async function take(tx: Tx, id: string, row: InstructionRow, document: DocumentSummary, post: Post): Promise<void> {
  const { institutionId, label } = document;
  const { calendar } = tx.module.country;
  const by = { name: row.byName, at: calendar.startOfDate(row.givenOn).toISOString() };
  const part = await store.insertImported(tx, { id, institutionId, label, row, by, title: post.title });
  const { documentId } = row;
  await endTasksOfDocument(tx, documentId, ['resolve']);
  if (row.doneOn) return;
  await putTask(tx, {
    ...{ documentId, institutionId, kind: 'execute', objectId: part, postId: post.id, personId: null },
    ...{ title: post.title, dueAt: endOfDay(calendar, row.dueOn) },
  });
  await owe(tx, documentId, { op: 'open', posts: [post.id], work: id, why: 'Has to carry out an instruction' });
  const to = document.state === 'registered' ? ({ to: 'in-execution' } as const) : {};
  await tell(tx, documentId, 'resolution-given', by, { ...to, facts: { post: post.title.en ?? '' } });
}
