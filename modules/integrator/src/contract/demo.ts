// SPDX-License-Identifier: Apache-2.0
/** What the demo country has behind it: norms, consultations, years of maturity, architectures, ICT services, campaigns. */
import { CalendarDate, operation } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { AnswerState } from './inventory.ts';
import { AssessmentState } from './maturity.ts';
import { ProjectStage } from './projects.ts';
import { BodyId, DataCode, Name } from './words.ts';

const several = <T extends Parameters<typeof Type.Array>[0]>(item: T) =>
  Type.Optional(Type.Array(item, { maxItems: 500 }));
const Text = Type.String({ maxLength: 4000 });
export const DemoYears = Type.Object({
  assessments: several(
    Type.Object({
      ...{ organisationId: BodyId, year: Type.Integer(), state: AssessmentState, byName: Name },
      met: Type.Array(DataCode),
      refused: Type.Array(Type.Object({ criterion: DataCode, note: Text })),
      evidence: Text,
    }),
  ),
  projects: several(
    Type.Object({
      ...{ organisationId: BodyId, template: DataCode, methodology: DataCode, stage: ProjectStage },
      ...{ startedOn: CalendarDate, byName: Name },
      visits: Type.Array(Type.Object({ heldOn: CalendarDate, notes: Text })),
      measures: Type.Array(
        Type.Object({ title: Text, responsible: Name, due: CalendarDate, doneOn: Type.Optional(CalendarDate) }),
      ),
    }),
  ),
  campaign: Type.Optional(
    Type.Object({
      ...{ title: Text, opens: CalendarDate, due: CalendarDate, closedOn: Type.Optional(CalendarDate), byName: Name },
      answers: Type.Array(
        Type.Object({
          ...{ organisationId: BodyId, state: AnswerState, byName: Name },
          /** So many of its elements are answered, all but these as still so. */
          answered: Type.Integer({ minimum: 0 }),
          changed: Type.Integer({ minimum: 0 }),
          facts: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Boolean()])),
        }),
      ),
    }),
  ),
});
export type DemoYears = Static<typeof DemoYears>;

export const enterDemoYears = operation({
  name: 'integrator.enter-demo-years',
  method: 'PUT',
  path: '/integrator/demo/:part',
  summary: 'Enter what the demo has behind it; entered again, nothing changes',
  input: Type.Object({ part: DataCode, ...DemoYears.properties }),
  output: Type.Object({ part: DataCode, entered: Type.Integer() }),
  permission: 'integrator:enter-demo',
  bodyMiB: 4,
  audit: 'integrator.demo-entered',
  about: { type: 'demo', id: 'part', facts: ['entered'] },
  refusals: ['integrator.demo-off'],
});
