// SPDX-License-Identifier: Apache-2.0
/** What one person asks for and another decides: entries by hand, reversals, charts, closings. */
import { CalendarDate, Instant, operation, PageInput, pageOf, Uuid } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { Chart } from './accounts.ts';
import { Posted } from './entries.ts';
import { Month, Name, Words } from './shared.ts';

const kind = <const K extends string>(name: K) => ({ kind: Type.Literal(name) });
const byHand = Type.Object(Posted);
export const Asked = Type.Union([
  Type.Object({ ...kind('entry'), entry: byHand }),
  Type.Object({ ...kind('reversal'), entryId: Uuid }),
  Type.Object({ ...kind('chart'), chart: Chart }),
  Type.Object({ ...kind('day'), day: CalendarDate }),
  Type.Object({ ...kind('period'), month: Month }),
  Type.Object({ ...kind('resolution'), differenceId: Uuid, entry: byHand }),
]);
export type Asked = Static<typeof Asked>;
export const Proposal = Type.Object({
  id: Uuid,
  asked: Asked,
  reason: Type.String(),
  askedName: Name,
  askedAt: Instant,
  own: Type.Boolean(),
  state: Type.Enum(['open', 'done', 'refused']),
  decidedName: Type.Optional(Name),
  decidedAt: Type.Optional(Instant),
});
export type Proposal = Static<typeof Proposal>;
/** What stands in the way of what is asked for, now. */
const ofAsked = [
  ...(['books.entry-unbalanced', 'books.amount-zero', 'books.account-unknown', 'books.day-closed'] as const),
  ...(['books.entry-unknown', 'books.entry-reversed', 'books.chart-unfit', 'books.day-not-next'] as const),
  ...(['books.day-not-over', 'books.differences-open', 'books.period-open', 'books.period-closed'] as const),
  ...(['books.difference-unknown', 'books.difference-settled'] as const),
] as const;
/** Tried when it is asked, and again when it is decided. */
export const propose = operation({
  name: 'books.propose',
  method: 'POST',
  path: '/books/proposals',
  summary: 'Ask for an entry by hand, a reversal, a chart, the closing of a day or a month',
  input: Type.Object({ asked: Asked, reason: Words }),
  output: Type.Object({ id: Uuid }),
  permission: 'books:keep',
  bodyMiB: 4,
  audit: 'books.proposal-made',
  about: { type: 'proposal', id: 'id', facts: ['reason'] },
  refusals: ofAsked,
});
export const decide = operation({
  name: 'books.decide',
  method: 'POST',
  path: '/books/proposals/:id/decision',
  summary: 'Do what another person asked for, or refuse it',
  input: Type.Object({ id: Uuid, approve: Type.Boolean() }),
  output: Type.Object({ id: Uuid, state: Type.Enum(['done', 'refused']), resultId: Type.Optional(Uuid) }),
  permission: 'books:approve',
  signIn: { level: 2, withinMinutes: 30 },
  audit: 'books.proposal-decided',
  about: { type: 'proposal', id: 'id', facts: ['approve', 'resultId'] },
  refusals: ['books.proposal-unknown', 'books.proposal-decided', 'books.own-proposal', ...ofAsked],
});
export const listProposals = operation({
  name: 'books.list-proposals',
  method: 'GET',
  path: '/books/proposals',
  summary: 'What waits for a second person, and what was decided; newest first',
  input: Type.Object({ state: Type.Optional(Type.Enum(['open', 'done', 'refused'])), ...PageInput }),
  output: pageOf(Proposal),
  permission: 'books:read',
  audit: 'none',
});
