// SPDX-License-Identifier: Apache-2.0
/** A body's questionnaire: section by section, element by element; sent, clarified, accepted. */
import { type Fact, getVocabulary, type Vocabulary } from '@stoa/architecture/contract';
import {
  addMissing,
  answerItems,
  answerQuestions,
  decideAnswer,
  getAnswer,
  type Item,
  sendAnswer,
  writeRemark,
} from '@stoa/integrator/contract';
import { numberText } from '@stoa/kernel/text';
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
import { readFact } from '../architecture/form.page.ts';
import { bodiesOf, isId, keepers, Typed } from './shared.ts';

type Context = Pick<PageContext, 'call' | 'params' | 'query' | 'language'>;
const atSection = (id: string, section: string | undefined, cursor?: string) =>
  `/integrator/answers/${id}${section ? `?section=${encodeURIComponent(section)}` : ''}${cursor ? `&cursor=${cursor}` : ''}`;
const cursorOf = (text: string | undefined) => (text && /^[\w-]{1,200}$/.test(text) ? { cursor: text } : {});

function shownItem(vocabulary: Vocabulary, text: PageContext['text'], item: Item) {
  const titled = (code: string) => text(vocabulary.fields[code]?.title ?? { en: code });
  const shown = ([code, value]: [string, Fact]) => {
    const field = vocabulary.fields[code];
    const words = field?.choices?.[String(value)];
    return { title: titled(code), type: field?.type ?? 'text', value: words ? text(words) : value };
  };
  const { id, elementId, code, verdict, reason, version, byName } = item;
  return {
    ...{ id, elementId, code, verdict, reason, version, byName, name: text(item.name) },
    kind: text(vocabulary.kinds[item.kind]?.title ?? { en: item.kind }),
    facts: Object.entries(item.facts).map(shown),
    changed: Object.entries(item.changed).map(shown),
    fields: (vocabulary.kinds[item.kind]?.fields ?? []).map((field) => ({ value: field, text: titled(field) })),
  };
}

export const answerPage = definePage({
  path: '/integrator/answers/:id',
  duty: keepers,
  component: 'integrator/AnswerPage',
  load: async (context) => {
    const { call, text, params, query } = context;
    if (!isId(params.id)) throw new Elsewhere('/integrator');
    const section = query.section && /^[a-z-]{2,30}$/.test(query.section) ? { section: query.section } : {};
    const [vocabulary, bodies, answer] = await Promise.all([
      call(getVocabulary, {}),
      bodiesOf(context),
      call(getAnswer, { id: params.id, limit: 20, ...section, ...cursorOf(query.cursor) }),
    ]);
    const { sections, page, ...rest } = answer;
    const current = sections.find(({ code }) => code === query.section) ?? sections[0];
    return {
      ...{ ...rest, body: bodies.name(answer.organisationId), nextCursor: page.nextCursor },
      sections: sections.map(({ code, title, items, answered }) => ({ code, title: text(title), items, answered })),
      section: current?.code ?? '',
      questions: (current?.questions ?? []).map(({ code, type, title }) => ({
        ...{ code, type, title: text(title) },
        value: answer.facts[code] === undefined ? '' : String(answer.facts[code]),
      })),
      kinds: (current?.kinds ?? []).map((value) => ({
        value,
        text: text(vocabulary.kinds[value]?.title ?? { en: value }),
      })),
      list: page.items.map((item) => shownItem(vocabulary, text, item)),
    };
  },
  act: (context, form) => {
    const [verb = '', ...rest] = form.get('_do').split(' ');
    return (verbs[verb] ?? verbs.same)(context, form, rest);
  },
});
export type AnswerProps = PropsOf<typeof answerPage>;

type Verb = (context: Context, form: Form, rest: readonly string[]) => Promise<Outcome>;
const back = ({ params: { id = '' }, query }: Context, notice: string): Outcome =>
  redirect(atSection(id, query.section, query.cursor), { notice });
const idOf = ({ params: { id = '' } }: Context) => id;

const say =
  (verdict: 'same' | 'gone'): Verb =>
  async (context, form, [itemId = '', version = '1']) => {
    const reason = form.get(`reason-${itemId}`).trim();
    const one = { id: itemId, version: Number(version) || 1, verdict, ...(reason.length >= 3 ? { reason } : {}) };
    await context.call(answerItems, { id: idOf(context), items: [one] });
    return back(context, 'integrator-kept');
  };
const verbs = {
  same: say('same'),
  gone: say('gone'),
  changed: async (context, form, [itemId = '', version = '1']) => {
    const { fields } = await context.call(getVocabulary, {});
    const [code, typed] = [form.get(`field-${itemId}`), form.get(`value-${itemId}`).trim()];
    const field = fields[code];
    const value = field && typed !== '' ? readFact(field, typed) : undefined;
    if (!field) return again([{ field: `field-${itemId}`, code: 'integrator.choice-missing' }]);
    if (value === undefined) return again([{ field: `value-${itemId}`, code: 'architecture.value-missing' }]);
    const one = { id: itemId, version: Number(version) || 1, verdict: 'changed' as const, changed: { [code]: value } };
    await context.call(answerItems, { id: idOf(context), items: [one] });
    return back(context, 'integrator-kept');
  },
  rest: async (context, _form, [section = '']) => {
    await context.call(answerItems, { id: idOf(context), items: [], restOfSection: section });
    return redirect(atSection(idOf(context), section), { notice: 'integrator-kept' });
  },
  missing: async (context, form, [section = '']) => {
    const typed = new Typed(form);
    const [name, code, kind] = [typed.text('name'), typed.text('code', 1), form.get('kind')];
    if (typed.wrong) return again(typed.errors);
    const { language } = context;
    await context.call(addMissing, { id: idOf(context), section, kind, code, name, language: language as 'en' });
    return back(context, 'integrator-kept');
  },
  facts: async (context, form) => {
    const { sections } = await context.call(getAnswer, { id: idOf(context), limit: 1 });
    const typed = new Typed(form);
    const facts: Record<string, string | number | boolean> = {};
    for (const { code, type } of sections.flatMap(({ questions }) => questions)) {
      const value = form.get(`q-${code}`).trim();
      if (value === '') continue;
      const number = type === 'number' ? numberText(value) : undefined;
      if (type === 'number' && number === undefined)
        typed.errors.push({ field: `q-${code}`, code: 'integrator.number-missing' });
      facts[code] = type === 'number' ? (number ?? 0) : type === 'flag' ? value === 'true' : value;
    }
    if (typed.wrong) return again(typed.errors);
    await context.call(answerQuestions, { id: idOf(context), version: Number(form.get('version')) || 1, facts });
    return back(context, 'integrator-kept');
  },
  send: async (context) => {
    await context.call(sendAnswer, { id: idOf(context) });
    return redirect(atSection(idOf(context), undefined), { notice: 'answer-sent' });
  },
  accept: async (context) => {
    await context.call(decideAnswer, { id: idOf(context), accept: true });
    return redirect(atSection(idOf(context), undefined), { notice: 'answer-accepted' });
  },
  clarify: async (context, form) => {
    const typed = new Typed(form);
    const text = typed.text('text');
    if (typed.wrong) return again(typed.errors);
    const itemId = form.get('item');
    await context.call(decideAnswer, { id: idOf(context), accept: false, text, ...(isId(itemId) ? { itemId } : {}) });
    return redirect(atSection(idOf(context), undefined), { notice: 'integrator-done' });
  },
  write: async (context, form) => {
    const typed = new Typed(form);
    const text = typed.text('remark');
    if (typed.wrong) return again(typed.errors);
    const itemId = form.get('item');
    await context.call(writeRemark, { id: idOf(context), text, ...(isId(itemId) ? { itemId } : {}) });
    return back(context, 'integrator-kept');
  },
} satisfies Record<string, Verb> as Record<string, Verb> & { same: Verb };
