// SPDX-License-Identifier: Apache-2.0
import { type CaseForm, getForm, refreshRegister, savePage } from '@stoa/cases/contract';
import { getPurpose, give } from '@stoa/consent/contract';
import { beInDraft } from '@stoa/portfolio/contract';
import { again, definePage, Elsewhere, type PageContext, type PropsOf, redirect } from '../../server/page.ts';
import { purposeInWords } from '../cabinet/data.page.ts';
import { pageUnknown, unlessRefused } from '../../server/problem.ts';
import { whenUp } from '../../server/when-up.ts';
import { pageErrors, registerNotes, showField, typedAnswers } from './case-form.ts';
import { clashing } from './clash.ts';
import { actOnFiles } from './files-form.ts';
import { actOnList, listOn } from './list-form.ts';

type Context = Pick<PageContext, 'call' | 'text'>;

/** Purposes without whose agreement a register was not asked, each once. */
async function consentsNeeded(context: Context, { registers }: CaseForm) {
  const needed = registers.filter(({ state, consent }) => state === 'needs-consent' && consent);
  const shown = needed.map(async ({ name, title, consent = '' }) => {
    const purpose = await whenUp(context.call(getPurpose, { code: consent }));
    return { register: name, title: context.text(title), purpose: purpose && purposeInWords(context, purpose) };
  });
  return Promise.all(shown);
}

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
    // Nobody's form waits for who else has it open.
    const there = await context.call(beInDraft, { caseId: id, page: pageId }).catch(unlessRefused);
    return {
      id,
      service: context.text(form.title),
      title: context.text(page.title),
      lead: page.lead && context.text(page.lead),
      step: index + 1,
      of: form.pages.length,
      fields: page.fields.map((field) => showField(field, context.text, id)),
      list: await listOn(context, form, pageId),
      failedRegisters: registerNotes(form, context.text).filter(
        (one) => one.state === 'failed' || one.state === 'not-found',
      ),
      consents: await consentsNeeded(context, form),
      revision: form.revision,
      savedAt: form.savedAt,
      others: there?.others ?? [],
      pageTitles: Object.fromEntries(form.pages.map((one) => [one.id, context.text(one.title)])),
      back: previous ? `/cases/${id}/form/${previous}` : `/cases/${id}/tasks`,
    };
  },
  act: async (context, form) => {
    const { id, pageId } = context.params;
    const agreed = form.get('_agree');
    if (agreed) {
      const [code, version, digest] = ['_purpose', '_version', '_digest'].map((name) => form.get(name)) as [
        string,
        string,
        string,
      ];
      const { language } = context;
      await context.call(give, { code, version: Number(version) || 1, digest, language, caseId: id });
    }
    const register = agreed || form.get('_refresh');
    if (register) {
      await context.call(refreshRegister, { id, register });
      return redirect(`/cases/${id}/form/${pageId}`);
    }
    const files = form.get('_files') ? await actOnFiles(context, { id, pageId }, form) : undefined;
    if (files) return files;
    if (form.get('_list')) return actOnList(context, { id, pageId }, form);
    const revision = Number(form.get('_revision'));
    const answers = form.get('_files') ? {} : typedAnswers(form);
    const saving = context.call(savePage, {
      ...{ id, pageId, answers },
      ...(Number.isInteger(revision) && revision > 0 ? { revision } : {}),
      ...(form.key ? { formKey: form.key } : {}),
    });
    const saved = await saving.catch((error: unknown) => clashing(context, { id, pageId }, answers, error));
    if ('clash' in saved)
      return again([{ field: '', code: 'cases.changed-elsewhere' }], { result: { clash: saved.clash } });
    if (form.get('_then') === 'later') return redirect(`/cases/${id}/tasks`, { notice: 'draft-saved' });
    if (saved.errors.length > 0) return again(pageErrors(saved.errors, context.text));
    if (form.get('_then') === 'check' || context.query.from === 'check') return redirect(`/cases/${id}/check`);
    return redirect(saved.next ? `/cases/${id}/form/${saved.next}` : `/cases/${id}/check`);
  },
});
export type FormProps = PropsOf<typeof formPage>;
