// SPDX-License-Identifier: Apache-2.0
/** Posts that have to read a document and say that they did. */
import { CalendarDate, Instant, LocalText, operation, PrintableText, Uuid } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { Answer, Done, ofDocument, unseen } from './shapes.ts';

export const mostReaders = 500;
export const Acquaintance = Type.Object({
  id: Uuid,
  documentId: Uuid,
  note: Type.Optional(Type.String()),
  dueOn: Type.Optional(CalendarDate),
  by: Done,
  remindedAt: Type.Optional(Instant),
  confirmed: Type.Integer(),
  readers: Type.Array(Type.Object({ id: Uuid, postId: Uuid, title: LocalText, done: Type.Optional(Done) })),
});
export type Acquaintance = Static<typeof Acquaintance>;

const about = ofDocument;
export const askAcquaintance = operation({
  name: 'execution.ask-acquaintance',
  method: 'POST',
  path: '/execution/documents/:documentId/acquaintances',
  summary: 'Have posts read a document and confirm it',
  input: Type.Object({
    documentId: Uuid,
    posts: Type.Array(Uuid, { minItems: 1, maxItems: mostReaders }),
    note: Type.Optional(PrintableText(500)),
    dueOn: Type.Optional(CalendarDate),
  }),
  output: Answer,
  permission: 'execution:control',
  check: 'resource',
  audit: 'execution.acquaintance-asked',
  about: { ...about, facts: ['posts', 'dueOn'] },
  refusals: [
    unseen,
    'execution.not-registered',
    'execution.post-unknown',
    'execution.post-twice',
    'execution.due-impossible',
  ],
});

export const confirmReading = operation({
  name: 'execution.confirm-reading',
  method: 'POST',
  path: '/execution/readers/:id/confirmation',
  summary: 'Confirm that one has read a document',
  input: Type.Object({ id: Uuid }),
  output: Answer,
  permission: 'execution:work',
  audit: 'execution.reading-confirmed',
  about: { ...about, facts: ['id'] },
  refusals: [unseen, 'execution.not-with-you', 'execution.answered-already'],
});

export const remindReaders = operation({
  name: 'execution.remind-readers',
  method: 'POST',
  path: '/execution/acquaintances/:id/reminder',
  summary: 'Remind those who have not read it yet, once a day at most',
  input: Type.Object({ id: Uuid }),
  output: Answer,
  permission: 'execution:control',
  check: 'resource',
  audit: 'execution.readers-reminded',
  about: { ...about, facts: ['id'] },
  refusals: [unseen, 'execution.reminded-already'],
});
