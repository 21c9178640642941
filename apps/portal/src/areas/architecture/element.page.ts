// SPDX-License-Identifier: Apache-2.0
/** An element: what is known of it, how it relates, what changed; its owner attests it and asks for changes. */
import { askChange, attestElement, type Fact, getElement, getVocabulary } from '@stoa/architecture/contract';
import { dateText, numberText } from '@stoa/kernel/text';
import { again, definePage, Elsewhere, type FieldError, type PropsOf, redirect } from '../../server/page.ts';
import { ownersOf } from './register.page.ts';

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
      kindTitle: text(kind?.title ?? { en: element.kind }),
      archimate: kind?.archimate ?? '',
      owner: element.ownerId
        ? { id: element.ownerId, name: owners.get(element.ownerId) ?? element.ownerId }
        : undefined,
      facts: (kind?.fields ?? []).map((code) => ({
        code,
        title: fieldTitle(code),
        ...valueOf(code, element.facts[code]),
        choices: Object.entries(vocabulary.fields[code]?.choices ?? {}).map(([value, words]) => ({
          value,
          text: text(words),
        })),
      })),
      relations: element.relations.map(({ id, kind: relation, out, other }) => ({
        ...{ id, out, title: text(vocabulary.relations[relation]?.title ?? { en: relation }) },
        other: {
          ...{ id: other.id, code: other.code, name: text(other.name) },
          kind: text(vocabulary.kinds[other.kind]?.title ?? { en: other.kind }),
        },
      })),
      history: element.history.map((one) => ({ ...one, changed: one.changed.map(fieldTitle) })),
    };
  },
  act: async ({ call, params: { id }, query }, form) => {
    const element = await call(getElement, { id });
    if (form.get('_do') === 'attest') {
      await call(attestElement, { id, revision: Number(form.get('revision')) || 1 });
      return redirect(`/architecture/elements/${id}`, { notice: 'element-attested' });
    }
    const { fields } = await call(getVocabulary, {});
    const errors: FieldError[] = [];
    const [code, typed, reason] = [form.get('field'), form.get('value').trim(), form.get('reason').trim()];
    const from = dateText(form.get('from')) ?? '';
    const field = fields[code];
    const value = field && typed !== '' ? read(field.type, typed) : undefined;
    if (!field) errors.push({ field: 'field', code: 'architecture.field-missing' });
    if (field && value === undefined) errors.push({ field: 'value', code: 'architecture.value-missing' });
    if (from === '') errors.push({ field: 'from', code: 'architecture.from-missing' });
    if (reason.length < 3) errors.push({ field: 'reason', code: 'architecture.reason-missing' });
    if (errors.length > 0 || value === undefined) return again(errors);
    const revision = Number(form.get('revision')) || element.revision;
    await call(askChange, {
      ...{ organisationId: element.ownerId ?? query.organisation ?? '', title: `${element.code} ${code}`, reason },
      items: [{ do: 'set', id, revision, facts: { [code]: value }, from }],
    });
    return redirect('/architecture/changes', { notice: 'change-asked' });
  },
});
export type ElementProps = PropsOf<typeof elementPage>;

/** Undefined for what cannot be read as such. */
function read(type: string, typed: string): Fact | undefined {
  if (type === 'number') return numberText(typed);
  if (type === 'money') {
    const amount = numberText(typed);
    return amount === undefined ? undefined : Math.round(amount * 100);
  }
  if (type === 'date') return dateText(typed);
  return type === 'flag' ? typed === 'true' : typed;
}
