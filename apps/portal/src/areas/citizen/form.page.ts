// SPDX-License-Identifier: Apache-2.0
import { getForm, refreshRegister, savePage } from '@stoa/cases/contract';
import { again, definePage, Elsewhere, type PropsOf, redirect } from '../../server/page.ts';
import { pageUnknown } from '../../server/problem.ts';
import { pageErrors, registerNotes, showField, typedAnswers } from './case-form.ts';

export const formPage = definePage({
  path: '/cases/:id/form/:pageId',
  signIn: true,
  component: 'citizen/FormPage',
  load: async (context) => {
    const { id, pageId } = context.params;
    const form = await context.call(getForm, { id });
    if (form.state !== 'draft') throw new Elsewhere(`/cases/${id}`);
    const index = form.pages.findIndex((one) => one.id === pageId);
    const page = form.pages[index];
    if (!page) throw pageUnknown();
    const previous = form.pages[index - 1]?.id;
    return {
      id,
      service: context.text(form.title),
      title: context.text(page.title),
      lead: page.lead && context.text(page.lead),
      step: index + 1,
      of: form.pages.length,
      fields: page.fields.map((field) => showField(field, context.text)),
      failedRegisters: registerNotes(form, context.text).filter(
        (one) => one.state === 'failed' || one.state === 'not-found',
      ),
      revision: form.revision,
      savedAt: form.savedAt,
      back: previous ? `/cases/${id}/form/${previous}` : `/cases/${id}/tasks`,
    };
  },
  act: async (context, form) => {
    const { id, pageId } = context.params;
    const register = form.get('_refresh');
    if (register) {
      await context.call(refreshRegister, { id, register });
      return redirect(`/cases/${id}/form/${pageId}`);
    }
    const revision = Number(form.get('_revision'));
    const saved = await context.call(savePage, {
      id,
      pageId,
      answers: typedAnswers(form),
      ...(Number.isInteger(revision) && revision > 0 ? { revision } : {}),
      ...(form.key ? { formKey: form.key } : {}),
    });
    if (form.get('_then') === 'later') return redirect(`/cases/${id}/tasks`, { notice: 'draft-saved' });
    if (saved.errors.length > 0) return again(pageErrors(saved.errors, context.text));
    if (form.get('_then') === 'check' || context.query.from === 'check') return redirect(`/cases/${id}/check`);
    return redirect(saved.next ? `/cases/${id}/form/${saved.next}` : `/cases/${id}/check`);
  },
});
export type FormProps = PropsOf<typeof formPage>;
