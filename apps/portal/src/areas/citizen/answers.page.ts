// SPDX-License-Identifier: Apache-2.0
import { getForm } from '@stoa/cases/contract';
import { definePage, Elsewhere, type PropsOf } from '../../server/page.ts';
import { showField } from './case-form.ts';

/** What was sent, for who sent it. */
export const answersPage = definePage({
  path: '/cases/:id/answers',
  signIn: true,
  component: 'citizen/AnswersPage',
  load: async ({ call, text, params: { id } }) => {
    const form = await call(getForm, { id });
    if (form.state === 'draft') throw new Elsewhere(`/cases/${id}/check`);
    const pages = form.pages.map((page) => ({
      ...{ id: page.id, title: text(page.title) },
      fields: page.fields.map((field) => showField(field, text, id)),
    }));
    return { id, service: text(form.title), applicant: form.applicantName, pages };
  },
});
export type AnswersProps = PropsOf<typeof answersPage>;
