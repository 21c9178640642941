// SPDX-License-Identifier: Apache-2.0
/** All work on a document for its page, and what the forms there do. */
import * as execution from '@stoa/execution/contract';
import { dateText } from '@stoa/kernel/text';
import { getStructure } from '@stoa/organisations/contract';
import { again, type Form, type Outcome, type PageContext, redirect } from '../../server/page.ts';
import { chanceryDuties } from './chancery.ts';

type Context = Pick<PageContext, 'call' | 'text'>;

/** Posts of an institution that have to do with documents, each with who is on it now. */
export async function postsOf({ call, text }: Context, institutionId: string) {
  const { posts } = await call(getStructure, { id: institutionId });
  return posts
    .filter(({ duties }) => duties.some(({ code }) => (chanceryDuties as readonly string[]).includes(code)))
    .map(({ id, title, holdings }) => ({
      value: id,
      text: [text(title), holdings.map(({ name }) => name).join(', ')].filter(Boolean).join(' · '),
    }));
}

export async function workOf(context: Context, documentId: string) {
  const { call, text } = context;
  const work = await call(execution.getWork, { documentId });
  const does = (...acts: (typeof work.may)[number]['act'][]) => work.may.some(({ act }) => acts.includes(act));
  const { institutionId } = work.document;
  const needsPosts = does('start-approval', 'change-route', 'pass-on', 'ask-acquaintance');
  const [posts, templates] = await Promise.all([
    needsPosts ? postsOf(context, institutionId) : [],
    does('start-approval') ? call(execution.listTemplates, { institutionId }).then(({ items }) => items) : [],
  ]);
  const by = <One extends execution.Actor>({ post, ...one }: One) => ({ ...one, post: post && text(post) });
  return {
    documentId,
    may: work.may,
    posts,
    templates: templates.map(({ id, title }) => ({ value: id, text: title })),
    routes: work.routes.map((route) => ({
      ...{ id: route.id, state: route.state, round: route.round },
      stages: route.stages.map(({ id, mode, approvers }) => ({
        ...{ id, mode },
        approvers: approvers.map((one) => ({
          ...{ id: one.id, state: one.state, title: text(one.title), dueAt: one.dueAt, why: one.why },
          by: one.by && by(one.by),
          unheld: one.state === 'asked' && work.unheld.includes(one.postId),
        })),
      })),
      remarks: route.remarks.map((one) => ({ ...one, by: by(one.by) })),
    })),
    resolutions: work.resolutions.map((one) => ({
      ...one,
      by: by(one.by),
      controlRemovedBy: one.controlRemovedBy && by(one.controlRemovedBy),
      extensions: one.extensions.map((each) => ({ ...each, by: by(each.by), decidedBy: undefined })),
      assignments: one.assignments.map((part) => ({
        ...part,
        title: text(part.title),
        reports: part.reports.map((each) => ({
          ...each,
          by: by(each.by),
          decidedBy: each.decidedBy && by(each.decidedBy),
        })),
      })),
    })),
    acquaintances: work.acquaintances.map((one) => ({
      ...one,
      by: by(one.by),
      readers: one.readers.map(({ title, done, ...each }) => ({ ...each, title: text(title), done: done && by(done) })),
    })),
  };
}
export type WorkShown = Awaited<ReturnType<typeof workOf>>;
export type ResolutionShown = WorkShown['resolutions'][number];

type Act = (context: PageContext<'/documents/:id'>, form: Form) => Promise<Outcome>;
const back = (id: string) => redirect(`/documents/${id}`, { notice: 'work-done' });
const missing = (field: string) => again([{ field, code: 'execution.text-missing' }]);
const unclear = (field: string) => again([{ field, code: 'execution.day-unclear' }]);
const object = (form: Form) => form.get('objectId');
const reasonOf = (form: Form) => (form.get('reason') ? { reason: form.get('reason') } : {});
const posts = (form: Form, name: string) => form.all(name).filter(Boolean);

/** Remarks of a form: one, with its place. */
function remarksOf(form: Form) {
  const page = /^\d{1,4}$/.test(form.get('page')) ? { page: Number(form.get('page')) } : {};
  const quote = form.get('quote') ? { quote: form.get('quote') } : {};
  return form.get('remark') ? [{ text: form.get('remark'), ...page, ...quote }] : [];
}

export const workActs: Readonly<Record<string, Act>> = {
  'start-approval': async ({ call, params: { id } }, form) => {
    const templateId = form.get('templateId');
    const mode = execution.stageModes.find((one) => one === form.get('mode')) ?? 'all';
    const hours = Number(form.get('hours')) || 16;
    const stages = [posts(form, 'posts'), posts(form, 'later')]
      .filter((chosen) => chosen.length > 0)
      .map((chosen) => ({ mode, hours, posts: chosen }));
    await call(execution.startApproval, {
      documentId: id,
      ...(templateId ? { templateId } : {}),
      ...(!templateId && stages.length > 0 ? { stages } : {}),
    });
    return back(id);
  },
  agree: async ({ call, params: { id } }, form) => {
    await call(execution.agree, { id: object(form), remarks: remarksOf(form) });
    return back(id);
  },
  'return-draft': async ({ call, params: { id } }, form) => {
    const remarks = remarksOf(form);
    if (remarks.length === 0) return missing('remark');
    await call(execution.returnDraft, { id: object(form), remarks });
    return back(id);
  },
  resume: async ({ call, params: { id } }, form) => {
    await call(execution.resumeApproval, { id: object(form), essential: form.get('essential') === 'yes' });
    return back(id);
  },
  'withdraw-approval': async ({ call, params: { id } }, form) => {
    if (form.get('reason').length < 3) return missing('reason');
    await call(execution.withdrawApproval, { id: object(form), reason: form.get('reason') });
    return back(id);
  },
  insert: async ({ call, params: { id } }, form) => {
    const [stageId, postId] = [form.get('stageId'), form.get('postId')];
    await call(execution.insertApprover, { id: object(form), stageId, postId, ...reasonOf(form) });
    return back(id);
  },
  replace: async ({ call, params: { id } }, form) => {
    const [approverId, postId] = [form.get('approverId'), form.get('postId')];
    await call(execution.replaceApprover, { id: object(form), approverId, postId, ...reasonOf(form) });
    return back(id);
  },
  skip: async ({ call, params: { id } }, form) => {
    await call(execution.skipApprover, { id: object(form), approverId: form.get('approverId'), ...reasonOf(form) });
    return back(id);
  },
  report: async ({ call, params: { id } }, form) => {
    if (form.get('text').length < 3) return missing('text');
    await call(execution.report, { id: object(form), text: form.get('text') });
    return back(id);
  },
  'accept-report': async ({ call, params: { id } }, form) => {
    await call(execution.decideReport, { id: object(form), reportId: form.get('reportId'), accepted: true });
    return back(id);
  },
  'return-report': async ({ call, params: { id } }, form) => {
    await call(execution.decideReport, {
      ...{ id: object(form), reportId: form.get('reportId'), accepted: false },
      ...reasonOf(form),
    });
    return back(id);
  },
  'pass-on': async ({ call, params: { id } }, form) => {
    if (form.get('text').length < 3) return missing('text');
    const dueOn = form.get('dueOn') ? dateText(form.get('dueOn')) : undefined;
    if (form.get('dueOn') && !dueOn) return unclear('dueOn');
    const [text, responsible] = [form.get('text'), form.get('postId')];
    await call(execution.passOn, { id: object(form), text, responsible, ...(dueOn ? { dueOn } : {}) });
    return back(id);
  },
  'ask-extension': async ({ call, params: { id } }, form) => {
    const until = dateText(form.get('until'));
    if (!until) return unclear('until');
    if (form.get('reason').length < 3) return missing('reason');
    await call(execution.askExtension, { id: object(form), until, reason: form.get('reason') });
    return back(id);
  },
  grant: async ({ call, params: { id } }, form) => {
    await call(execution.decideExtension, { id: object(form), granted: true });
    return back(id);
  },
  decline: async ({ call, params: { id } }, form) => {
    await call(execution.decideExtension, { id: object(form), granted: false });
    return back(id);
  },
  'withdraw-resolution': async ({ call, params: { id } }, form) => {
    if (form.get('reason').length < 3) return missing('reason');
    await call(execution.withdrawResolution, { id: object(form), reason: form.get('reason') });
    return back(id);
  },
  'remove-control': async ({ call, params: { id } }, form) => {
    await call(execution.removeControl, { id: object(form) });
    return back(id);
  },
  'take-note': async ({ call, params: { id } }) => {
    await call(execution.takeNote, { documentId: id });
    return back(id);
  },
  acquaint: async ({ call, params: { id } }, form) => {
    const chosen = posts(form, 'readers');
    if (chosen.length === 0) return missing('readers');
    await call(execution.askAcquaintance, { documentId: id, posts: chosen });
    return back(id);
  },
  'confirm-reading': async ({ call, params: { id } }, form) => {
    await call(execution.confirmReading, { id: object(form) });
    return back(id);
  },
  'remind-readers': async ({ call, params: { id } }, form) => {
    await call(execution.remindReaders, { id: object(form) });
    return back(id);
  },
};
