// SPDX-License-Identifier: Apache-2.0
import { hash } from 'node:crypto';
import { canonicalJson, emit, refuse, type Tx } from '@stoa/kernel';
import type { InputOf } from '@stoa/kernel/contract';
import {
  type countAnswers as countOperation,
  type recordResponse as recordOperation,
  responseRecorded,
  responseWithdrawn,
  type ScaleAnswers,
  type TemplateVersion,
} from './contract.ts';
import { answerCounts, responseDigest } from './queries.ts';
import { insertCard, insertResponse, markWithdrawn, severCard } from './store.ts';
import { getTemplateVersion } from './templates.ts';

export async function recordResponse(tx: Tx, input: InputOf<typeof recordOperation>) {
  refuseUnlessFitting(await getTemplateVersion(tx, input.templateVersionId), input.answers);
  const { comment, card, ...response } = input;
  const digest = hash('sha256', canonicalJson(input), 'hex');
  if (await insertResponse(tx, response, digest, comment)) {
    if (card) await insertCard(tx, input.id, card);
    await emit(tx, responseRecorded, response);
  } else if ((await responseDigest(tx, input.id)) !== digest) {
    refuse('conflict', 'surveys.response-differs', 'A response of this id is stored with other content.');
  }
  return { id: input.id };
}

export const countAnswers = async (tx: Tx, partition: InputOf<typeof countOperation>) => ({
  items: await answerCounts(tx, partition),
});

/** Withdrawing again changes nothing. */
export async function withdrawResponse(tx: Tx, id: string) {
  const withdrawn = await markWithdrawn(tx, id);
  if (withdrawn) await emit(tx, responseWithdrawn, withdrawn);
  else if ((await responseDigest(tx, id)) === undefined)
    refuse('missing', 'surveys.response-unknown', 'There is no such response.');
  return { id };
}

export async function severResponse(tx: Tx, id: string) {
  if (!(await severCard(tx, id))) refuse('missing', 'surveys.response-unknown', 'There is no such response.');
  return { id };
}

/** Refuses: surveys.answers-incomplete. */
export function refuseUnlessFitting(version: TemplateVersion, answers: ScaleAnswers): void {
  const asked = version.questions.filter((question) => question.kind === 'scale').map((question) => question.code);
  if (asked.length !== Object.keys(answers).length || !asked.every((code) => Object.hasOwn(answers, code)))
    refuse('invalid', 'surveys.answers-incomplete', 'Answer each scale question of the questionnaire and no other.');
}
