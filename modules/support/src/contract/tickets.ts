// SPDX-License-Identifier: Apache-2.0
/** Reports as the three lines see them. Terms run round the clock. */
import { Instant, LocalText, operation, PageInput, pageOf, Uuid, visibleText } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';

export const ticketKinds = ['fault', 'question', 'content'] as const;
export const TicketKind = Type.Enum([...ticketKinds]);
export type TicketKind = Static<typeof TicketKind>;
export const priorities = ['low', 'normal', 'high', 'urgent'] as const;
export const Priority = Type.Enum([...priorities]);
export type Priority = Static<typeof Priority>;
export const ticketStates = ['new', 'taken', 'waiting', 'solved', 'closed'] as const;
export const TicketState = Type.Enum([...ticketStates]);
export type TicketState = Static<typeof TicketState>;
export const lines = [1, 2, 3] as const;
export const Line = Type.Enum([...lines]);
export type Line = Static<typeof Line>;
/** Of the desk; `answer` and `solve` are read by who reported it, `ask` waits for them. */
export const deskActs = ['take', 'answer', 'ask', 'note', 'solve'] as const;
export const DeskAct = Type.Enum([...deskActs]);
export type DeskAct = Static<typeof DeskAct>;

export const TicketEntry = Type.Object({
  at: Instant,
  kind: Type.String(),
  side: Type.Enum(['reporter', 'desk', 'clock']),
  byName: Type.Optional(Type.String()),
  line: Type.Optional(Line),
  text: Type.Optional(Type.String()),
  shown: Type.Boolean(),
});
export type TicketEntry = Static<typeof TicketEntry>;

export const TicketSummary = Type.Object({
  id: Uuid,
  number: Type.Integer(),
  kind: TicketKind,
  priority: Priority,
  line: Line,
  state: TicketState,
  page: Type.Optional(Type.String()),
  takenByName: Type.Optional(Type.String()),
  reportedAt: Instant,
  /** When it is to be answered, or solved once somebody has it. */
  dueAt: Instant,
  late: Type.Boolean(),
});
export type TicketSummary = Static<typeof TicketSummary>;

export const Ticket = Type.Object({
  ...TicketSummary.properties,
  correlationId: Type.Optional(Type.String()),
  text: Type.String(),
  /** Where they gave one and have no account that is told. */
  email: Type.Optional(Type.String()),
  hasAccount: Type.Boolean(),
  answeredAt: Type.Optional(Instant),
  solvedAt: Type.Optional(Instant),
  knownError: Type.Optional(Type.Object({ id: Uuid, number: Type.Integer(), title: LocalText })),
  incidentId: Type.Optional(Uuid),
  entries: Type.Array(TicketEntry),
  may: Type.Array(DeskAct),
  mayHand: Type.Array(Line),
});
export type Ticket = Static<typeof Ticket>;

export const listTickets = operation({
  name: 'support.list-tickets',
  method: 'GET',
  path: '/support/tickets',
  summary: 'Reports, those due first first',
  input: Type.Object({
    ...PageInput,
    line: Type.Optional(Line),
    state: Type.Optional(Type.Enum([...ticketStates, 'open'])),
    kind: Type.Optional(TicketKind),
    late: Type.Optional(Type.Boolean()),
    /** What who asks has taken. */
    mine: Type.Optional(Type.Boolean()),
  }),
  output: pageOf(TicketSummary),
  permission: 'support:read',
  audit: 'none',
});

const known = ['support.ticket-unknown'];
export const getTicket = operation({
  name: 'support.get-ticket',
  method: 'GET',
  path: '/support/tickets/:id',
  summary: 'A report with all that was said of it',
  input: Type.Object({ id: Uuid }),
  output: Ticket,
  permission: 'support:read',
  audit: 'support.ticket-read',
  refusals: known,
});

export const moveTicket = operation({
  name: 'support.move-ticket',
  method: 'POST',
  path: '/support/tickets/:id/steps',
  summary: 'Take a report, answer it, ask back, note something for colleagues, solve it',
  input: Type.Object({ id: Uuid, act: DeskAct, text: Type.Optional(visibleText(4000, 2)) }),
  output: Type.Object({ id: Uuid, state: TicketState }),
  permission: 'support:answer',
  audit: 'support.ticket-moved',
  about: { type: 'ticket', id: 'id', facts: ['act'] },
  refusals: [...known, 'support.not-so', 'support.other-line', 'support.text-missing', 'support.own-ticket'],
});

export const handTicket = operation({
  name: 'support.hand-ticket',
  method: 'POST',
  path: '/support/tickets/:id/hand-over',
  summary: 'Hand a report over to another line, with what was found out',
  input: Type.Object({ id: Uuid, line: Line, text: visibleText(4000, 2) }),
  output: Type.Object({ id: Uuid, line: Line }),
  permission: 'support:answer',
  audit: 'support.ticket-handed',
  about: { type: 'ticket', id: 'id', facts: ['line'] },
  refusals: [...known, 'support.not-so', 'support.other-line', 'support.own-ticket'],
});

/** Terms are counted anew from when it was reported. */
export const rankTicket = operation({
  name: 'support.rank-ticket',
  method: 'POST',
  path: '/support/tickets/:id/priority',
  summary: 'Say how urgent a report is',
  input: Type.Object({ id: Uuid, priority: Priority }),
  output: Type.Object({ id: Uuid, priority: Priority }),
  permission: 'support:answer',
  audit: 'support.ticket-ranked',
  about: { type: 'ticket', id: 'id', facts: ['priority'] },
  refusals: [...known, 'support.not-so', 'support.other-line', 'support.own-ticket'],
});

export const linkTicket = operation({
  name: 'support.link-ticket',
  method: 'POST',
  path: '/support/tickets/:id/links',
  summary: 'Say what a report comes from: a known error, an incident',
  input: Type.Object({
    id: Uuid,
    knownErrorId: Type.Optional(Uuid),
    incidentId: Type.Optional(Uuid),
  }),
  output: Type.Object({ id: Uuid }),
  permission: 'support:answer',
  audit: 'support.ticket-linked',
  about: { type: 'ticket', id: 'id', facts: [] },
  refusals: [
    ...known,
    'support.not-so',
    'support.other-line',
    'support.own-ticket',
    'support.known-error-unknown',
    'support.incident-unknown',
  ],
});

const Cause = Type.Object({ id: Uuid, number: Type.Integer(), title: LocalText });
export const listCauses = operation({
  name: 'support.list-causes',
  method: 'GET',
  path: '/support/causes',
  summary: 'Known errors and incidents that are not over, from which a report may come',
  input: Type.Object({}),
  output: Type.Object({ knownErrors: Type.Array(Cause), incidents: Type.Array(Cause) }),
  permission: 'support:answer',
  audit: 'none',
});

export const getSupportFigures = operation({
  name: 'support.get-figures',
  method: 'GET',
  path: '/support/figures',
  summary: 'What waits at each line, how much is late, and how the last thirty days went',
  input: Type.Object({}),
  output: Type.Object({
    lines: Type.Array(Type.Object({ line: Line, open: Type.Integer(), late: Type.Integer(), untaken: Type.Integer() })),
    days: Type.Array(Type.Object({ date: Type.String(), reported: Type.Integer(), solved: Type.Integer() })),
    /** Of those reported in thirty days; hours; missing where there were none. */
    medianHoursToAnswer: Type.Optional(Type.Number()),
    medianHoursToSolve: Type.Optional(Type.Number()),
    /** Share solved by their term. */
    inTime: Type.Optional(Type.Number()),
  }),
  permission: 'support:read',
  audit: 'none',
});
export type SupportFigures = Static<typeof getSupportFigures.output>;
