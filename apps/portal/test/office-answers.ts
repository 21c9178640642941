// SPDX-License-Identifier: Apache-2.0
import type { getProcess, getTask, listQueue } from '@stoa/cases/contract';
import type { OutputOf } from '@stoa/kernel/contract';
import { certificate, text, workPermit } from './answers.ts';
import { at, caseId, form, other, reason, sentCase, taskId } from './case-answers.ts';
import type { Answers } from './harness.ts';

const queueItem: OutputOf<typeof listQueue>['items'][number] = {
  id: taskId,
  caseId,
  caseNumber: 'WP-2026-000012',
  serviceId: workPermit.id,
  title: workPermit.title,
  taskTitle: text(
    'Decide on the permit',
    'Решить о разрешении',
    'Рұқсат туралы шешу',
    'Вирішити щодо дозволу',
    'البت في التصريح',
  ),
  applicantName: 'Steppe Build LLP',
  office: text('Labour Department of Northern Steppe'),
  regionCode: 'XM-01',
  state: 'open',
  createdAt: at,
  dueOn: '2026-12-11',
  overdue: false,
};

const node = (id: string, kind: string, title: string, x: number, y: number) => ({
  id,
  kind,
  title: text(title),
  x,
  y,
  ...(['start', 'end'].includes(kind) ? { width: 36, height: 36 } : { width: 120, height: 80 }),
});
const edge = (id: string, from: string, to: string, points: [number, number][], taken: boolean) => ({
  id,
  kind: 'sequence' as const,
  from,
  to,
  points: points.map(([x, y]) => ({ x, y })),
  taken,
});
const process: OutputOf<typeof getProcess> = {
  nodes: [
    node('s', 'start', '', 20, 62),
    node('fee', 'receive', 'Wait for the fee', 110, 40),
    node('check', 'receive', 'Check the diploma', 290, 40),
    node('decide', 'user', 'Decide on the permit', 470, 40),
    node('e', 'end', 'Issued', 660, 62),
  ],
  edges: [
    edge(
      '1',
      's',
      'fee',
      [
        [56, 80],
        [110, 80],
      ],
      true,
    ),
    edge(
      '2',
      'fee',
      'check',
      [
        [230, 80],
        [290, 80],
      ],
      true,
    ),
    edge(
      '3',
      'check',
      'decide',
      [
        [410, 80],
        [470, 80],
      ],
      true,
    ),
    edge(
      '4',
      'decide',
      'e',
      [
        [590, 80],
        [660, 80],
      ],
      false,
    ),
  ],
  lanes: [],
  active: ['decide'],
  tokens: { decide: 1 },
  done: ['s', 'fee', 'check'],
  several: {},
  failed: [],
};

const task = (mine: boolean, assigneeId?: string): OutputOf<typeof getTask> => ({
  ...queueItem,
  ...(mine && assigneeId ? { state: 'claimed' as const, assigneeId, assigneeName: 'Daniyar Omarov' } : {}),
  case: sentCase,
  pages: form.pages,
  registers: form.registers,
  checks: [
    {
      name: 'diploma',
      title: text('Diploma register'),
      state: 'answered',
      askedAt: at,
      answeredAt: at,
      requestId: caseId,
      responseId: other,
      from: 'XM/GOV/1004/DIPLOMAS',
      content: { found: true, institution: 'University of Pune', level: 'bachelor' },
    },
    { name: 'record', title: text('Criminal record'), state: 'sent', askedAt: at, requestId: taskId },
  ],
  clarifications: [],
  advice: { outcome: 'issued', reasons: [reason] },
  outcomes: [
    { code: 'issued', title: text('Issue the permit') },
    { code: 'refused', title: text('Refuse') },
  ],
  canDecide: true,
  decides: true,
});

export const officeAnswers: Answers = {
  'cases.list-queue': (): OutputOf<typeof listQueue> => ({
    services: [
      { id: certificate.id, title: certificate.title },
      { id: workPermit.id, title: workPermit.title },
    ],
    items: [
      queueItem,
      {
        ...queueItem,
        id: other,
        caseNumber: 'WP-2026-000009',
        state: 'claimed',
        assigneeId: 'x',
        assigneeName: 'Daniyar Omarov',
        overdue: true,
        dueOn: '2026-11-18',
      },
      { ...queueItem, id: caseId, caseNumber: 'WP-2026-000010', state: 'waiting' },
    ],
    counts: { open: 1, mine: 0, waiting: 1, overdue: 1 },
  }),
  'cases.get-task': (_input, principal) => task(true, principal.kind === 'person' ? principal.id : undefined),
  'cases.claim-task': () => queueItem,
  'cases.get-process': () => process,
};
