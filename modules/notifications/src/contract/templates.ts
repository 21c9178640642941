// SPDX-License-Identifier: Apache-2.0
/** Templates: written once, looked at by a second person, sent often. */
import { Instant, LocalText, operation, Uuid, visibleText } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { MatterName, Personalisation, TemplateCode, templateClasses, LanguageName } from './matters.ts';

export const TemplateField = Type.Object(
  {
    name: Type.String({ pattern: '^[A-Za-z][A-Za-z0-9_ -]{0,39}$' }),
    /** What stands there in a preview. */
    sample: visibleText(200, 1),
    /** Says something about a person. */
    personal: Type.Boolean(),
  },
  { additionalProperties: false },
);
export const TemplateContent = Type.Object(
  {
    title: visibleText(120, 3),
    matter: MatterName,
    class: Type.Enum([...templateClasses]),
    fields: Type.Array(TemplateField, { maxItems: 40 }),
    subject: LocalText,
    /** Headings, bold, lists and links alone; `((name))` is a placeholder. */
    body: LocalText,
    /** One plain sentence for SMS and push; without it they only say that something waits in the cabinet. */
    short: Type.Optional(LocalText),
  },
  { additionalProperties: false },
);
export type TemplateContent = Static<typeof TemplateContent>;

const Version = Type.Object({
  id: Uuid,
  version: Type.Integer(),
  authorName: Type.String(),
  publisherName: Type.String(),
  publishedAt: Instant,
});
const Summary = Type.Object({
  code: TemplateCode,
  title: Type.String(),
  matter: MatterName,
  class: Type.Enum([...templateClasses]),
  languages: Type.Array(Type.String()),
  /** Missing until one is published. */
  version: Type.Optional(Type.Integer()),
  publishedAt: Type.Optional(Instant),
  /** Who changed it last, where a draft waits for a second person. */
  draftBy: Type.Optional(Type.String()),
});

const permission = 'notifications:write-templates';
const code = { code: TemplateCode };

export const listTemplates = operation({
  name: 'notifications.list-templates',
  method: 'GET',
  path: '/notifications/templates',
  summary: 'Templates of messages, with drafts that wait',
  input: Type.Object({ search: Type.Optional(visibleText(100)) }),
  output: Type.Object({ items: Type.Array(Summary) }),
  permission,
  audit: 'none',
});

export const getTemplate = operation({
  name: 'notifications.get-template',
  method: 'GET',
  path: '/notifications/templates/:code',
  summary: 'One template: its draft, its versions, and the lines in which the draft differs',
  input: Type.Object({ ...code, version: Type.Optional(Type.Integer({ minimum: 1 })) }),
  output: Type.Object({
    ...code,
    /** Of the version asked for, otherwise of the newest. */
    published: Type.Optional(Type.Object({ version: Type.Integer(), content: TemplateContent })),
    versions: Type.Array(Version),
    draft: Type.Optional(
      Type.Object({
        content: TemplateContent,
        digest: Type.String(),
        authorName: Type.String(),
        own: Type.Boolean(),
        changedAt: Instant,
      }),
    ),
    /** Of the draft against the newest version; without a draft, of the version shown against the one before. */
    changes: Type.Array(
      Type.Object({ kind: Type.Enum(['same', 'added', 'removed']), where: Type.String(), text: Type.String() }),
    ),
  }),
  permission,
  audit: 'none',
  refusals: ['notifications.template-unknown'],
});

const contentRefusals = [
  'notifications.markdown-wrong',
  'notifications.placeholder-undeclared',
  'notifications.personal-in-short',
];

export const saveTemplate = operation({
  name: 'notifications.save-template',
  method: 'PUT',
  path: '/notifications/templates/:code/draft',
  summary: 'Write the draft of a template',
  input: Type.Object({ ...code, content: TemplateContent }),
  output: Type.Object({ digest: Type.String() }),
  permission,
  audit: 'notifications.template-drafted',
  about: { type: 'template', id: 'code', facts: ['digest'] },
  refusals: contentRefusals,
});

export const publishTemplate = operation({
  name: 'notifications.publish-template',
  method: 'POST',
  path: '/notifications/templates/:code/publication',
  summary: "Publish another person's draft",
  input: Type.Object({ ...code, digest: Type.String({ description: 'of the draft that was looked at' }) }),
  output: Type.Object({ version: Type.Integer() }),
  permission,
  audit: 'notifications.template-published',
  about: { type: 'template', id: 'code', facts: ['version', 'digest'] },
  refusals: ['notifications.draft-absent', 'notifications.second-person-needed'],
});

export const previewTemplate = operation({
  name: 'notifications.preview-template',
  method: 'POST',
  path: '/notifications/templates/:code/preview',
  summary: 'How a draft, or else the published version, reads with data',
  input: Type.Object({ ...code, language: LanguageName, personalisation: Type.Optional(Personalisation) }),
  output: Type.Object({
    subject: Type.String(),
    text: Type.String(),
    html: Type.String(),
    short: Type.String(),
    /** Parts of an SMS that the short text takes. */
    smsParts: Type.Integer(),
  }),
  permission,
  audit: 'none',
  refusals: ['notifications.template-unknown', 'notifications.placeholder-missing'],
});

export const testTemplate = operation({
  name: 'notifications.test-template',
  method: 'POST',
  path: '/notifications/templates/:code/test',
  summary: 'Send a draft, or else the published version, to my own address',
  input: Type.Object({ ...code, language: LanguageName }),
  output: Type.Object({ id: Uuid }),
  permission,
  audit: 'none',
  refusals: ['notifications.template-unknown', 'notifications.address-unknown'],
});
