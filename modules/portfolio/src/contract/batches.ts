// SPDX-License-Identifier: Apache-2.0
import {
  Instant,
  languages,
  LocalText,
  operation,
  IdPageInput,
  pageOf,
  Uuid,
  visibleText,
} from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { FieldName, id, self, ServiceId, Titled } from './shared.ts';

export const batchLimits = { lines: 1000, bytes: 2 * 1024 * 1024 } as const;

/** `checked`: nothing is begun yet; `stopped`: goes on when somebody says so. */
export const BatchState = Type.Enum(['checked', 'running', 'stopped', 'done']);
/** `incomplete`: a draft that lacks something; `failed`: no application was made. */
export const LineState = Type.Enum(['wrong', 'waiting', 'draft', 'incomplete', 'sent', 'failed']);
export type LineState = Static<typeof LineState>;

export const Fault = Type.Object({
  field: Type.Optional(FieldName),
  /** Title of the column. */
  label: Type.Optional(LocalText),
  message: LocalText,
});
export type Fault = Static<typeof Fault>;

export const Line = Type.Object({
  /** In the file, as spreadsheets count. */
  number: Type.Integer(),
  state: LineState,
  /** The first answers, by which people know the line. */
  says: Type.String(),
  faults: Type.Array(Fault),
  caseId: Type.Optional(Uuid),
});
export type Line = Static<typeof Line>;

export const Batch = Type.Object({
  ...id,
  serviceId: Type.String(),
  title: LocalText,
  fileName: Type.String(),
  state: BatchState,
  send: Type.Optional(Type.Boolean({ description: 'declared and sent, or left as drafts' })),
  madeAt: Instant,
  settledAt: Type.Optional(Instant),
  counts: Type.Object({
    ...{ wrong: Type.Integer(), waiting: Type.Integer(), draft: Type.Integer() },
    ...{ incomplete: Type.Integer(), sent: Type.Integer(), failed: Type.Integer() },
  }),
});
export type Batch = Static<typeof Batch>;

/** A list has lines of its own, a file is attached by hand, and where all comes from registers one application is enough. */
export const WhyNone = Type.Enum(['list', 'files', 'nothing-typed']);
export type WhyNone = Static<typeof WhyNone>;

export const listBatchServices = operation({
  ...self,
  name: 'portfolio.list-batch-services',
  method: 'GET',
  path: '/portfolio/batches/services',
  summary: 'Services that take many applications from one file, and why the others take none',
  input: Type.Object({}),
  output: Type.Object({
    items: Type.Array(Titled),
    none: Type.Array(Type.Object({ ...Titled.properties, why: WhyNone })),
  }),
  audit: 'none',
});

/** GET, text/csv: a line of the columns with their titles in `language`. */
export const templatePath = (serviceId: string): string => `/api/portfolio/batches/templates/${serviceId}`;
/** GET, text/csv: the lines of which nothing was made, with what is wrong. */
export const failedPath = (batchId: string): string => `/api/portfolio/batches/${batchId}/failed`;

export const checkBatch = operation({
  ...self,
  name: 'portfolio.check-batch',
  method: 'POST',
  path: '/portfolio/batches',
  summary: 'Check a file (CSV) of applications line by line; nothing is begun',
  input: Type.Object({
    serviceId: ServiceId,
    language: Type.Enum([...languages]),
    fileName: visibleText(200, 1),
    /** Base64 of the file. */
    content: Type.String({ maxLength: batchLimits.bytes * 2, pattern: '^[A-Za-z0-9+/]*={0,2}$' }),
  }),
  output: Batch,
  bodyMiB: 5,
  limit: 30,
  audit: 'portfolio.batch-checked',
  about: { type: 'batch', id: 'id', facts: ['serviceId', 'counts'] },
  refusals: [
    ...['portfolio.service-takes-none', 'portfolio.power-narrow', 'portfolio.file-not-utf8', 'portfolio.file-large'],
    ...['portfolio.file-empty', 'portfolio.quote-unclosed', 'portfolio.column-unknown', 'portfolio.column-twice'],
    'portfolio.too-many-lines',
  ],
});

export const listBatches = operation({
  ...self,
  name: 'portfolio.list-batches',
  method: 'GET',
  path: '/portfolio/batches',
  summary: 'Files of applications of mine, or of whom I act for, newest first',
  input: Type.Object({ ...IdPageInput }),
  output: pageOf(Batch),
  audit: 'none',
});

export const getBatch = operation({
  ...self,
  name: 'portfolio.get-batch',
  method: 'GET',
  path: '/portfolio/batches/:id',
  summary: 'What became of each line of a file',
  input: Type.Object({ ...id, after: Type.Optional(Type.Integer({ minimum: 0 })), state: Type.Optional(LineState) }),
  output: Type.Object({ batch: Batch, lines: Type.Array(Line), next: Type.Optional(Type.Integer()) }),
  audit: 'none',
  refusals: ['portfolio.batch-unknown'],
});

export const startBatch = operation({
  ...self,
  name: 'portfolio.start-batch',
  method: 'POST',
  path: '/portfolio/batches/:id/start',
  summary: 'Make an application of each line that fits, or go on with it',
  input: Type.Object({
    ...id,
    send: Type.Boolean(),
    /** That all answers are true; needed where they are sent. */
    declaration: Type.Optional(Type.Boolean()),
  }),
  output: Batch,
  audit: 'portfolio.batch-started',
  about: { type: 'batch', id: 'id', facts: ['send'] },
  refusals: [
    ...[
      'portfolio.batch-unknown',
      'portfolio.batch-done',
      'portfolio.batch-other-way',
      'portfolio.declaration-missing',
    ],
    'portfolio.power-narrow',
  ],
});

export const stopBatch = operation({
  ...self,
  name: 'portfolio.stop-batch',
  method: 'POST',
  path: '/portfolio/batches/:id/stop',
  summary: 'Stop making applications of a file; what is made stays',
  input: Type.Object(id),
  output: Batch,
  audit: 'portfolio.batch-stopped',
  about: { type: 'batch', id: 'id', facts: [] },
  refusals: ['portfolio.batch-unknown', 'portfolio.batch-done'],
});

export const dropBatch = operation({
  ...self,
  name: 'portfolio.drop-batch',
  method: 'DELETE',
  path: '/portfolio/batches/:id',
  summary: 'Take away a file of which nothing was begun',
  input: Type.Object(id),
  output: Type.Object(id),
  audit: 'portfolio.batch-dropped',
  about: { type: 'batch', id: 'id', facts: [] },
  refusals: ['portfolio.batch-unknown', 'portfolio.batch-begun'],
});
