// SPDX-License-Identifier: Apache-2.0
/** Dossiers: drawn up by an organisation, submitted, and changed after that only by answering or when returned. */
import { CalendarDate, IdPageInput, Instant, operation, pageOf, Uuid, visibleText } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { Assignment, Condition, Opinion, Remark, SignatureFacts } from './review.ts';
import { CheckRun, Content, DossierSummary, FileFacts, Kind, OrganisationId, Outcome, State, step } from './shapes.ts';

const about = { type: 'dossier', id: 'id' } as const;
export const Dossier = Type.Object({
  ...DossierSummary.properties,
  ...Content.properties,
  revision: Type.Integer(),
  round: Type.Integer(),
  createdByName: Type.String(),
  createdAt: Instant,
  parent: Type.Optional(DossierSummary),
  children: Type.Array(DossierSummary),
  files: Type.Array(FileFacts),
  versions: Type.Array(
    Type.Object({ version: Type.Integer(), at: Instant, byName: Type.String(), changed: Type.Array(Type.String()) }),
  ),
  runs: Type.Array(CheckRun),
  assignments: Type.Array(Assignment),
  /** Who fits best, with reasons; for the chief. */
  proposed: Type.Array(
    Type.Object({ personId: Uuid, name: Type.String(), competences: Type.Array(Type.String()), load: Type.Integer() }),
  ),
  remarks: Type.Array(Remark),
  opinions: Type.Array(Opinion),
  conditions: Type.Array(Condition),
  conclusion: Type.Optional(
    Type.Object({
      outcome: Outcome,
      text: Type.String(),
      madeAt: Instant,
      knownAt: Instant,
      digest: Type.String(),
      sha256: Type.String(),
      verificationCode: Type.String(),
      signatures: Type.Array(SignatureFacts),
      signedAt: Type.Optional(Instant),
    }),
  ),
  appealUntil: Type.Optional(CalendarDate),
  history: Type.Array(
    Type.Object({
      at: Instant,
      what: Type.String(),
      state: State,
      byName: Type.String(),
      text: Type.Optional(Type.String()),
    }),
  ),
  may: Type.Array(Type.String()),
});
export type Dossier = Static<typeof Dossier>;

export const listDossiers = operation({
  name: 'examination.list-dossiers',
  method: 'GET',
  path: '/examination/dossiers',
  summary: 'Dossiers one may see, the newest first: by state, kind, organisation, examiner, days left and words',
  input: Type.Object({
    state: Type.Optional(State),
    kind: Type.Optional(Kind),
    outcome: Type.Optional(Outcome),
    organisationId: Type.Optional(OrganisationId),
    examinerId: Type.Optional(Uuid),
    /** Only those whose clock runs and that are due in so many working days; what is late is among them. */
    daysLeft: Type.Optional(Type.Integer({ minimum: 0, maximum: 400 })),
    /** Only those that nobody has ended yet. */
    open: Type.Optional(Type.Boolean()),
    search: Type.Optional(Type.String({ maxLength: 200 })),
    ...IdPageInput,
  }),
  output: pageOf(DossierSummary),
  permission: 'examination:read',
  audit: 'none',
});

export const getDossier = operation({
  name: 'examination.get-dossier',
  method: 'GET',
  path: '/examination/dossiers/:id',
  summary: 'A dossier with its checks, remarks, opinions, conclusion and history, and what one may do next',
  input: Type.Object({ id: Uuid }),
  output: Dossier,
  permission: 'examination:read',
  check: 'resource',
  audit: 'none',
  refusals: ['examination.dossier-unknown'],
});

export const draftDossier = operation({
  name: 'examination.draft-dossier',
  method: 'POST',
  path: '/examination/dossiers',
  summary: 'Begin a dossier of an organisation, alone or after an earlier one of its chain',
  input: Type.Object({
    kind: Kind,
    organisationId: OrganisationId,
    parentId: Type.Optional(Uuid),
    ...Content.properties,
  }),
  output: Type.Object({ id: Uuid, number: Type.String() }),
  permission: 'examination:submit',
  check: 'resource',
  audit: 'examination.dossier-drafted',
  about: { ...about, facts: ['kind', 'organisationId'] },
  refusals: ['examination.parent-wrong'],
});

const changing = ['examination.dossier-unknown', 'examination.state-forbids'] as const;
export const changeDossier = operation({
  name: 'examination.change-dossier',
  method: 'PUT',
  path: '/examination/dossiers/:id',
  summary: 'Change a draft, what was returned, or what remarks ask to change',
  input: Type.Object({ id: Uuid, revision: Type.Integer({ minimum: 1 }), ...Content.properties }),
  output: Type.Object({ id: Uuid, revision: Type.Integer() }),
  permission: 'examination:submit',
  check: 'resource',
  audit: 'examination.dossier-changed',
  about: { ...about, facts: ['revision'] },
  refusals: [...changing, 'examination.changed-meanwhile'],
});

/** `GET` the bytes. */
export const filePath = (dossierId: string, fileId: string): string =>
  `/api/examination/dossiers/${dossierId}/files/${fileId}`;
const largestFile = 10 * 1024 * 1024;
export const addFile = operation({
  name: 'examination.add-file',
  method: 'POST',
  path: '/examination/dossiers/:id/files',
  summary: 'Add a file; what it is shows in its content, not in its name',
  input: Type.Object({
    id: Uuid,
    name: visibleText(200, 1),
    content: Type.String({ description: 'base64', maxLength: Math.ceil((largestFile * 4) / 3) + 4 }),
  }),
  output: FileFacts,
  permission: 'examination:submit',
  check: 'resource',
  bodyMiB: 15,
  audit: 'examination.file-added',
  about: { ...about, facts: ['name', 'sha256'] },
  refusals: [...changing, 'examination.file-refused', 'examination.too-many-files'],
});

export const removeFile = operation({
  name: 'examination.remove-file',
  method: 'POST',
  path: '/examination/dossiers/:id/files/:fileId/removal',
  summary: 'Take a file out of what is drawn up now; earlier versions keep theirs',
  input: Type.Object({ id: Uuid, fileId: Uuid }),
  output: Type.Object({ id: Uuid }),
  permission: 'examination:submit',
  check: 'resource',
  audit: 'examination.file-removed',
  about: { ...about, facts: ['fileId'] },
  refusals: [...changing, 'examination.file-unknown'],
});

export const submitDossier = step(
  ['submit-dossier', 'submission', 'Submit a draft, or what was returned, as its next version; it is checked at once'],
  { permission: 'submit', audit: 'dossier-submitted', facts: ['state'] },
  {},
);

export const withdrawDossier = step(
  ['withdraw-dossier', 'withdrawal', 'Take a dossier back before it is decided'],
  { permission: 'submit', audit: 'dossier-withdrawn' },
  { reason: visibleText(1000, 3) },
);
