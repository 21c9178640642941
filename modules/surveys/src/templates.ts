// SPDX-License-Identifier: Apache-2.0
import { hash } from 'node:crypto';
import { canonicalJson, type Country, newId, refuse, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import type * as contract from './contract.ts';
import type { TemplateContent, TemplateVersion } from './contract.ts';
import {
  allDrafts,
  draftOf,
  newestVersions,
  templateAssignments,
  versionById,
  versionFor,
  versionsOf,
} from './queries.ts';
import { deleteDraft, insertVersion, lockTemplate, upsertAssignment, upsertDraft } from './store.ts';

/** The question on which ratings of the country, regions and organisations rest. */
export const overallQuestion = 'overall';

/** The code of the list of spheres for one that was used before. */
export const sphereOf = ({ formerSpheres }: Country, code: string): string => formerSpheres?.[code] ?? code;

export async function pickTemplate(
  tx: Tx,
  about: InputOf<typeof contract.pickTemplate>,
): Promise<OutputOf<typeof contract.pickTemplate>> {
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
      .map(({ organisationType, level, mode, bound, sms }) => ({
        ...{ mode, bound, sms },
        ...(organisationType !== '*' && { organisationType }),
        ...(level !== '*' && { level }),
      })),
  }));
  return { items, drafts: await allDrafts(tx) };
}

/** Refuses: surveys.questions-ambiguous, surveys.overall-question-absent. */
function refuseUnlessSound({ questions }: TemplateContent): void {
  const codes = questions.map((question) => question.code);
  if (new Set(codes).size < codes.length)
    refuse('invalid', 'surveys.questions-ambiguous', 'Two questions have the same code. Give each its own.');
  if (!questions.some((question) => question.code === overallQuestion && question.kind === 'scale'))
    refuse(
      'invalid',
      'surveys.overall-question-absent',
      `Ratings rest on the scale question "${overallQuestion}". Add it.`,
    );
}

const digestOf = (content: TemplateContent): string => hash('sha256', canonicalJson(content), 'hex');

export async function saveDraft(tx: Tx, { templateCode, ...content }: InputOf<typeof contract.saveDraft>) {
  refuseUnlessSound(content);
  const { principal } = tx;
  const author = principal.kind === 'person' ? principal : { id: principal.kind, name: principal.kind };
  const digest = digestOf(content);
  await upsertDraft(tx, templateCode, content, digest, author);
  return { templateCode, digest };
}

const noDraft = (): never =>
  refuse('missing', 'surveys.draft-absent', 'There is no such draft any more. Look at the questionnaire again.');

export async function getDraft(tx: Tx, code: string): Promise<OutputOf<typeof contract.getDraft>> {
  const { authorId, changedAt, ...draft } = (await draftOf(tx, code)) ?? noDraft();
  const own = tx.principal.kind === 'person' && tx.principal.id === authorId;
  return { ...draft, own, changedAt: changedAt.toISOString() };
}

export const listVersions = async (tx: Tx, code: string) => ({ items: await versionsOf(tx, code) });

/** What a person publishes is word for word the draft of somebody else; what a circuit starts with needs none. */
export async function publishTemplate(
  tx: Tx,
  { templateCode, ...content }: InputOf<typeof contract.publishTemplate>,
): Promise<TemplateVersion> {
  refuseUnlessSound(content);
  const digest = digestOf(content);
  const newest = await lockTemplate(tx, templateCode);
  if (newest?.digest === digest) return getTemplateVersion(tx, newest.id);
  if (tx.principal.kind === 'person') {
    const draft = await draftOf(tx, templateCode);
    if (draft?.digest !== digest) noDraft();
    if (draft?.authorId === tx.principal.id)
      refuse('forbidden', 'surveys.draft-own', 'You wrote this draft. Somebody else reads and publishes it.');
  }
  const version = { id: newId(), templateCode, version: (newest?.version ?? 0) + 1, ...content };
  await insertVersion(tx, version, content, digest);
  await deleteDraft(tx, templateCode);
  return version;
}

export async function assignTemplate(tx: Tx, input: InputOf<typeof contract.assignTemplate>) {
  const { templateCode, level = '*', mode = 'linked', bound = false, sms = false } = input;
  const organisationType = sphereOf(tx.module.country, input.organisationType ?? '*');
  const known = (await newestVersions(tx)).some((version) => version.templateCode === templateCode);
  if (!known)
    refuse(
      'missing',
      'surveys.template-unknown',
      `There is no questionnaire ${templateCode}. Publish a version of it first.`,
    );
  await upsertAssignment(tx, { organisationType, level, templateCode, mode, bound, sms });
  return { templateCode };
}
