// SPDX-License-Identifier: Apache-2.0
/** A body assesses itself with evidence, the integrator examines; levels follow. */
import { authorise, may, refuse, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import type * as contract from '../contract.ts';
import { bodiesSeen, bodyOf, changedMeanwhile, given, integrates, ownBodies, person, today } from '../people.ts';
import { criteriaOf, levelsOf, modelOf, newestModel, scoreOf } from './levels.ts';
import * as store from './store.ts';
import type { AssessmentRow, ClaimRow } from './store.ts';

const unknownAssessment = (): never =>
  refuse('missing', 'integrator.assessment-unknown', 'There is no such assessment, or it is not for you to see.');
const unknownCriterion = (code: string): never =>
  refuse('invalid', 'integrator.criterion-unknown', `The model has no criterion ${code}. Load the page again.`);

const first = (model: number) => levelsOf(modelOf(model), new Set());
export const shownAssessment = (row: AssessmentRow): contract.Assessment => {
  const levels = row.levels ?? first(row.model);
  const { id, organisationId, year, model, state } = row;
  return {
    id,
    organisationId,
    year,
    model,
    state,
    levels,
    score: row.score === null ? scoreOf(levels) : Number(row.score),
  };
};
export async function listMaturity(
  tx: Tx,
  { year, organisationId }: InputOf<typeof contract.listMaturity>,
): Promise<OutputOf<typeof contract.listMaturity>> {
  const rows = await store.listAssessments(tx, { year, organisationId, bodies: bodiesSeen(tx) });
  return { years: [...new Set(rows.map((one) => one.year))].sort(), items: rows.map(shownAssessment) };
}
export function startAssessment(tx: Tx, { organisationId }: { organisationId: string }): Promise<{ id: string }> {
  authorise(tx, bodyOf(organisationId));
  const year = Number(today(tx).slice(0, 4));
  return store.ensureAssessment(tx, { organisationId, year, model: newestModel }).then((id) => ({ id }));
}
/** Refuses: integrator.assessment-unknown. */
export async function getAssessment(tx: Tx, { id }: { id: string }): Promise<OutputOf<typeof contract.getAssessment>> {
  const row = (await store.findAssessment(tx, id)) ?? unknownAssessment();
  if (!may(tx, 'integrator:look', bodyOf(row.organisationId))) unknownAssessment();
  const claims = await store.claimsOf(tx, id);
  return {
    ...shownAssessment(row),
    claims: claims.map(({ granted, note, ...one }) => ({ ...one, ...given({ granted, note }) })),
    ...given({ sentByName: row.sentByName, sentAt: row.sentAt?.toISOString() }),
    ...given({ examinedByName: row.examinedByName, examinedAt: row.examinedAt?.toISOString() }),
    may: [
      ...(row.state === 'draft' && ownBodies(tx).includes(row.organisationId) ? (['claim'] as const) : []),
      ...(row.state === 'sent' && integrates(tx) ? (['examine'] as const) : []),
    ],
  };
}

const metOf = (claims: readonly ClaimRow[]) =>
  new Set(claims.filter(({ met }) => met).map(({ criterion }) => criterion));
/** Refuses as the operation declares. */
export async function saveClaims(
  tx: Tx,
  { id, claims, send }: InputOf<typeof contract.saveClaims>,
): Promise<OutputOf<typeof contract.saveClaims>> {
  const row = (await store.findAssessment(tx, id, true)) ?? unknownAssessment();
  authorise(tx, bodyOf(row.organisationId));
  if (row.state !== 'draft')
    refuse('conflict', 'integrator.assessment-sent', 'It was sent already. The integrator examines it.');
  const model = modelOf(row.model);
  const known = new Set(criteriaOf(model));
  const before = new Map((await store.claimsOf(tx, id)).map((one) => [one.criterion, one]));
  for (const { criterion, met, evidence, version } of claims) {
    if (!known.has(criterion)) unknownCriterion(criterion);
    if (met && evidence.trim().length < 3)
      refuse(
        'invalid',
        'integrator.evidence-missing',
        `Say what shows that ${criterion} is met: a document, a page, a figure.`,
      );
    const was = before.get(criterion);
    if (was?.met === met && was.evidence === evidence) continue;
    if (was && was.version !== version) changedMeanwhile(criterion);
    await store.putClaim(tx, id, { criterion, met, evidence });
  }
  const levels = levelsOf(model, metOf(await store.claimsOf(tx, id)));
  const state = send ? 'sent' : 'draft';
  await store.setAssessment(tx, id, { state, levels, score: scoreOf(levels), byName: person(tx).name });
  return { id, state };
}
/** Refuses as the operation declares. */
export async function examineAssessment(
  tx: Tx,
  { id, refused }: InputOf<typeof contract.examineAssessment>,
): Promise<contract.Assessment> {
  const row = (await store.findAssessment(tx, id, true)) ?? unknownAssessment();
  if (row.state !== 'sent')
    refuse('conflict', 'integrator.not-sent', 'It was not sent, or examined already. Load the page again.');
  const met = metOf(await store.claimsOf(tx, id));
  for (const { criterion } of refused) if (!met.delete(criterion)) unknownCriterion(criterion);
  await store.ruleClaims(tx, id, refused);
  const levels = levelsOf(modelOf(row.model), met);
  await store.setAssessment(tx, id, { state: 'examined', levels, score: scoreOf(levels), byName: person(tx).name });
  return shownAssessment((await store.findAssessment(tx, id)) ?? unknownAssessment());
}
