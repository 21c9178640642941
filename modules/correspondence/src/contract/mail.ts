// SPDX-License-Identifier: Apache-2.0
/** Letters by e-mail: the mailbox of an institution, and what of it was not taken in. */
import { IdPageInput, Instant, operation, pageOf, PrintableText, Uuid } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';

const InstitutionId = Type.String({ pattern: '^[A-Za-z0-9-]{3,64}$' });
export const mailStates = ['taken', 'refused', 'taken-by-hand', 'answered'] as const;
export const MailState = Type.Enum([...mailStates]);

export const Mail = Type.Object({
  id: Uuid,
  state: MailState,
  sender: Type.String(),
  subject: Type.String(),
  cameAt: Instant,
  documentId: Type.Optional(Uuid),
  /** Why it was refused: `automatic`, `too-large`, `unreadable`, `no-sender`, or why a file was. */
  why: Type.Optional(Type.String()),
  decidedBy: Type.Optional(Type.String()),
  may: Type.Array(Type.Enum(['take', 'answer'])),
});
export type Mail = Static<typeof Mail>;

const clerks = { permission: 'correspondence:post', check: 'resource' } as const;
const about = { type: 'mail', id: 'id', facts: [] } as const;

export const getMailbox = operation({
  ...clerks,
  name: 'correspondence.get-mailbox',
  method: 'GET',
  path: '/correspondence/institutions/:institutionId/mailbox',
  summary: 'The mailbox of an institution: whether there is one, when it was read, what stood in the way',
  input: Type.Object({ institutionId: InstitutionId }),
  output: Type.Object({
    set: Type.Boolean(),
    user: Type.Optional(Type.String()),
    readAt: Type.Optional(Instant),
    /** Of the last try, where it failed: `away`, `refused`. */
    failure: Type.Optional(Type.String()),
    acknowledges: Type.Boolean(),
    counts: Type.Object({ taken: Type.Integer(), refused: Type.Integer() }),
  }),
  audit: 'none',
});

export const listMail = operation({
  ...clerks,
  name: 'correspondence.list-mail',
  method: 'GET',
  path: '/correspondence/institutions/:institutionId/mail',
  summary: 'Letters that came by e-mail, the latest first',
  input: Type.Object({ institutionId: InstitutionId, state: Type.Optional(MailState), ...IdPageInput }),
  output: pageOf(Mail),
  audit: 'correspondence.mail-listed',
  about: { type: 'institution', id: 'institutionId', facts: [] },
});

export const takeMail = operation({
  ...clerks,
  name: 'correspondence.take-mail',
  method: 'POST',
  path: '/correspondence/mail/:id/document',
  summary: 'Take a letter in that was refused: its text, and those of its files that can be taken',
  input: Type.Object({ id: Uuid }),
  output: Type.Object({ id: Uuid, documentId: Uuid, leftOut: Type.Array(Type.String()) }),
  audit: 'correspondence.mail-taken',
  about: { ...about, facts: ['documentId', 'leftOut'] },
  refusals: ['correspondence.mail-unknown', 'correspondence.mail-decided', 'correspondence.mail-unreadable'],
});

export const answerMail = operation({
  ...clerks,
  name: 'correspondence.answer-mail',
  method: 'POST',
  path: '/correspondence/mail/:id/answer',
  summary: 'Answer a letter that was refused by e-mail, such as to ask for other files',
  input: Type.Object({ id: Uuid, text: PrintableText(4000, 3) }),
  output: Type.Object({ id: Uuid }),
  audit: 'correspondence.mail-answered',
  about,
  refusals: [
    'correspondence.mail-unknown',
    'correspondence.mail-decided',
    'correspondence.mail-automatic',
    'correspondence.no-mail-server',
  ],
});
