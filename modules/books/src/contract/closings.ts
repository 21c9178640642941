// SPDX-License-Identifier: Apache-2.0
/** Days and months that are closed for ever. */
import { CalendarDate, Instant, operation, PageInput, pageOf, Uuid } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { Name } from './shared.ts';

export const Closing = Type.Object({
  id: Uuid,
  kind: Type.Enum(['day', 'period']),
  from: CalendarDate,
  until: CalendarDate,
  /** SHA-256 of the trial balance in canonical JSON; the ledger's audit entry has it too. */
  digest: Type.String(),
  entries: Type.Integer(),
  askedBy: Name,
  closedBy: Name,
  closedAt: Instant,
});
export type Closing = Static<typeof Closing>;
export const listClosings = operation({
  name: 'books.list-closings',
  method: 'GET',
  path: '/books/closings',
  summary: 'Closed days and months, newest first, and the first open day',
  input: Type.Object({ kind: Type.Optional(Type.Enum(['day', 'period'])), ...PageInput }),
  output: Type.Object({ ...pageOf(Closing).properties, openFrom: Type.Optional(CalendarDate) }),
  permission: 'books:read',
  audit: 'none',
});
/** Whether the trial balance of a closing is still the one that was closed. */
export const checkClosing = operation({
  name: 'books.check-closing',
  method: 'GET',
  path: '/books/closings/:id/check',
  summary: 'Make the digest of a closed period again, and compare',
  input: Type.Object({ id: Uuid }),
  output: Type.Object({ digest: Type.String(), same: Type.Boolean() }),
  permission: 'books:read',
  audit: 'none',
  refusals: ['books.closing-unknown'],
});
