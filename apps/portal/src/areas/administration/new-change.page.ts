// SPDX-License-Identifier: Apache-2.0
/** One form for each kind of change; the page that leads to it has filled in what the change is about. */
import {
  type Asked,
  countDuties,
  findPeople,
  getOrganisation,
  getStructure,
  listOrganisations,
  listSpheres,
  type OrganisationFacts,
  requestChange,
} from '@stoa/organisations/contract';
import { isRefusal } from '../../server/problem.ts';
import { again, definePage, type Form, type PageContext, type PropsOf, redirect } from '../../server/page.ts';
import { regionNames } from '../organisations/directory.page.ts';
import { grantor } from './administration.page.ts';
import { askedOf, FormReader, changeKinds, type ChangeKind } from './read-change.ts';

/** What was found while filling the form in: it is nowhere stored. */
export interface Found {
  readonly people?: readonly { value: string; text: string }[];
  readonly organisations?: readonly { value: string; text: string }[];
}

const kindOf = ({ query }: Pick<PageContext, 'query'>): ChangeKind =>
  changeKinds.find((kind) => kind === query.kind) ?? 'organisation';

/** Keeps what was found before while the form comes back; a search that is too short finds nothing. */
async function foundBy({ call, text, language }: PageContext, form: Form): Promise<Found> {
  const [words, search] = [form.get('personWords'), form.get('organisationWords')];
  return {
    ...(words.length > 1
      ? {
          people: (await call(findPeople, { words })).items.map(({ personId, name }) => ({
            value: personId,
            text: name,
          })),
        }
      : {}),
    ...(search.length > 1
      ? {
          organisations: (await call(listOrganisations, { search, by: language, limit: 20 })).items.map((one) => ({
            ...{ value: one.id, text: `${text(one.name)} (${one.id})` },
          })),
        }
      : {}),
  };
}

type Structure = Awaited<ReturnType<typeof structureOf>>;
async function structureOf({ call, text }: PageContext, id: string) {
  const { units, posts } = await call(getStructure, { id });
  return {
    units: units.map((unit) => ({ value: unit.id, text: text(unit.name) })),
    posts: posts.map((post) => ({
      ...{
        id: post.id,
        title: text(post.title),
        duties: post.duties.map(({ id: value, code }) => ({ value, text: code })),
      },
      holdings: post.holdings.map(({ id: value, name, as }) => ({ value, text: name, as })),
    })),
  };
}

/** What ends, in words. */
function ending(query: Record<string, string>, structure: Structure | undefined): string | undefined {
  const all = [
    ...(structure?.units ?? []),
    ...(structure?.posts ?? []).flatMap(({ id, title, duties, holdings }) => [
      { value: id, text: title },
      ...[...duties, ...holdings].map(({ value, text }) => ({ value, text: `${text} – ${title}` })),
    ]),
  ];
  return all.find(({ value }) => value === query.id)?.text;
}

async function organisationFields(context: PageContext) {
  const [spheres, regions] = await Promise.all([context.call(listSpheres, {}), regionNames(context)]);
  return {
    spheres: spheres.items.map(({ code, title }) => ({ value: code, text: context.text(title) })),
    regions: [...regions].map(([value, name]) => ({ value, text: name })),
  };
}

export const newChangePage = definePage({
  path: '/administration/changes/new',
  duty: grantor,
  component: 'administration/NewChangePage',
  load: async (context) => {
    const { call, text, query } = context;
    const kind = kindOf(context);
    const organisation = query.organisation ? await call(getOrganisation, { id: query.organisation }) : undefined;
    const structure = organisation && kind !== 'organisation' ? await structureOf(context, organisation.id) : undefined;
    const duties = kind === 'post' || kind === 'duty' ? (await call(countDuties, {})).items : [];
    return {
      kind,
      organisation: organisation && { id: organisation.id, name: text(organisation.name) },
      facts: kind === 'organisation' ? (organisation as OrganisationFacts | undefined) : undefined,
      lists: kind === 'organisation' ? await organisationFields(context) : { spheres: [], regions: [] },
      units: structure?.units ?? [],
      post: structure?.posts.find(({ id }) => id === query.post),
      duties: duties.map(({ code }) => ({ value: code, text: code })),
      ending: ending(query, structure),
      /** A form that lacks what it is about leads to the directory, where that is chosen. */
      lacks:
        (kind !== 'organisation' && !organisation) ||
        ((kind === 'holding' || kind === 'duty') && !structure?.posts.some(({ id }) => id === query.post)) ||
        (kind === 'end' && !ending(query, structure)),
    };
  },
  act: async (context, form) => {
    const found = async () => ({ result: await foundBy(context, form) });
    if (form.get('_search')) return again([], await found());
    const reader = new FormReader(form);
    const before =
      kindOf(context) === 'organisation' && context.query.organisation
        ? await context.call(getOrganisation, { id: context.query.organisation })
        : undefined;
    const asked = askedOf(kindOf(context), reader, context.query, before);
    const reason = reader.text('reason', 'administration.reason-missing');
    if (reader.errors.length > 0) return again(reader.errors, await found());
    try {
      await context.call(requestChange, { asked: asked as Asked, reason });
    } catch (error) {
      // Whatever is refused is told where it can be mended.
      if (!isRefusal(error) || !error.code.startsWith('organisations.')) throw error;
      return again([{ field: '', code: error.code, message: error.message }], await found());
    }
    return redirect('/administration/changes', { notice: 'change-requested' });
  },
});
export type NewChangeProps = PropsOf<typeof newChangePage>;
