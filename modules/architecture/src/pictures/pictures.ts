// SPDX-License-Identifier: Apache-2.0
/** The register seen at once. Whatever stands in a picture somebody may see in the register too. */
import type { Tx } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import * as contract from '../contract.ts';
import { unknownElement } from '../elements/elements.ts';
import { momentOf } from '../elements/reading.ts';
import { sightOf } from '../elements/sight.ts';
import { remembered } from '../figures/remembered.ts';
import * as queries from './queries.ts';

type Asked<Operation extends contract.Pictured> = InputOf<(typeof contract)[Operation]>;
type Answer<Operation extends contract.Pictured> = Promise<OutputOf<(typeof contract)[Operation]>>;
/** What is nobody's says nothing of its owner. */
const owned = <Row extends { readonly ownerId?: string }>({ ownerId, ...row }: Row) => ({
  ...row,
  ...(ownerId ? { ownerId } : {}),
});
const sumOf = <Row>(rows: readonly Row[], value: (row: Row) => number) =>
  rows.reduce((sum, row) => sum + value(row), 0);

export async function getLandscape(tx: Tx, asked: Asked<'getLandscape'>): Answer<'getLandscape'> {
  const look = [momentOf(tx, asked), sightOf(tx), asked.ownerId] as const;
  const rows = await remembered(tx, 'areas', look, () => queries.areas(tx, ...look));
  return {
    areas: rows.map(({ stages, domain, ...area }) => ({
      ...area,
      ...(domain ? { domain } : {}),
      objects: sumOf(stages ?? [], ({ count }) => count),
      stages: (stages ?? []).map(({ value, count }) => ({ value, count })),
      costYear: sumOf(stages ?? [], ({ cost }) => cost),
      critical: sumOf(stages ?? [], ({ critical }) => critical),
      untested: sumOf(stages ?? [], ({ untested }) => untested),
    })),
  };
}

/** Refuses: architecture.element-unknown. */
export async function getImpact(tx: Tx, asked: Asked<'getImpact'>): Answer<'getImpact'> {
  const [moment, sight] = [momentOf(tx, asked), sightOf(tx)];
  const [start] = await queries.namedOf(tx, moment, sight, [asked.id]);
  if (!start) return unknownElement();
  const hops = new Map([[asked.id, 0]]);
  const edges = new Map<string, OutputOf<typeof contract.getImpact>['edges'][number]>();
  let cut = false;
  let edge = [asked.id];
  for (let hop = 1; hop <= (asked.hops ?? 2) && edge.length > 0; hop++) {
    const found = await queries.beside(tx, moment, sight, edge, asked.direction, contract.mostNodes * 4);
    cut ||= found.length === contract.mostNodes * 4;
    edge = [];
    for (const one of found) {
      const fresh = [one.fromId, one.toId].filter((id) => !hops.has(id));
      if (hops.size + fresh.length > contract.mostNodes) {
        cut = true;
        continue;
      }
      for (const id of fresh) hops.set(id, hop);
      edge.push(...fresh);
      edges.set(`${one.fromId} ${one.toId} ${one.kind}`, one);
    }
  }
  const nodes = await queries.namedOf(tx, moment, sight, [...hops.keys()]);
  return {
    nodes: nodes
      .map((node) => ({ ...owned(node), hop: hops.get(node.id) ?? 0 }))
      .sort((a, b) => a.hop - b.hop || a.kind.localeCompare(b.kind) || a.code.localeCompare(b.code)),
    edges: [...edges.values()],
    cut,
  };
}

export async function getLoads(tx: Tx, asked: Asked<'getLoads'>): Answer<'getLoads'> {
  const [moment, sight] = [momentOf(tx, asked), sightOf(tx)];
  return {
    channels: (await queries.channels(tx, moment, sight, asked.ownerId)).map(owned),
    storage: await queries.storage(tx, moment, sight, asked.ownerId),
  };
}

/** So many points can be told apart in a picture. */
const mostPoints = 300;
export async function getQuadrants(tx: Tx, asked: Asked<'getQuadrants'>): Answer<'getQuadrants'> {
  const [moment, sight] = [momentOf(tx, asked), sightOf(tx)];
  const counts = await queries.quadrantCounts(tx, moment, sight, asked.ownerId);
  return {
    counts: contract.quadrants.map(
      (quadrant) => counts.find((one) => one.quadrant === quadrant) ?? { quadrant, count: 0, costYear: 0 },
    ),
    points: (await queries.quadrantPoints(tx, moment, sight, asked.ownerId, mostPoints)).map(owned),
  };
}

export async function getCosts(tx: Tx, asked: Asked<'getCosts'>): Answer<'getCosts'> {
  const [moment, sight] = [momentOf(tx, asked), sightOf(tx)];
  return {
    objects: (await queries.dearest(tx, moment, sight, asked.ownerId)).map(owned),
    owners: await queries.costsOfOwners(tx, moment, sight, asked.ownerId),
    sites: (await queries.costsOfSites(tx, moment, sight, asked.ownerId)).map(owned),
  };
}

export async function getSupport(tx: Tx, asked: Asked<'getSupport'>): Answer<'getSupport'> {
  const [moment, sight] = [momentOf(tx, asked), sightOf(tx)];
  const divisions = await queries.divisions(tx, moment, sight, asked.ownerId);
  const monthly = sumOf(divisions, (row) => row.monthly);
  return {
    divisions,
    support: sumOf(divisions, ({ support }) => support),
    monthly,
    yearly: monthly * 12,
    functions: (await queries.supportFunctions(tx, moment, sight)).map(({ disposition, ...one }) => ({
      ...one,
      ...(disposition ? { disposition } : {}),
    })),
  };
}

export async function getReengineering(tx: Tx, asked: Asked<'getReengineering'>): Answer<'getReengineering'> {
  const [moment, sight] = [momentOf(tx, asked), sightOf(tx)];
  return {
    rows: await queries.reengineered(tx, moment, sight),
    situations: await queries.situationsServed(tx, moment, sight),
  };
}

export async function getRoadmap(tx: Tx, asked: Asked<'getRoadmap'>): Answer<'getRoadmap'> {
  const rows = await queries.projects(tx, momentOf(tx, asked), sightOf(tx), asked.ownerId);
  return {
    projects: rows.map(({ related, starts, ends, ...row }) => {
      const as = (kind: string) => (related ?? []).filter((one) => one.as === kind).map(({ other }) => owned(other));
      const [programme] = as('part-of');
      return {
        ...owned(row),
        ...(starts ? { starts } : {}),
        ...(ends ? { ends } : {}),
        ...{ changes: as('changes'), goals: as('realises') },
        ...(programme ? { programme } : {}),
      };
    }),
  };
}
