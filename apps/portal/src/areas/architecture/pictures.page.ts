// SPDX-License-Identifier: Apache-2.0
/** The register seen at once: landscape, impact, costs, support, loads, quadrants, roadmap, radar. */
import * as architecture from '@stoa/architecture/contract';
import { definePage, Elsewhere, type PageContext, type PropsOf } from '../../server/page.ts';
import { ownersOf } from './register.page.ts';
import { levelOfScore, type Scored, scoresOfAreas } from './scores.ts';

type Context = Pick<PageContext, 'call' | 'text' | 'language' | 'query'>;
type Named = {
  readonly id: string;
  readonly code: string;
  readonly name: architecture.Element['name'];
  readonly ownerId?: string;
};

/** By whom and on which day, as the address says; and how elements and bodies are written. */
async function askedOf({ call, text, language, query }: Context) {
  const owners = await ownersOf({ call, text, language });
  const on = query.on && /^\d{4}-\d\d-\d\d$/.test(query.on) ? query.on : undefined;
  const ownerId = query.owner && owners.has(query.owner) ? query.owner : undefined;
  const ownerName = (id: string | undefined) => (id ? (owners.get(id) ?? id) : '');
  return {
    filter: { ...(ownerId ? { ownerId } : {}), ...(on ? { on } : {}) },
    owners: [...owners].map(([value, name]) => ({ value, text: name })),
    ownerName,
    shown: ({ id, code, name, ownerId: of }: Named) => ({ id, code, name: text(name), owner: ownerName(of) }),
  };
}

const levelOf = (objects: number, value: number, most: number) =>
  objects === 0 ? 0 : 1 + Math.min(3, Math.floor((value / most) * 3.999));
const measures = ['stage', 'cost', 'risk', 'score'] as const;
export const landscapePage = definePage({
  path: '/architecture/landscape',
  component: 'architecture/LandscapePage',
  load: async (context) => {
    const { call, text, query } = context;
    const { filter, owners } = await askedOf(context);
    const [{ areas }, vocabulary] = await Promise.all([
      call(architecture.getLandscape, filter),
      call(architecture.getVocabulary, {}),
    ]);
    const by = measures.find((one) => one === query.by) ?? 'stage';
    const inUse = ({ stages }: architecture.Area) =>
      stages
        .filter(({ value }) => value === 'industrial' || value === 'development')
        .reduce((n, one) => n + one.count, 0);
    const valueOf = (area: architecture.Area) =>
      by === 'cost' ? area.costYear : by === 'risk' ? area.untested : inUse(area);
    const most = Math.max(1, ...areas.map(valueOf));
    const scores = by === 'score' ? await scoresOfAreas(call, areas) : new Map<string, Scored>();
    const domains = new Map(areas.flatMap(({ domain }) => (domain ? [[domain.code, text(domain.name)] as const] : [])));
    return {
      ...{ by, owners },
      stages: Object.entries(vocabulary.fields.stage?.choices ?? {}).map(([value, words]) => ({
        value,
        text: text(words),
      })),
      domains: [...domains].map(([code, name]) => ({
        ...{ code, name },
        areas: areas
          .filter(({ domain }) => domain?.code === code)
          .map((area) => ({
            ...{ id: area.id, code: area.code, name: text(area.name), objects: area.objects, stages: area.stages },
            ...{ costYear: area.costYear, untested: area.untested, critical: area.critical },
            ...{ score: scores.get(area.code)?.score, suppressed: scores.get(area.code)?.state === 'suppressed' },
            /** From 0, nothing, to 4, the most there is. */
            level: by === 'score' ? levelOfScore(scores.get(area.code)) : levelOf(area.objects, valueOf(area), most),
          })),
      })),
    };
  },
});
export type LandscapeProps = PropsOf<typeof landscapePage>;

const directions = ['up', 'down'] as const;
export const impactPage = definePage({
  path: '/architecture/elements/:id/impact',
  component: 'architecture/ImpactPage',
  load: async (context) => {
    const { call, text, query, params } = context;
    if (!/^[0-9a-f-]{36}$/.test(params.id)) throw new Elsewhere('/architecture/elements');
    const { filter, shown } = await askedOf(context);
    const on = filter.on ? { on: filter.on } : {};
    const hops = [1, 2, 3, 4].find((one) => String(one) === query.hops) ?? 2;
    const direction = directions.find((one) => one === query.direction);
    const [vocabulary, found] = await Promise.all([
      call(architecture.getVocabulary, {}),
      call(architecture.getImpact, { id: params.id, hops, ...(direction ? { direction } : {}), ...on }),
    ]);
    const kindOf = (code: string) => text(vocabulary.kinds[code]?.title ?? { en: code });
    const nodes = found.nodes.map((node) => ({
      ...shown(node),
      ...{ hop: node.hop, kind: kindOf(node.kind), layer: vocabulary.kinds[node.kind]?.layer ?? 'systems' },
    }));
    return {
      ...{ hops, nodes, cut: found.cut, start: nodes.find(({ id }) => id === params.id) },
      edges: found.edges.map((edge) => ({
        ...edge,
        title: text(vocabulary.relations[edge.kind]?.title ?? { en: edge.kind }),
      })),
    };
  },
});
export type ImpactProps = PropsOf<typeof impactPage>;

export const costsPage = definePage({
  path: '/architecture/costs',
  component: 'architecture/CostsPage',
  load: async (context) => {
    const { filter, owners, ownerName, shown } = await askedOf(context);
    const { objects, owners: bodies, sites } = await context.call(architecture.getCosts, filter);
    return {
      owners,
      objects: objects.map((one) => ({ ...one, ...shown(one) })),
      bodies: bodies.map((one) => ({ ...one, name: ownerName(one.ownerId) })),
      sites: sites.map((one) => ({ ...one, ...shown(one) })),
    };
  },
});
export type CostsProps = PropsOf<typeof costsPage>;

export const supportPage = definePage({
  path: '/architecture/support',
  component: 'architecture/SupportPage',
  load: async (context) => {
    const { call, text } = context;
    const { filter, owners, ownerName } = await askedOf(context);
    const on = filter.on ? { on: filter.on } : {};
    const [support, processes, vocabulary] = await Promise.all([
      call(architecture.getSupport, filter),
      call(architecture.getReengineering, on),
      call(architecture.getVocabulary, {}),
    ]);
    const wordOf = (field: string, value: string | undefined) =>
      value ? text(vocabulary.fields[field]?.choices?.[value] ?? { en: value }) : '';
    return {
      ...{ owners, support: support.support, monthly: support.monthly, yearly: support.yearly },
      divisions: support.divisions.map((one) => ({ ...one, title: wordOf('division-kind', one.kind) })),
      functions: support.functions.map(({ id, code, name, disposition }) => ({
        ...{ id, code, name: text(name), disposition: wordOf('disposition', disposition) },
      })),
      processes: processes.rows.map((row) => ({ ...row, owner: ownerName(row.ownerId) })),
      situations: processes.situations,
    };
  },
});
export type SupportProps = PropsOf<typeof supportPage>;

export const loadsPage = definePage({
  path: '/architecture/loads',
  component: 'architecture/LoadsPage',
  load: async (context) => {
    const { filter, owners, ownerName, shown } = await askedOf(context);
    const { channels, storage } = await context.call(architecture.getLoads, filter);
    return {
      owners,
      channels: channels.map((one) => ({ ...one, ...shown(one) })),
      storage: storage.map((one) => ({ ...one, owner: ownerName(one.ownerId) })),
    };
  },
});
export type LoadsProps = PropsOf<typeof loadsPage>;

export const quadrantsPage = definePage({
  path: '/architecture/quadrants',
  component: 'architecture/QuadrantsPage',
  load: async (context) => {
    const { filter, owners, shown } = await askedOf(context);
    const { counts, points } = await context.call(architecture.getQuadrants, filter);
    return { owners, counts, points: points.map((one) => ({ ...one, ...shown(one) })) };
  },
});
export type QuadrantsProps = PropsOf<typeof quadrantsPage>;

export const roadmapPage = definePage({
  path: '/architecture/roadmap',
  component: 'architecture/RoadmapPage',
  load: async (context) => {
    const { filter, owners, shown } = await askedOf(context);
    const { projects } = await context.call(architecture.getRoadmap, filter);
    return {
      owners,
      projects: projects.map(({ changes, goals, programme, ...one }) => ({
        ...{ ...one, ...shown(one), changes: changes.map(shown), goals: goals.map(shown) },
        programme: programme ? shown(programme) : undefined,
      })),
    };
  },
});
export type RoadmapProps = PropsOf<typeof roadmapPage>;

export const radarPage = definePage({
  path: '/architecture/radar',
  component: 'architecture/RadarPage',
  load: async ({ call, text }) => {
    const [vocabulary, { items }] = await Promise.all([
      call(architecture.getVocabulary, {}),
      call(architecture.listElements, { kind: 'technology', limit: 100 }),
    ]);
    return {
      rings: Object.entries(vocabulary.fields.radar?.choices ?? {}).map(([ring, words]) => ({
        ...{ ring, title: text(words) },
        technologies: items
          .filter(({ facts }) => facts.radar === ring)
          .map(({ id, name, facts }) => ({ id, name: text(name), endOfLife: String(facts['end-of-life'] ?? '') })),
      })),
    };
  },
});
export type RadarProps = PropsOf<typeof radarPage>;
