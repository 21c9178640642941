// SPDX-License-Identifier: Apache-2.0
import { CalendarDate, event, Instant, operation, RegionCode, Uuid } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { AnswerMode } from './contract/answer-mode.ts';
import { Code, ScaleAnswers, SurveyLevel } from './contract/codes.ts';
import { TemplateVersion } from './contract/questionnaire.ts';

export * from './contract/answer-mode.ts';
export * from './contract/ballots.ts';
export { ScaleAnswers, SurveyLevel } from './contract/codes.ts';
export * from './contract/comments.ts';
export * from './contract/drafts.ts';
export * from './contract/questionnaire.ts';

export const pickTemplate = operation({
  name: 'surveys.pick-template',
  method: 'GET',
  path: '/surveys/assignments/pick',
  summary: 'Find the questionnaire for a type of organisation and a level',
  input: Type.Object({ organisationType: Code, level: SurveyLevel }),
  output: Type.Object({ ...TemplateVersion.properties, mode: AnswerMode, bound: Type.Boolean(), sms: Type.Boolean() }),
  permission: 'public',
  audit: 'none',
  refusals: ['surveys.template-absent'],
});

export const getTemplateVersion = operation({
  name: 'surveys.get-template-version',
  method: 'GET',
  path: '/surveys/template-versions/:id',
  summary: 'Read a questionnaire as it was published',
  input: Type.Object({ id: Uuid }),
  output: TemplateVersion,
  permission: 'public',
  audit: 'none',
  refusals: ['surveys.version-unknown'],
});

export const listTemplates = operation({
  name: 'surveys.list-templates',
  method: 'GET',
  path: '/surveys/templates',
  summary: 'List questionnaires with their newest version and where they are used',
  input: Type.Object({}),
  output: Type.Object({
    items: Type.Array(
      Type.Object({
        newest: TemplateVersion,
        assignments: Type.Array(
          Type.Object({
            organisationType: Type.Optional(Code),
            level: Type.Optional(SurveyLevel),
            mode: AnswerMode,
            bound: Type.Boolean(),
            sms: Type.Boolean(),
          }),
        ),
      }),
    ),
    /** Next versions that wait for somebody else to publish them. */
    drafts: Type.Array(Type.Object({ templateCode: Code, authorName: Type.String(), changedAt: Instant })),
  }),
  permission: 'surveys:read',
  audit: 'none',
});

/** A missing organisation type or level stands for any; the closest rule wins, the type before the level. */
export const assignTemplate = operation({
  name: 'surveys.assign-template',
  method: 'PUT',
  path: '/surveys/assignments',
  summary: 'Say which questionnaire a type of organisation gets',
  input: Type.Object({
    organisationType: Type.Optional(Code),
    level: Type.Optional(SurveyLevel),
    templateCode: Code,
    /** `linked` where it is missing. */
    mode: Type.Optional(AnswerMode),
    /** Only who was asked may answer, signed in. */
    bound: Type.Optional(Type.Boolean()),
    /** The invitation goes by SMS as well to who proved a telephone number and has not chosen other channels. */
    sms: Type.Optional(Type.Boolean()),
  }),
  output: Type.Object({ templateCode: Code }),
  permission: 'surveys:design',
  audit: 'surveys.template-assigned',
  about: { type: 'assignment', id: 'organisationType', facts: ['level', 'templateCode', 'mode', 'bound', 'sms'] },
  refusals: ['surveys.template-unknown'],
});

/** An answered questionnaire without any personal data. */
const responseFacts = {
  id: Uuid,
  templateVersionId: Uuid,
  /** Id in the country's directory of organisations: `XM-01-LABOUR`; a blind answer is of none. */
  organisationId: Type.Optional(Type.String({ maxLength: 100 })),
  regionCode: RegionCode,
  /** Type of the organisation. */
  sector: Code,
  /** Day of the answer in the country's time. */
  day: CalendarDate,
  answers: ScaleAnswers,
  /** Which service it is about, where the card named one. */
  serviceCode: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
};

/** Of which rendered service an answer is, and who rendered it. No event carries it. */
const RatedCard = Type.Object({
  id: Uuid,
  organisationName: Type.String({ maxLength: 500 }),
  inn: Type.String({ maxLength: 12 }),
  ogrn: Type.String({ maxLength: 15 }),
  kpp: Type.String({ maxLength: 9 }),
});
export type RatedCard = Static<typeof RatedCard>;

/** The same id with the same content is answered as the first time. */
export const recordResponse = operation({
  name: 'surveys.record-response',
  method: 'POST',
  path: '/surveys/responses',
  summary: 'Store an answered questionnaire once',
  input: Type.Object({
    ...responseFacts,
    organisationId: Type.String({ maxLength: 100 }),
    card: Type.Optional(RatedCard),
    comment: Type.Optional(Type.String({ maxLength: 2000, pattern: '^[^\\u0000\\ud800-\\udfff]*$' })),
  }),
  output: Type.Object({ id: Uuid }),
  permission: 'surveys:record',
  audit: 'surveys.response-recorded',
  about: { type: 'response', id: 'id', facts: ['templateVersionId', 'organisationId'] },
  refusals: ['surveys.version-unknown', 'surveys.answers-incomplete', 'surveys.response-differs'],
});

export const withdrawResponse = operation({
  name: 'surveys.withdraw-response',
  method: 'POST',
  path: '/surveys/responses/:id/withdrawal',
  summary: 'Take an answered questionnaire out of every figure',
  input: Type.Object({ id: Uuid }),
  output: Type.Object({ id: Uuid }),
  permission: 'surveys:record',
  audit: 'surveys.response-withdrawn',
  about: { type: 'response', id: 'id', facts: [] },
  refusals: ['surveys.response-unknown'],
});

/** The response stays in every figure; the rendered service it is of is forgotten. Severing again changes nothing. */
export const severResponse = operation({
  name: 'surveys.sever-response',
  method: 'POST',
  path: '/surveys/responses/:id/severance',
  summary: 'Put a number of nobody in the place of the card a response is of',
  input: Type.Object({ id: Uuid }),
  output: Type.Object({ id: Uuid }),
  permission: 'surveys:record',
  audit: 'surveys.response-severed',
  about: { type: 'response', id: 'id', facts: [] },
  refusals: ['surveys.response-unknown'],
});

/** How often each point from 1 to 5 was given. */
export const Histogram = Type.Array(Type.Integer({ minimum: 0 }), { minItems: 5, maxItems: 5 });
export type Histogram = Static<typeof Histogram>;

/** Either an organisation and a month, or a region, a sector and a day. */
export const countAnswers = operation({
  name: 'surveys.count-answers',
  method: 'GET',
  path: '/surveys/answer-counts',
  summary: 'Count the stored answers of a partition from scratch, to check the figures against',
  input: Type.Object({
    organisationId: Type.Optional(Type.String({ maxLength: 100 })),
    regionCode: Type.Optional(RegionCode),
    sector: Type.Optional(Code),
    from: CalendarDate,
    to: CalendarDate,
  }),
  output: Type.Object({ items: Type.Array(Type.Object({ question: Code, counts: Histogram })) }),
  permission: 'surveys:count',
  audit: 'none',
});

export const responseRecorded = event('surveys.response-recorded.v1', Type.Object(responseFacts));
export const responseWithdrawn = event('surveys.response-withdrawn.v1', Type.Object(responseFacts));
export type ResponseFacts = Static<typeof responseRecorded.data>;
