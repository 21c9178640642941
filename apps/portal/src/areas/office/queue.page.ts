// SPDX-License-Identifier: Apache-2.0
import { claimTask, listQueue } from '@stoa/cases/contract';
import {
  listColleagues,
  listViews,
  mostAtOnce,
  type QueueView,
  queueColumns,
  saveView,
  shows,
  sorts,
  workInBulk,
} from '@stoa/casework/contract';
import { again, definePage, type Form, type PageContext, type PropsOf, redirect } from '../../server/page.ts';
import { whenUp } from '../../server/when-up.ts';
import { isId } from '../books/shared.ts';

/** Words of an address that ask for tasks. */
const asking = ['show', 'search', 'service', 'sort', 'cols', 'view', 'cursor'];
type Query = PageContext['query'];

/** The view that the address names, otherwise one's own default where it asks for nothing. */
function viewAsked(query: Query, views: readonly QueueView[]): QueueView | undefined {
  if (query.view) return views.find(({ id }) => id === query.view);
  return asking.some((word) => query[word] !== undefined) ? undefined : views.find(({ isDefault }) => isDefault);
}

const columnsAsked = (words: string | undefined) =>
  queueColumns.filter((column) => (words ?? '').split(',').includes(column));

/** What the address says; a view says what it does not. */
function askedOf(query: Query, view: QueueView | undefined) {
  const show = shows.find((one) => one === query.show) ?? view?.show ?? 'all';
  const sort = sorts.find((one) => one === query.sort) ?? view?.sort ?? 'due';
  const search = (query.search ?? view?.search ?? '').trim().slice(0, 100);
  const service = (query.service ?? view?.serviceId ?? '').slice(0, 64);
  const columns = query.cols === undefined ? (view?.columns ?? []) : columnsAsked(query.cols);
  return { show, sort, search, service, columns: columns.length > 0 ? columns : [...queueColumns] };
}

export const queuePage = definePage({
  path: '/office',
  signIn: true,
  component: 'office/QueuePage',
  load: async ({ call, text, query, principal, modules }) => {
    const hasDesk = modules.includes('casework');
    const views = hasDesk ? ((await whenUp(call(listViews, {})))?.items ?? []) : [];
    const view = viewAsked(query, views);
    const { show, sort, search, service, columns } = askedOf(query, view);
    const read = (serviceId?: string) =>
      call(listQueue, {
        limit: 50,
        show,
        ...(sort === 'due' ? {} : { sort }),
        ...(search ? { search } : {}),
        ...(serviceId ? { serviceId } : {}),
        ...(query.cursor ? { cursor: query.cursor } : {}),
      });
    const asked = await read(service);
    // A service that the queue does not have narrows nothing: the filter could not say so.
    const found = !service || asked.services.some(({ id }) => id === service) ? asked : await read();
    const colleagues = hasDesk ? ((await whenUp(call(listColleagues, {})))?.items ?? []) : [];
    return {
      ...{ show, sort, search, service, columns, hasDesk },
      view: view && { id: view.id, name: view.name },
      views: views.map(({ id, name, ownerName, mine }) => ({ id, name, ownerName, mine })),
      colleagues: colleagues.map(({ id, name }) => ({ value: id, text: name })),
      offices:
        principal.kind === 'person' ? [...new Set(principal.duties.map(({ organisationId }) => organisationId))] : [],
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
        used: item.termUsed,
        usual: item.termUsual,
      })),
    };
  },
  act: async ({ call, query }, form) => {
    const done = form.get('_do');
    if (done === 'claim' || done === 'reassign') return atOnce(call, form, done);
    if (done === 'keep-view') return keepView(call, query, form);
    const task = await call(claimTask, { id: form.get('_claim') });
    return redirect(`/office/tasks/${task.id}`, { notice: 'task-claimed' });
  },
});
export type QueueProps = PropsOf<typeof queuePage>;

/** What became of each task is shown beside the queue, and is nowhere stored. */
async function atOnce(call: PageContext['call'], form: Form, act: 'claim' | 'reassign') {
  const ids = [...new Set(form.all('task').filter(isId))].slice(0, mostAtOnce);
  if (ids.length === 0) return again([{ field: 'task', code: 'casework.tasks-missing' }]);
  const assigneeId = form.get('assignee');
  if (act === 'reassign' && !isId(assigneeId))
    return again([{ field: 'assignee', code: 'casework.assignee-missing' }], { values: { task: ids } });
  const { items } = await call(workInBulk, { ids, act, ...(act === 'reassign' ? { assigneeId } : {}) });
  return again([], { result: items });
}
export type BulkResult = { readonly id: string; readonly caseNumber?: string; readonly result: string };

async function keepView(call: PageContext['call'], query: Query, form: Form) {
  const name = form.get('name');
  if (name.length < 2) return again([{ field: 'name', code: 'casework.view-name-missing' }]);
  const { items } = await call(listViews, {});
  const { show, sort, search, service } = askedOf(query, viewAsked(query, items));
  const officeId = form.get('office');
  const view = await call(saveView, {
    ...{ name, show, sort, columns: queueColumns.filter((column) => form.all('columns').includes(column)) },
    ...(service ? { serviceId: service } : {}),
    ...(search ? { search } : {}),
    ...(officeId ? { officeId } : {}),
    isDefault: form.get('default') === 'yes',
  });
  return redirect(`/office?view=${view.id}`, { notice: 'queue-view-kept' });
}
