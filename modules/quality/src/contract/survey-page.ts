// SPDX-License-Identifier: Apache-2.0
/** What the holder of a survey link may ask for. */
import { CalendarDate, Instant, LocalText, operation, Uuid, visibleText } from '@stoa/kernel/contract';
import { Ballot, BallotSeed, ScaleAnswers, TemplateVersion } from '@stoa/surveys/contract';
import { type Static, Type } from 'typebox';

const Token = Type.String({ maxLength: 1000 });
/** Why the holder of a link cannot answer. */
const closed = [
  ...(['quality.link-unknown', 'quality.already-answered', 'quality.link-expired'] as const),
  ...(['quality.link-revoked', 'quality.link-locked', 'quality.link-bound'] as const),
] as const;

const DraftAnswers = Type.Object({
  answers: ScaleAnswers,
  comment: Type.Optional(visibleText(2000)),
  savedAt: Instant,
});

/** What the holder of a survey link meets. Only `ready` carries the organisation and the questionnaire; `bound` is for somebody else. */
export const SurveyPage = Type.Object({
  state: Type.Enum(['ready', 'used', 'expired', 'revoked', 'locked', 'bound']),
  /** With `used`. */
  answeredAt: Type.Optional(Instant),
  receiptNo: Type.Optional(Type.String()),
  /** With `ready`: when an answer is accepted at the latest. */
  answerBy: Type.Optional(Instant),
  /** Whether the questionnaire was opened before. */
  started: Type.Boolean(),
  /** Of the rendered service. */
  cardId: Type.Optional(Uuid),
  organisation: Type.Optional(
    Type.Object({
      name: LocalText,
      /** As the department says it. */
      address: Type.Optional(Type.String()),
      inn: Type.String(),
      ogrn: Type.String(),
      kpp: Type.String(),
    }),
  ),
  serviceCode: Type.Optional(Type.String()),
  renderedOn: Type.Optional(CalendarDate),
  questionnaire: Type.Optional(TemplateVersion),
  /** Answered with a ballot (`take-ballot`, `surveys.cast-ballot`), without free words. */
  blind: Type.Optional(Type.Boolean()),
  /** What was filled in and not sent yet. */
  draft: Type.Optional(DraftAnswers),
});
export type SurveyPage = Static<typeof SurveyPage>;

/** Changes nothing, so a mail scanner that follows the link does no harm. Unknown, malformed and forged tokens look alike. */
export const openSurvey = operation({
  name: 'quality.open-survey',
  method: 'GET',
  path: '/quality/surveys/:token',
  summary: 'See what a survey link leads to',
  input: Type.Object({ token: Token }),
  output: SurveyPage,
  permission: 'public',
  limit: 60,
  audit: 'none',
  refusals: ['quality.link-unknown'],
});

/** For a page that can tell a person looks at it (a beacon); the page works without. */
export const seeSurvey = operation({
  name: 'quality.see-survey',
  method: 'POST',
  path: '/quality/survey-sightings',
  summary: 'Note that a person looks at the invitation',
  input: Type.Object({ token: Token }),
  output: Type.Object({ seen: Type.Boolean() }),
  permission: 'public',
  limit: 60,
  audit: 'quality.survey-seen',
  refusals: ['quality.link-unknown'],
});

/** From here on an answer is accepted for 60 minutes even if the link expires meanwhile. */
export const startSurvey = operation({
  name: 'quality.start-survey',
  method: 'POST',
  path: '/quality/survey-sessions',
  summary: 'Begin to answer',
  input: Type.Object({ token: Token }),
  output: SurveyPage,
  permission: 'public',
  limit: 60,
  audit: 'quality.survey-started',
  refusals: [...closed],
});

/** The same answers again are answered with the same receipt. */
export const submitAnswers = operation({
  name: 'quality.submit-answers',
  method: 'POST',
  path: '/quality/survey-answers',
  summary: 'Answer the questionnaire; uses up the link',
  input: Type.Object({ token: Token, answers: ScaleAnswers, comment: Type.Optional(visibleText(2000)) }),
  output: Type.Object({ receiptNo: Type.String(), answeredAt: Instant }),
  permission: 'public',
  limit: 60,
  audit: 'quality.survey-answered',
  refusals: [...closed, 'quality.answer-blind', 'quality.answers-incomplete'],
});

/** Until the answer is sent or the link ends. */
export const saveAnswers = operation({
  name: 'quality.save-answers',
  method: 'PUT',
  path: '/quality/survey-drafts',
  summary: 'Keep what is filled in so far, to go on later',
  input: Type.Object({ token: Token, answers: ScaleAnswers, comment: Type.Optional(visibleText(2000)) }),
  output: Type.Object({ savedAt: Instant }),
  permission: 'public',
  limit: 60,
  audit: 'quality.answers-saved',
  refusals: [...closed, 'quality.answer-blind'],
});

/** The same seed again gets the same ballot; another one is told that the link is used. PUT, so that nobody keeps the request. */
export const takeBallot = operation({
  name: 'quality.take-ballot',
  method: 'PUT',
  path: '/quality/survey-ballots',
  summary: 'Use up a link of a blind survey for a ballot, which says nothing of who holds it',
  input: Type.Object({ token: Token, seed: BallotSeed }),
  output: Ballot,
  permission: 'public',
  limit: 60,
  audit: 'quality.ballot-taken',
  refusals: [...closed, 'quality.answer-joined'],
});
