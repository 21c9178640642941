// SPDX-License-Identifier: Apache-2.0
/** Which decision needs what: the requirement graph of a file, with the sources of knowledge that nothing evaluates. */
import { DecisionFault } from './fault.ts';
import { childrenOf, type Element, readXml } from './xml.ts';

export interface GraphNode {
  readonly id: string;
  readonly kind: 'decision' | 'input' | 'knowledge' | 'source' | 'service';
  readonly name: string;
}

/** `to` needs `from`. */
export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly kind: 'information' | 'knowledge' | 'authority' | 'service';
}

export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

const kinds: Readonly<Record<string, GraphNode['kind']>> = {
  inputData: 'input',
  decision: 'decision',
  businessKnowledgeModel: 'knowledge',
  knowledgeSource: 'source',
  decisionService: 'service',
};
const needs: Readonly<Record<string, GraphEdge['kind']>> = {
  informationRequirement: 'information',
  knowledgeRequirement: 'knowledge',
  authorityRequirement: 'authority',
};

/** Requirements of elements of other files are left out. Throws DecisionFault where the file is no XML. */
export function readGraph(xml: string): Graph {
  const elements = readXml(xml).children.flatMap((element) => {
    const kind = kinds[element.name];
    return kind ? [{ element, kind, id: idOf(element) }] : [];
  });
  const known = new Set(elements.map(({ id }) => id));
  return {
    nodes: elements.map(({ element, kind, id }) => ({ id, kind, name: element.attributes.name ?? id })),
    edges: elements
      .flatMap(({ element, id }) => edgesOf(element, id))
      .filter(({ from, to }) => known.has(from) && known.has(to)),
  };
}

function idOf({ name, attributes }: Element): string {
  return attributes.id ?? attributes.name ?? fail(name);
}

function fail(name: string): never {
  throw new DecisionFault(name, 'the element has no id');
}

const referenceOf = (element: Element) => (element.attributes.href ?? '').split('#').at(-1) ?? '';

const edgesOf = (element: Element, id: string): GraphEdge[] => [
  ...element.children.flatMap((requirement) => {
    const kind = needs[requirement.name];
    return kind ? requirement.children.map((from) => ({ from: referenceOf(from), to: id, kind })) : [];
  }),
  ...childrenOf(element, 'outputDecision').map((from) => ({
    from: referenceOf(from),
    to: id,
    kind: 'service' as const,
  })),
];
