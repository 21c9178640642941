// SPDX-License-Identifier: Apache-2.0
/** A dossier: what it is, what machines and people found, and what one may do next. */
import { getElement, getVocabulary } from '@stoa/architecture/contract';
import * as examination from '@stoa/examination/contract';
import { dateText } from '@stoa/kernel/text';
import { listOwnCertificates } from '@stoa/signing/contract';
import {
  again,
  definePage,
  Elsewhere,
  type Form,
  type Outcome,
  type PageContext,
  type PropsOf,
  redirect,
} from '../../server/page.ts';
import { unlessRefused } from '../../server/problem.ts';
import { cited } from '../integrator/clauses.ts';
import { allDuties, home, organisationsOf } from './names.ts';
import { touchedFields } from './names-of-fields.ts';

const path = `${home}/:id`;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Keys with which the conclusion can be signed, where it can. */
async function keysOf({ call, principal }: PageContext, may: readonly string[]) {
  if (!may.includes('sign')) return [];
  const held = principal.kind === 'person' ? principal.duties : [];
  const { chief, examiner } = examination.duties;
  const places = [chief, examiner].flatMap((code) => held.filter((one) => one.code === code));
  const { items } = await call(listOwnCertificates, {});
  return items
    .filter(({ state, organisationId }) => state === 'valid' && organisationId === places[0]?.organisationId)
    .map(({ id, custody, validUntil }) => ({ value: id, custody, until: validUntil }));
}

/** Names of what a dossier touches, as far as the reader may see it. */
async function elementsOf({ call, text }: PageContext, touches: examination.Touches): Promise<Map<string, string>> {
  const ids = [...new Set(Object.values(touches).flat())];
  const found = await Promise.all(ids.map((id) => call(getElement, { id }).catch(unlessRefused)));
  return new Map(found.flatMap((one) => (one ? [[one.id, `${one.code} ${text(one.name)}`] as const] : [])));
}

export const dossierPage = definePage({
  path,
  duty: allDuties,
  component: 'examination/DossierPage',
  load: async (context) => {
    const { call, text, params } = context;
    if (!uuid.test(params.id)) throw new Elsewhere(home);
    const dossier = await call(examination.getDossier, { id: params.id });
    const [names, { fields }, elements, { items: checks }, keys] = await Promise.all([
      organisationsOf(context),
      call(getVocabulary, {}),
      elementsOf(context, dossier.touches),
      call(examination.listChecks, {}),
      keysOf(context, dossier.may),
    ]);
    const nameOf = (id: string) => names.get(id) ?? id;
    const word = (field: string, value: string | undefined) => {
      const found = value === undefined ? undefined : fields[field]?.choices?.[value];
      return found ? text(found) : (value ?? '');
    };
    const { touches, planned, runs, parent, children, files, ...rest } = dossier;
    const rules = new Map(checks.map((one) => [one.id, one]));
    return {
      ...{ ...rest, planned, keys, organisation: nameOf(dossier.organisationId) },
      parent: parent && { id: parent.id, number: parent.number, title: parent.title, kind: parent.kind },
      children: children.map(({ id, number, title, kind }) => ({ id, number, title, kind })),
      words: (['class', 'dbms', 'platform', 'method'] as const).map((field) => ({
        field,
        value: word(field, planned[field]),
      })),
      touched: [...touchedFields, 'site' as const].flatMap((field) => {
        const ids = field === 'site' ? [touches.site ?? ''].filter(Boolean) : (touches[field] ?? []);
        const shown = ids.map((id) => ({ id, text: elements.get(id) ?? id }));
        return shown.length > 0 ? [{ field, elements: shown }] : [];
      }),
      files: files.map((file) => ({ ...file, href: examination.filePath(dossier.id, file.id) })),
      runs: runs.map(({ id, at, reason, digest }) => ({ id, at, reason, digest })),
      checks: (runs[0]?.results ?? []).map(({ check, result, weight, lines }) => ({
        ...{ id: check, result, weight, clause: rules.get(check)?.clause ?? '' },
        title: text(rules.get(check)?.title ?? { en: check }),
        explanation: text(rules.get(check)?.explanation ?? { en: '' }),
        cure: text(rules.get(check)?.cure ?? { en: '' }),
        lines: lines.map(({ name, values, ...line }) => ({
          ...line,
          name: name ? text(name) : '',
          values: Object.entries(values).map(([key, value]) => ({
            key,
            value:
              key === 'organisation' ? nameOf(String(value)) : key === 'radar' ? word('radar', String(value)) : value,
          })),
        })),
      })),
      cited: await cited(
        context,
        [...checks.map(({ clause }) => clause), ...rest.remarks.map(({ clause }) => clause)],
        runs[0]?.at.slice(0, 10),
      ),
      clauses: checks.map(({ clause, title }) => ({ value: clause, text: `${clause} ${text(title)}` })),
      papers: {
        pdf: examination.conclusionPath(dossier.id, 'pdf'),
        asice: examination.conclusionPath(dossier.id, 'asice'),
      },
    };
  },
  act: (context, form) => {
    const what = form.get('_signature') ? 'finish' : (form.get('_do').split(' ')[0] ?? '');
    return acts[what]?.(context, form) ?? again([]);
  },
});
export type DossierProps = PropsOf<typeof dossierPage>;

type Act = (context: PageContext<typeof path>, form: Form) => Promise<Outcome>;
const back = (id: string, notice: string) => redirect(`${home}/${id}`, { notice: `dossier-${notice}` });
const reason = (form: Form) => form.get('reason');
/** With a text that has to be there: it stands in the field of that name. */
const said =
  (
    name: string,
    least: number,
    act: (context: PageContext<typeof path>, form: Form, text: string) => Promise<Outcome>,
  ): Act =>
  async (context, form) => {
    const text = form.get(name);
    return text.length < least ? again([{ field: name, code: 'examination.text-missing' }]) : act(context, form, text);
  };
const outcomeOf = (form: Form) => examination.outcomes.find((one) => one === form.get('outcome')) ?? 'positive';
const second = (form: Form) => form.get('_do').split(' ')[1] ?? '';

/** A line each, the day first: `2027-03-01 A security test`. */
function conditionsOf(form: Form): { text: string; dueOn: string }[] | undefined {
  const found: { text: string; dueOn: string }[] = [];
  for (const nth of [1, 2, 3, 4, 5]) {
    const [text, day] = [form.get(`condition-${nth}`), form.get(`due-${nth}`)];
    if (text === '' && day === '') continue;
    const dueOn = dateText(day);
    if (!dueOn || text.length < 3) return undefined;
    found.push({ text, dueOn });
  }
  return found;
}

const acts: Readonly<Record<string, Act>> = {
  submit: async ({ call, params: { id } }) => {
    await call(examination.submitDossier, { id });
    return back(id, 'submitted');
  },
  withdraw: said('withdraw-reason', 3, async ({ call, params: { id } }, _, text) => {
    await call(examination.withdrawDossier, { id, reason: text });
    return back(id, 'withdrawn');
  }),
  'add-file': async ({ call, params: { id } }, form) => {
    const file = form.files.file;
    if (!file) return again([{ field: 'file', code: 'examination.file-missing' }]);
    await call(examination.addFile, { id, name: file.fileName.slice(-200), content: file.body.toString('base64') });
    return back(id, 'file-added');
  },
  'remove-file': async ({ call, params: { id } }, form) => {
    await call(examination.removeFile, { id, fileId: second(form) });
    return back(id, 'file-removed');
  },
  rerun: async ({ call, params: { id } }) => {
    await call(examination.rerunChecks, { id });
    return back(id, 'checked');
  },
  assign: async ({ call, params: { id } }, form) => {
    const people = form.all('people').filter((one) => uuid.test(one));
    if (people.length === 0) return again([{ field: 'people', code: 'examination.people-missing' }]);
    await call(examination.assignExaminers, { id, people });
    return back(id, 'assigned');
  },
  accept: async ({ call, params: { id } }) => {
    await call(examination.acceptAssignment, { id });
    return back(id, 'accepted');
  },
  recuse: said('recuse-reason', 3, async ({ call, params: { id } }, _, text) => {
    await call(examination.recuseExaminer, { id, reason: text });
    return back(id, 'recused');
  }),
  remark: said('text', 3, async ({ call, params: { id } }, form, text) => {
    const part = examination.parts.find((one) => one === form.get('part')) ?? 'purpose';
    await call(examination.putRemark, { id, part, clause: form.get('clause') || '1', text });
    return back(id, 'remarked');
  }),
  'send-remarks': async ({ call, params: { id } }) => {
    await call(examination.sendRemarks, { id });
    return back(id, 'remarks-sent');
  },
  answer: async ({ call, params: { id } }, form) => {
    const remarkId = second(form);
    const text = form.get(`answer-${remarkId}`);
    if (text.length < 3) return again([{ field: `answer-${remarkId}`, code: 'examination.text-missing' }]);
    await call(examination.answerRemark, { id, remarkId, text });
    return back(id, 'answered');
  },
  'send-answers': async ({ call, params: { id } }) => {
    await call(examination.sendAnswers, { id });
    return back(id, 'answers-sent');
  },
  judge: async ({ call, params: { id } }, form) => {
    const [, accept = '', remarkId = ''] = form.get('_do').split(' ');
    await call(examination.judgeRemark, {
      id,
      remarkId,
      accept: accept === 'accept',
      text: form.get(`judge-${remarkId}`),
    });
    return back(id, 'judged');
  },
  opinion: said('opinion-text', 3, async ({ call, params: { id } }, form, text) => {
    await call(examination.giveOpinion, { id, outcome: outcomeOf(form), text });
    return back(id, 'opinion');
  }),
  return: said('reason', 3, async ({ call, params: { id } }, _, text) => {
    await call(examination.returnDossier, { id, reason: text });
    return back(id, 'returned');
  }),
  reinstate: said('reason', 3, async ({ call, params: { id } }, form) => {
    await call(examination.reinstateDossier, { id, reason: reason(form) });
    return back(id, 'reinstated');
  }),
  consolidate: said('conclusion', 3, async ({ call, params: { id }, language }, form, text) => {
    const conditions = conditionsOf(form);
    if (!conditions) return again([{ field: 'condition-1', code: 'examination.condition-unclear' }]);
    await call(examination.consolidate, { id, outcome: outcomeOf(form), text, conditions, language });
    return back(id, 'consolidated');
  }),
  reopen: said('reason', 3, async ({ call, params: { id } }, _, text) => {
    await call(examination.reopenReview, { id, reason: text });
    return back(id, 'reopened');
  }),
  sign: async ({ call, params: { id } }, form) => {
    const certificateId = form.get('certificateId');
    if (!uuid.test(certificateId)) return again([{ field: 'certificateId', code: 'examination.key-missing' }]);
    const { signatureId, ...prepared } = await call(examination.prepareConclusionSignature, { id, certificateId });
    return again([], { result: { id: signatureId, ...prepared } });
  },
  finish: async ({ call, params: { id } }, form) => {
    const [value, code] = [form.get('value'), form.get('code')];
    await call(examination.finishConclusionSignature, {
      ...{ id, signatureId: form.get('_signature') },
      ...(value ? { value } : {}),
      ...(code ? { code } : {}),
    });
    return back(id, 'signed');
  },
  meet: async ({ call, params: { id } }, form) => {
    const number = Number(second(form));
    const note = form.get(`met-${number}`);
    if (note.length < 3) return again([{ field: `met-${number}`, code: 'examination.text-missing' }]);
    await call(examination.meetCondition, { id, number, note });
    return back(id, 'met');
  },
  close: async ({ call, params: { id } }) => {
    await call(examination.closeDossier, { id });
    return back(id, 'closed');
  },
  appeal: said('appeal-reason', 10, async ({ call, params: { id } }, _, text) => {
    await call(examination.appealConclusion, { id, reason: text });
    return back(id, 'appealed');
  }),
  'decide-appeal': said('reason', 3, async ({ call, params: { id } }, form, text) => {
    await call(examination.decideAppeal, { id, grant: second(form) === 'grant', reason: text });
    return back(id, 'appeal-decided');
  }),
};
