// SPDX-License-Identifier: Apache-2.0
/** What is known not to work, from when everybody is told of it until it is mended. */
import { newId, pageOfRows, readCursor, refuse, type Tx, writeCursor } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import type * as contract from '../contract.ts';
import { tellReporter } from '../telling.ts';
import { addEntry, changeTicket, lockOfKnownError } from '../tickets/store.ts';
import * as store from './store.ts';

export async function listKnownErrors(
  tx: Tx,
  { open, ...page }: InputOf<typeof contract.listKnownErrors>,
): Promise<OutputOf<typeof contract.listKnownErrors>> {
  const at = readCursor(page.cursor, 'instant', 'uuid');
  return pageOfRows(
    page,
    (count) => store.knownErrorsAfter(tx, open ?? false, at, count),
    ({ publishedAt, mendedAt, ...row }) => ({
      ...{ ...row, publishedAt: publishedAt.toISOString() },
      ...(mendedAt ? { mendedAt: mendedAt.toISOString() } : {}),
    }),
    ({ publishedAt, id }) => writeCursor(publishedAt, id),
  );
}

const nameOf = ({ principal }: Tx): string => (principal.kind === 'person' ? principal.name : principal.kind);

export async function publishKnownError(
  tx: Tx,
  { title, wayAround }: InputOf<typeof contract.publishKnownError>,
): Promise<OutputOf<typeof contract.publishKnownError>> {
  const id = newId();
  const row = { id, title, wayAround, publishedAt: tx.now, mendedAt: null, by: nameOf(tx) };
  return { id, number: (await store.insertKnownError(tx, row)) ?? 0 };
}

/** Refuses: support.known-error-unknown, support.mended-already. */
export async function mendKnownError(
  tx: Tx,
  { id }: InputOf<typeof contract.mendKnownError>,
): Promise<OutputOf<typeof contract.mendKnownError>> {
  const known = await store.lockKnownError(tx, id);
  if (!known) return refuse('missing', 'support.known-error-unknown', 'There is no such known error.');
  if (known.mendedAt) return refuse('conflict', 'support.mended-already', 'It was said to be mended before.');
  await store.setMended(tx, id);
  const tickets = await lockOfKnownError(tx, id);
  for (const row of tickets) {
    await changeTicket(tx, row, { state: 'solved', solvedAt: tx.now, answeredAt: row.answeredAt ?? tx.now });
    const entryId = await addEntry(tx, row.id, { kind: 'mended', side: 'desk', byName: nameOf(tx), shown: true });
    await tellReporter.enqueue(tx, { ticketId: row.id, entryId, what: 'mended' });
  }
  return { id, solved: tickets.length };
}
