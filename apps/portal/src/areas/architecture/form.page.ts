// SPDX-License-Identifier: Apache-2.0
/** Asking for a new element, or for other facts of one: all that is known of its kind on one form. */
import {
  askChange,
  duties,
  type Fact,
  type FactField,
  getElement,
  getVocabulary,
  type Vocabulary,
} from '@stoa/architecture/contract';
import { newId } from '@stoa/kernel';
import { dateText, numberText } from '@stoa/kernel/text';
import {
  again,
  definePage,
  Elsewhere,
  type FieldError,
  type Form,
  type PageContext,
  type PropsOf,
  redirect,
} from '../../server/page.ts';
import { ownersOf } from './register.page.ts';

const languages = ['en', 'ru', 'kk', 'uk', 'ar'] as const;
type Typed = string;
const may = [duties.owner, duties.integrator];

/** As a person types it. */
function typedOf(field: FactField | undefined, value: Fact | undefined): Typed {
  if (value === undefined) return '';
  if (field?.type === 'money') return String(Number(value) / 100);
  if (field?.type === 'date') return String(value).split('-').reverse().join('.');
  return String(value);
}
/** Undefined for what cannot be read as such. */
export function readFact(field: FactField, typed: Typed): Fact | undefined {
  if (field.type === 'number') return numberText(typed);
  if (field.type === 'money') {
    const amount = numberText(typed);
    return amount === undefined ? undefined : Math.round(amount * 100);
  }
  if (field.type === 'date') return dateText(typed);
  return field.type === 'flag' ? typed === 'true' : typed;
}

const fieldsOf = (
  { fields }: Vocabulary,
  codes: readonly string[],
  facts: Readonly<Record<string, Fact>>,
  text: PageContext['text'],
) =>
  codes.map((code) => {
    const field = fields[code];
    return {
      ...{
        code,
        title: text(field?.title ?? { en: code }),
        type: field?.type ?? 'text',
        value: typedOf(field, facts[code]),
      },
      options: Object.entries(field?.choices ?? {}).map(([value, words]) => ({ value, text: text(words) })),
    };
  });

/** What is common to both forms: the facts typed, the day, the reason. */
function readForm(form: Form, { fields }: Vocabulary, codes: readonly string[]) {
  const errors: FieldError[] = [];
  const facts: Record<string, Fact> = {};
  for (const code of codes) {
    const typed = form.get(`fact-${code}`);
    const field = fields[code];
    if (typed === '' || !field) continue;
    const value = readFact(field, typed);
    if (value === undefined) errors.push({ field: `fact-${code}`, code: 'architecture.value-missing' });
    else facts[code] = value;
  }
  const name = Object.fromEntries(
    languages.flatMap((language) => {
      const words = form.get(`name-${language}`);
      return words ? [[language, words.slice(0, 300)]] : [];
    }),
  );
  const [from, reason] = [dateText(form.get('from')) ?? '', form.get('reason')];
  if (Object.keys(name).length === 0) errors.push({ field: 'name-en', code: 'architecture.name-missing' });
  if (from === '') errors.push({ field: 'from', code: 'architecture.from-missing' });
  if (reason.length < 3) errors.push({ field: 'reason', code: 'architecture.reason-missing' });
  return { errors, facts, from, reason: reason.slice(0, 1000), name: name as { en: string } };
}

const dutyOf = ({ principal }: Pick<PageContext, 'principal'>) => (principal.kind === 'person' ? principal.duties : []);

/** Whoever keeps it; what is nobody's the integrator keeps. */
export const bodyOf = (context: Pick<PageContext, 'principal'>, ownerId: string | undefined): string =>
  ownerId ?? dutyOf(context).find(({ code }) => code === duties.integrator)?.organisationId ?? '';

export const newElementPage = definePage({
  path: '/architecture/new',
  duty: may,
  component: 'architecture/FormPage',
  load: async (context) => {
    const { call, text, query } = context;
    const [vocabulary, owners] = await Promise.all([call(getVocabulary, {}), ownersOf(context)]);
    const code = query.kind && Object.hasOwn(vocabulary.kinds, query.kind) ? query.kind : 'object';
    const own = new Set(
      dutyOf(context)
        .filter((duty) => duty.code === duties.owner)
        .map((duty) => duty.organisationId),
    );
    const integrates = dutyOf(context).some((duty) => duty.code === duties.integrator);
    return {
      ...{
        id: undefined,
        code: '',
        revision: 0,
        kind: code,
        kindTitle: text(vocabulary.kinds[code]?.title ?? { en: code }),
      },
      title: undefined,
      kinds: Object.entries(vocabulary.kinds).map(([value, one]) => ({ value, text: text(one.title) })),
      owners: [...owners].filter(([id]) => integrates || own.has(id)).map(([value, name]) => ({ value, text: name })),
      names: languages.map((language) => ({ language, value: '' })),
      fields: fieldsOf(vocabulary, vocabulary.kinds[code]?.fields ?? [], {}, text),
    };
  },
  act: async ({ call, query }, form) => {
    const vocabulary = await call(getVocabulary, {});
    const kind = query.kind && Object.hasOwn(vocabulary.kinds, query.kind) ? query.kind : 'object';
    const { errors, facts, from, reason, name } = readForm(form, vocabulary, vocabulary.kinds[kind]?.fields ?? []);
    const [code, organisationId] = [form.get('code'), form.get('owner')];
    if (!/^[A-Za-z0-9][A-Za-z0-9._/-]{0,59}$/.test(code))
      errors.unshift({ field: 'code', code: 'architecture.code-wrong' });
    if (organisationId === '') errors.unshift({ field: 'owner', code: 'architecture.owner-missing' });
    if (errors.length > 0) return again(errors);
    await call(askChange, {
      ...{ organisationId, title: code, reason },
      items: [{ do: 'add', id: newId(), kind, code, name, ownerId: organisationId, facts, from }],
    });
    return redirect('/architecture/changes', { notice: 'change-asked' });
  },
});

export const changeElementPage = definePage({
  path: '/architecture/elements/:id/change',
  duty: may,
  component: 'architecture/FormPage',
  load: async (context) => {
    const { call, text, params } = context;
    if (!/^[0-9a-f-]{36}$/.test(params.id)) throw new Elsewhere('/architecture/elements');
    const [vocabulary, element] = await Promise.all([call(getVocabulary, {}), call(getElement, { id: params.id })]);
    const kind = vocabulary.kinds[element.kind];
    return {
      ...{ id: params.id, code: element.code, revision: element.revision, kind: element.kind },
      ...{ kindTitle: text(kind?.title ?? { en: element.kind }), title: text(element.name), kinds: [], owners: [] },
      names: languages.map((language) => ({ language, value: element.name[language] ?? '' })),
      fields: fieldsOf(vocabulary, kind?.fields ?? [], element.facts, text),
    };
  },
  act: async (context, form) => {
    const { call, params } = context;
    const { id } = params;
    const [vocabulary, element] = await Promise.all([call(getVocabulary, {}), call(getElement, { id })]);
    const codes = vocabulary.kinds[element.kind]?.fields ?? [];
    const { errors, facts, from, reason, name } = readForm(form, vocabulary, codes);
    const changed: Record<string, Fact | null> = {};
    for (const code of codes) {
      // Only what was on the form: a field that came since says nothing of itself.
      if (!form.names.includes(`fact-${code}`)) continue;
      if (form.get(`fact-${code}`) === form.get(`was-${code}`)) continue;
      changed[code] = facts[code] ?? null;
    }
    const names = languages.filter((one) => form.get(`name-${one}`) !== form.get(`was-name-${one}`));
    if (errors.length === 0 && Object.keys(changed).length === 0 && names.length === 0)
      errors.push({ field: 'reason', code: 'architecture.nothing-changed' });
    if (errors.length > 0) return again(errors);
    const revision = Number(form.get('revision')) || element.revision;
    const titles = Object.keys(changed).map((code) => vocabulary.fields[code]?.title.en ?? code);
    await call(askChange, {
      ...{ organisationId: bodyOf(context, element.ownerId), reason },
      title: [element.code, ...titles].join(' · ').slice(0, 200),
      items: [{ do: 'set', id, revision, from, facts: changed, ...(names.length > 0 ? { name } : {}) }],
    });
    return redirect('/architecture/changes', { notice: 'change-asked' });
  },
});
export type FormProps = PropsOf<typeof newElementPage> | PropsOf<typeof changeElementPage>;
