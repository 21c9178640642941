// SPDX-License-Identifier: Apache-2.0
/** A year that the demo country has behind it. */
import { CalendarDate, operation } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { Chart } from './accounts.ts';
import { Posted } from './entries.ts';
import { largestStatement } from './statements.ts';
import { Name } from './shared.ts';

export const DemoBooks = Type.Object({
  part: Type.String({ pattern: '^[a-z0-9-]{3,30}$' }),
  chart: Type.Optional(Chart),
  entries: Type.Array(Type.Object({ key: Type.String({ maxLength: 200 }), ...Posted }), { maxItems: 1000 }),
  statements: Type.Array(Type.String({ maxLength: largestStatement }), { maxItems: 400 }),
  /** Days up to this one are closed, and the months that end by then. */
  closeUntil: Type.Optional(CalendarDate),
  /** Differences of earlier days are explained by this. */
  explain: Type.Optional(Type.String({ maxLength: 200 })),
  byName: Name,
  approverName: Name,
});
export type DemoBooks = Static<typeof DemoBooks>;
export const enterDemoBooks = operation({
  name: 'books.enter-demo',
  method: 'PUT',
  path: '/books/demo/:part',
  summary: 'Enter what the demo has behind it; entered again, nothing changes',
  input: DemoBooks,
  output: Type.Object({ part: Type.String(), entered: Type.Integer() }),
  permission: 'books:enter-demo',
  bodyMiB: 21,
  audit: 'books.demo-entered',
  about: { type: 'demo', id: 'part', facts: ['entered'] },
  refusals: ['books.demo-off'],
});
