// SPDX-License-Identifier: Apache-2.0
/** The conclusion: written once for all examiners, signed by two, verified by everybody, watched and appealed. */
import { CalendarDate, Instant, LocalText, operation, PrintableText, Uuid, visibleText } from '@stoa/kernel/contract';
import { Type } from 'typebox';
import { Outcome, step } from './shapes.ts';

const about = { type: 'dossier', id: 'id' } as const;
const refusals = ['examination.dossier-unknown', 'examination.state-forbids'] as const;
/** What the module signing knows it by. */
export const referenceOf = (dossierId: string, round: number): `examination:${string}` =>
  `examination:${dossierId}.${round}`;
/** `GET` the conclusion as PDF, and with both signatures as one container (ASiC-E). */
export const conclusionPath = (dossierId: string, as: 'pdf' | 'asice'): string =>
  `/api/examination/dossiers/${dossierId}/conclusion.${as}`;

export const consolidate = step(
  [
    'consolidate',
    'conclusion',
    'Write the conclusion of all examiners: what the register knows at this instant is pinned with it',
  ],
  {
    permission: 'lead',
    audit: 'conclusion-written',
    facts: ['outcome'],
    refusals: [
      'examination.conflict',
      'examination.no-quorum',
      'examination.remarks-open',
      'examination.conditions-missing',
      'examination.clock-behind',
    ],
  },
  {
    outcome: Outcome,
    text: PrintableText(6000, 3),
    conditions: Type.Array(Type.Object({ text: PrintableText(1000, 3), dueOn: CalendarDate }), { maxItems: 30 }),
    language: Type.Enum(['en', 'ru', 'kk', 'uk', 'ar']),
  },
);

export const reopenReview = step(
  ['reopen-review', 'reopening', 'Drop a conclusion that not both have signed, and review again'],
  { permission: 'lead', audit: 'review-reopened', refusals: ['examination.conflict'] },
  { reason: visibleText(1000, 3) },
);

const mayNotSign = ['examination.may-not-sign', 'examination.conflict'] as const;
const signing = [...refusals, ...mayNotSign] as const;
export const prepareConclusionSignature = operation({
  name: 'examination.prepare-signature',
  method: 'POST',
  path: '/examination/dossiers/:id/signatures',
  summary: 'Say with which key the conclusion is to be signed; answers what the key has to sign',
  input: Type.Object({ id: Uuid, certificateId: Uuid }),
  output: Type.Object({
    signatureId: Uuid,
    toSign: Type.String({ description: 'base64' }),
    custody: Type.String(),
    keyHash: Type.String(),
  }),
  permission: 'examination:examine',
  audit: 'examination.signature-prepared',
  about: { ...about, facts: ['signatureId'] },
  refusals: [...signing],
});

export const finishConclusionSignature = step(
  [
    'finish-signature',
    'signatures/:signatureId/value',
    'Give the value that the key made, or the code with which the signing service makes it; with two it is decided',
  ],
  {
    permission: 'examine',
    audit: 'conclusion-signed',
    facts: ['signatureId', 'state'],
    refusals: [...mayNotSign, 'examination.signature-unknown', 'examination.value-missing'],
  },
  {
    signatureId: Uuid,
    value: Type.Optional(Type.String({ maxLength: 200, description: 'base64' })),
    code: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
  },
);

export const meetCondition = step(
  ['meet-condition', 'conditions/:number/meeting', 'Note that a condition of the conclusion is met, and by what'],
  {
    permission: 'examine',
    audit: 'condition-met',
    facts: ['number'],
    refusals: ['examination.conflict', 'examination.condition-unknown'],
  },
  { number: Type.Integer({ minimum: 1, maximum: 30 }), note: visibleText(1000, 3) },
);

export const closeDossier = step(
  ['close-dossier', 'closing', 'Close a dossier that is decided and of which nothing is watched any more'],
  { permission: 'lead', audit: 'dossier-closed', refusals: ['examination.conflict', 'examination.conditions-open'] },
  {},
);

export const appealConclusion = step(
  ['appeal', 'appeal', 'Appeal against a conclusion while there is time; others decide'],
  { permission: 'submit', audit: 'conclusion-appealed', refusals: ['examination.appeal-late'] },
  { reason: visibleText(3000, 10) },
);

export const decideAppeal = step(
  [
    'decide-appeal',
    'appeal/decision',
    'Uphold the conclusion, or have the dossier examined again by others; by a chief who took no part',
  ],
  {
    permission: 'lead',
    audit: 'appeal-decided',
    facts: ['grant'],
    refusals: ['examination.conflict', 'examination.took-part'],
  },
  { grant: Type.Boolean(), reason: visibleText(3000, 3) },
);

export const verifyConclusion = operation({
  name: 'examination.verify-conclusion',
  method: 'GET',
  path: '/examination/verification/:code',
  summary: 'Find out whether a conclusion is genuine and stands',
  input: Type.Object({ code: Type.String({ maxLength: 200 }) }),
  output: Type.Object({
    code: Type.String(),
    state: Type.Enum(['valid', 'revoked']),
    number: Type.String(),
    title: LocalText,
    outcome: Outcome,
    organisationId: Type.String(),
    signedBy: Type.Array(Type.String()),
    issuedAt: Instant,
    knownAt: Instant,
    digest: Type.String(),
    sha256: Type.String(),
  }),
  permission: 'public',
  limit: 30,
  audit: 'none',
  refusals: ['examination.conclusion-unknown'],
});
