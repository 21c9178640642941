// SPDX-License-Identifier: Apache-2.0
import { CalendarDate, Instant, operation } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { NoteKind } from './notes.ts';
import { ReviewState } from './reviews.ts';

const Key = Type.String({ maxLength: 100 });
export const enterDemoCasework = operation({
  name: 'casework.enter-demo-casework',
  method: 'PUT',
  path: '/casework/demo',
  summary: 'Enter what officers of the demo country wrote down; entered again, nothing changes',
  input: Type.Object({
    /** Who does it all: an officer of the demo country. */
    officer: Type.Object({ id: Type.String(), name: Type.String() }),
    second: Type.Object({ id: Type.String(), name: Type.String() }),
    officeId: Type.String({ maxLength: 64 }),
    perMille: Type.Integer(),
    views: Type.Array(
      Type.Object({ key: Key, name: Type.String(), show: Type.String(), sort: Type.String(), shared: Type.Boolean() }),
      { maxItems: 20 },
    ),
    cases: Type.Array(
      Type.Object({
        caseId: Type.String(),
        number: Type.String(),
        serviceId: Type.String(),
        applicantId: Type.String(),
        notes: Type.Array(
          Type.Object({ key: Key, kind: NoteKind, on: CalendarDate, person: Type.String(), text: Type.String() }),
        ),
        conflict: Type.Optional(Type.Object({ reason: Type.String(), at: Instant })),
        review: Type.Optional(
          Type.Object({
            outcome: Type.String(),
            at: Instant,
            state: ReviewState,
            reason: Type.Optional(Type.String()),
          }),
        ),
      }),
      { maxItems: 500 },
    ),
  }),
  output: Type.Object({ entered: Type.Integer() }),
  permission: 'casework:enter-demo',
  audit: 'casework.demo-entered',
  about: { type: 'casework', id: 'officeId', facts: ['entered'] },
  refusals: ['casework.demo-off'],
});
export type DemoCasework = Static<typeof enterDemoCasework.input>;
