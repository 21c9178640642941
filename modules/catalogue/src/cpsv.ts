// SPDX-License-Identifier: Apache-2.0
/** The catalogue in the Core Public Service Vocabulary Application Profile 3.2 (SEMIC), as JSON-LD 1.1. */
import type { Tx } from '@stoa/kernel';
import type { LocalText, OutputOf } from '@stoa/kernel/contract';
import type { exportCpsv } from './contract.ts';
import type { ServicePackage } from './package-model.ts';
import { publishedPackages } from './packages.ts';
import { regionsOf, territoryOf } from './regional.ts';

const context = {
  cpsv: 'http://purl.org/vocab/cpsv#',
  cv: 'http://data.europa.eu/m8g/',
  dct: 'http://purl.org/dc/terms/',
  eli: 'http://data.europa.eu/eli/ontology#',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
};

type Node = Record<string, unknown>;
const text = (words: LocalText) =>
  Object.entries(words).map(([language, value]) => ({ '@language': language, '@value': value }));
const reference = (id: string) => ({ '@id': id });

export async function cpsvCatalogue(tx: Tx): Promise<OutputOf<typeof exportCpsv>> {
  const base = tx.module.publicUrl;
  const { code, territories } = tx.module.country;
  const regions = regionsOf({ territories });
  const graph = (await publishedPackages(tx)).flatMap((pkg) => {
    const places = new Set(pkg.facts.territory ? territoryOf(pkg.facts, regions) : [code]);
    const given = territories.filter((one) => places.has(one.code));
    return serviceNodes(
      base,
      pkg,
      given.map((one) => placeOf(base, one)),
    );
  });
  return { '@context': context, '@graph': [...new Map(graph.map((node) => [node['@id'], node])).values()] };
}

/** Where it is given (`dct:spatial`): the country, or the regions. */
const placeOf = (base: string, { code, name }: { code: string; name: LocalText }): Node => ({
  '@id': `${base}/regions/${code}`,
  '@type': 'dct:Location',
  'dct:identifier': code,
  'dct:title': text(name),
});

function serviceNodes(base: string, pkg: ServicePackage, places: readonly Node[]): Node[] {
  const { facts } = pkg;
  const service = `${base}/services/${facts.id}`;
  const authority = `${base}/organisations/${encodeURIComponent(facts.authority.id)}`;
  const parts = partsOf(base, service, pkg);
  const references = Object.entries(parts).map(([property, nodes]) => [
    property,
    nodes.map((node) => reference(String(node['@id']))),
  ]);
  return [
    {
      '@id': service,
      '@type': 'cpsv:PublicService',
      'dct:identifier': facts.id,
      'dct:title': text(facts.title),
      'dct:description': text(facts.description),
      'cv:hasCompetentAuthority': reference(authority),
      'cv:processingTime': { '@type': 'xsd:duration', '@value': `P${facts.deadlineWorkingDays}D` },
      'dct:spatial': places.map((place) => reference(String(place['@id']))),
      ...Object.fromEntries(references),
    },
    {
      '@id': authority,
      '@type': 'cv:PublicOrganisation',
      'dct:title': text(facts.authority.name),
      'dct:identifier': facts.authority.id,
    },
    ...places,
    ...Object.values(parts).flat(),
  ];
}

/** Nodes the service refers to, by the property that does. */
function partsOf(base: string, service: string, { facts }: ServicePackage): Record<string, Node[]> {
  const numbered = (kind: string, type: string, words: readonly LocalText[]): Node[] =>
    words.map((title, index) => ({
      '@id': `${service}#${kind}-${index + 1}`,
      '@type': type,
      'dct:title': text(title),
    }));
  const titles = (parts: readonly { title: LocalText }[]) => parts.map((part) => part.title);
  return {
    'cpsv:produces': numbered('output', 'cv:Output', titles(facts.outputs)),
    'cv:holdsRequirement': numbered('requirement', 'cv:Requirement', facts.needs),
    'cv:hasChannel': numbered('channel', 'cv:Channel', titles(facts.channels)),
    'cv:hasLegalResource': facts.legalBasis.map((law, index) => ({
      '@id': `${service}#law-${index + 1}`,
      '@type': 'eli:LegalResource',
      'dct:title': text(law.title),
      'dct:description': law.article,
    })),
    'cv:isGroupedBy': facts.lifeEvents.map((event) => ({
      '@id': `${base}/life-events/${event.code}`,
      '@type': event.kind === 'business' ? 'cv:BusinessEvent' : 'cv:LifeEvent',
      'dct:title': text(event.title),
    })),
  };
}
