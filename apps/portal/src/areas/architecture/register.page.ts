// SPDX-License-Identifier: Apache-2.0
/** The register of the architecture: how much there is of what, lists of elements, and changes that were asked for. */
import {
  decideChange,
  duties,
  getFigures,
  getVocabulary,
  layers,
  listChanges,
  listElements,
  withdrawChange,
} from '@stoa/architecture/contract';
import { listOrganisations } from '@stoa/organisations/contract';
import { again, definePage, Elsewhere, type PageContext, type PropsOf, redirect } from '../../server/page.ts';

type Context = Pick<PageContext, 'call' | 'text' | 'language'>;
const day = (typed: string | undefined) => (typed && /^\d{4}-\d\d-\d\d$/.test(typed) ? typed : undefined);

/** Who keeps part of the register has changes to look at. */
const keeps = ({ principal }: Pick<PageContext, 'principal'>): boolean =>
  principal.kind === 'person' &&
  principal.duties.some(({ code }) => code === duties.owner || code === duties.integrator);

/** Names of organisations by id. */
export async function ownersOf({ call, text, language }: Context): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  // Companies own nothing of the register, and are many.
  for (const kind of ['central', 'quasi-public', 'local'] as const)
    for (let cursor: string | undefined; ; ) {
      const page = await call(listOrganisations, { kind, by: language, limit: 100, ...(cursor ? { cursor } : {}) });
      for (const { id, name } of page.items) found.set(id, text(name));
      cursor = page.nextCursor;
      if (!cursor || found.size >= 3000) break;
    }
  return found;
}

export const architecturePage = definePage({
  path: '/architecture',
  component: 'architecture/OverviewPage',
  load: async (context) => {
    const { call, text, query } = context;
    const on = day(query.on);
    const [vocabulary, figures] = await Promise.all([call(getVocabulary, {}), call(getFigures, on ? { on } : {})]);
    const count = new Map(figures.kinds.map(({ value, count: many }) => [value, many]));
    return {
      ...{ on, owners: figures.owners, keeps: keeps(context) },
      layers: layers.map((layer) => ({
        title: text(vocabulary.layers[layer] ?? { en: layer }),
        kinds: Object.entries(vocabulary.kinds)
          .filter(([, kind]) => kind.layer === layer)
          .map(([code, kind]) => ({ code, title: text(kind.title), count: count.get(code) ?? 0 })),
      })),
      distributions: figures.distributions.map(({ field, counts }) => ({
        field,
        title: text(vocabulary.fields[field]?.title ?? { en: field }),
        counts: counts.map(({ value, count: many }) => ({
          value,
          count: many,
          text: value === '' ? '' : text(vocabulary.fields[field]?.choices?.[value] ?? { en: value }),
        })),
      })),
    };
  },
});
export type ArchitectureProps = PropsOf<typeof architecturePage>;

export const elementsPage = definePage({
  path: '/architecture/elements',
  component: 'architecture/ElementsPage',
  load: async (context) => {
    const { call, text, query } = context;
    const vocabulary = await call(getVocabulary, {});
    const code = query.kind && Object.hasOwn(vocabulary.kinds, query.kind) ? query.kind : 'object';
    const kind = vocabulary.kinds[code];
    if (!kind) throw new Elsewhere('/architecture');
    const owners = await ownersOf(context);
    const choices = kind.fields.flatMap((field) => {
      const { choices: words, title } = vocabulary.fields[field] ?? {};
      return words && title ? [{ field, title: text(title), options: Object.entries(words) }] : [];
    });
    const chosen = choices.find(({ field, options }) => options.some(([value]) => query[field] === value));
    const on = day(query.on);
    const { items, nextCursor } = await call(listElements, {
      ...{ kind: code, limit: 30 },
      ...(query.owner ? { ownerId: query.owner } : {}),
      ...(query.search ? { search: query.search.slice(0, 200) } : {}),
      ...(chosen ? { fact: `${chosen.field}:${query[chosen.field]}` } : {}),
      ...(on ? { on } : {}),
      ...(query.cursor ? { cursor: query.cursor } : {}),
    });
    return {
      ...{ kind: code, title: text(kind.title), nextCursor, keeps: keeps(context) },
      kinds: Object.entries(vocabulary.kinds).map(([value, one]) => ({ value, text: text(one.title) })),
      owners: [...owners].map(([value, name]) => ({ value, text: name })),
      choices: choices.map(({ field, title, options }) => ({
        ...{ field, title },
        options: options.map(([value, words]) => ({ value, text: text(words) })),
      })),
      columns: choices.slice(0, 3).map(({ field, title }) => ({ field, title })),
      rows: items.map((one) => ({
        ...{ id: one.id, code: one.code, name: text(one.name), attestedAt: one.attestedAt, provenance: one.provenance },
        owner: one.ownerId ? (owners.get(one.ownerId) ?? one.ownerId) : '',
        facts: Object.fromEntries(
          choices.slice(0, 3).map(({ field }) => {
            const words = vocabulary.fields[field]?.choices?.[String(one.facts[field])];
            return [field, words ? text(words) : ''];
          }),
        ) as Record<string, string>,
      })),
    };
  },
});
export type ElementsProps = PropsOf<typeof elementsPage>;

export const registerChangesPage = definePage({
  path: '/architecture/changes',
  duty: [duties.owner, duties.integrator],
  component: 'architecture/ChangesPage',
  load: async (context) => {
    const { call, text, query } = context;
    const state = (['asked', 'approved', 'declined', 'withdrawn'] as const).find((one) => one === query.state);
    const [vocabulary, owners, page] = await Promise.all([
      call(getVocabulary, {}),
      ownersOf(context),
      call(listChanges, { limit: 20, ...(state ? { state } : {}), ...(query.cursor ? { cursor: query.cursor } : {}) }),
    ]);
    const wordsOf = (field: string, value: unknown) => {
      const known = vocabulary.fields[field];
      const shown = known?.choices?.[String(value)];
      return {
        field: text(known?.title ?? { en: field }),
        value: shown ? text(shown) : value === null ? '' : String(value),
      };
    };
    return {
      nextCursor: page.nextCursor,
      changes: page.items.map((one) => ({
        ...one,
        owner: owners.get(one.organisationId) ?? one.organisationId,
        items: one.items.map((item) => ({
          do: item.do,
          href: 'id' in item ? `/architecture/elements/${item.id}` : `/architecture/elements/${item.fromId}`,
          from: item.from,
          name: 'name' in item && item.name ? text(item.name) : '',
          facts: 'facts' in item ? Object.entries(item.facts ?? {}).map(([field, value]) => wordsOf(field, value)) : [],
        })),
      })),
    };
  },
  act: async ({ call }, form) => {
    const [what, id = ''] = form.get('_do').split(' ');
    if (what === 'withdraw') await call(withdrawChange, { id });
    else if (what === 'approve') await call(decideChange, { id, approve: true });
    else {
      const reason = form.get('reason').trim();
      if (reason.length < 3) return again([{ field: 'reason', code: 'architecture.reason-missing' }]);
      await call(decideChange, { id, approve: false, reason });
    }
    return redirect('/architecture/changes', { notice: 'change-done' });
  },
});
export type ChangesProps = PropsOf<typeof registerChangesPage>;
