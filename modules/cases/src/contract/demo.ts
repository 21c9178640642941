// SPDX-License-Identifier: Apache-2.0
/** Cases of the demo country: an example of a package is played once, and copied for many applicants. */
import { CalendarDate, Instant, operation } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';

const Values = Type.Record(Type.String(), Type.Unknown());
const DemoPerson = Type.Object({
  number: Type.String({ maxLength: 20 }),
  familyName: Type.String(),
  givenName: Type.String(),
  nameLatin: Type.String(),
});
export type DemoPerson = Static<typeof DemoPerson>;

export const DemoCopy = Type.Object({
  key: Type.String({ maxLength: 80 }),
  applicant: Type.Object({
    kind: Type.Enum(['person', 'organisation']),
    number: Type.String({ maxLength: 20 }),
    name: Type.String(),
  }),
  /** Who stands in the place of each subject of the package, by its field. */
  people: Type.Record(Type.String(), DemoPerson),
  submittedAt: Instant,
  /** When it ended; of one that runs when it came to the step where it stands. */
  untilAt: Instant,
});
export type DemoCopy = Static<typeof DemoCopy>;

/** As scenarios of packages say it. */
export const DemoExample = Type.Object({
  today: CalendarDate,
  answers: Values,
  registers: Type.Record(Type.String(), Values),
  checks: Values,
  results: Values,
});
export type DemoExample = Static<typeof DemoExample>;

export const enterDemoCases = operation({
  name: 'cases.enter-demo-cases',
  method: 'PUT',
  path: '/cases/demo',
  summary: 'Enter cases of the demo country',
  input: Type.Object({
    serviceId: Type.String({ maxLength: 64 }),
    example: DemoExample,
    /** Whether they have ended, or stand at the step that decides. */
    decided: Type.Boolean(),
    copies: Type.Array(DemoCopy, { minItems: 1, maxItems: 500 }),
  }),
  output: Type.Object({
    entered: Type.Integer(),
    known: Type.Integer({ description: 'were there before' }),
    why: Type.Optional(Type.String({ description: 'why the example could not be played' })),
  }),
  permission: 'cases:enter-demo',
  bodyMiB: 4,
  audit: 'cases.demo-entered',
  about: { type: 'service', id: 'serviceId', facts: ['entered', 'known'] },
  refusals: ['cases.demo-off', 'catalogue.service-unknown'],
});
