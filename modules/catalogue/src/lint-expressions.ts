// SPDX-License-Identifier: Apache-2.0
import { type FeelWhere, feelProblems, feelTypes } from '@stoa/decision';
import { caseTypes, fieldType, formTypes, paperTypes, placeTypes, processTypes, type Shown } from './case-types.ts';
import type { ServicePackage } from './package-model.ts';
import type { PackageProblem } from './package-reader.ts';
import type { ProcessNode } from './process-model.ts';

const { boolean, context, date, list, number, string } = feelTypes;

interface Placed extends FeelWhere {
  readonly file: string;
  readonly place: string;
  readonly text: string | undefined;
}

/**
 * Every expression of a package parses, names what exists and has the type that is needed there: otherwise it would only
 * be found when a person's case gets to it.
 */
export function lintExpressions(pkg: ServicePackage): PackageProblem[] {
  const shown = caseTypes(pkg);
  const all = [...ofForm(pkg, shown), ...ofProcess(pkg, shown), ...ofOutputs(pkg, shown)];
  const by = { file: 'service.yaml', place: 'competence.by', text: pkg.facts.competence.by, shown };
  return [...all, { ...by, wanted: [string, number] }].flatMap(({ file, place, text, ...where }) =>
    text ? feelProblems(text, where).map((sentence) => ({ file, message: `${place}, \`${text}\`: ${sentence}` })) : [],
  );
}

/** What a register answers is not known here, so its names are not looked at. */
const reply = { shown: new Map() as Shown, open: true };

function ofForm({ pages, fields, registers }: ServicePackage, shown: Shown): Placed[] {
  const asked = { file: 'pages.yaml', shown: formTypes(shown), wanted: [boolean] };
  return [
    ...pages.map(({ id, askedWhen }) => ({ ...asked, place: `askedWhen of page "${id}"`, text: askedWhen })),
    ...fields.map(({ name, askedWhen }) => ({ ...asked, place: `askedWhen of "${name}"`, text: askedWhen })),
    ...fields.map(({ name, type, source }) => ({
      ...reply,
      file: 'data.schema.json',
      place: `value of "${name}"`,
      text: source.kind === 'register' ? source.value : undefined,
      wanted: [fieldType(type)],
    })),
    ...registers.flatMap(({ name, matches = {} }) =>
      Object.entries(matches).map(([field, text]) => ({
        ...reply,
        file: 'data.schema.json',
        place: `"${field}" of matches of register "${name}"`,
        text,
      })),
    ),
  ];
}

function ofProcess(pkg: ServicePackage, shown: Shown): Placed[] {
  const base = processTypes(pkg, shown);
  const nodes = new Map(pkg.process.nodes.map((node) => [node.id, node]));
  const seen = (node: ProcessNode | undefined) => ({
    file: 'process.bpmn',
    shown: node ? placeTypes(pkg, node, base) : base,
  });
  return [
    ...pkg.process.edges.map(({ id, from, condition }) => ({
      ...seen(nodes.get(nodes.get(from)?.within ?? '')),
      place: `flow "${id}"`,
      text: condition,
      wanted: [boolean],
    })),
    ...pkg.process.nodes.flatMap((node) => ofNode(node, seen(node), seen(nodes.get(node.within ?? '')))),
  ];
}

/** What is counted from is seen around a step, everything else inside it. */
function ofNode(node: ProcessNode, inside: { file: string; shown: Shown }, outside: typeof inside): Placed[] {
  const { id, settings, each, event, script, inputs = {}, outputs = {} } = node;
  const timers = [node.duration, node.date, node.cycle].filter((text) => text?.startsWith('='));
  return [
    { ...inside, place: `stoa:content of "${id}"`, text: settings.content, wanted: [context] },
    { ...inside, place: `stoa:about of "${id}"`, text: settings.about },
    { ...inside, place: `condition of "${id}"`, text: event?.condition, wanted: [boolean] },
    { ...inside, place: `script of "${id}"`, text: script },
    ...timers.map((text) => ({ ...inside, place: `timer of "${id}"`, text: text?.slice(1) })),
    ...Object.entries(inputs).map(([name, text]) => ({ ...outside, place: `input "${name}" of "${id}"`, text })),
    ...Object.entries(outputs).map(([name, text]) => ({ ...inside, place: `output "${name}" of "${id}"`, text })),
    { ...outside, place: `list of "${id}"`, text: each?.list, wanted: [list] },
    { ...outside, place: `number of "${id}"`, text: each?.count, wanted: [number] },
    { ...inside, place: `completion condition of "${id}"`, text: each?.until, wanted: [boolean] },
  ];
}

function ofOutputs({ outputs }: ServicePackage, shown: Shown): Placed[] {
  const file = 'outputs.yaml';
  return Object.entries(outputs).flatMap(([code, { validUntil, values, verification }]): Placed[] => [
    { file, place: `validUntil of "${code}"`, text: validUntil, shown, wanted: [string, date] },
    ...Object.entries(values).map(([name, text]) => ({
      file,
      place: `value "${name}" of "${code}"`,
      text,
      shown: paperTypes(shown),
    })),
    ...verification.map(({ label, value }) => ({
      file,
      place: `verification "${label.en}" of "${code}"`,
      text: value,
      shown: paperTypes(shown),
    })),
  ]);
}
