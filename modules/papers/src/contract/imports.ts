// SPDX-License-Identifier: Apache-2.0
/** Cards of a system before, from a table: tried, looked at row by row, then taken in. */
import { IdPageInput, Instant, operation, PageInput, pageOf, Uuid, visibleText } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { InstitutionId, PaperLanguage } from './shapes.ts';

export const importColumns = [
  ...['key', 'kind', 'subject', 'state', 'author', 'label', 'number', 'date', 'correspondents', 'their_number'],
  ...['their_date', 'due', 'executed', 'file', 'files'],
] as const;
export const importLimits = { bytes: 4 * 1024 * 1024, rows: 20_000 } as const;
/** Of one part of the folder: packed, unpacked, and how many files. */
export const folderLimits = { bytes: 10 * 1024 * 1024, unpacked: 64 * 1024 * 1024, files: 500 } as const;
const Outcome = Type.Enum(['fits', 'taken', 'refused']);

export const Import = Type.Object({
  id: Uuid,
  institutionId: InstitutionId,
  source: Type.String(),
  fileName: Type.String(),
  state: Type.Enum(['tried', 'running', 'done']),
  byName: Type.String(),
  at: Instant,
  endedAt: Type.Optional(Instant),
  fits: Type.Integer(),
  taken: Type.Integer(),
  refused: Type.Integer(),
  /** Files of the folder that rows name, and how many of them came. */
  files: Type.Integer(),
  filesTaken: Type.Integer(),
  /** Of those that fit or were taken: there before. */
  known: Type.Integer(),
});
export type Import = Static<typeof Import>;
export const ImportLine = Type.Object({
  line: Type.Integer(),
  outcome: Outcome,
  subject: Type.String(),
  key: Type.String(),
  code: Type.Optional(Type.String()),
  message: Type.Optional(Type.String()),
});

const register = { permission: 'papers:register', check: 'resource' } as const;
const about = { type: 'import', id: 'id' } as const;

export const listImports = operation({
  ...register,
  name: 'papers.list-imports',
  method: 'GET',
  path: '/papers/institutions/:institutionId/imports',
  summary: 'Tables of cards that were tried or taken in, the newest first',
  input: Type.Object({ institutionId: InstitutionId, ...IdPageInput }),
  output: pageOf(Import),
  audit: 'none',
});

export const tryImport = operation({
  ...register,
  name: 'papers.try-import',
  method: 'POST',
  path: '/papers/institutions/:institutionId/imports',
  summary: 'Read a table of cards and say of each row whether it fits; nothing is taken in yet',
  input: Type.Object({
    institutionId: InstitutionId,
    source: Type.String({ pattern: '^[a-z0-9-]{2,40}$' }),
    fileName: visibleText(200, 1),
    text: Type.String({ maxLength: importLimits.bytes }),
  }),
  output: Type.Object({ id: Uuid }),
  bodyMiB: 9,
  audit: 'papers.import-tried',
  about: { ...about, facts: ['institutionId', 'source', 'fileName'] },
  refusals: ['papers.table-unreadable', 'papers.columns-missing', 'papers.too-many-rows'],
});

export const getImport = operation({
  ...register,
  name: 'papers.get-import',
  method: 'GET',
  path: '/papers/imports/:id',
  summary: 'A table of cards with its rows, refused ones with the reason',
  input: Type.Object({
    id: Uuid,
    outcome: Type.Optional(Outcome),
    ...PageInput,
  }),
  output: Type.Object({ import: Import, ...pageOf(ImportLine).properties }),
  audit: 'papers.import-read',
  about: { ...about, facts: [] },
  refusals: ['papers.import-unknown'],
});

export const runImport = operation({
  ...register,
  name: 'papers.run-import',
  method: 'POST',
  path: '/papers/imports/:id/run',
  summary: 'Take in the rows that fit, part by part',
  input: Type.Object({ id: Uuid }),
  output: Type.Object({ id: Uuid }),
  audit: 'papers.import-started',
  about: { ...about, facts: [] },
  refusals: ['papers.import-unknown', 'papers.import-begun', 'papers.nothing-fits'],
});

export const importFiles = operation({
  ...register,
  name: 'papers.import-files',
  method: 'POST',
  path: '/papers/imports/:id/files',
  summary:
    'Put files of the system before to the cards that name them; a part of the folder as ZIP, as often as needed',
  input: Type.Object({ id: Uuid, content: Type.String({ description: 'ZIP, base64' }) }),
  output: Type.Object({
    added: Type.Integer(),
    /** Were there already. */
    known: Type.Integer(),
    refused: Type.Array(Type.Object({ name: Type.String(), code: Type.String(), message: Type.String() })),
    /** Which no row that was taken in names. */
    unnamed: Type.Array(Type.String()),
  }),
  bodyMiB: 14,
  audit: 'papers.files-imported',
  about: { ...about, facts: ['added', 'known'] },
  refusals: ['papers.import-unknown', 'papers.import-not-done', 'papers.folder-unreadable', 'papers.folder-too-large'],
});

export type FilesImported = Static<typeof importFiles.output>;

export const ReportAsked = Type.Object(
  { id: Uuid, language: PaperLanguage, as: Type.Literal('csv') },
  { additionalProperties: false },
);
/** `GET` the outcome of each row as CSV. */
export const importReportPath = (id: string, language: string): string =>
  `/api/papers/imports/${id}/report?as=csv&language=${language}`;
