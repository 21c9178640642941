// SPDX-License-Identifier: Apache-2.0
import {
  getHistory,
  getOrganisation,
  getRelatives,
  getStructure,
  listSpheres,
  type Organisation,
  type OrganisationFacts,
} from '@stoa/organisations/contract';
import type { OutputOf } from '@stoa/kernel/contract';
import { dateText } from '@stoa/kernel/text';
import { definePage, type PageContext, type PropsOf } from '../../server/page.ts';
import { regionNames } from './directory.page.ts';
import { showStructure } from './structure-view.ts';

type Text = PageContext['text'];
type History = OutputOf<typeof getHistory>['items'];

const link = (one: Organisation, text: Text) => ({ id: one.id, name: text(one.name), until: one.until });
export type OrganisationLink = ReturnType<typeof link>;

/** Which facts became other ones; of the first state all that it says. */
const changedFacts = (now: OrganisationFacts, before: OrganisationFacts | undefined) =>
  (
    [
      'name',
      'kind',
      'sphere',
      'address',
      'regionCode',
      'parentId',
      'successorId',
      'inn',
      'ogrn',
      'kpp',
      'until',
    ] as const
  ).filter((fact) => before && JSON.stringify(now[fact]) !== JSON.stringify(before[fact]));

const showHistory = (items: History, text: Text) =>
  items.map(({ validFrom, knownAt, facts }, at) => ({
    validFrom,
    knownAt,
    name: text(facts.name),
    changed: changedFacts(facts, items[at + 1]?.facts),
    first: at === items.length - 1,
  }));

/** Noon of a day is that day in every part of a country. */
export const noonOf = (day: string | undefined) => (day ? `${day}T06:00:00.000Z` : undefined);

export const organisationPage = definePage({
  path: '/organisations/:id',
  component: 'organisations/OrganisationPage',
  load: async (context) => {
    const { call, text, params, query, principal } = context;
    const on = query.on ? dateText(query.on) : undefined;
    const official = principal.kind === 'person' && principal.duties.length > 0;
    const { id } = params;
    const at = noonOf(on);
    const [now, then, relatives, history, spheres, regions, structure] = await Promise.all([
      call(getOrganisation, { id }),
      on ? call(getOrganisation, { id, on }) : undefined,
      call(getRelatives, { id }),
      call(getHistory, { id }),
      call(listSpheres, {}),
      regionNames(context),
      official ? call(getStructure, { id, ...(at ? { at } : {}) }) : undefined,
    ]);
    const shown = then ?? now;
    const sphere = spheres.items.find(({ code }) => code === shown.sphere);
    return {
      id,
      on,
      onWrong: query.on !== undefined && query.on !== '' && on === undefined,
      name: text(shown.name),
      facts: {
        kind: shown.kind,
        sphere: sphere && text(sphere.title),
        region: shown.regionCode ? (regions.get(shown.regionCode) ?? shown.regionCode) : undefined,
        address: shown.address && text(shown.address),
        inn: shown.inn,
        ogrn: shown.ogrn,
        kpp: shown.kpp,
        from: shown.from,
        until: shown.until,
      },
      above: relatives.above.map((one) => link(one, text)),
      below: relatives.below.map((one) => link(one, text)),
      merged: relatives.merged.map((one) => link(one, text)),
      successor: relatives.successor && link(relatives.successor, text),
      history: showHistory(history.items, text),
      structure: structure && showStructure(structure, text),
      administers: principal.kind === 'person' && principal.duties.some(({ code }) => code === 'identity.grantor'),
    };
  },
});
export type OrganisationProps = PropsOf<typeof organisationPage>;
