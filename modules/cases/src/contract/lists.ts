// SPDX-License-Identifier: Apache-2.0
/** Lists in an application: a family, a staff. Entries are counted from 1, in the order in which they were added. */
import { LocalText, operation } from '@stoa/kernel/contract';
import { Type } from 'typebox';
import { FieldError, FieldName, TypedValue, id, onCase } from './shared.ts';
import { Entry, ShownList } from './shapes.ts';

const list = { ...id, field: FieldName };
/** Of the form that was shown: entries have moved where the list was changed since. */
const shown = { revision: Type.Integer() };
const Changed = Type.Object({ count: Type.Integer(), revision: Type.Integer() });
const refusals = ['cases.case-unknown', 'cases.not-a-draft', 'cases.list-unknown'] as const;

/** Adds an entry, or changes the one that is named. Nothing is kept while it has errors; their field is the column. */
export const saveEntry = operation({
  name: 'cases.save-entry',
  method: 'POST',
  path: '/cases/:id/lists/:field/entries',
  summary: 'Add an entry to a list of an application, or change one',
  input: Type.Object({
    ...list,
    entry: Type.Optional(Type.Integer({ minimum: 1 })),
    values: Type.Record(FieldName, TypedValue),
    ...shown,
    revision: Type.Optional(shown.revision),
  }),
  output: Type.Object({ ...Changed.properties, errors: Type.Array(FieldError) }),
  ...onCase('cases:change'),
  audit: 'cases.page-saved',
  refusals: [...refusals, 'cases.entry-unknown', 'cases.changed-elsewhere', 'cases.field-not-asked'],
});

export const removeEntry = operation({
  name: 'cases.remove-entry',
  method: 'POST',
  path: '/cases/:id/lists/:field/entries/:entry/removal',
  summary: 'Remove an entry from a list of an application',
  input: Type.Object({ ...list, entry: Type.Integer({ minimum: 1 }), ...shown }),
  output: Changed,
  ...onCase('cases:change'),
  audit: 'cases.page-saved',
  refusals: [...refusals, 'cases.entry-unknown', 'cases.changed-elsewhere'],
});

/**
 * A table in UTF-8 with the names of the columns in its first line, comma or semicolon between them. Taken whole or, with a
 * sentence for each line that does not fit, not at all.
 */
export const importEntries = operation({
  name: 'cases.import-entries',
  method: 'POST',
  path: '/cases/:id/lists/:field/import',
  summary: 'Import a list of an application from CSV',
  input: Type.Object({
    ...list,
    text: Type.String({ maxLength: 1_000_000 }),
    replace: Type.Boolean({ description: 'take out what is in the list' }),
    ...shown,
  }),
  output: Type.Object({
    ...Changed.properties,
    added: Type.Integer({ description: '0 where there are faults' }),
    faults: Type.Array(Type.Object({ line: Type.Integer(), message: LocalText })),
  }),
  permission: 'cases:change',
  bodyMiB: 5,
  check: 'resource',
  audit: 'cases.page-saved',
  refusals: [...refusals, 'cases.changed-elsewhere'],
});

/** For the applicant, the officers of its tasks and auditors. */
export const listEntries = operation({
  name: 'cases.list-entries',
  method: 'GET',
  path: '/cases/:id/lists/:field/entries',
  summary: 'Read a list of an application, page by page',
  input: Type.Object({
    ...list,
    after: Type.Optional(Type.Integer({ minimum: 0, description: 'entries before the first one wanted' })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
  }),
  output: Type.Object({
    title: LocalText,
    label: LocalText,
    list: Type.Object({ ...ShownList.properties, entries: Type.Array(Entry) }),
    revision: Type.Integer(),
    nextAfter: Type.Optional(Type.Integer()),
  }),
  ...onCase('cases:read-answers'),
  audit: 'cases.form-read',
  refusals: ['cases.case-unknown', 'cases.list-unknown'],
});
