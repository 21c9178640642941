// SPDX-License-Identifier: Apache-2.0
/** A body's architecture: a project that goes through stages by the steps of its methodology, with visits and measures. */
import { getMethodology } from '@stoa/norms/contract';
import { authorise, may, newId, pageOfRows, refuse, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import type * as contract from '../contract.ts';
import { projectStages } from '../contract.ts';
import { templateOf } from '../bodies/templates.ts';
import { bodiesSeen, bodyOf, demandReason, given, integrates, ownBodies, person, today } from '../people.ts';
import * as store from './store.ts';
import type { MeasureRow, ProjectRow } from './store.ts';

const unknownProject = (): never =>
  refuse('missing', 'integrator.project-unknown', 'There is no such architecture. Look at the list of bodies.');

/** Of the version that the project began with. */
const stepsOf = async (tx: Tx, { methodology: code, methodologyVersion: version }: ProjectRow) =>
  (await tx.call(getMethodology, { code, version })).steps;

/** Refuses as the operation declares, and norms.methodology-unknown. */
export async function startProject(
  tx: Tx,
  { organisationId, template, methodology }: InputOf<typeof contract.startProject>,
): Promise<{ id: string }> {
  await templateOf(tx, template);
  const { version } = await tx.call(getMethodology, { code: methodology });
  const id = newId();
  const one = { id, organisationId, template, methodology, methodologyVersion: version };
  if (!(await store.insertProject(tx, { ...one, stage: 'preparation', startedOn: today(tx) })))
    refuse('conflict', 'integrator.project-there', 'The body has its architecture already. Open it.');
  return { id };
}
export const listProjects = async (tx: Tx): Promise<OutputOf<typeof contract.listProjects>> => ({
  items: await store.listProjects(tx, today(tx)),
});
const shownMeasure = (tx: Tx, { part, doneOn, ...row }: MeasureRow): contract.Measure => ({
  ...{ ...row, overdue: doneOn === null && row.due < today(tx) },
  ...given({ part, doneOn }),
});

export async function getProject(
  tx: Tx,
  { organisationId }: { organisationId: string },
): Promise<OutputOf<typeof contract.getProject>> {
  authorise(tx, bodyOf(organisationId));
  const project = await store.countedProject(tx, today(tx), organisationId);
  const measures = (await store.measuresOf(tx, organisationId)).map((one) => shownMeasure(tx, one));
  const may = [
    ...(integrates(tx) ? (['keep'] as const) : []),
    ...(ownBodies(tx).includes(organisationId) ? (['answer'] as const) : []),
  ];
  if (!project) return { steps: [], visits: [], moves: [], measures, may };
  const done = await store.stepsDone(tx, project.id);
  const moves = await store.movesOf(tx, project.id);
  return {
    ...{ project, measures, may },
    steps: (await stepsOf(tx, project)).map((step) => ({
      ...step,
      ...given({ doneByName: done.get(step.code)?.byName, doneAt: done.get(step.code)?.at.toISOString() }),
    })),
    visits: await store.visitsOf(tx, project.id),
    moves: moves.map(({ reason, at, ...one }) => ({ ...one, at: at.toISOString(), ...given({ reason }) })),
  };
}

const lockedProject = async (tx: Tx, id: string): Promise<ProjectRow> =>
  (await store.lockProject(tx, id)) ?? unknownProject();
/** Refuses: integrator.project-unknown, integrator.step-unknown. */
export async function doStep(tx: Tx, { id, step }: { id: string; step: string }): Promise<{ id: string }> {
  const project = await lockedProject(tx, id);
  const steps = await stepsOf(tx, project);
  if (!steps.some(({ code }) => code === step))
    refuse(
      'missing',
      'integrator.step-unknown',
      'The methodology of this project has no such step. Load the page again.',
    );
  await store.insertStep(tx, id, step, person(tx).name);
  return { id };
}
/** Refuses as the operation declares. */
export async function moveProject(
  tx: Tx,
  { id, to, reason }: InputOf<typeof contract.moveProject>,
): Promise<OutputOf<typeof contract.moveProject>> {
  const project = await lockedProject(tx, id);
  const [from, until] = [projectStages.indexOf(project.stage), projectStages.indexOf(to)];
  if (until === from || until > from + 1)
    refuse(
      'conflict',
      'integrator.stage-wrong',
      'It goes to the next stage, or back to an earlier one. Load the page again.',
    );
  demandReason(until > from, reason);
  const done = await store.stepsDone(tx, id);
  const open = (await stepsOf(tx, project)).filter(({ code, stage }) => stage === project.stage && !done.has(code));
  if (until > from && open.length > 0)
    refuse(
      'conflict',
      'integrator.steps-open',
      `Steps of this stage that are not done: ${open.map(({ title }) => title.en).join('; ')}.`,
    );
  await store.insertMove(tx, { projectId: id, from: project.stage, to, reason, byName: person(tx).name });
  await store.setStage(tx, id, to);
  return { id, stage: to };
}
/** Refuses: integrator.project-unknown, integrator.day-to-come. */
export async function recordVisit(
  tx: Tx,
  { id, heldOn, notes }: InputOf<typeof contract.recordVisit>,
): Promise<OutputOf<typeof contract.recordVisit>> {
  await lockedProject(tx, id);
  if (heldOn > today(tx))
    refuse('invalid', 'integrator.day-to-come', 'The day has not come yet: write a visit down when it was made.');
  const visitId = newId();
  await store.insertVisit(tx, { id: visitId, projectId: id, heldOn, notes, byName: person(tx).name });
  return { id, visitId };
}

export async function addMeasure(
  tx: Tx,
  { organisationId, title, responsible, due, part }: InputOf<typeof contract.addMeasure>,
): Promise<{ id: string }> {
  authorise(tx, bodyOf(organisationId));
  const id = newId();
  await store.insertMeasure(tx, { id, organisationId, title, responsible, due, part, byName: person(tx).name });
  return { id };
}
/** Refuses: integrator.measure-unknown, integrator.done-already. */
export async function finishMeasure(tx: Tx, { id }: { id: string }): Promise<{ id: string }> {
  const unknown = (): never =>
    refuse('missing', 'integrator.measure-unknown', 'There is no such measure, or it is not for you to see.');
  const row = (await store.lockMeasure(tx, id)) ?? unknown();
  if (!may(tx, 'integrator:look', bodyOf(row.organisationId))) unknown();
  if (row.doneOn) refuse('conflict', 'integrator.done-already', 'The measure is done already. Load the page again.');
  await store.finishMeasure(tx, id, today(tx), person(tx).name);
  return { id };
}
export const listMeasures = (
  tx: Tx,
  asked: InputOf<typeof contract.listMeasures>,
): Promise<OutputOf<typeof contract.listMeasures>> =>
  pageOfRows(
    asked,
    (count) =>
      store.listMeasures(
        tx,
        { bodies: bodiesSeen(tx), overdueOn: asked.overdue ? today(tx) : undefined, after: asked.cursor },
        count,
      ),
    (row) => shownMeasure(tx, row),
  );
