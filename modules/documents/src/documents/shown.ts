// SPDX-License-Identifier: Apache-2.0
/** A document as lists and pages show it. */
import type { DocumentSummary } from '../contract.ts';
import type { DocumentRow } from './store.ts';

/** @param today the day where the institution is */
export const summaryOf = (row: DocumentRow, today: string): DocumentSummary => ({
  id: row.id,
  institutionId: row.institutionId,
  kind: row.kind,
  direction: row.direction,
  state: row.state,
  label: row.label,
  subject: row.subject,
  ...(row.number ? { number: row.number } : {}),
  ...(row.numberedOn ? { numberedOn: row.numberedOn } : {}),
  correspondents: row.correspondents.map(({ personKey: _, ...one }) => one),
  ...(row.theirNumber ? { theirNumber: row.theirNumber } : {}),
  ...(row.theirDate ? { theirDate: row.theirDate } : {}),
  ...(row.dueOn ? { dueOn: row.dueOn } : {}),
  overdue:
    row.dueOn !== null &&
    row.dueOn < today &&
    row.executedAt === null &&
    row.state !== 'refused' &&
    row.state !== 'cancelled',
  authorName: row.authorName,
  changedAt: row.changedAt.toISOString(),
});
