// SPDX-License-Identifier: Apache-2.0
import { CalendarDate, event, LocalText, operation, PageInput, pageOf, RegionCode, Uuid } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';

/** Of a question; as the type of an organisation the code of its sphere. */
const Code = Type.String({ pattern: '^[a-z][a-z0-9-]{0,39}$' });
/** Which survey asks: the whole country, a region, a municipality, one organisation. */
export const SurveyLevel = Type.Union([
  Type.Literal('country'),
  Type.Literal('region'),
  Type.Literal('municipality'),
  Type.Literal('organisation'),
]);
export type SurveyLevel = Static<typeof SurveyLevel>;

export const Question = Type.Object({
  code: Code,
  /** `scale`: 1 to 5, must be answered; `text`: free, may stay empty, never published. */
  kind: Type.Union([Type.Literal('scale'), Type.Literal('text')]),
  text: LocalText,
  hint: Type.Optional(LocalText),
});
export type Question = Static<typeof Question>;

/** Names of the points of the scale, 1 first. */
export const ScaleLabels = Type.Array(LocalText, { minItems: 5, maxItems: 5 });

export const TemplateVersion = Type.Object({
  id: Uuid,
  templateCode: Code,
  version: Type.Integer({ minimum: 1 }),
  title: LocalText,
  introduction: LocalText,
  scale: ScaleLabels,
  questions: Type.Array(Question, { minItems: 1, maxItems: 30 }),
});
export type TemplateVersion = Static<typeof TemplateVersion>;

/** Answers to scale questions by question code. */
export const ScaleAnswers = Type.Record(
  Type.String({ pattern: '^[a-z][a-z0-9-]{0,39}$' }),
  Type.Integer({ minimum: 1, maximum: 5 }),
  {
    maxProperties: 30,
  },
);
export type ScaleAnswers = Static<typeof ScaleAnswers>;

export const pickTemplate = operation({
  name: 'surveys.pick-template',
  method: 'GET',
  path: '/surveys/assignments/pick',
  summary: 'Find the questionnaire for a type of organisation and a level',
  input: Type.Object({ organisationType: Code, level: SurveyLevel }),
  output: TemplateVersion,
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
          Type.Object({ organisationType: Type.Optional(Code), level: Type.Optional(SurveyLevel) }),
        ),
      }),
    ),
  }),
  permission: 'surveys:read',
  audit: 'none',
});

/** Publishing the same content again answers the version that exists. */
export const publishTemplate = operation({
  name: 'surveys.publish-template',
  method: 'POST',
  path: '/surveys/templates/:templateCode/versions',
  summary: 'Publish a version of a questionnaire; published versions never change',
  input: Type.Object({
    templateCode: Code,
    title: LocalText,
    introduction: LocalText,
    scale: ScaleLabels,
    questions: Type.Array(Question, { minItems: 1, maxItems: 30 }),
  }),
  output: TemplateVersion,
  permission: 'surveys:design',
  audit: 'surveys.template-published',
  about: { type: 'template', id: 'id', facts: ['templateCode'] },
  refusals: ['surveys.questions-ambiguous', 'surveys.overall-question-absent'],
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
  }),
  output: Type.Object({ templateCode: Code }),
  permission: 'surveys:design',
  audit: 'surveys.template-assigned',
  about: { type: 'assignment', id: 'organisationType', facts: ['level', 'templateCode'] },
  refusals: ['surveys.template-unknown'],
});

/** An answered questionnaire without any personal data. */
const responseFacts = {
  id: Uuid,
  templateVersionId: Uuid,
  /** Id in the country's directory of organisations: `XM-01-LABOUR`. */
  organisationId: Type.String({ maxLength: 100 }),
  regionCode: RegionCode,
  /** Type of the organisation. */
  sector: Code,
  /** Day of the answer in the country's time. */
  day: CalendarDate,
  answers: ScaleAnswers,
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

export const Comment = Type.Object({
  id: Uuid,
  organisationId: Type.String(),
  day: CalendarDate,
  text: Type.String(),
});

export const listWaitingComments = operation({
  name: 'surveys.list-waiting-comments',
  method: 'GET',
  path: '/surveys/comments/waiting',
  summary: 'Free words that wait for a moderator, newest first',
  input: Type.Object({ ...PageInput }),
  output: pageOf(Comment),
  permission: 'surveys:moderate',
  audit: 'none',
});

export const decideComment = operation({
  name: 'surveys.decide-comment',
  method: 'POST',
  path: '/surveys/comments/:id/decision',
  summary: 'Release free words to whom they concern, or withhold them',
  input: Type.Object({ id: Uuid, released: Type.Boolean() }),
  output: Type.Object({ id: Uuid }),
  permission: 'surveys:moderate',
  audit: 'surveys.comment-decided',
  about: { type: 'comment', id: 'id', facts: ['released'] },
  refusals: ['surveys.comment-unknown'],
});

export const listComments = operation({
  name: 'surveys.list-comments',
  method: 'GET',
  path: '/surveys/comments',
  summary: 'Released free words, newest first, of all or of the regions and organisations named',
  input: Type.Object({
    ...PageInput,
    regions: Type.Optional(Type.Array(RegionCode, { maxItems: 100 })),
    organisations: Type.Optional(Type.Array(Type.String({ maxLength: 100 }), { maxItems: 100 })),
  }),
  output: pageOf(Comment),
  permission: 'surveys:read-comments',
  audit: 'none',
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
