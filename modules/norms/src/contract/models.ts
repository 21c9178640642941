// SPDX-License-Identifier: Apache-2.0
/** Reference models (activities, data, applications, infrastructure) in published versions, and how much of the register each entry has. */
import { CalendarDate, Instant, LocalText, operation, Uuid, visibleText } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { BodyId } from './norms.ts';

export const modelCodes = ['brm', 'drm', 'arm', 'irm'] as const;
export const ModelCode = Type.Enum([...modelCodes]);
export type ModelCode = Static<typeof ModelCode>;
export const EntryCode = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9.-]{0,29}$' });
export const ModelEntry = Type.Object({
  code: EntryCode,
  parent: Type.Optional(EntryCode),
  title: LocalText,
  /** Elements that say this of themselves belong here: values of a fact, or codes of what a relation leads to. */
  maps: Type.Array(Type.String({ minLength: 1, maxLength: 60 }), { maxItems: 20 }),
});
export type ModelEntry = Static<typeof ModelEntry>;
export const ModelVersion = Type.Object({
  version: Type.Integer(),
  note: Type.Optional(Type.String()),
  entries: Type.Integer(),
  writtenByName: Type.String(),
  at: Instant,
  /** In force from this day; a draft has none. */
  from: Type.Optional(CalendarDate),
  publishedByName: Type.Optional(Type.String()),
});
export type ModelVersion = Static<typeof ModelVersion>;
const version = Type.Integer({ minimum: 1, maximum: 9999 });

export const listModels = operation({
  name: 'norms.list-models',
  method: 'GET',
  path: '/norms/models',
  summary: 'Reference models with their versions, the newest first; drafts for those who write them',
  input: Type.Object({}),
  output: Type.Object({
    items: Type.Array(
      Type.Object({
        code: ModelCode,
        title: LocalText,
        /** What of the register it puts in order, and by which fact or relation. */
        kind: Type.String(),
        by: Type.String(),
        /** In force today. */
        current: Type.Optional(Type.Integer()),
        versions: Type.Array(ModelVersion),
      }),
    ),
    may: Type.Array(Type.Enum(['write'])),
  }),
  permission: 'public',
  audit: 'none',
});
export const getModel = operation({
  name: 'norms.get-model',
  method: 'GET',
  path: '/norms/models/:code',
  summary: 'Entries of a version of a model, that in force on a day (today) where none is named',
  input: Type.Object({ code: ModelCode, version: Type.Optional(version), on: Type.Optional(CalendarDate) }),
  output: Type.Object({
    code: ModelCode,
    title: LocalText,
    ...ModelVersion.properties,
    list: Type.Array(ModelEntry),
    may: Type.Array(Type.Enum(['write', 'publish'])),
  }),
  permission: 'public',
  audit: 'none',
  refusals: ['norms.model-unknown'],
});
export const compareModel = operation({
  name: 'norms.compare-model',
  method: 'GET',
  path: '/norms/models/:code/changes',
  summary: 'What a version of a model has that another has not, and the other way round',
  input: Type.Object({ code: ModelCode, from: version, to: version }),
  output: Type.Object({
    items: Type.Array(
      Type.Object({
        code: EntryCode,
        change: Type.Enum(['added', 'removed', 'renamed', 'moved', 'mapped']),
        before: Type.Optional(ModelEntry),
        after: Type.Optional(ModelEntry),
      }),
    ),
  }),
  permission: 'public',
  audit: 'none',
  refusals: ['norms.model-unknown'],
});
const Covered = Type.Object({
  id: Uuid,
  kind: Type.String(),
  code: Type.String(),
  name: LocalText,
  ownerId: Type.Optional(Type.String()),
});
export const getCoverage = operation({
  name: 'norms.get-coverage',
  method: 'GET',
  path: '/norms/models/:code/coverage',
  summary:
    'How many elements of the register belong to each entry of a model, of those one may see; some that belong to none',
  input: Type.Object({
    code: ModelCode,
    version: Type.Optional(version),
    ownerId: Type.Optional(BodyId),
    on: Type.Optional(CalendarDate),
  }),
  output: Type.Object({
    version: Type.Integer(),
    kind: Type.String(),
    total: Type.Integer(),
    mapped: Type.Integer(),
    /** Of the entry itself and all below it. */
    counts: Type.Array(Type.Object({ code: EntryCode, count: Type.Integer() })),
    none: Type.Array(Covered),
  }),
  permission: 'public',
  audit: 'none',
  refusals: ['norms.model-unknown'],
});
export const draftModel = operation({
  name: 'norms.draft-model',
  method: 'POST',
  path: '/norms/models/:code/drafts',
  summary: 'Begin the next version of a model with the entries of the last one',
  input: Type.Object({ code: ModelCode, note: visibleText(300, 3) }),
  output: Type.Object({ code: ModelCode, version: Type.Integer() }),
  permission: 'norms:keep',
  audit: 'norms.model-drafted',
  about: { type: 'model', id: 'code', facts: ['version'] },
  refusals: ['norms.draft-there'],
});
export const setEntry = operation({
  name: 'norms.set-entry',
  method: 'POST',
  path: '/norms/models/:code/entries',
  summary: 'Write an entry of the draft of a model; without a title it goes',
  input: Type.Object({
    code: ModelCode,
    entry: EntryCode,
    parent: Type.Optional(EntryCode),
    title: Type.Optional(LocalText),
    maps: Type.Optional(ModelEntry.properties.maps),
  }),
  output: Type.Object({ code: ModelCode, version: Type.Integer() }),
  permission: 'norms:keep',
  audit: 'norms.model-entry-set',
  about: { type: 'model', id: 'code', facts: ['version'] },
  refusals: ['norms.draft-missing', 'norms.entry-unknown', 'norms.entry-circle', 'norms.entry-has-children'],
});
export const publishModel = operation({
  name: 'norms.publish-model',
  method: 'POST',
  path: '/norms/models/:code/publication',
  summary: 'Put the draft of a model into force from a day, as somebody who wrote nothing of it',
  input: Type.Object({ code: ModelCode, from: CalendarDate }),
  output: Type.Object({ code: ModelCode, version: Type.Integer() }),
  permission: 'norms:keep',
  audit: 'norms.model-published',
  about: { type: 'model', id: 'code', facts: ['version'] },
  refusals: ['norms.draft-missing', 'norms.own-draft', 'norms.model-empty', 'norms.day-past'],
});
