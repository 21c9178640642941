// SPDX-License-Identifier: Apache-2.0
/** A survey link: invitation, questionnaire, receipt; and what it says once used, expired or never issued. */
import { randomBytes } from 'node:crypto';
import {
  openSurvey,
  saveAnswers,
  type SurveyPage,
  startSurvey,
  submitAnswers,
  takeBallot,
} from '@stoa/quality/contract';
import { listSpheres } from '@stoa/organisations/contract';
import { castBallot, findReceipt, getTemplateVersion } from '@stoa/surveys/contract';
import {
  again,
  definePage,
  Elsewhere,
  type Outcome,
  type PageContext,
  type PropsOf,
  redirect,
} from '../../server/page.ts';

const askedOf = ({ questionnaire, blind }: SurveyPage) =>
  (questionnaire?.questions ?? []).filter(({ kind }) => !blind || kind === 'scale');

const showSurvey = (survey: SurveyPage, { text }: Pick<PageContext, 'text'>) => ({
  state: survey.state,
  answeredAt: survey.answeredAt,
  receiptNo: survey.receiptNo,
  answerBy: survey.answerBy,
  organisation: survey.organisation && { ...survey.organisation, name: text(survey.organisation.name) },
  renderedOn: survey.renderedOn,
  title: survey.questionnaire && text(survey.questionnaire.title),
  introduction: survey.questionnaire && text(survey.questionnaire.introduction),
  draft: survey.draft,
  /** Of a blind survey: made for this page, given back with the answers, and kept nowhere here. */
  seed: survey.blind ? randomBytes(16).toString('base64url') : undefined,
  scale: survey.questionnaire?.scale.map(text) ?? [],
  // Free words might say who wrote them.
  questions: askedOf(survey).map((question) => ({
    code: question.code,
    kind: question.kind,
    text: text(question.text),
    hint: question.hint && text(question.hint),
  })),
});

const commentOf = (questions: readonly { code: string; kind: string }[], read: (name: string) => string): string =>
  questions
    .filter((question) => question.kind === 'text')
    .map((question) => read(question.code))
    .filter(Boolean)
    .join('\n\n');

/** What is filled in so far, to go on later. */
async function keep({ call, params: { token } }: PageContext<'/survey/:token'>, read: (name: string) => string) {
  const questions = (await call(openSurvey, { token })).questionnaire?.questions ?? [];
  const given = questions.filter(({ code, kind }) => kind === 'scale' && /^[1-5]$/.test(read(code)));
  const comment = commentOf(questions, read);
  await call(saveAnswers, {
    token,
    answers: Object.fromEntries(given.map(({ code }) => [code, Number(read(code))])),
    ...(comment ? { comment } : {}),
  });
  return redirect(`/survey/${encodeURIComponent(token)}`, { notice: 'answers-kept' });
}

/** What is sent a second time gets the same receipt: nothing is stored by which it could be shown again. */
async function cast(
  { call, params: { token } }: PageContext<'/survey/:token'>,
  seed: string,
  read: (name: string) => string,
) {
  const ballot = await call(takeBallot, { token, seed });
  const { questions } = await call(getTemplateVersion, { id: ballot.templateVersionId });
  const marks = questions.flatMap(({ code, kind }) => (kind === 'scale' ? [[code, Number(read(code))] as const] : []));
  const { receipt } = await call(castBallot, { ...ballot, seed, answers: Object.fromEntries(marks) });
  return again([], { result: { receipt } });
}

async function answer(context: PageContext<'/survey/:token'>, read: (name: string) => string): Promise<Outcome> {
  const { token } = context.params;
  const survey = await context.call(openSurvey, { token });
  // Only the form of a blind survey has one; sent again, it finds the link used.
  const seed = read('seed');
  if (seed && survey.state === 'used') return cast(context, seed, read);
  const questions = askedOf(survey);
  const scales = questions.filter((question) => question.kind === 'scale');
  const missing = scales.filter((question) => !/^[1-5]$/.test(read(question.code)));
  if (missing.length > 0)
    return again(
      missing.map((question) => ({ field: question.code, code: 'portal.survey-answer' })),
      { result: 'questions' },
    );
  if (seed) return cast(context, seed, read);
  const comment = commentOf(questions, read);
  await context.call(submitAnswers, {
    token,
    answers: Object.fromEntries(scales.map((question) => [question.code, Number(read(question.code))])),
    ...(comment ? { comment } : {}),
  });
  return redirect(`/survey/${encodeURIComponent(token)}`);
}

export const surveyPage = definePage({
  path: '/survey/:token',
  limit: 60,
  component: 'survey/SurveyPage',
  load: async (context) => showSurvey(await context.call(openSurvey, { token: context.params.token }), context),
  act: async (context, form) => {
    if (form.get('_do') === 'answer') return answer(context, (name) => form.get(name));
    if (form.get('_do') === 'keep') return keep(context, (name) => form.get(name));
    await context.call(startSurvey, { token: context.params.token });
    return again([], { result: 'questions' });
  },
});
export type SurveyProps = PropsOf<typeof surveyPage>;

/** The short address of an SMS; says of no token whether there is one. */
export const shortSurveyPage = definePage({
  path: '/s/:token',
  limit: 60,
  component: 'survey/KioskPage',
  load: ({ params: { token } }): never => {
    throw new Elsewhere(`/survey/${encodeURIComponent(token)}`);
  },
});

/** A code from a paper, typed at a kiosk or at home; blanks between its groups do not matter. */
export const kioskPage = definePage({
  path: '/survey',
  limit: 60,
  component: 'survey/KioskPage',
  load: () => ({}),
  act: async ({ call }, form) => {
    const token = form.get('code').replaceAll(/\s/g, '');
    if (!token) return again([{ field: 'code', code: 'portal.survey-code' }]);
    await call(openSurvey, { token });
    return redirect(`/survey/${encodeURIComponent(token)}`);
  },
});

/** Whether the ballot of a receipt was counted: says nothing of what was answered. The receipt is in no address. */
export const receiptPage = definePage({
  path: '/survey-receipt',
  limit: 60,
  component: 'survey/ReceiptPage',
  load: () => ({}),
  act: async ({ call, text }, form) => {
    const receipt = form.get('receipt');
    if (!receipt) return again([{ field: 'receipt', code: 'portal.survey-receipt' }]);
    const [found, { items }] = await Promise.all([call(findReceipt, { receipt }), call(listSpheres, {})]);
    const sphere = items.find(({ code }) => code === found.sector)?.title;
    return again([], { result: { ...found, sphere: sphere ? text(sphere) : found.sector } });
  },
});
