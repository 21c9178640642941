// SPDX-License-Identifier: Apache-2.0
/** Purposes: data agreements as versions, drafted by one and published by another. */
import { Instant, LocalText, operation, visibleText } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';

export const PurposeCode = Type.String({ pattern: '^[a-z][a-z0-9]*(-[a-z0-9]+)*$', minLength: 3, maxLength: 60 });
export const Digest = Type.String({ pattern: '^[0-9a-f]{64}$' });
const Concept = Type.String({ pattern: '^[a-z][A-Za-z]*\\.[a-z][A-Za-z]*$', maxLength: 100 });

/** What somebody agrees to; its digest names it. */
export const PurposeContent = Type.Object(
  {
    title: LocalText,
    /** Which data, from where, for whom. */
    explanation: LocalText,
    /** What becomes possible by it. */
    benefit: LocalText,
    law: Type.Object({ title: LocalText, article: LocalText }),
    /** Organisation that answers for it. */
    controllerId: Type.String({ minLength: 2, maxLength: 64 }),
    /** Subsystems that read by it. */
    recipients: Type.Array(Type.String({ maxLength: 200 }), { minItems: 1, maxItems: 20 }),
    /** What is read: `person.address`. */
    concepts: Type.Array(Concept, { minItems: 1, maxItems: 50 }),
    /** How long an agreement lasts; until it is withdrawn where it is missing. */
    validDays: Type.Optional(Type.Integer({ minimum: 1, maximum: 3650 })),
    /** Who agreed to an earlier version is asked again. */
    asksAnew: Type.Boolean(),
  },
  { additionalProperties: false },
);
export type PurposeContent = Static<typeof PurposeContent>;

/** The version that is asked for now. */
export const Purpose = Type.Object({
  code: PurposeCode,
  version: Type.Integer(),
  digest: Digest,
  content: PurposeContent,
  controller: LocalText,
  publishedAt: Instant,
});
export type Purpose = Static<typeof Purpose>;

export const listPurposes = operation({
  name: 'consent.list-purposes',
  method: 'GET',
  path: '/consent/purposes',
  summary: 'For what data of people are read by their consent, and on which law it stands',
  input: Type.Object({}),
  output: Type.Object({ items: Type.Array(Purpose) }),
  permission: 'public',
  audit: 'none',
});

const code = { code: PurposeCode };

export const getPurpose = operation({
  name: 'consent.get-purpose',
  method: 'GET',
  path: '/consent/purposes/:code',
  summary: 'Read one purpose as it is asked for now',
  input: Type.Object(code),
  output: Purpose,
  permission: 'public',
  audit: 'none',
  refusals: ['consent.purpose-unknown'],
});

export const PurposeVersion = Type.Object({
  /** Missing: a draft. */
  version: Type.Optional(Type.Integer()),
  digest: Digest,
  content: PurposeContent,
  authorName: Type.String(),
  changedAt: Instant,
  publisherName: Type.Optional(Type.String()),
  publishedAt: Type.Optional(Instant),
  /** Written by who asks, who therefore may not publish it. */
  own: Type.Boolean(),
});
export type PurposeVersion = Static<typeof PurposeVersion>;

/** The draft first, then the newest version; empty for a code that nobody has used yet. */
export const listVersions = operation({
  name: 'consent.list-versions',
  method: 'GET',
  path: '/consent/purposes/:code/versions',
  summary: 'Versions of a purpose, its draft first',
  input: Type.Object(code),
  output: Type.Object({
    items: Type.Array(PurposeVersion),
    given: Type.Integer({ description: 'people who agree now' }),
  }),
  permission: 'consent:review',
  audit: 'none',
});

export const listDrafts = operation({
  name: 'consent.list-drafts',
  method: 'GET',
  path: '/consent/drafts',
  summary: 'Drafts of purposes that wait for a second person',
  input: Type.Object({}),
  output: Type.Object({
    items: Type.Array(Type.Object({ ...code, title: LocalText, authorName: Type.String(), changedAt: Instant })),
  }),
  permission: 'consent:review',
  audit: 'none',
});

export const draftPurpose = operation({
  name: 'consent.draft-purpose',
  method: 'PUT',
  path: '/consent/purposes/:code/draft',
  summary: 'Write the draft of the next version of a purpose',
  input: Type.Object({ ...code, content: PurposeContent }),
  output: PurposeVersion,
  permission: 'consent:draft',
  audit: 'consent.purpose-drafted',
  about: { type: 'purpose', id: 'code', facts: ['digest'] },
  refusals: ['consent.controller-unknown'],
});

export const publishPurpose = operation({
  name: 'consent.publish-purpose',
  method: 'POST',
  path: '/consent/purposes/:code/publication',
  summary: "Publish another's draft: from now on it is what people are asked",
  input: Type.Object({ ...code, digest: Digest }),
  output: PurposeVersion,
  permission: 'consent:publish',
  audit: 'consent.purpose-published',
  about: { type: 'purpose', id: 'code', facts: ['version', 'digest'] },
  refusals: ['consent.draft-unknown', 'consent.draft-changed', 'consent.own-draft', 'consent.languages-missing'],
});

/** A few words as a person types them. */
export const Words = visibleText(1000, 3);
