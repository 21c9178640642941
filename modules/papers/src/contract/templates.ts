// SPDX-License-Identifier: Apache-2.0
/** Templates that drafts are started from: the state's standard set, and an institution's own, put into force by a second person. */
import { CalendarDate, Instant, operation, PrintableText, Uuid, visibleText } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { InstitutionId, PaperLanguage } from './shapes.ts';

const Code = Type.String({ pattern: '^[a-z][a-z0-9-]*$', maxLength: 40 });
/** `{name}` in the text; what the directory knows is filled in by itself. */
export const knownFields = [
  ...['institution', 'address', 'date', 'subject', 'executor', 'signer', 'signer-post'],
  ...['addressee', 'addressee-post', 'addressee-address', 'reply-number', 'reply-date'],
] as const;
export const largestTemplate = 2 * 1024 * 1024;
export const mostFields = 60;
const body = Type.String({ minLength: 1, maxLength: 20_000, format: 'printable' });

export const Template = Type.Object({
  id: Uuid,
  /** Missing: of the state's standard set. */
  institutionId: Type.Optional(InstitutionId),
  code: Code,
  /** Of the documents drawn up from it. */
  kind: Code,
  language: PaperLanguage,
  version: Type.Integer(),
  title: Type.String(),
  form: Type.Enum(['text', 'docx']),
  fields: Type.Array(Type.String()),
  state: Type.Enum(['proposed', 'in-force', 'declined']),
  inForceFrom: CalendarDate,
  proposedBy: Type.String(),
  proposedAt: Instant,
  decidedBy: Type.Optional(Type.String()),
  /** What drafts are started from now. */
  current: Type.Boolean(),
});
export type Template = Static<typeof Template>;

const about = { type: 'template', id: 'id' } as const;
const work = { permission: 'papers:work', check: 'resource' } as const;

export const listTemplates = operation({
  ...work,
  name: 'papers.list-templates',
  method: 'GET',
  path: '/papers/institutions/:institutionId/templates',
  summary: 'Templates of an institution and of the standard set, each version',
  input: Type.Object({ institutionId: InstitutionId }),
  output: Type.Object({ items: Type.Array(Template) }),
  audit: 'none',
});

export const getTemplate = operation({
  ...work,
  name: 'papers.get-template',
  method: 'GET',
  path: '/papers/institutions/:institutionId/templates/:id',
  summary: 'A template with its text',
  input: Type.Object({ institutionId: InstitutionId, id: Uuid }),
  output: Type.Object({ ...Template.properties, body: Type.Optional(Type.String()) }),
  audit: 'none',
  refusals: ['papers.template-unknown'],
});

const refusedTemplate = ['papers.template-refused', 'papers.template-field-unclear', 'papers.kind-unknown'];
export const proposeTemplate = operation({
  name: 'papers.propose-template',
  method: 'POST',
  path: '/papers/institutions/:institutionId/templates',
  summary: 'Propose a version of a template: a text with fields in braces, or a DOCX with them',
  input: Type.Object({
    institutionId: InstitutionId,
    code: Code,
    kind: Code,
    language: PaperLanguage,
    title: PrintableText(120, 2),
    inForceFrom: CalendarDate,
    body: Type.Optional(body),
    content: Type.Optional(Type.String({ description: 'base64', maxLength: Math.ceil((largestTemplate * 4) / 3) + 4 })),
  }),
  output: Type.Object({ id: Uuid, version: Type.Integer() }),
  permission: 'papers:register',
  check: 'resource',
  bodyMiB: 4,
  audit: 'papers.template-proposed',
  about: { ...about, facts: ['institutionId', 'code', 'kind', 'language', 'inForceFrom'] },
  refusals: [...refusedTemplate, 'papers.template-backdated'],
});

export const decideTemplate = operation({
  name: 'papers.decide-template',
  method: 'POST',
  path: '/papers/institutions/:institutionId/templates/:id/decision',
  summary: 'Put a proposed template into force from its day, or decline it: not by whoever proposed it',
  input: Type.Object({ institutionId: InstitutionId, id: Uuid, approved: Type.Boolean() }),
  output: Type.Object({ id: Uuid }),
  permission: 'papers:control',
  check: 'resource',
  audit: 'papers.template-decided',
  about: { ...about, facts: ['approved'] },
  refusals: ['papers.template-unknown', 'papers.template-decided', 'papers.second-person-needed'],
});

const Values = Type.Record(Code, PrintableText(4000), { maxProperties: mostFields });
export const prefillDraft = operation({
  ...work,
  name: 'papers.prefill-draft',
  method: 'GET',
  path: '/papers/institutions/:institutionId/templates/:id/values',
  summary: 'What the directory knows for the fields of a template: addressee and signer with their posts, the day',
  input: Type.Object({
    institutionId: InstitutionId,
    id: Uuid,
    /** Who is addressed, of the directory. */
    to: Type.Optional(InstitutionId),
    signerPostId: Type.Optional(Uuid),
    /** The document that is answered. */
    replyTo: Type.Optional(Uuid),
  }),
  output: Type.Object({ values: Type.Record(Type.String(), Type.String()), to: Type.Optional(InstitutionId) }),
  audit: 'none',
  refusals: ['papers.template-unknown'],
});

export const startDraft = operation({
  ...work,
  name: 'papers.start-draft',
  method: 'POST',
  path: '/papers/institutions/:institutionId/templates/:id/drafts',
  summary: 'Draw up a document from a template: what comes of it is the main file of the draft',
  input: Type.Object({
    institutionId: InstitutionId,
    id: Uuid,
    subject: PrintableText(500, 3),
    label: Type.Optional(Type.Integer({ minimum: 0, maximum: 3 })),
    correspondents: Type.Array(
      Type.Object({ organisationId: Type.Optional(InstitutionId), name: visibleText(300, 1) }),
      { maxItems: 20 },
    ),
    values: Values,
    replyTo: Type.Optional(Uuid),
  }),
  output: Type.Object({ documentId: Uuid }),
  audit: 'papers.draft-started',
  about: { ...about, facts: ['documentId'] },
  refusals: [
    'papers.template-unknown',
    'papers.template-not-in-force',
    'papers.field-unknown',
    'papers.template-refused',
  ],
});

export const enterStandardTemplates = operation({
  name: 'papers.enter-standard-templates',
  method: 'PUT',
  path: '/papers/standard-templates',
  summary: "Enter the state's standard set of templates; what is there already is left as it is",
  input: Type.Object({
    items: Type.Array(
      Type.Object({ code: Code, kind: Code, language: PaperLanguage, title: PrintableText(120, 2), body }),
      { minItems: 1, maxItems: 200 },
    ),
    inForceFrom: CalendarDate,
  }),
  output: Type.Object({ entered: Type.Integer() }),
  permission: 'papers:enter-standard',
  audit: 'papers.standard-entered',
  about: { type: 'template', id: 'inForceFrom', facts: ['entered'] },
  refusals: ['papers.template-field-unclear'],
});
