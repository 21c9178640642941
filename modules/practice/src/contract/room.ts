// SPDX-License-Identifier: Apache-2.0
/** The room itself: entered, tasks begun and checked, and what is kept of it. */
import { Instant, languages, operation, IdPageInput, pageOf, Uuid } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { Finding, RoleName, TaskName } from './tasks.ts';

const InstitutionId = Type.String({ pattern: '^[A-Za-z0-9-]{3,64}$' });
const practise = { permission: 'practice:train' } as const;

/** Years for which a certificate of training holds. */
export const certificateYears = 2;

export const Certificate = Type.Object({
  id: Uuid,
  role: RoleName,
  personId: Uuid,
  name: Type.String(),
  institutionId: InstitutionId,
  issuedAt: Instant,
  validUntil: Instant,
});
export type Certificate = Static<typeof Certificate>;

export const Attempt = Type.Object({
  id: Uuid,
  task: TaskName,
  version: Type.Integer(),
  /** What the brief tells: numbers, dates, names. */
  facts: Type.Record(Type.String(), Type.String()),
  startedAt: Instant,
  checks: Type.Integer(),
  checkedAt: Type.Optional(Instant),
  passedAt: Type.Optional(Instant),
  findings: Type.Array(Finding),
});
export type Attempt = Static<typeof Attempt>;

export const enterRoom = operation({
  ...practise,
  name: 'practice.enter-room',
  method: 'PUT',
  path: '/practice/room',
  summary: 'Make ready the institution in which I practise, for one where I have a duty',
  input: Type.Object({ institutionId: Type.Optional(InstitutionId) }),
  output: Type.Object({ personId: Uuid, practiceId: Type.String(), institutionId: InstitutionId }),
  audit: 'practice.room-entered',
  about: { type: 'room', id: 'practiceId', facts: ['institutionId'] },
  refusals: ['practice.not-of-institution'],
});

export const getRoom = operation({
  ...practise,
  name: 'practice.get-room',
  method: 'GET',
  path: '/practice/room',
  summary: 'How far I am with each task, and my certificates of training',
  input: Type.Object({}),
  output: Type.Object({
    practises: Type.Boolean(),
    practiceId: Type.Optional(Type.String()),
    /** For which I practise; before that those where I have a duty. */
    institutions: Type.Array(InstitutionId),
    tasks: Type.Array(
      Type.Object({
        task: TaskName,
        role: RoleName,
        version: Type.Integer(),
        state: Type.Enum(['new', 'begun', 'passed']),
        attempt: Type.Optional(Attempt),
      }),
    ),
    certificates: Type.Array(Certificate),
  }),
  audit: 'none',
});

export const startTask = operation({
  ...practise,
  name: 'practice.start-task',
  method: 'POST',
  path: '/practice/tasks/:task/attempts',
  summary: 'Begin a task: what it is about comes into the practice institution',
  input: Type.Object({ task: TaskName, language: Type.Optional(Type.Enum([...languages])) }),
  output: Attempt,
  audit: 'practice.task-begun',
  about: { type: 'attempt', id: 'id', facts: ['task', 'version'] },
  refusals: ['practice.not-in-room'],
});

export const checkTask = operation({
  ...practise,
  name: 'practice.check-task',
  method: 'POST',
  path: '/practice/attempts/:id/checks',
  summary: 'Look at what was done: what is right, and what is still to do',
  input: Type.Object({ id: Uuid, answer: Type.Optional(Type.String({ maxLength: 200 })) }),
  output: Attempt,
  audit: 'practice.task-checked',
  about: { type: 'attempt', id: 'id', facts: ['task', 'checks', 'passedAt'] },
  refusals: ['practice.attempt-unknown'],
});

export const listAttempts = operation({
  ...practise,
  name: 'practice.list-attempts',
  method: 'GET',
  path: '/practice/attempts',
  summary: 'My record of training, the latest first',
  input: Type.Object({ ...IdPageInput }),
  output: pageOf(Attempt),
  audit: 'none',
});

export const listTrained = operation({
  name: 'practice.list-trained',
  method: 'GET',
  path: '/practice/institutions/:institutionId/certificates',
  summary: 'Who of an institution is trained for what, the latest first',
  input: Type.Object({ institutionId: InstitutionId, valid: Type.Optional(Type.Boolean()), ...IdPageInput }),
  output: pageOf(Certificate),
  permission: 'practice:oversee',
  check: 'resource',
  audit: 'practice.trained-listed',
  about: { type: 'institution', id: 'institutionId', facts: [] },
});
