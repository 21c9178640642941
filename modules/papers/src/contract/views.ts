// SPDX-License-Identifier: Apache-2.0
/** Filters of the list of documents that one comes back to: one's own, or of the whole chancery. */
import { Filter } from '@stoa/documents/contract';
import { operation, Uuid, visibleText } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { InstitutionId } from './shapes.ts';

const { institutionId: _, ...narrowing } = Filter;
export const ViewFilter = Type.Object(narrowing, { additionalProperties: false });
export type ViewFilter = Static<typeof ViewFilter>;
export const View = Type.Object({
  id: Uuid,
  name: Type.String(),
  filter: ViewFilter,
  shared: Type.Boolean(),
  /** Whoever asks may rename it and take it away. */
  mine: Type.Boolean(),
  byName: Type.String(),
});
export type View = Static<typeof View>;
/** Own ones, and of one chancery. */
export const mostViews = 50;
const name = visibleText(80, 2);

export const listViews = operation({
  name: 'papers.list-views',
  method: 'GET',
  path: '/papers/institutions/:institutionId/views',
  summary: 'Kept filters of the list of documents: mine and those of the chancery',
  input: Type.Object({ institutionId: InstitutionId }),
  output: Type.Object({ items: Type.Array(View) }),
  permission: 'papers:work',
  check: 'resource',
  audit: 'none',
});

export const keepView = operation({
  name: 'papers.keep-view',
  method: 'POST',
  path: '/papers/institutions/:institutionId/views',
  summary: 'Keep a filter of the list of documents under a name',
  input: Type.Object({ institutionId: InstitutionId, name, filter: ViewFilter, shared: Type.Boolean() }),
  output: Type.Object({ id: Uuid }),
  permission: 'papers:work',
  check: 'resource',
  audit: 'papers.view-kept',
  about: { type: 'view', id: 'id', facts: ['institutionId', 'shared'] },
  refusals: ['papers.too-many-views', 'papers.name-taken', 'papers.not-for-all'],
});

const one = { permission: 'papers:read', refusals: ['papers.view-unknown', 'papers.not-for-all', 'papers.name-taken'] };
export const renameView = operation({
  ...one,
  name: 'papers.rename-view',
  method: 'PUT',
  path: '/papers/views/:id',
  summary: 'Give a kept filter another name',
  input: Type.Object({ id: Uuid, name }),
  output: Type.Object({ id: Uuid }),
  audit: 'papers.view-renamed',
  about: { type: 'view', id: 'id', facts: [] },
});

export const dropView = operation({
  ...one,
  name: 'papers.drop-view',
  method: 'POST',
  path: '/papers/views/:id/removal',
  summary: 'Give up a kept filter',
  input: Type.Object({ id: Uuid }),
  output: Type.Object({ id: Uuid }),
  audit: 'papers.view-dropped',
  about: { type: 'view', id: 'id', facts: [] },
});
