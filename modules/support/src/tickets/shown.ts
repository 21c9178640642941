// SPDX-License-Identifier: Apache-2.0
/** Rows in the words of the contract. */
import type { Tx } from '@stoa/kernel';
import type { OwnTicketSummary } from '../contract/own.ts';
import type { TicketEntry, TicketSummary } from '../contract/tickets.ts';
import { dueOf, type EntryRow, type TicketRow } from './store.ts';

export function summary({ now }: Tx, row: TicketRow): TicketSummary {
  const { id, number, kind, priority, line, state, page, takenByName, reportedAt, solvedAt } = row;
  const due = dueOf(row);
  return {
    ...{ id, number, kind, priority, line, state, reportedAt: reportedAt.toISOString(), dueAt: due.toISOString() },
    ...(page === null ? {} : { page }),
    ...(takenByName === null ? {} : { takenByName }),
    late: solvedAt === null ? due < now : solvedAt > row.solveBy,
  };
}

export function ownSummary({ id, number, kind, state, page, reportedAt, answeredAt }: TicketRow): OwnTicketSummary {
  return {
    ...{ id, number, kind, state, reportedAt: reportedAt.toISOString(), answered: answeredAt !== null },
    ...(page === null ? {} : { page }),
  };
}

export const entryShown = ({ at, kind, side, byName, line, text, shown }: EntryRow): TicketEntry => ({
  ...{ at: at.toISOString(), kind, side, shown },
  ...(byName === null ? {} : { byName }),
  ...(line === null ? {} : { line }),
  ...(text === null ? {} : { text }),
});
