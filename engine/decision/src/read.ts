// SPDX-License-Identifier: Apache-2.0
import { refuseCircles } from './circles.ts';
import { DecisionFault } from './fault.ts';
import type {
  Decision,
  DecisionService,
  InputData,
  ItemDefinition,
  KnowledgeModel,
  Model,
  Reference,
} from './model.ts';
import { readFunction, readLogic, typeOf } from './read-expression.ts';
import { child, childrenOf, type Element, readXml, textOf } from './xml.ts';

/** DMN 1.1 to 1.5; what else DMN has said in other namespaces is refused. */
const namespaces: readonly string[] = [
  'http://www.omg.org/spec/DMN/20151101/dmn.xsd',
  'http://www.omg.org/spec/DMN/20180521/MODEL/',
  'https://www.omg.org/spec/DMN/20191111/MODEL/',
  'https://www.omg.org/spec/DMN/20211108/MODEL/',
  'https://www.omg.org/spec/DMN/20230324/MODEL/',
];

/** Throws DecisionFault with the element and what is wrong with it. */
export function readModel(xml: string): Model {
  const root = readXml(xml);
  if (root.name !== 'definitions' || !namespaces.includes(root.namespace))
    throw new DecisionFault(root.name, 'this is no DMN 1.1 to 1.5 file: its root is not definitions of the standard');
  const model: Model = {
    name: root.attributes.name ?? '',
    namespace: root.attributes.namespace ?? '',
    imports: childrenOf(root, 'import')
      .filter((element) => /\/spec\/DMN\//u.test(element.attributes.importType ?? ''))
      .map(({ attributes }) => ({ name: attributes.name ?? '', namespace: attributes.namespace ?? '' })),
    items: childrenOf(root, 'itemDefinition').map((element) => readItem(element)),
    elements: [
      ...childrenOf(root, 'inputData').map(readInput),
      ...childrenOf(root, 'decision').map(readDecision),
      ...childrenOf(root, 'businessKnowledgeModel').map(readKnowledge),
      ...childrenOf(root, 'decisionService').map(readService),
    ],
  };
  check(model);
  return model;
}

function named(element: Element): { id: string; name: string; typeRef?: string | undefined } {
  const { id, name } = element.attributes;
  const variable = child(element, 'variable');
  if (!name) throw new DecisionFault(id ?? element.name, 'the element has no name');
  return { id: id ?? name, name: variable?.attributes.name ?? name, typeRef: typeOf(variable) };
}

const readInput = (element: Element): InputData => ({ kind: 'input', ...named(element) });

const readDecision = (element: Element): Decision => ({
  kind: 'decision',
  ...named(element),
  logic: readLogic(element),
  needs: requirements(element),
});

function readKnowledge(element: Element): KnowledgeModel {
  const logic = child(element, 'encapsulatedLogic');
  return {
    kind: 'knowledge',
    ...named(element),
    logic: logic && readFunction(logic),
    needs: requirements(element),
  };
}

const readService = (element: Element): DecisionService => ({
  kind: 'service',
  ...named(element),
  outputs: childrenOf(element, 'outputDecision').map(reference),
  inputDecisions: childrenOf(element, 'inputDecision').map(reference),
  inputData: childrenOf(element, 'inputData').map(reference),
});

function requirements(element: Element): Reference[] {
  return [...childrenOf(element, 'informationRequirement'), ...childrenOf(element, 'knowledgeRequirement')].flatMap(
    (requirement) => requirement.children.filter((to) => to.attributes.href !== undefined).map(reference),
  );
}

function reference(element: Element): Reference {
  const [namespace, id = ''] = (element.attributes.href ?? '').split('#');
  return { namespace: namespace || undefined, id };
}

function readItem(element: Element): ItemDefinition {
  const signature = child(element, 'functionItem');
  return {
    name: element.attributes.name ?? '',
    typeRef: typeOf(element),
    isCollection: element.attributes.isCollection === 'true',
    allowed: textOf(child(element, 'allowedValues'), 'text'),
    constraint: textOf(child(element, 'typeConstraint'), 'text'),
    components: childrenOf(element, 'itemComponent').map(readItem),
    signature: signature && {
      params: childrenOf(signature, 'parameters').map((param) => typeOf(param) ?? 'Any'),
      result: signature.attributes.outputTypeRef?.replace(/^feel:/u, ''),
    },
  };
}

/** References that lead nowhere, ids that come twice and circles. */
function check(model: Model): void {
  const byId = new Map<string, readonly Reference[]>();
  for (const element of model.elements) {
    if (byId.has(element.id)) throw new DecisionFault(element.id, 'two elements have this id');
    byId.set(element.id, 'needs' in element ? element.needs : []);
  }
  const own = (needs: readonly Reference[]): string[] =>
    needs.filter(({ namespace }) => !namespace || namespace === model.namespace).map(({ id }) => id);
  refuseCircles(
    byId.keys(),
    (id) => {
      const knowledge = model.elements.find((element) => element.id === id)?.kind === 'knowledge';
      const next = own(byId.get(id) ?? []);
      const lost = next.find((one) => !byId.has(one));
      if (lost !== undefined) throw new DecisionFault(id, `needs "${lost}", which the file does not have`);
      // A function may call itself.
      return knowledge ? next.filter((one) => one !== id) : next;
    },
    (id) => id,
    'the decision needs',
  );
}
