// SPDX-License-Identifier: Apache-2.0
/** The queue as officers want to see it, and many of its tasks at once. */
import { operation, PrintableText, Uuid } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';

export const shows = ['all', 'open', 'mine', 'waiting', 'done'] as const;
export const sorts = ['due', 'age', 'risk'] as const;
export const queueColumns = ['task', 'applicant', 'due', 'used', 'state'] as const;

const asked = {
  show: Type.Enum([...shows]),
  sort: Type.Enum([...sorts]),
  serviceId: Type.Optional(Type.String({ maxLength: 64 })),
  search: Type.Optional(PrintableText(100)),
  /** Beside the number of the case, which is always there. */
  columns: Type.Array(Type.Enum([...queueColumns]), { maxItems: queueColumns.length }),
};
const OfficeId = Type.String({ minLength: 1, maxLength: 64 });

export const QueueView = Type.Object({
  id: Uuid,
  name: Type.String(),
  ...asked,
  /** Shared in this office. */
  officeId: Type.Optional(OfficeId),
  ownerName: Type.String(),
  mine: Type.Boolean(),
  /** Shown to its owner where the address asks for nothing else. */
  isDefault: Type.Boolean(),
  version: Type.Integer(),
});
export type QueueView = Static<typeof QueueView>;

const work = { permission: 'casework:work' } as const;
const said = { name: PrintableText(80, 2), ...asked, officeId: Type.Optional(OfficeId), isDefault: Type.Boolean() };

export const listViews = operation({
  ...work,
  name: 'casework.list-views',
  method: 'GET',
  path: '/casework/views',
  summary: 'My views of the queue, and those shared in my offices',
  input: Type.Object({}),
  output: Type.Object({ items: Type.Array(QueueView) }),
  audit: 'none',
});
export const saveView = operation({
  ...work,
  name: 'casework.save-view',
  method: 'POST',
  path: '/casework/views',
  summary: 'Keep the queue as I see it under a name',
  input: Type.Object(said),
  output: QueueView,
  audit: 'casework.view-saved',
  about: { type: 'view', id: 'id', facts: ['officeId'] },
  refusals: ['casework.view-name-taken', 'casework.office-not-yours', 'casework.too-many-views'],
});
export const changeView = operation({
  ...work,
  name: 'casework.change-view',
  method: 'PUT',
  path: '/casework/views/:id',
  summary: 'Change a view of mine',
  input: Type.Object({ id: Uuid, version: Type.Integer({ description: 'the one that was read' }), ...said }),
  output: QueueView,
  audit: 'casework.view-changed',
  about: { type: 'view', id: 'id', facts: ['officeId'] },
  refusals: ['casework.view-unknown', 'casework.view-stale', 'casework.view-name-taken', 'casework.office-not-yours'],
});
export const dropView = operation({
  ...work,
  name: 'casework.drop-view',
  method: 'DELETE',
  path: '/casework/views/:id',
  summary: 'Take a view of mine away',
  input: Type.Object({ id: Uuid, version: Type.Integer() }),
  output: Type.Object({ id: Uuid }),
  audit: 'casework.view-dropped',
  about: { type: 'view', id: 'id', facts: [] },
  refusals: ['casework.view-unknown', 'casework.view-stale'],
});

/** Most tasks that are worked on at once. */
export const mostAtOnce = 50;
export const bulkResults = ['done', 'taken', 'conflict', 'closed', 'unfit', 'not-allowed', 'unknown', 'away'] as const;
export const workInBulk = operation({
  ...work,
  name: 'casework.work-in-bulk',
  method: 'POST',
  path: '/casework/bulk',
  summary: 'Claim many tasks or give them to a colleague: what became of each is said of each',
  input: Type.Object({
    ids: Type.Array(Uuid, { minItems: 1, maxItems: mostAtOnce, uniqueItems: true }),
    act: Type.Enum(['claim', 'reassign']),
    assigneeId: Type.Optional(Uuid),
  }),
  output: Type.Object({
    items: Type.Array(
      Type.Object({ id: Uuid, caseNumber: Type.Optional(Type.String()), result: Type.Enum([...bulkResults]) }),
    ),
  }),
  /** Each task has an entry of its own with the cases. */
  audit: 'none',
  refusals: ['casework.assignee-missing'],
});

export const listColleagues = operation({
  ...work,
  name: 'casework.list-colleagues',
  method: 'GET',
  path: '/casework/colleagues',
  summary: 'Who holds my duties at my offices',
  input: Type.Object({}),
  output: Type.Object({ items: Type.Array(Type.Object({ id: Uuid, name: Type.String() })) }),
  audit: 'none',
});
