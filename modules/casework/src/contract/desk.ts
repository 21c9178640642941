// SPDX-License-Identifier: Apache-2.0
/** What stands beside the answers of a case: what officers wrote down, what follows from each decision, who looks at it again. */
import { Work } from '@stoa/cases/contract';
import { LocalText, operation, Uuid } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { CaseLink, Conflicted, Note } from './notes.ts';
import { Review } from './reviews.ts';

/** What a decision leads to, as the process of the package draws it. */
export const Effect = Type.Object({
  kind: Type.Enum(['output', 'fee', 'asked', 'reported', 'told', 'task', 'ends']),
  /** The document, the step, the message or the end. */
  title: LocalText,
  /** It hangs on what is not known before: another condition, an answer. */
  perhaps: Type.Boolean(),
});
export type Effect = Static<typeof Effect>;

export const getDesk = operation({
  name: 'casework.get-desk',
  method: 'GET',
  path: '/casework/cases/:caseId/desk',
  summary: 'Read what stands beside a case, for who works on it',
  input: Type.Object({ caseId: Uuid, taskId: Type.Optional(Uuid) }),
  output: Type.Object({
    work: Work,
    notes: Type.Array(Note),
    links: Type.Array(CaseLink),
    conflicts: Type.Array(Conflicted),
    reviews: Type.Array(Review),
    /** Of each outcome that the task may have. */
    effects: Type.Array(Type.Object({ outcome: Type.String(), title: LocalText, effects: Type.Array(Effect) })),
  }),
  permission: 'casework:work',
  audit: 'casework.desk-read',
  refusals: ['cases.case-unknown'],
});
export type Desk = Static<typeof getDesk.output>;

/** Where the whole file of a case is made as one signed PDF, for who works on its task. */
export const caseFilePath = (taskId: string) => `/api/casework/tasks/${taskId}/file.pdf`;
