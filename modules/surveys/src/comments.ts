// SPDX-License-Identifier: Apache-2.0
/** Free words: read by a moderator, released or withheld, and then shown to whom they concern. */
import { openRow, pageOfRows, readCursor, refuse, type Tx, writeCursor } from '@stoa/kernel';
import type { InputOf } from '@stoa/kernel/contract';
import type * as contract from './contract.ts';
import { type CommentRow, commentsBefore } from './queries.ts';
import { moveComment } from './store.ts';

const shown = (tx: Tx, { id, organisationId, day, text, sealed }: CommentRow) => ({
  ...{ id, organisationId, day },
  text: String(openRow(tx, 'response_comment', id, { text, sealed }).text ?? ''),
});

const page = (tx: Tx, input: InputOf<typeof contract.listComments>, state: 'waiting' | 'released') =>
  pageOfRows(
    input,
    (count) => commentsBefore(tx, state, input, readCursor(input.cursor, 'instant', 'uuid'), count),
    (row) => shown(tx, row),
    (row) => writeCursor(new Date(`${row.day}T00:00:00Z`), row.id),
  );

/** What waits for a moderator. */
export const listWaiting = (tx: Tx, input: InputOf<typeof contract.listWaitingComments>) => page(tx, input, 'waiting');

export const listReleased = (tx: Tx, input: InputOf<typeof contract.listComments>) => page(tx, input, 'released');

/** Deciding the same again changes nothing. Refuses: surveys.comment-unknown. */
export async function decideComment(tx: Tx, { id, released }: InputOf<typeof contract.decideComment>) {
  if (!(await moveComment(tx, id, released ? 'released' : 'withheld')))
    refuse('missing', 'surveys.comment-unknown', 'No such comment waits for a decision. Look at the list again.');
  return { id };
}
