// SPDX-License-Identifier: Apache-2.0
import { answerClarification, getCase, getProcess, withdrawCase } from '@stoa/cases/contract';
import { listExpiring } from '@stoa/portfolio/contract';
import { again, definePage, Elsewhere, type PropsOf, redirect } from '../../server/page.ts';
import { pageUnknown, unlessRefused } from '../../server/problem.ts';
import { typedAnswers } from './case-form.ts';
import { showCase, showWhere } from './case-view.ts';

export const casePage = definePage({
  path: '/cases/:id',
  signIn: true,
  component: 'citizen/CasePage',
  load: async ({ call, text, params }) => {
    const found = await call(getCase, { id: params.id });
    if (found.state === 'draft') throw new Elsewhere(`/cases/${found.id}/tasks`);
    const process =
      found.state === 'closed' ? undefined : await call(getProcess, { id: found.id }).catch(unlessRefused);
    const held = found.outputs.some(({ validUntil }) => validUntil)
      ? await call(listExpiring, { caseId: found.id }).catch(unlessRefused)
      : undefined;
    const renewable = (held?.items ?? []).filter((one) => one.renewable).map((one) => one.id);
    return { ...showCase(found, text), renewable, where: process ? showWhere(process, text) : [] };
  },
  act: async (context, form) => {
    const { id } = context.params;
    if (form.get('_do') === 'withdraw') {
      const reason = form.get('reason');
      await context.call(withdrawCase, { id, ...(reason ? { reason } : {}) });
      return redirect(`/cases/${id}`, { notice: 'case-withdrawn' });
    }
    const { clarification } = await context.call(getCase, { id });
    if (!clarification) throw pageUnknown();
    const value = typedAnswers(form)[clarification.field.name] ?? '';
    if (value === '') return again([{ field: clarification.field.name, code: 'portal.answer-string' }]);
    const note = form.get('note');
    await context.call(answerClarification, {
      id,
      clarificationId: clarification.id,
      value,
      ...(note ? { note } : {}),
    });
    return redirect(`/cases/${id}`, { notice: 'clarification-answered' });
  },
});
export type CaseProps = PropsOf<typeof casePage>;
