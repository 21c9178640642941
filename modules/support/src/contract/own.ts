// SPDX-License-Identifier: Apache-2.0
/** Reports as those see them who made them. */
import { Instant, operation, PageInput, pageOf, Uuid, visibleText } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { TicketEntry, TicketKind, TicketState } from './tickets.ts';

export const reportProblem = operation({
  name: 'support.report-problem',
  method: 'POST',
  path: '/support/tickets',
  summary: 'Report a problem with a page or a service; answers the number of the report',
  input: Type.Object({
    kind: TicketKind,
    text: visibleText(4000, 5),
    /** Of the portal; what follows its question mark is left out. */
    page: Type.Optional(Type.String({ maxLength: 500, pattern: '^/[^/\\\\]|^/$' })),
    /** That an error page showed. */
    correlationId: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9-]{8,64}$' })),
    /** For the answer, where nobody is signed in. */
    email: Type.Optional(Type.String({ format: 'email', maxLength: 254 })),
    /** Drawn for the form: sent again, the report is the same one. */
    key: Type.Optional(Uuid),
  }),
  output: Type.Object({ id: Uuid, number: Type.Integer() }),
  permission: 'public',
  limit: 10,
  audit: 'support.problem-reported',
  about: { type: 'ticket', id: 'id', facts: ['kind'] },
  refusals: ['support.reported-already'],
});

export const reporterActs = ['write', 'reopen', 'confirm'] as const;
export const ReporterAct = Type.Enum([...reporterActs]);
export type ReporterAct = Static<typeof ReporterAct>;

export const OwnTicketSummary = Type.Object({
  id: Uuid,
  number: Type.Integer(),
  kind: TicketKind,
  state: TicketState,
  page: Type.Optional(Type.String()),
  reportedAt: Instant,
  answered: Type.Boolean(),
});
export const OwnTicket = Type.Object({
  ...OwnTicketSummary.properties,
  text: Type.String(),
  /** When it is to be solved. */
  solveBy: Type.Optional(Instant),
  entries: Type.Array(TicketEntry),
  may: Type.Array(ReporterAct),
});
export type OwnTicketSummary = Static<typeof OwnTicketSummary>;
export type OwnTicket = Static<typeof OwnTicket>;

export const listMyTickets = operation({
  name: 'support.list-my-tickets',
  method: 'GET',
  path: '/support/tickets/mine',
  summary: 'What I reported, newest first',
  input: Type.Object({ ...PageInput }),
  output: pageOf(OwnTicketSummary),
  permission: 'support:own',
  audit: 'none',
});

export const getMyTicket = operation({
  name: 'support.get-my-ticket',
  method: 'GET',
  path: '/support/tickets/mine/:id',
  summary: 'What I reported, and what was answered',
  input: Type.Object({ id: Uuid }),
  output: OwnTicket,
  permission: 'support:own',
  audit: 'none',
  refusals: ['support.ticket-unknown'],
});

/** `reopen`: it was solved and did not help; within fourteen days. */
export const writeMyTicket = operation({
  name: 'support.write-my-ticket',
  method: 'POST',
  path: '/support/tickets/mine/:id/steps',
  summary: 'Add to my report, say that it helped, or that it did not',
  input: Type.Object({ id: Uuid, act: ReporterAct, text: Type.Optional(visibleText(4000, 2)) }),
  output: Type.Object({ id: Uuid, state: TicketState }),
  permission: 'support:own',
  limit: 20,
  audit: 'support.ticket-written',
  about: { type: 'ticket', id: 'id', facts: ['act'] },
  refusals: ['support.ticket-unknown', 'support.not-so', 'support.text-missing'],
});
