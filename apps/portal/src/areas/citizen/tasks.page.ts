// SPDX-License-Identifier: Apache-2.0
import { deleteDraft, getForm } from '@stoa/cases/contract';
import { definePage, Elsewhere, type PropsOf, redirect } from '../../server/page.ts';

export const tasksPage = definePage({
  path: '/cases/:id/tasks',
  signIn: true,
  component: 'citizen/TasksPage',
  load: async (context) => {
    const { id } = context.params;
    const form = await context.call(getForm, { id });
    if (form.state !== 'draft') throw new Elsewhere(`/cases/${id}`);
    return {
      id,
      title: context.text(form.title),
      applicant: form.applicantName,
      savedAt: form.savedAt,
      pages: form.pages.map((page) => ({
        id: page.id,
        title: context.text(page.title),
        complete: page.complete,
        begun: page.fields.some(
          (field) =>
            !field.locked &&
            ((field.value !== undefined && field.value !== null) ||
              (field.list?.count ?? field.files?.attached.length ?? 0) > 0),
        ),
      })),
      nextPage: form.nextPage,
      complete: form.complete,
    };
  },
  act: async (context, form) => {
    if (form.get('_do') !== 'delete') return redirect(`/cases/${context.params.id}/tasks`);
    await context.call(deleteDraft, { id: context.params.id });
    return redirect('/cabinet', { notice: 'draft-deleted' });
  },
});
export type TasksProps = PropsOf<typeof tasksPage>;
