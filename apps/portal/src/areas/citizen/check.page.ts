// SPDX-License-Identifier: Apache-2.0
import { reviewAnswers, submitCase } from '@stoa/cases/contract';
import { again, definePage, type PropsOf, redirect } from '../../server/page.ts';
import { registerNotes, showField } from './case-form.ts';
import { showReasons } from './case-view.ts';

export const checkPage = definePage({
  path: '/cases/:id/check',
  signIn: true,
  component: 'citizen/CheckPage',
  load: async (context) => {
    const { id } = context.params;
    const { form, errors, fee } = await context.call(reviewAnswers, { id });
    return {
      id,
      service: context.text(form.title),
      applicant: form.applicantName,
      revision: form.revision,
      pages: form.pages.map((page) => ({
        id: page.id,
        title: context.text(page.title),
        fields: page.fields.map((field) => showField(field, context.text, id)),
      })),
      registers: registerNotes(form, context.text),
      missing: errors.map((error) => {
        const page = form.pages.find(({ fields }) => fields.some((field) => field.name === error.field))?.id;
        const column = error.entry ? `?entry=${error.entry}&from=check#f-${error.column ?? ''}` : '';
        return { text: context.text(error.message), page: page && `${page}${column}` };
      }),
      fee: fee && {
        amountMinor: fee.amountMinor,
        currency: fee.currency,
        reasons: showReasons(fee.reasons, context.text),
      },
    };
  },
  act: async (context, form) => {
    const { id } = context.params;
    if (form.get('declaration') !== 'yes') return again([{ field: 'declaration', code: 'portal.declaration' }]);
    const revision = Number(form.get('_revision'));
    await context.call(submitCase, {
      id,
      declaration: true,
      ...(Number.isInteger(revision) && revision > 0 ? { revision } : {}),
    });
    return redirect(`/cases/${id}/confirmation`);
  },
});
export type CheckProps = PropsOf<typeof checkPage>;
