// SPDX-License-Identifier: Apache-2.0
/** What waits for me, and all the work on one document. */
import { DocumentSummary } from '@stoa/documents/contract';
import { Instant, LocalText, operation, PageInput, pageOf, Uuid } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { Acquaintance } from './acquaintance.ts';
import { Route } from './approval.ts';
import { Resolution } from './resolutions.ts';
import { unseen } from './shapes.ts';

/** To give an instruction, agree, mend a draft, execute, accept a report, decide on a day, take off control, read. */
export const workKinds = [
  ...(['resolve', 'approve', 'mend', 'execute'] as const),
  ...(['accept', 'extend', 'control', 'read'] as const),
] as const;
export const WorkKind = Type.Enum([...workKinds]);
export type WorkKind = (typeof workKinds)[number];

export const DeskItem = Type.Object({
  id: Uuid,
  kind: WorkKind,
  /** The approver, the assignment, the extension, the reader, the resolution or the route that waits. */
  objectId: Uuid,
  /** Of what waits to be accepted: the report that is accepted by it. */
  reportId: Type.Optional(Uuid),
  document: DocumentSummary,
  post: Type.Optional(LocalText),
  since: Instant,
  dueAt: Type.Optional(Instant),
  overdue: Type.Boolean(),
});
export type DeskItem = Static<typeof DeskItem>;

export const getDesk = operation({
  name: 'execution.get-desk',
  method: 'GET',
  path: '/execution/desk',
  summary: 'What waits for me by kind of work, overdue first',
  input: Type.Object({ kind: Type.Optional(WorkKind), ...PageInput }),
  output: Type.Object({
    ...pageOf(DeskItem).properties,
    counts: Type.Array(Type.Object({ kind: WorkKind, count: Type.Integer(), overdue: Type.Integer() })),
  }),
  permission: 'execution:read',
  audit: 'none',
});

export const getWork = operation({
  name: 'execution.get-work',
  method: 'GET',
  path: '/execution/documents/:documentId',
  summary: 'All work on a document: ways of approval, the tree of instructions, who has read it',
  input: Type.Object({ documentId: Uuid }),
  output: Type.Object({
    document: DocumentSummary,
    routes: Type.Array(Route),
    resolutions: Type.Array(Resolution),
    acquaintances: Type.Array(Acquaintance),
    /** What the one who asks may do now, each with the object it is done to. */
    may: Type.Array(
      Type.Object({
        act: Type.Enum([
          ...(['start-approval', 'answer', 'resume', 'withdraw-approval', 'change-route', 'give-resolution'] as const),
          ...(['take-note', 'pass-on', 'report', 'decide-report', 'ask-extension', 'decide-extension'] as const),
          ...(['withdraw-resolution', 'remove-control', 'ask-acquaintance', 'confirm-reading', 'remind'] as const),
        ]),
        objectId: Uuid,
      }),
    ),
    /** Posts that are asked and that nobody is on now. */
    unheld: Type.Array(Uuid),
  }),
  permission: 'execution:read',
  audit: 'none',
  refusals: [unseen],
});
export type Work = Static<typeof getWork.output>;
