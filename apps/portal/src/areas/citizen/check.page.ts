// SPDX-License-Identifier: Apache-2.0
import { reviewAnswers, submitCase } from '@stoa/cases/contract';
import { again, definePage, type PropsOf, redirect } from '../../server/page.ts';
import { registerNotes, shownErrors, showField } from './case-form.ts';
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
        fields: page.fields.map((field) => showField(field, context.text)),
      })),
      registers: registerNotes(form, context.text),
      missing: shownErrors(errors, context.text).map((error) => ({
        text: error.message ?? '',
        page: form.pages.find((page) => page.fields.some((field) => field.name === error.field))?.id,
      })),
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
