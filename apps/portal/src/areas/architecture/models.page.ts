// SPDX-License-Identifier: Apache-2.0
/** Reference models in versions: how much of the register belongs to each entry, what changed, the next version as a draft. */
import { getVocabulary } from '@stoa/architecture/contract';
import { languages, type LocalText } from '@stoa/kernel/contract';
import { dateText } from '@stoa/kernel/text';
import {
  compareModel,
  draftModel,
  getCoverage,
  getModel,
  listModels,
  type ModelEntry,
  modelCodes,
  publishModel,
  setEntry,
} from '@stoa/norms/contract';
import {
  again,
  definePage,
  Elsewhere,
  type FieldError,
  type Form,
  type Outcome,
  type PageContext,
  type PropsOf,
  redirect,
} from '../../server/page.ts';
import { ownersOf } from './register.page.ts';

const isCode = (code: string | undefined) => modelCodes.find((one) => one === code);
export const modelsPage = definePage({
  path: '/architecture/models',
  component: 'architecture/ModelsPage',
  load: async ({ call, text }) => {
    const { items, may } = await call(listModels, {});
    return {
      may,
      models: await Promise.all(
        items.map(async ({ code, title, current, versions }) => {
          const covered = current === undefined ? undefined : await call(getCoverage, { code });
          const now = versions.find(({ version }) => version === current);
          return {
            ...{ code, title: text(title), current, from: now?.from, entries: now?.entries ?? 0 },
            ...{ total: covered?.total ?? 0, mapped: covered?.mapped ?? 0 },
            draft: versions.find(({ from }) => from === undefined)?.version,
          };
        }),
      ),
    };
  },
});
export type ModelsProps = PropsOf<typeof modelsPage>;

/** Entries below their parents, each with how far it stands in. */
function inOrder(entries: readonly ModelEntry[]): { entry: ModelEntry; depth: number }[] {
  const below = (parent: string | undefined, depth: number): { entry: ModelEntry; depth: number }[] =>
    entries
      .filter((one) => one.parent === parent)
      .flatMap((entry) => [{ entry, depth }, ...below(entry.code, depth + 1)]);
  return below(undefined, 0);
}
const numberOf = (typed: string | undefined) => (typed && /^[1-9]\d{0,3}$/.test(typed) ? Number(typed) : undefined);

export const modelPage = definePage({
  path: '/architecture/models/:code',
  component: 'architecture/ModelPage',
  load: async (context) => {
    const { call, text, params, query } = context;
    const code = isCode(params.code);
    if (!code) throw new Elsewhere('/architecture/models');
    const owners = await ownersOf(context);
    const ownerId = query.owner && owners.has(query.owner) ? query.owner : undefined;
    const { items, may } = await call(listModels, {});
    const of = items.find((one) => one.code === code);
    const version = numberOf(query.version) ?? of?.current ?? of?.versions[0]?.version;
    const options = [...owners].map(([value, name]) => ({ value, text: name }));
    const base = { ...{ code, title: of ? text(of.title) : code, owners: options }, versions: of?.versions ?? [] };
    const mayAll: ('write' | 'publish')[] = [...may];
    if (version === undefined) return { ...base, may: mayAll, model: undefined };
    const [model, coverage, vocabulary] = await Promise.all([
      call(getModel, { code, version }),
      call(getCoverage, { code, version, ...(ownerId ? { ownerId } : {}) }),
      call(getVocabulary, {}),
    ]);
    const counts = new Map(coverage.counts.map((one) => [one.code, one.count]));
    const other = numberOf(query.compare);
    const changes =
      other && other !== version ? await call(compareModel, { code, from: other, to: version }) : undefined;
    const written = (entry: ModelEntry | undefined) => (entry ? text(entry.title) : '');
    return {
      ...{ ...base, may: [...mayAll, ...model.may] },
      model: {
        ...{ version, from: model.from, note: model.note, writtenByName: model.writtenByName },
        ...{ publishedByName: model.publishedByName, draft: model.from === undefined, compare: other },
        kind: text(vocabulary.kinds[coverage.kind]?.title ?? { en: coverage.kind }),
        ...{ total: coverage.total, mapped: coverage.mapped },
        entries: inOrder(model.list).map(({ entry, depth }) => ({
          ...{ code: entry.code, title: text(entry.title), titles: entry.title, parent: entry.parent ?? '', depth },
          ...{ maps: entry.maps.join(', '), count: counts.get(entry.code) ?? 0 },
        })),
        none: coverage.none.map(({ name, ownerId: id, ...one }) => ({
          ...{ ...one, name: text(name), owner: id ? (owners.get(id) ?? id) : '' },
        })),
        changes: changes?.items.map(({ before, after, ...one }) => ({
          ...{ ...one, before: written(before), after: written(after) },
        })),
      },
    };
  },
  act: (context, form) => (verbs[form.get('_do').split(' ')[0] ?? ''] ?? verbs.entry)(context, form),
});
export type ModelProps = PropsOf<typeof modelPage>;

type Verb = (context: Pick<PageContext, 'call' | 'params'>, form: Form) => Promise<Outcome>;
const done = (code: string, version: number): Outcome =>
  redirect(`/architecture/models/${code}?version=${version}`, { notice: 'model-kept' });
const codeOf = (params: Readonly<Record<string, string>>) => isCode(params.code) ?? 'brm';
const verbs = {
  draft: async ({ call, params }, form) => {
    const note = form.get('note').trim();
    if (note.length < 3) return again([{ field: 'note', code: 'architecture.reason-missing' }]);
    const { code, version } = await call(draftModel, { code: codeOf(params), note });
    return done(code, version);
  },
  publish: async ({ call, params }, form) => {
    const from = dateText(form.get('from'));
    if (!from) return again([{ field: 'from', code: 'architecture.from-missing' }]);
    const { code, version } = await call(publishModel, { code: codeOf(params), from });
    return done(code, version);
  },
  remove: async ({ call, params }, form) => {
    const entry = form.get('_do').split(' ')[1] ?? '';
    const { code, version } = await call(setEntry, { code: codeOf(params), entry });
    return done(code, version);
  },
  entry: async ({ call, params }, form) => {
    const errors: FieldError[] = [];
    const entry = form.get('entry').trim();
    const titles = languages.map((language) => [language, form.get(`title-${language}`).trim()] as const);
    const title = Object.fromEntries(titles.filter(([, words]) => words !== '')) as LocalText;
    if (!/^[A-Za-z0-9][A-Za-z0-9.-]{0,29}$/.test(entry))
      errors.push({ field: 'entry', code: 'architecture.code-wrong' });
    if (!title.en) errors.push({ field: 'title-en', code: 'architecture.name-missing' });
    if (errors.length > 0) return again(errors);
    const parent = form.get('parent').trim();
    const maps = form
      .get('maps')
      .split(',')
      .map((one) => one.trim())
      .filter(Boolean)
      .slice(0, 20);
    const of = { code: codeOf(params), entry, title, maps };
    const { code, version } = await call(setEntry, { ...of, ...(parent ? { parent } : {}) });
    return done(code, version);
  },
} satisfies Record<string, Verb> as Record<string, Verb> & { entry: Verb };
