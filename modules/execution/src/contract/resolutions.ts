// SPDX-License-Identifier: Apache-2.0
/** Instructions on a registered document: given, passed on, reported on, accepted, taken off control. */
import { CalendarDate, Instant, LocalText, operation, PrintableText, Uuid } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { Answer, Done, ofDocument, Reason, Text, unseen } from './shapes.ts';

/** Levels of instructions: one of a leader is the first. */
export const deepest = 6;
export const AssignmentState = Type.Enum(['given', 'reported', 'accepted', 'withdrawn']);
export type AssignmentState = Static<typeof AssignmentState>;
export const ResolutionState = Type.Enum(['open', 'executed', 'withdrawn']);
export type ResolutionState = Static<typeof ResolutionState>;
export const Recurrence = Type.Enum(['monthly', 'quarterly']);
export type Recurrence = Static<typeof Recurrence>;

export const Report = Type.Object({
  id: Uuid,
  text: Type.String(),
  by: Done,
  decision: Type.Optional(Type.Enum(['accepted', 'returned'])),
  decisionReason: Type.Optional(Type.String()),
  decidedBy: Type.Optional(Done),
});
export type Report = Static<typeof Report>;
export const Assignment = Type.Object({
  id: Uuid,
  postId: Uuid,
  title: LocalText,
  role: Type.Enum(['responsible', 'co']),
  state: AssignmentState,
  doneAt: Type.Optional(Instant),
  reports: Type.Array(Report),
});
export type Assignment = Static<typeof Assignment>;
export const Extension = Type.Object({
  id: Uuid,
  until: CalendarDate,
  reason: Type.String(),
  by: Done,
  granted: Type.Optional(Type.Boolean()),
  decidedBy: Type.Optional(Done),
});
export type Extension = Static<typeof Extension>;

export const Resolution = Type.Object({
  id: Uuid,
  documentId: Uuid,
  /** The part of another one that is passed on by this. */
  parentId: Type.Optional(Uuid),
  depth: Type.Integer({ minimum: 1, maximum: deepest }),
  text: Type.String(),
  dueOn: CalendarDate,
  overdue: Type.Boolean(),
  state: ResolutionState,
  control: Type.Enum(['none', 'on', 'removed']),
  controlRemovedBy: Type.Optional(Done),
  recurrence: Type.Optional(Recurrence),
  by: Done,
  assignments: Type.Array(Assignment),
  extensions: Type.Array(Extension),
});
export type Resolution = Static<typeof Resolution>;

const given = {
  text: Text,
  responsible: Uuid,
  coExecutors: Type.Optional(Type.Array(Uuid, { maxItems: 30 })),
};
const about = ofDocument;
const act = { permission: 'execution:work', output: Answer } as const;
const posts = ['execution.post-unknown', 'execution.post-twice', 'execution.due-impossible'] as const;

export const giveResolution = operation({
  ...act,
  name: 'execution.give-resolution',
  method: 'POST',
  path: '/execution/documents/:documentId/resolutions',
  summary: 'Write an instruction on a registered document; the term of its kind holds where no day is named',
  input: Type.Object({
    documentId: Uuid,
    ...given,
    dueOn: Type.Optional(CalendarDate),
    control: Type.Optional(Type.Boolean()),
    recurrence: Type.Optional(Recurrence),
  }),
  permission: 'execution:lead',
  check: 'resource',
  audit: 'execution.resolution-given',
  about: { ...about, facts: ['responsible', 'coExecutors', 'dueOn', 'control', 'recurrence'] },
  refusals: [unseen, 'execution.not-registered', ...posts],
});

export const passOn = operation({
  ...act,
  name: 'execution.pass-on',
  method: 'POST',
  path: '/execution/assignments/:id/parts',
  summary: 'Pass a part of an instruction on, due not later than the whole',
  input: Type.Object({ id: Uuid, ...given, dueOn: Type.Optional(CalendarDate) }),
  audit: 'execution.part-passed-on',
  about: { ...about, facts: ['responsible', 'coExecutors', 'dueOn'] },
  refusals: [unseen, 'execution.not-with-you', 'execution.state-forbids', 'execution.too-deep', ...posts],
});

const acting = [unseen, 'execution.not-with-you', 'execution.state-forbids'] as const;
export const report = operation({
  ...act,
  name: 'execution.report',
  method: 'POST',
  path: '/execution/assignments/:id/reports',
  summary: 'Report that it is done: co-executors to the responsible one, who reports to the author',
  input: Type.Object({ id: Uuid, text: Text }),
  audit: 'execution.reported',
  about: { ...about, facts: ['id'] },
  refusals: [...acting],
});

export const decideReport = operation({
  ...act,
  name: 'execution.decide-report',
  method: 'POST',
  path: '/execution/assignments/:id/decision',
  summary: 'Accept a report, or return it with the reason',
  input: Type.Object({
    id: Uuid,
    /** The report that was read: a later one is another. */
    reportId: Uuid,
    accepted: Type.Boolean(),
    reason: Type.Optional(Reason),
  }),
  audit: 'execution.report-decided',
  about: { ...about, facts: ['id', 'accepted', 'reason'] },
  refusals: [...acting, 'execution.report-renewed', 'execution.reason-needed'],
});

export const askExtension = operation({
  ...act,
  name: 'execution.ask-extension',
  method: 'POST',
  path: '/execution/resolutions/:id/extensions',
  summary: 'Ask the author for a later day',
  input: Type.Object({ id: Uuid, until: CalendarDate, reason: Reason }),
  audit: 'execution.extension-asked',
  about: { ...about, facts: ['id', 'until', 'reason'] },
  refusals: [...acting, 'execution.due-impossible', 'execution.extension-waits'],
});

export const decideExtension = operation({
  ...act,
  name: 'execution.decide-extension',
  method: 'POST',
  path: '/execution/extensions/:id/decision',
  summary: 'Grant a later day, or decline it',
  input: Type.Object({ id: Uuid, granted: Type.Boolean() }),
  audit: 'execution.extension-decided',
  about: { ...about, facts: ['id', 'granted'] },
  refusals: [...acting],
});

export const withdrawResolution = operation({
  ...act,
  name: 'execution.withdraw-resolution',
  method: 'POST',
  path: '/execution/resolutions/:id/withdrawal',
  summary: 'Take an instruction back with all that was passed on of it',
  input: Type.Object({ id: Uuid, reason: Reason }),
  audit: 'execution.resolution-withdrawn',
  about: { ...about, facts: ['id', 'reason'] },
  refusals: [...acting],
});

export const removeControl = operation({
  ...act,
  name: 'execution.remove-control',
  method: 'POST',
  path: '/execution/resolutions/:id/control-removal',
  summary: 'Take an executed instruction off control',
  input: Type.Object({ id: Uuid, note: Type.Optional(PrintableText(500)) }),
  permission: 'execution:control',
  check: 'resource',
  audit: 'execution.control-removed',
  about: { ...about, facts: ['id', 'note'] },
  refusals: [unseen, 'execution.not-controlled', 'execution.not-executed'],
});

/** A document that needs no instruction leaves the leader's desk. */
export const takeNote = operation({
  ...act,
  name: 'execution.take-note',
  method: 'POST',
  path: '/execution/documents/:documentId/notice-taken',
  summary: 'Say that a document needs no instruction',
  input: Type.Object({ documentId: Uuid }),
  permission: 'execution:lead',
  check: 'resource',
  audit: 'execution.notice-taken',
  about: { ...about, facts: [] },
  refusals: [unseen],
});

export const Phrase = Type.Object({ id: Uuid, text: Type.String() });
export const listPhrases = operation({
  name: 'execution.list-phrases',
  method: 'GET',
  path: '/execution/phrases',
  summary: 'Phrases of my own for instructions, the one used last first',
  input: Type.Object({}),
  output: Type.Object({ items: Type.Array(Phrase) }),
  permission: 'execution:read',
  audit: 'none',
});
export const keepPhrase = operation({
  name: 'execution.keep-phrase',
  method: 'POST',
  path: '/execution/phrases',
  summary: 'Keep a phrase of my own',
  input: Type.Object({ text: PrintableText(300, 3) }),
  output: Phrase,
  permission: 'execution:work',
  audit: 'none',
  refusals: ['execution.too-many-phrases'],
});
export const dropPhrase = operation({
  name: 'execution.drop-phrase',
  method: 'DELETE',
  path: '/execution/phrases/:id',
  summary: 'Keep a phrase of my own no longer',
  input: Type.Object({ id: Uuid }),
  output: Type.Object({ id: Uuid }),
  permission: 'execution:work',
  audit: 'none',
});
