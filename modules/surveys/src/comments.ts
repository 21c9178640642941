// SPDX-License-Identifier: Apache-2.0
/** Free words: read by a moderator, released or withheld, and then shown to whom they concern. */
import { openRow, pageOfRows, readCursor, refuse, type Tx, writeCursor } from '@stoa/kernel';
import type { InputOf } from '@stoa/kernel/contract';
import type * as contract from './contract.ts';
import { masked } from './personal-data.ts';
import { type CommentRow, commentCounts, commentsBefore } from './queries.ts';
import { moveComment } from './store.ts';

const shown = (tx: Tx, { id, organisationId, day, text, sealed, decidedAt }: CommentRow) => {
  const words = masked(String(openRow(tx, 'response_comment', id, { text, sealed }).text ?? ''));
  return {
    ...{ id, organisationId, day, text: words.text },
    ...(words.found.length > 0 && { found: words.found }),
    ...(decidedAt && { decidedAt: decidedAt.toISOString() }),
  };
};

type State = 'waiting' | 'released' | 'withheld';
const page = (tx: Tx, input: InputOf<typeof contract.listComments>, state: State) =>
  pageOfRows(
    input,
    (count) => commentsBefore(tx, state, input, readCursor(input.cursor, 'instant', 'uuid'), count),
    (row) => shown(tx, row),
    (row) => writeCursor(new Date(`${row.day}T00:00:00Z`), row.id),
  );

/** What a moderator sees: what waits, or what was decided. */
export const listWaiting = (tx: Tx, { state = 'waiting', ...input }: InputOf<typeof contract.listWaitingComments>) =>
  page(tx, input, state);

export async function listReleased(tx: Tx, input: InputOf<typeof contract.listComments>) {
  const { items, ...rest } = await page(tx, input, 'released');
  // When a moderator decided concerns moderators.
  return { ...rest, items: items.map(({ decidedAt: _at, ...comment }) => comment) };
}

export const countComments = (tx: Tx) => commentCounts(tx);

/** Deciding the same again changes nothing. Refuses: surveys.comment-unknown. */
export async function decideComment(tx: Tx, { id, released }: InputOf<typeof contract.decideComment>) {
  if (!(await moveComment(tx, id, released ? 'released' : 'withheld')))
    refuse('missing', 'surveys.comment-unknown', 'No such comment waits for a decision. Look at the list again.');
  return { id };
}

/** Refuses: surveys.comment-unknown. */
export async function reopenComment(tx: Tx, id: string) {
  if (!(await moveComment(tx, id, 'waiting')))
    refuse('missing', 'surveys.comment-unknown', 'No such comment was decided on. Look at the list again.');
  return { id };
}
