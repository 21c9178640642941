// SPDX-License-Identifier: Apache-2.0
/** A body's architecture as a project: stages, steps of a methodology, visits, measures. */
import { CalendarDate, IdPageInput, Instant, LocalText, operation, pageOf, Uuid } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { BodyId, DataCode, Name, projectStages, Words } from './words.ts';

export const ProjectStage = Type.Enum([...projectStages]);
export type ProjectStage = Static<typeof ProjectStage>;
export const Project = Type.Object({
  id: Uuid,
  organisationId: BodyId,
  template: DataCode,
  methodology: DataCode,
  methodologyVersion: Type.Integer(),
  stage: ProjectStage,
  startedOn: CalendarDate,
  openMeasures: Type.Integer(),
  overdueMeasures: Type.Integer(),
});
export type Project = Static<typeof Project>;
export const Measure = Type.Object({
  id: Uuid,
  organisationId: BodyId,
  title: Type.String(),
  part: Type.Optional(DataCode),
  responsible: Type.String(),
  due: CalendarDate,
  doneOn: Type.Optional(CalendarDate),
  overdue: Type.Boolean(),
});
export type Measure = Static<typeof Measure>;

export const startProject = operation({
  name: 'integrator.start-project',
  method: 'POST',
  path: '/integrator/projects',
  summary: 'Begin a body’s architecture by a template and a methodology in its present version',
  input: Type.Object({ organisationId: BodyId, template: DataCode, methodology: DataCode }),
  output: Type.Object({ id: Uuid }),
  permission: 'integrator:keep',
  audit: 'integrator.project-started',
  about: { type: 'project', id: 'id', facts: ['organisationId', 'template', 'methodology'] },
  refusals: ['integrator.template-unknown', 'integrator.project-there'],
});
export const listProjects = operation({
  name: 'integrator.list-projects',
  method: 'GET',
  path: '/integrator/projects',
  summary: 'Architectures of bodies by stage, with their measures',
  input: Type.Object({}),
  output: Type.Object({ items: Type.Array(Project) }),
  permission: 'public',
  audit: 'none',
});
export const getProject = operation({
  name: 'integrator.get-project',
  method: 'GET',
  path: '/integrator/bodies/:organisationId/project',
  summary: 'A body’s architecture with steps, visits, measures and moves',
  input: Type.Object({ organisationId: BodyId }),
  output: Type.Object({
    project: Type.Optional(Project),
    steps: Type.Array(
      Type.Object({
        code: DataCode,
        stage: ProjectStage,
        title: LocalText,
        doneByName: Type.Optional(Name),
        doneAt: Type.Optional(Instant),
      }),
    ),
    visits: Type.Array(Type.Object({ id: Uuid, heldOn: CalendarDate, notes: Type.String(), byName: Name })),
    moves: Type.Array(
      Type.Object({
        from: ProjectStage,
        to: ProjectStage,
        reason: Type.Optional(Type.String()),
        byName: Name,
        at: Instant,
      }),
    ),
    measures: Type.Array(Measure),
    may: Type.Array(Type.Enum(['keep', 'answer'])),
  }),
  permission: 'integrator:look',
  check: 'resource',
  audit: 'none',
});
export const doStep = operation({
  name: 'integrator.do-step',
  method: 'POST',
  path: '/integrator/projects/:id/steps',
  summary: 'Say that a step of the methodology is done',
  input: Type.Object({ id: Uuid, step: DataCode }),
  output: Type.Object({ id: Uuid }),
  permission: 'integrator:keep',
  audit: 'integrator.step-done',
  about: { type: 'project', id: 'id', facts: ['step'] },
  refusals: ['integrator.project-unknown', 'integrator.step-unknown'],
});
export const moveProject = operation({
  name: 'integrator.move-project',
  method: 'POST',
  path: '/integrator/projects/:id/stage',
  summary: 'Go to the next stage when its steps are done, or back to an earlier one with a reason',
  input: Type.Object({ id: Uuid, to: ProjectStage, reason: Type.Optional(Words()) }),
  output: Type.Object({ id: Uuid, stage: ProjectStage }),
  permission: 'integrator:keep',
  audit: 'integrator.project-moved',
  about: { type: 'project', id: 'id', facts: ['to'] },
  refusals: [
    'integrator.project-unknown',
    'integrator.stage-wrong',
    'integrator.steps-open',
    'integrator.reason-missing',
  ],
});
export const recordVisit = operation({
  name: 'integrator.record-visit',
  method: 'POST',
  path: '/integrator/projects/:id/visits',
  summary: 'Write down a visit to the owner',
  input: Type.Object({ id: Uuid, heldOn: CalendarDate, notes: Words(4000) }),
  output: Type.Object({ id: Uuid, visitId: Uuid }),
  permission: 'integrator:keep',
  audit: 'integrator.visit-recorded',
  about: { type: 'project', id: 'id', facts: ['heldOn'] },
  refusals: ['integrator.project-unknown', 'integrator.day-to-come'],
});
export const addMeasure = operation({
  name: 'integrator.add-measure',
  method: 'POST',
  path: '/integrator/bodies/:organisationId/measures',
  summary: 'Agree what a body does until a day, and who answers for it',
  input: Type.Object({
    organisationId: BodyId,
    title: Words(300),
    responsible: Words(200),
    due: CalendarDate,
    part: Type.Optional(DataCode),
  }),
  output: Type.Object({ id: Uuid }),
  permission: 'integrator:look',
  check: 'resource',
  audit: 'integrator.measure-added',
  about: { type: 'measure', id: 'id', facts: ['organisationId', 'due'] },
});
export const finishMeasure = operation({
  name: 'integrator.finish-measure',
  method: 'POST',
  path: '/integrator/measures/:id/completion',
  summary: 'Say that a measure is done',
  input: Type.Object({ id: Uuid }),
  output: Type.Object({ id: Uuid }),
  permission: 'integrator:look',
  check: 'resource',
  audit: 'integrator.measure-done',
  about: { type: 'measure', id: 'id', facts: [] },
  refusals: ['integrator.measure-unknown', 'integrator.done-already'],
});
export const listMeasures = operation({
  name: 'integrator.list-measures',
  method: 'GET',
  path: '/integrator/measures',
  summary: 'Measures of bodies one may see; those that are overdue first where only they are asked for',
  input: Type.Object({ overdue: Type.Optional(Type.Boolean()), ...IdPageInput }),
  output: pageOf(Measure),
  permission: 'integrator:list',
  audit: 'none',
});
