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
    const read = (serviceId?: string) =>
      call(listQueue, {
        limit: 50,
        show,
        ...(search ? { search } : {}),
        ...(serviceId ? { serviceId } : {}),
        ...(query.cursor ? { cursor: query.cursor } : {}),
      });
    const asked = await read(query.service?.slice(0, 64));
    // A service that the queue does not have narrows nothing: the filter could not say so.
    const found = !query.service || asked.services.some(({ id }) => id === query.service) ? asked : await read();
    return {
      show,
      search: search ?? '',
      counts: found.counts,
      services: found.services.map(({ id, title }) => ({ value: id, text: text(title) })),
      nextCursor: found.nextCursor,
      items: found.items.map((item) => ({
        id: item.id,
        number: item.caseNumber,
        title: text(item.title),
        task: text(item.taskTitle),
        /** Which of several it is about: by name, or by its place among them. */
        about: item.about ?? (item.item === undefined ? undefined : String(item.item)),
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
