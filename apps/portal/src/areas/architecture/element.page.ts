// SPDX-License-Identifier: Apache-2.0
/** An element: what is known of it, how it relates, what changed; its owner attests it and asks for changes. */
import {
  askChange,
  attestElement,
  type Element,
  type Fact,
  getElement,
  getVocabulary,
  listElements,
} from '@stoa/architecture/contract';
import { dateText } from '@stoa/kernel/text';
import { addDocument, listDocuments } from '@stoa/upkeep/contract';
import {
  again,
  definePage,
  Elsewhere,
  type FieldError,
  type PageContext,
  type PropsOf,
  redirect,
} from '../../server/page.ts';
import { bodyOf } from './form.page.ts';
import { ownersOf } from './register.page.ts';
import { scoreOf } from './scores.ts';

const day = (typed: string | undefined) => (typed && /^\d{4}-\d\d-\d\d$/.test(typed) ? typed : undefined);

export const elementPage = definePage({
  path: '/architecture/elements/:id',
  component: 'architecture/ElementPage',
  load: async (context) => {
    const { call, text, params, query } = context;
    if (!/^[0-9a-f-]{36}$/.test(params.id)) throw new Elsewhere('/architecture/elements');
    const on = day(query.on);
    const [vocabulary, owners, element] = await Promise.all([
      call(getVocabulary, {}),
      ownersOf(context),
      call(getElement, { id: params.id, ...(on ? { on } : {}) }),
    ]);
    const [scores, documents] =
      element.kind === 'object'
        ? await Promise.all([ratedServicesOf(context, element), call(listDocuments, { id: params.id })])
        : [[], undefined];
    const kind = vocabulary.kinds[element.kind];
    const fieldTitle = (code: string) => text(vocabulary.fields[code]?.title ?? { en: code });
    const valueOf = (code: string, value: Fact | undefined) => {
      const field = vocabulary.fields[code];
      const words = field?.choices?.[String(value)];
      return { type: field?.type ?? 'text', value: words ? text(words) : value };
    };
    return {
      ...{ on, id: element.id, code: element.code, kind: element.kind, name: text(element.name) },
      ...{ revision: element.revision, level: element.level, provenance: element.provenance, may: element.may },
      ...{ validFrom: element.validFrom, validUntil: element.validUntil, attestedAt: element.attestedAt },
      scores,
      documents: documents && {
        ...documents,
        kinds: documents.kinds.map(({ title, ...one }) => ({ ...one, title: text(title) })),
      },
      kindTitle: text(kind?.title ?? { en: element.kind }),
      archimate: kind?.archimate ?? '',
      owner: element.ownerId
        ? { id: element.ownerId, name: owners.get(element.ownerId) ?? element.ownerId }
        : undefined,
      facts: (kind?.fields ?? []).map((code) => ({
        code,
        title: fieldTitle(code),
        ...valueOf(code, element.facts[code]),
      })),
      leads: Object.entries(vocabulary.relations)
        .filter(([, one]) => one.from.includes(element.kind))
        .map(([value, one]) => ({ value, text: text(one.title) })),
      relations: element.relations.map(({ id, kind: relation, out, other }) => ({
        ...{ id, out, title: text(vocabulary.relations[relation]?.title ?? { en: relation }) },
        other: {
          ...{ id: other.id, code: other.code, name: text(other.name) },
          kind: text(vocabulary.kinds[other.kind]?.title ?? { en: other.kind }),
        },
      })),
      // What was kept with another end is the same revision.
      history: [...new Map([...element.history].reverse().map((one) => [one.revision, one])).values()]
        .reverse()
        .map((one) => ({ ...one, changed: one.changed.map(fieldTitle) })),
    };
  },
  act: async (context, form) => {
    const { call, params } = context;
    const { id } = params;
    const element = await call(getElement, { id });
    const what = form.get('_do');
    if (what === 'attest') {
      await call(attestElement, { id, revision: Number(form.get('revision')) || 1 });
      return redirect(`/architecture/elements/${id}`, { notice: 'element-attested' });
    }
    if (what === 'document') {
      const file = form.files.document;
      if (!file) return again([{ field: 'document', code: 'architecture.document-missing' }]);
      const [kind, content] = [form.get('document-kind'), file.body.toString('base64')];
      await call(addDocument, { id, kind, name: file.fileName.slice(-200), content });
      return redirect(`/architecture/elements/${id}`, { notice: 'document-added' });
    }
    const errors: FieldError[] = [];
    const from = dateText(form.get(`${what}-from`)) ?? '';
    const reason = form.get(`${what}-reason`);
    const { relations } = await call(getVocabulary, {});
    const relation = what === 'relate' ? relations[form.get('relation')] : undefined;
    const other = relation ? await elementOf(call, relation.to, form.get('other')) : undefined;
    if (what === 'relate' && !relation) errors.push({ field: 'relation', code: 'architecture.relation-missing' });
    if (what === 'relate' && relation && !other) errors.push({ field: 'other', code: 'architecture.other-missing' });
    if (from === '') errors.push({ field: `${what}-from`, code: 'architecture.from-missing' });
    if (reason.length < 3) errors.push({ field: `${what}-reason`, code: 'architecture.reason-missing' });
    if (errors.length > 0) return again(errors);
    const asked = { organisationId: bodyOf(context, element.ownerId), reason: reason.slice(0, 1000) };
    const kind = form.get('relation');
    await call(askChange, {
      ...asked,
      ...(other
        ? {
            title: `${element.code} · ${other.code}`,
            items: [{ do: 'relate', kind, fromId: id, toId: other.id, from }],
          }
        : { title: element.code, items: [{ do: 'end', id, from }] }),
    });
    return redirect('/architecture/changes', { notice: 'change-asked' });
  },
});
export type ElementProps = PropsOf<typeof elementPage>;

/** Scores of public services that an object automates. */
async function ratedServicesOf(
  { call, text }: Pick<PageContext, 'call' | 'text'>,
  {
    relations,
  }: { relations: readonly { kind: string; out: boolean; other: Pick<Element, 'name' | 'facts' | 'kind'> }[] },
) {
  const rated = relations.filter(({ kind, out, other }) => kind === 'automates' && out && other.facts['rated-as']);
  return Promise.all(
    rated.map(async ({ other }) => {
      const code = String(other.facts['rated-as']);
      return { code, name: text(other.name), ...(await scoreOf(call, code)) };
    }),
  );
}

/** The one of these kinds with that code. */
async function elementOf(
  call: PageContext['call'],
  kinds: readonly string[],
  code: string,
): Promise<Element | undefined> {
  if (code === '') return undefined;
  for (const kind of kinds) {
    const { items } = await call(listElements, { kind, search: code.slice(0, 60), limit: 50 });
    const found = items.find((one) => one.code.toLowerCase() === code.toLowerCase());
    if (found) return found;
  }
  return undefined;
}
