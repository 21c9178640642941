// SPDX-License-Identifier: Apache-2.0
import { claimTask, listQueue } from '@stoa/cases/contract';
import { definePage, type PropsOf, redirect } from '../../server/page.ts';

const shows = ['all', 'open', 'mine', 'waiting', 'done'] as const;

export const queuePage = definePage({
  path: '/office',
  signIn: true,
  component: 'office/QueuePage',
  load: async ({ call, text, query, principal }) => {
    const show = shows.find((one) => one === query.show) ?? 'all';
    const search = query.search?.trim();
    const found = await call(listQueue, {
      limit: 50,
      show,
      ...(search ? { search } : {}),
      ...(query.cursor ? { cursor: query.cursor } : {}),
    });
    return {
      show,
      search: search ?? '',
      counts: found.counts,
      nextCursor: found.nextCursor,
      items: found.items.map((item) => ({
        id: item.id,
        number: item.caseNumber,
        title: text(item.title),
        task: text(item.taskTitle),
        applicant: item.applicantName,
        office: text(item.office),
        state: item.state,
        assignee: item.assigneeName,
        mine: principal.kind === 'person' && item.assigneeId === principal.id,
        createdAt: item.createdAt,
        dueOn: item.dueOn,
        overdue: item.overdue,
      })),
    };
  },
  act: async ({ call }, form) => {
    const task = await call(claimTask, { id: form.get('_claim') });
    return redirect(`/office/tasks/${task.id}`, { notice: 'task-claimed' });
  },
});
export type QueueProps = PropsOf<typeof queuePage>;
