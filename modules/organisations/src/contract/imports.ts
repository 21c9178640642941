// SPDX-License-Identifier: Apache-2.0
/** Tables that come in: each row is tried before anything is asked for. */
import { CalendarDate, Instant, operation, PageInput, pageOf, Uuid, visibleText } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { ChangedFact } from './changes.ts';

const About = Type.Union([Type.Literal('organisations'), Type.Literal('people')]);
const RowOutcome = Type.Union([
  Type.Literal('enters'),
  Type.Literal('changes'),
  Type.Literal('same'),
  Type.Literal('wrong'),
]);

export const importLimits = { rows: 5000, bytes: 2 * 1024 * 1024 } as const;
/** People on the posts of an organisation, in the form in which they are imported; the organisation's id comes before it. */
export const peopleFilePath = '/api/organisations/by-id/:id/people.csv';

const counts = { enters: Type.Integer(), changes: Type.Integer(), same: Type.Integer(), wrong: Type.Integer() };
export const Import = Type.Object({
  id: Uuid,
  about: About,
  fileName: Type.String(),
  readBy: Type.Optional(Type.String()),
  readAt: Instant,
  ...counts,
  /** The change that was asked for with it last. */
  changeId: Type.Optional(Uuid),
});
export type Import = Static<typeof Import>;

export const ImportRow = Type.Object({
  line: Type.Integer(),
  /** What the row is about, as the file names it. */
  subject: Type.String(),
  outcome: RowOutcome,
  facts: Type.Array(ChangedFact),
  /** What is wrong, and what to do. */
  code: Type.Optional(Type.String()),
  message: Type.Optional(Type.String()),
});
export type ImportRow = Static<typeof ImportRow>;

export const readImport = operation({
  name: 'organisations.read-import',
  method: 'POST',
  path: '/organisations/imports',
  summary: 'Try a table (CSV) of organisations, or of people on posts: what each row would change, or what is wrong',
  input: Type.Object({
    about: About,
    text: Type.String({ maxLength: importLimits.bytes }),
    fileName: visibleText(200, 1),
    /** From which day on corrections of organisations hold; today if not said. */
    validFrom: Type.Optional(CalendarDate),
  }),
  output: Import,
  permission: 'organisations:request',
  bodyMiB: 6,
  audit: 'organisations.import-read',
  about: { type: 'organisation-import', id: 'id', facts: ['about', 'fileName', 'enters', 'changes', 'same', 'wrong'] },
  limit: 20,
  refusals: ['organisations.import-unreadable', 'organisations.import-too-large'],
});

export const getImport = operation({
  name: 'organisations.get-import',
  method: 'GET',
  path: '/organisations/imports/:id',
  summary: 'A table that was read, and what became of its rows',
  input: Type.Object({ id: Uuid, ...PageInput, outcome: Type.Optional(RowOutcome) }),
  output: Type.Object({ import: Import, ...pageOf(ImportRow).properties }),
  permission: 'organisations:request',
  audit: 'none',
  refusals: ['organisations.import-unknown'],
});
