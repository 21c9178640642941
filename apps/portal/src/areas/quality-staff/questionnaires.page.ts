// SPDX-License-Identifier: Apache-2.0
/** Questionnaires: what there is and who gets which, one with its versions, its draft and how a citizen sees it. */
import { listSpheres } from '@stoa/organisations/contract';
import {
  assignTemplate,
  getDraft,
  getTemplateVersion,
  listTemplates,
  listVersions,
  publishTemplate,
  type SurveyLevel,
  saveDraft,
  tallyBallots,
  type TemplateContent,
} from '@stoa/surveys/contract';
import {
  again,
  definePage,
  Elsewhere,
  type Form,
  type PageContext,
  type PropsOf,
  redirect,
} from '../../server/page.ts';
import { isRefusal } from '../../server/problem.ts';
import { designers, isId } from './shared.ts';

const modes = ['linked', 'severed', 'blind'] as const;
const levels = ['country', 'region', 'municipality', 'organisation'] as const;
const isCode = (text: string | undefined): text is string => /^[a-z][a-z0-9-]{0,39}$/.test(text ?? '');

async function spheresOf({ call, text }: Pick<PageContext, 'call' | 'text'>) {
  const { items } = await call(listSpheres, {});
  return items.map(({ code, title }) => ({ value: code, text: text(title) }));
}

export const questionnairesPage = definePage({
  path: '/quality-work/questionnaires',
  duty: designers,
  component: 'quality-staff/QuestionnairesPage',
  load: async (context) => {
    const { call, text } = context;
    const [{ items, drafts }, spheres, ballots] = await Promise.all([
      call(listTemplates, {}),
      spheresOf(context),
      call(tallyBallots, {}),
    ]);
    const sphereOf = new Map(spheres.map((one) => [one.value, one.text]));
    return {
      ...{ levels, modes, spheres, drafts },
      ballots: ballots.items.map(({ sector, ...cell }) => ({ ...cell, sphere: sphereOf.get(sector) ?? sector })),
      templates: items.map(({ newest }) => ({
        ...{ code: newest.templateCode, version: newest.version, questions: newest.questions.length },
        title: text(newest.title),
        draft: drafts.find(({ templateCode }) => templateCode === newest.templateCode)?.authorName,
      })),
      rules: items
        .flatMap(({ newest, assignments }) =>
          assignments.map(({ organisationType, ...rule }) => ({
            ...rule,
            sphere: organisationType && (sphereOf.get(organisationType) ?? organisationType),
            title: text(newest.title),
          })),
        )
        .sort((a, b) => (a.sphere ?? '').localeCompare(b.sphere ?? '') || (a.level ?? '').localeCompare(b.level ?? '')),
    };
  },
  act: async ({ call }, form) => {
    const [sphere, level, templateCode] = [form.get('sphere'), form.get('level'), form.get('template')];
    await call(assignTemplate, {
      ...(sphere ? { organisationType: sphere } : {}),
      ...(levels.includes(level as SurveyLevel) ? { level: level as SurveyLevel } : {}),
      templateCode,
      mode: modes.find((mode) => mode === form.get('mode')) ?? 'linked',
      bound: form.get('bound') === 'yes',
      sms: form.get('sms') === 'yes',
    });
    return redirect('/quality-work/questionnaires', { notice: 'quality-work-done' });
  },
});
export type QuestionnairesProps = PropsOf<typeof questionnairesPage>;

async function draftOf({ call }: Pick<PageContext, 'call'>, templateCode: string) {
  try {
    return await call(getDraft, { templateCode });
  } catch (error) {
    if (isRefusal(error) && error.kind === 'missing') return undefined;
    throw error;
  }
}

/** As the survey's page shows it. */
const seen = ({ text }: Pick<PageContext, 'text'>, { title, introduction, scale, questions }: TemplateContent) => ({
  title: text(title),
  introduction: text(introduction),
  scale: scale.map(text),
  questions: questions.map((one) => ({ ...one, text: text(one.text), hint: one.hint && text(one.hint) })),
});

export const questionnairePage = definePage({
  path: '/quality-work/questionnaires/:code',
  duty: designers,
  component: 'quality-staff/QuestionnairePage',
  load: async (context) => {
    const { call, params, query, text } = context;
    if (!isCode(params.code)) throw new Elsewhere('/quality-work/questionnaires');
    const [{ items: versions }, draft] = [
      await call(listVersions, { templateCode: params.code }),
      await draftOf(context, params.code),
    ];
    const shownId = versions.find(({ id }) => id === query.version)?.id ?? versions[0]?.id;
    const shown = isId(shownId) ? await call(getTemplateVersion, { id: shownId }) : draft?.content;
    if (!shown) throw new Elsewhere('/quality-work/questionnaires');
    const newest = draft?.content ?? shown;
    return {
      ...{ code: params.code, shownId },
      versions: versions.map(({ title, ...version }) => ({ ...version, title: text(title) })),
      draft: draft && {
        authorName: draft.authorName,
        own: draft.own,
        digest: draft.digest,
        changedAt: draft.changedAt,
      },
      preview: seen(context, query.show === 'draft' && draft ? draft.content : shown),
      showsDraft: query.show === 'draft' && draft !== undefined,
      /** What the form begins with. */
      edit: seen(context, newest),
    };
  },
  act: async (context, form) => {
    const { call, params } = context;
    const here = `/quality-work/questionnaires/${params.code}`;
    const draft = await draftOf(context, params.code);
    if (form.get('_do') === 'publish') {
      // What was looked at is what is published.
      if (!draft || draft.digest !== form.get('digest'))
        return again([{ field: 'digest', code: 'surveys.draft-absent' }]);
      await call(publishTemplate, { templateCode: params.code, ...draft.content });
      return redirect(here, { notice: 'questionnaire-published' });
    }
    const { items } = await call(listVersions, { templateCode: params.code });
    const before = draft?.content ?? (items[0] && (await call(getTemplateVersion, { id: items[0].id })));
    if (!before) throw new Elsewhere('/quality-work/questionnaires');
    const changed = changedBy(form, before, context.language);
    if ('field' in changed) return again([changed]);
    await call(saveDraft, { templateCode: form.get('code') || params.code, ...changed });
    return redirect(`/quality-work/questionnaires/${form.get('code') || params.code}?show=draft`, {
      notice: 'draft-saved',
    });
  },
});
export type QuestionnaireProps = PropsOf<typeof questionnairePage>;

/** The content with what was typed in the language of the page; other languages stay until somebody writes them. */
function changedBy(
  form: Form,
  { title, introduction, scale, questions }: TemplateContent,
  language: PageContext['language'],
): TemplateContent | { field: string; code: string } {
  const said = (field: string, before: TemplateContent['title']) => {
    const typed = form.get(field);
    return typed ? { ...before, [language]: typed } : before;
  };
  const code = form.get('code');
  if (code && !isCode(code)) return { field: 'code', code: 'quality-work.code-wrong' };
  const kept = questions.flatMap((question) =>
    form.get(`drop-${question.code}`) === 'yes'
      ? []
      : [{ ...question, text: said(`question-${question.code}`, question.text) }],
  );
  const added = form.get('new-text');
  if (added && !isCode(form.get('new-code'))) return { field: 'new-code', code: 'quality-work.code-wrong' };
  const kind = form.get('new-kind') === 'text' ? ('text' as const) : ('scale' as const);
  // Before the free words, which come last.
  const at = kept.findIndex((question) => question.kind === 'text');
  const one = { code: form.get('new-code'), kind, text: { en: added, [language]: added } };
  const place = at < 0 || kind === 'text' ? kept.length : at;
  return {
    title: said('title', title),
    introduction: said('introduction', introduction),
    scale,
    questions: added ? [...kept.slice(0, place), one, ...kept.slice(place)] : kept,
  };
}
