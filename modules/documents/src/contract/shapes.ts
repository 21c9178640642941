// SPDX-License-Identifier: Apache-2.0
/** Words that all operations on documents share. */
import { CalendarDate, Instant, PrintableText, Uuid, visibleText } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';

export const InstitutionId = Type.String({ pattern: '^[A-Za-z0-9-]{3,64}$' });
export const Code = Type.String({ pattern: '^[a-z][a-z0-9-]*$', maxLength: 40 });

/** Where a document comes from, seen from its institution. */
export const directions = ['incoming', 'outgoing', 'internal'] as const;
export const Direction = Type.Enum([...directions]);
export type Direction = (typeof directions)[number];

/** Open, for official use, confidential, strictly confidential: a higher one is seen by fewer. */
export const labels = [0, 1, 2, 3] as const;
export const Label = Type.Integer({ minimum: 0, maximum: 3 });

/** `received` waits for its number; from `registered` on a document is never taken away. */
export const states = [
  ...['draft', 'in-approval', 'approved', 'signed', 'received', 'registered'],
  ...['in-execution', 'executed', 'filed', 'refused', 'cancelled'],
] as const;
export const DocumentState = Type.Enum([...states]);
export type DocumentState = (typeof states)[number];

/** The way it came in. */
export const Source = Type.Enum(['inside', 'exchange', 'mail', 'portal', 'scan', 'hand', 'import']);
export type Source = Static<typeof Source>;

/** An institution of the directory, or somebody outside of it, by name and address. */
export const Correspondent = Type.Object({
  organisationId: Type.Optional(InstitutionId),
  name: visibleText(300, 1),
  address: Type.Optional(visibleText(300)),
  personKey: Type.Optional(Type.String({ maxLength: 100 })),
});
export type Correspondent = Static<typeof Correspondent>;

/** Fields of a card beyond those of every document: what the kind asks for. */
export const Card = Type.Record(Code, visibleText(2000), { maxProperties: 40 });
export type Card = Static<typeof Card>;

export const Subject = PrintableText(500, 3);
export const TheirNumber = visibleText(60);
export const Comment = visibleText(1000);

export const DocumentSummary = Type.Object({
  id: Uuid,
  institutionId: InstitutionId,
  kind: Code,
  direction: Direction,
  state: DocumentState,
  label: Label,
  subject: Type.String(),
  number: Type.Optional(Type.String()),
  numberedOn: Type.Optional(CalendarDate),
  correspondents: Type.Array(Correspondent),
  theirNumber: Type.Optional(Type.String()),
  theirDate: Type.Optional(CalendarDate),
  dueOn: Type.Optional(CalendarDate),
  overdue: Type.Boolean(),
  authorName: Type.String(),
  changedAt: Instant,
});
export type DocumentSummary = Static<typeof DocumentSummary>;
