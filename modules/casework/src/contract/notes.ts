// SPDX-License-Identifier: Apache-2.0
/** Notes of calls and visits, links between cases, conflicts of interest: what officers write down beside a case. */
import { CalendarDate, Instant, operation, PrintableText, Uuid } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';

export const noteKinds = ['call', 'visit', 'letter', 'other'] as const;
export const NoteKind = Type.Enum([...noteKinds]);
export type NoteKind = Static<typeof NoteKind>;

const said = {
  kind: NoteKind,
  /** The day on which it happened. */
  on: CalendarDate,
  /** With whom. */
  person: Type.String(),
  text: Type.String(),
  byName: Type.String(),
  writtenAt: Instant,
};
export const Note = Type.Object({
  /** Of the first version; corrections stand under it. */
  id: Uuid,
  version: Type.Integer(),
  ...said,
  /** Versions before, the latest first. */
  earlier: Type.Array(Type.Object(said)),
});
export type Note = Static<typeof Note>;

const onCase = { caseId: Uuid };
const typed = {
  kind: NoteKind,
  on: CalendarDate,
  person: PrintableText(200, 2),
  text: PrintableText(4000, 2),
};
const work = { permission: 'casework:work' } as const;

export const writeNote = operation({
  ...work,
  name: 'casework.write-note',
  method: 'POST',
  path: '/casework/cases/:caseId/notes',
  summary: 'Write down a call or a visit about a case',
  input: Type.Object({ ...onCase, ...typed }),
  output: Note,
  audit: 'casework.note-written',
  refusals: ['cases.case-unknown', 'casework.note-in-future'],
});
export const correctNote = operation({
  ...work,
  name: 'casework.correct-note',
  method: 'POST',
  path: '/casework/notes/:id/corrections',
  summary: 'Correct a note by a new version; what was written before stays',
  input: Type.Object({ id: Uuid, version: Type.Integer({ description: 'the one that was read' }), ...typed }),
  output: Note,
  audit: 'casework.note-corrected',
  refusals: ['casework.note-unknown', 'casework.note-changed', 'casework.note-in-future'],
});
export const listNotes = operation({
  name: 'casework.list-notes',
  method: 'GET',
  path: '/casework/cases/:caseId/notes',
  summary: 'Read what officers wrote down about a case, for auditors',
  input: Type.Object(onCase),
  output: Type.Object({ items: Type.Array(Note) }),
  permission: 'casework:audit',
  audit: 'casework.notes-read',
});

export const CaseLink = Type.Object({
  id: Uuid,
  caseId: Uuid,
  number: Type.String(),
  reason: Type.String(),
  byName: Type.String(),
  at: Instant,
});
export type CaseLink = Static<typeof CaseLink>;
export const linkCase = operation({
  ...work,
  name: 'casework.link-case',
  method: 'POST',
  path: '/casework/cases/:caseId/links',
  summary: 'Say that two cases belong together, and why',
  input: Type.Object({
    ...onCase,
    number: Type.String({ minLength: 3, maxLength: 64 }),
    reason: PrintableText(1000, 3),
  }),
  output: CaseLink,
  audit: 'casework.case-linked',
  refusals: ['cases.case-unknown', 'casework.other-unknown', 'casework.link-itself', 'casework.linked-already'],
});

export const Conflicted = Type.Object({ byName: Type.String(), reason: Type.String(), at: Instant });
export const declareConflict = operation({
  ...work,
  name: 'casework.declare-conflict',
  method: 'POST',
  path: '/casework/cases/:caseId/conflicts',
  summary: 'Say that a case is not mine to work on, and why; somebody else works on it',
  input: Type.Object({ ...onCase, reason: PrintableText(1000, 3) }),
  output: Type.Object({ released: Type.Integer({ description: 'tasks that went back to the queue' }) }),
  audit: 'casework.conflict-declared',
  refusals: ['cases.case-unknown'],
});
