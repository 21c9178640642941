// SPDX-License-Identifier: Apache-2.0
import { operation, PrintableText, ProcessChange, StepsMoved } from '@stoa/kernel/contract';
import { Type } from 'typebox';
import { id, onCase } from './shared.ts';

/** Steps that only this case has: one inserted after another or beside it, one passed by, one given to another duty. */
export const changeProcess = operation({
  name: 'cases.change-process',
  method: 'POST',
  path: '/cases/:id/process/changes',
  summary: 'Change the way of one case',
  input: Type.Object({ ...id, reason: PrintableText(2000, 3), change: ProcessChange }),
  output: Type.Object(id),
  ...onCase('cases:work'),
  audit: 'cases.process-changed',
  refusals: ['cases.case-unknown', 'cases.case-closed', 'cases.change-impossible'],
});

/** A running case goes on by another version of its service, where every step it stands at is there. */
export const moveCase = operation({
  name: 'cases.move-case',
  method: 'POST',
  path: '/cases/:id/version',
  summary: 'Move a running case to another version of its service',
  input: Type.Object({
    ...id,
    version: Type.Optional(Type.String({ pattern: '^sha256:[0-9a-f]{64}$', description: 'without it, the newest' })),
    steps: Type.Optional(StepsMoved),
  }),
  output: Type.Object({ version: Type.String() }),
  ...onCase('cases:steer'),
  audit: 'cases.case-moved',
  refusals: ['cases.case-unknown', 'cases.case-closed', 'cases.move-impossible', 'catalogue.version-unknown'],
});

/** Only steps that were done at least five times: of fewer, somebody could be told apart. */
export const listStepTimes = operation({
  name: 'cases.list-step-times',
  method: 'GET',
  path: '/cases/services/:serviceId/step-times',
  summary: 'How long steps of a service take, over its newest thousand cases',
  input: Type.Object({ serviceId: Type.String({ maxLength: 64 }) }),
  output: Type.Object({
    items: Type.Array(Type.Object({ node: Type.String(), times: Type.Integer(), medianSeconds: Type.Number() })),
  }),
  permission: 'public',
  audit: 'none',
});
