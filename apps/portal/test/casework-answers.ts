// SPDX-License-Identifier: Apache-2.0
import type { getWork } from '@stoa/cases/contract';
import type { getBoard, getDesk, listColleagues, listReviews, listViews } from '@stoa/casework/contract';
import type { OutputOf } from '@stoa/kernel/contract';
import { text, workPermit } from './answers.ts';
import { at, caseId, other, taskId } from './case-answers.ts';
import type { Answers } from './harness.ts';

export const noteId = '01970000-0000-7000-8000-0000000000aa';
export const viewId = '01970000-0000-7000-8000-0000000000bb';
export const reviewId = '01970000-0000-7000-8000-0000000000cc';
export const colleagueId = '01970000-0000-7000-8000-0000000000dd';

export const work: OutputOf<typeof getWork> = {
  ...{ id: caseId, number: 'WP-2026-000012', serviceId: workPermit.id, version: workPermit.version },
  ...{ title: workPermit.title, officeId: 'org-1', office: text('Labour Department'), state: 'submitted' },
  ...{ dueOn: '2026-12-11', applicantKind: 'organisation', applicantId: 'org-steppe' },
  tasks: [{ id: taskId, node: 'review', state: 'claimed', assigneeId: 'x', assigneeName: 'Daniyar Omarov' }],
  secondEyes: ['issued'],
  offices: [{ id: 'org-2', name: text('Labour Department, River Delta') }],
  related: [{ id: other, number: 'WP-2026-000009', title: workPermit.title, state: 'closed' }],
};
const said = { kind: 'call' as const, on: '2026-11-20', person: 'Accountant', byName: 'Daniyar Omarov', writtenAt: at };
const review: OutputOf<typeof listReviews>['items'][number] = {
  ...{ id: reviewId, kind: 'before', caseId, caseNumber: work.number, taskId, serviceId: workPermit.id },
  ...{ officeId: 'org-1', outcome: 'issued', proposedName: 'Saule Bekova', proposedAt: at, state: 'open', mine: false },
};
export const desk: OutputOf<typeof getDesk> = {
  work,
  notes: [
    { id: noteId, version: 2, ...said, text: 'Asked for a copy.', earlier: [{ ...said, text: 'Asked for the term.' }] },
  ],
  links: [
    { id: noteId, caseId: other, number: 'WP-2026-000003', reason: 'The same site.', byName: 'Saule Bekova', at },
  ],
  conflicts: [{ byName: 'Olena Koval', reason: 'A cousin.', at }],
  reviews: [{ ...review, text: 'All checks are clear.' }],
  effects: [
    {
      ...{ outcome: 'issued', title: text('Issue the permit') },
      effects: [
        { kind: 'output', title: text('Work permit'), perhaps: false },
        { kind: 'ends', title: text('Issued'), perhaps: true },
      ],
    },
  ],
};
const weeks = Array.from({ length: 6 }, (_, index) => ({
  ...{ weekOf: `2026-10-${String(5 + index).padStart(2, '0')}`, arrived: 4 + index, finished: 3, late: 1 },
  ...{ asked: 1, returned: 0, open: 20 + index },
}));

export const caseworkAnswers: Answers = {
  'cases.get-work': () => work,
  'cases.list-second-eyes': () => ({ items: [{ serviceId: workPermit.id, outcome: 'grant', feeOverMinor: 10_000 }] }),
  'cases.set-second-eyes': ({ items }) => ({ items }),
  'cases.transfer-case': ({ id, officeId }) => ({ id, officeId }),
  'casework.get-desk': () => desk,
  'casework.list-views': (): OutputOf<typeof listViews> => ({
    items: [
      {
        ...{ id: viewId, name: 'At risk', show: 'open', sort: 'risk', columns: ['task', 'used'], search: 'Steppe' },
        ...{ ownerName: 'Daniyar Omarov', mine: true, isDefault: true, version: 3, officeId: 'org-1' },
      },
    ],
  }),
  'casework.list-colleagues': (): OutputOf<typeof listColleagues> => ({
    items: [{ id: colleagueId, name: 'Saule Bekova' }],
  }),
  'casework.list-reviews': (): OutputOf<typeof listReviews> => ({ items: [review] }),
  'casework.list-notes': () => ({ items: desk.notes }),
  'casework.get-sampling': ({ officeId }) => ({ officeId, perMille: 50 }),
  'casework.set-sampling': ({ officeId, perMille }) => ({ officeId, perMille }),
  'casework.get-board': (): OutputOf<typeof getBoard> => ({
    offices: [{ id: 'org-1', name: text('Labour Department') }],
    services: [{ id: workPermit.id, name: workPermit.title }],
    weeks,
    ageing: [
      { share: 'under-50', count: 12 },
      { share: 'over', count: 3 },
    ],
    officers: [
      { claimed: 5, waiting: 0 },
      { officerId: colleagueId, name: 'Saule Bekova', claimed: 4, waiting: 1 },
    ],
    forecast: {
      weeks: [{ weekOf: '2026-11-16', open: 25, low: 21, high: 29 }],
      ...{ error: 2.5, naiveError: 4 },
    },
  }),
};
