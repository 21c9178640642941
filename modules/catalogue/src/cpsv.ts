// SPDX-License-Identifier: Apache-2.0
/** The catalogue in the Core Public Service Vocabulary Application Profile 3.2 (SEMIC), as JSON-LD 1.1. */
import type { Tx } from '@stoa/kernel';
import type { LocalText, OutputOf } from '@stoa/kernel/contract';
import type { exportCpsv } from './contract.ts';
import type { ServicePackage } from './package-model.ts';
import { publishedPackages } from './packages.ts';

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
  const graph = (await publishedPackages(tx)).flatMap((pkg) => serviceNodes(base, pkg));
  return { '@context': context, '@graph': [...new Map(graph.map((node) => [node['@id'], node])).values()] };
}

function serviceNodes(base: string, { facts }: ServicePackage): Node[] {
  const service = `${base}/services/${facts.id}`;
  const authority = `${base}/organisations/${encodeURIComponent(facts.authority.id)}`;
  const parts = (kind: string, type: string, words: readonly LocalText[]): Node[] =>
    words.map((title, index) => ({
      '@id': `${service}#${kind}-${index + 1}`,
      '@type': type,
      'dct:title': text(title),
    }));
  const outputs = parts(
    'output',
    'cv:Output',
    facts.outputs.map((output) => output.title),
  );
  const requirements = parts('requirement', 'cv:Requirement', facts.needs);
  const channels = parts(
    'channel',
    'cv:Channel',
    facts.channels.map((channel) => channel.title),
  );
  const laws = facts.legalBasis.map((law, index) => ({
    '@id': `${service}#law-${index + 1}`,
    '@type': 'eli:LegalResource',
    'dct:title': text(law.title),
    'dct:description': law.article,
  }));
  const events = facts.lifeEvents.map((event) => ({
    '@id': `${base}/life-events/${event.code}`,
    '@type': event.kind === 'business' ? 'cv:BusinessEvent' : 'cv:LifeEvent',
    'dct:title': text(event.title),
  }));
  const ids = (nodes: readonly Node[]) => nodes.map((node) => reference(String(node['@id'])));
  return [
    {
      '@id': service,
      '@type': 'cpsv:PublicService',
      'dct:identifier': facts.id,
      'dct:title': text(facts.title),
      'dct:description': text(facts.description),
      'cv:hasCompetentAuthority': reference(authority),
      'cpsv:produces': ids(outputs),
      'cv:holdsRequirement': ids(requirements),
      'cv:hasChannel': ids(channels),
      'cv:hasLegalResource': ids(laws),
      'cv:isGroupedBy': ids(events),
      'cv:processingTime': { '@type': 'xsd:duration', '@value': `P${facts.deadlineWorkingDays}D` },
    },
    {
      '@id': authority,
      '@type': 'cv:PublicOrganisation',
      'dct:title': text(facts.authority.name),
      'dct:identifier': facts.authority.id,
    },
    ...outputs,
    ...requirements,
    ...channels,
    ...laws,
    ...events,
  ];
}
