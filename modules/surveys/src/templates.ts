// SPDX-License-Identifier: Apache-2.0
import { hash } from 'node:crypto';
import { canonicalJson, type Country, newId, refuse, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import type * as contract from './contract.ts';
import type { TemplateVersion } from './contract.ts';
import { newestVersions, templateAssignments, versionById, versionFor } from './queries.ts';
import { insertVersion, lockTemplate, upsertAssignment } from './store.ts';

/** The question on which ratings of the country, regions and organisations rest. */
export const overallQuestion = 'overall';

/** The code of the list of spheres for one that was used before. */
export const sphereOf = ({ formerSpheres }: Country, code: string): string => formerSpheres?.[code] ?? code;

export async function pickTemplate(tx: Tx, about: InputOf<typeof contract.pickTemplate>): Promise<TemplateVersion> {
  return (
    (await versionFor(tx, sphereOf(tx.module.country, about.organisationType), about.level)) ??
    refuse(
      'missing',
      'surveys.template-absent',
      `No questionnaire is assigned to organisations of type ${about.organisationType}. Assign one.`,
    )
  );
}

export const getTemplateVersion = async (tx: Tx, id: string): Promise<TemplateVersion> =>
  (await versionById(tx, id)) ?? refuse('missing', 'surveys.version-unknown', 'There is no such questionnaire.');

export async function listTemplates(tx: Tx): Promise<OutputOf<typeof contract.listTemplates>> {
  const assignments = await templateAssignments(tx);
  const items = (await newestVersions(tx)).map((newest) => ({
    newest,
    assignments: assignments
      .filter((rule) => rule.templateCode === newest.templateCode)
      .map(({ organisationType, level }) => ({
        ...(organisationType !== '*' && { organisationType }),
        ...(level !== '*' && { level }),
      })),
  }));
  return { items };
}

export async function publishTemplate(
  tx: Tx,
  input: InputOf<typeof contract.publishTemplate>,
): Promise<TemplateVersion> {
  const { templateCode, ...content } = input;
  const codes = content.questions.map((question) => question.code);
  if (new Set(codes).size < codes.length)
    refuse('invalid', 'surveys.questions-ambiguous', 'Two questions have the same code. Give each its own.');
  if (!content.questions.some((question) => question.code === overallQuestion && question.kind === 'scale'))
    refuse(
      'invalid',
      'surveys.overall-question-absent',
      `Ratings rest on the scale question "${overallQuestion}". Add it.`,
    );
  const digest = hash('sha256', canonicalJson(content), 'hex');
  const newest = await lockTemplate(tx, templateCode);
  if (newest?.digest === digest) return getTemplateVersion(tx, newest.id);
  const version = { id: newId(), templateCode, version: (newest?.version ?? 0) + 1, ...content };
  await insertVersion(tx, version, content, digest);
  return version;
}

export async function assignTemplate(tx: Tx, input: InputOf<typeof contract.assignTemplate>) {
  const { templateCode, level = '*' } = input;
  const organisationType = sphereOf(tx.module.country, input.organisationType ?? '*');
  const known = (await newestVersions(tx)).some((version) => version.templateCode === templateCode);
  if (!known)
    refuse(
      'missing',
      'surveys.template-unknown',
      `There is no questionnaire ${templateCode}. Publish a version of it first.`,
    );
  await upsertAssignment(tx, organisationType, level, templateCode);
  return { templateCode };
}
