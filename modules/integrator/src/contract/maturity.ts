// SPDX-License-Identifier: Apache-2.0
/** Maturity: dimensions, levels and criteria as data; a body claims with evidence, the integrator examines. */
import { Instant, LocalText, operation, Uuid } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { BodyId, DataCode, Name, Words } from './words.ts';

export const MaturityModel = Type.Object({
  version: Type.Integer(),
  levels: Type.Array(LocalText),
  dimensions: Type.Array(
    Type.Object({
      code: DataCode,
      title: LocalText,
      /** The first level asks nothing. */
      criteria: Type.Array(Type.Object({ code: DataCode, level: Type.Integer(), text: LocalText })),
    }),
  ),
});
export type MaturityModel = Static<typeof MaturityModel>;
const Year = Type.Integer({ minimum: 2015, maximum: 2100 });
export const AssessmentState = Type.Enum(['draft', 'sent', 'examined']);
const Levels = Type.Record(Type.String(), Type.Integer());
const Assessment = Type.Object({
  id: Uuid,
  organisationId: BodyId,
  year: Year,
  model: Type.Integer(),
  state: AssessmentState,
  /** By dimension, from 1 to 5: examined where it was, otherwise claimed. */
  levels: Levels,
  /** Their mean. */
  score: Type.Number(),
});
export type Assessment = Static<typeof Assessment>;

export const getMaturityModel = operation({
  name: 'integrator.get-maturity-model',
  method: 'GET',
  path: '/integrator/maturity/model',
  summary: 'The model of maturity in a version, the newest where none is named',
  input: Type.Object({ version: Type.Optional(Type.Integer({ minimum: 1 })) }),
  output: MaturityModel,
  permission: 'public',
  audit: 'none',
  refusals: ['integrator.model-unknown'],
});
export const listMaturity = operation({
  name: 'integrator.list-maturity',
  method: 'GET',
  path: '/integrator/maturity',
  summary: 'How mature bodies are, year by year: examined ones for everybody, and those one may see',
  input: Type.Object({ year: Type.Optional(Year), organisationId: Type.Optional(BodyId) }),
  output: Type.Object({ years: Type.Array(Year), items: Type.Array(Assessment) }),
  permission: 'public',
  audit: 'none',
});
export const startAssessment = operation({
  name: 'integrator.start-assessment',
  method: 'POST',
  path: '/integrator/assessments',
  summary: 'Begin a body’s assessment of itself for this year, or go on with it',
  input: Type.Object({ organisationId: BodyId }),
  output: Type.Object({ id: Uuid }),
  permission: 'integrator:answer',
  check: 'resource',
  audit: 'integrator.assessment-started',
  about: { type: 'assessment', id: 'id', facts: ['organisationId'] },
});
export const Claim = Type.Object({
  criterion: DataCode,
  met: Type.Boolean(),
  evidence: Type.String(),
  granted: Type.Optional(Type.Boolean()),
  note: Type.Optional(Type.String()),
  version: Type.Integer(),
});
export type Claim = Static<typeof Claim>;
export const getAssessment = operation({
  name: 'integrator.get-assessment',
  method: 'GET',
  path: '/integrator/assessments/:id',
  summary: 'An assessment with what is claimed, its evidence, and what the integrator says of it',
  input: Type.Object({ id: Uuid }),
  output: Type.Object({
    ...Assessment.properties,
    claims: Type.Array(Claim),
    sentByName: Type.Optional(Name),
    sentAt: Type.Optional(Instant),
    examinedByName: Type.Optional(Name),
    examinedAt: Type.Optional(Instant),
    may: Type.Array(Type.Enum(['claim', 'examine'])),
  }),
  permission: 'integrator:look',
  check: 'resource',
  audit: 'none',
  refusals: ['integrator.assessment-unknown'],
});
export const saveClaims = operation({
  name: 'integrator.save-claims',
  method: 'POST',
  path: '/integrator/assessments/:id/claims',
  summary: 'Say which criteria are met and by which evidence, and send it when all is said',
  input: Type.Object({
    id: Uuid,
    claims: Type.Array(
      Type.Object({
        criterion: DataCode,
        met: Type.Boolean(),
        evidence: Type.String({ maxLength: 500, format: 'visible-text' }),
        /** What was seen; nothing for a first answer. */
        version: Type.Optional(Type.Integer({ minimum: 1 })),
      }),
      { maxItems: 100 },
    ),
    send: Type.Boolean(),
  }),
  output: Type.Object({ id: Uuid, state: AssessmentState }),
  permission: 'integrator:answer',
  check: 'resource',
  audit: 'integrator.claims-saved',
  about: { type: 'assessment', id: 'id', facts: ['send'] },
  refusals: [
    'integrator.assessment-unknown',
    'integrator.assessment-sent',
    'integrator.criterion-unknown',
    'integrator.evidence-missing',
    'integrator.changed-meanwhile',
  ],
});
export const examineAssessment = operation({
  name: 'integrator.examine-assessment',
  method: 'POST',
  path: '/integrator/assessments/:id/examination',
  summary: 'Say which claims do not hold and why; the others do, and levels follow',
  input: Type.Object({
    id: Uuid,
    refused: Type.Array(Type.Object({ criterion: DataCode, note: Words(500) }), { maxItems: 100 }),
  }),
  output: Assessment,
  permission: 'integrator:keep',
  audit: 'integrator.assessment-examined',
  about: { type: 'assessment', id: 'id', facts: ['score'] },
  refusals: ['integrator.assessment-unknown', 'integrator.not-sent', 'integrator.criterion-unknown'],
});
