// SPDX-License-Identifier: Apache-2.0
/** What examiners of the demo have behind them: examinations that ended years ago. */
import { CalendarDate, operation, Uuid } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { Content, Kind, OrganisationId, Outcome } from './shapes.ts';

export const EndedExamination = Type.Object({
  key: Type.String({ maxLength: 100 }),
  kind: Kind,
  organisationId: OrganisationId,
  title: Content.properties.title,
  purpose: Content.properties.purpose,
  planned: Content.properties.planned,
  outcome: Outcome,
  submittedOn: CalendarDate,
  decidedOn: CalendarDate,
  days: Type.Integer({ minimum: 1, maximum: 400 }),
  examiners: Type.Array(Type.Object({ personId: Uuid, name: Type.String({ maxLength: 200 }) }), { maxItems: 7 }),
});
export type EndedExamination = Static<typeof EndedExamination>;
export const enterDemoExaminations = operation({
  name: 'examination.enter-demo',
  method: 'PUT',
  path: '/examination/demo',
  summary: 'Enter examinations of the demo that ended; entered again, nothing changes',
  input: Type.Object({ items: Type.Array(EndedExamination, { maxItems: 1000 }) }),
  output: Type.Object({ entered: Type.Integer() }),
  permission: 'examination:enter-demo',
  bodyMiB: 4,
  audit: 'examination.demo-entered',
  about: { type: 'demo', id: 'entered', facts: ['entered'] },
  refusals: ['examination.demo-off'],
});
