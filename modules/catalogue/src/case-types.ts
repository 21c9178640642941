// SPDX-License-Identifier: Apache-2.0
/** The types of what a case shows to the expressions and decisions of its package. */
import { type FeelType, feelTypes } from '@stoa/decision';
import type { Field, ServicePackage } from './package-model.ts';
import type { ProcessNode } from './process-model.ts';

const { any, boolean, contextOf, listOf, number, string } = feelTypes;

export type Shown = ReadonlyMap<string, FeelType>;

const texts = (...names: string[]): FeelType => contextOf(names.map((name) => [name, string]));
const localText = texts('en', 'ru', 'kk', 'uk', 'ar');
const byType: Readonly<Record<string, FeelType>> = { integer: number, number, boolean, string };
export const fieldType = (type: string): FeelType => byType[type] ?? any;

const attached: readonly [string, FeelType][] = [
  ['name', string],
  ['contentType', string],
  ['size', number],
  ['sha256', string],
];
/** Of an answer: a list is one of contexts with a member for each column. */
const answerType = ({ type, list, files }: Field): FeelType =>
  files
    ? listOf(contextOf([...attached]))
    : list
      ? listOf(contextOf(list.columns.map((column) => [column.name, fieldType(column.type)])))
      : fieldType(type);
/** Of the words of an answer; of a list those of each entry. */
const labelType = ({ list }: Field): FeelType =>
  list ? listOf(contextOf(list.columns.map(({ name }) => [name, localText]))) : localText;

/** Dates are texts in answers and in `today`, as JSON has them: `date(today)`. */
export function caseTypes({ fields, registers, process }: ServicePackage): Shown {
  const requests = process.nodes.flatMap(({ settings }) => settings.name ?? []);
  const reason = contextOf([
    ['text', localText],
    ['law', string],
    ['lawText', localText],
  ]);
  const check = contextOf([
    ['state', string],
    ['content', any],
  ]);
  return new Map<string, FeelType>([
    ['answers', contextOf(fields.map((field) => [field.name, answerType(field)]))],
    ['registers', contextOf(registers.map(({ name }) => [name, any]))],
    ['checks', contextOf(requests.map((name) => [name, check]))],
    ['applicant', texts('name', 'inn')],
    [
      'decision',
      contextOf([
        ['outcome', string],
        ['text', string],
        ['reasonTexts', listOf(reason)],
      ]),
    ],
    ['labels', contextOf(fields.map((field) => [field.name, labelType(field)]))],
    [
      'office',
      contextOf([
        ...['organisationId', 'regionCode', 'address', 'inn', 'ogrn', 'kpp', 'organisationType'].map(
          (name) => [name, string] as const,
        ),
        ['name', localText],
      ]),
    ],
    ['region', string],
    ['service', texts('id')],
    ['case', texts('id', 'number')],
    ['today', string],
  ]);
}

/** What a step gave is known by the name of its result; of which type, nobody can tell. */
export const processTypes = ({ process }: ServicePackage, shown: Shown): Shown =>
  new Map([
    ...shown,
    ['results', contextOf(process.nodes.map(({ id, result, settings }) => [result ?? settings.result ?? id, any]))],
  ]);

const counts = ['loopCounter', 'numberOfInstances', 'numberOfCompletedInstances', 'numberOfActiveInstances'];

/** At a place: its items and their counts, and in a called process what it is given and its own results. */
export function placeTypes({ process }: ServicePackage, node: ProcessNode, shown: Shown): Shown {
  const around: ProcessNode[] = [];
  for (let at: ProcessNode | undefined = node; at; at = process.nodes.find(({ id }) => id === at?.within))
    around.unshift(at);
  return new Map([...shown, ...around.flatMap(ownNames)]);
}

const ownNames = ({ kind, each, inputs = {} }: ProcessNode): [string, FeelType][] => [
  ...(each ? counts.map((name): [string, FeelType] => [name, number]) : []),
  ...(each?.item ? [[each.item, any] satisfies [string, FeelType]] : []),
  ...(kind === 'call' ? [...Object.keys(inputs), 'results'].map((name): [string, FeelType] => [name, any]) : []),
];

/** A decision may be asked for at any place of the process. */
export function decisionTypes(pkg: ServicePackage): Shown {
  const shown = processTypes(pkg, caseTypes(pkg));
  return new Map([...pkg.process.nodes.flatMap(ownNames), ...shown]);
}

/** A form knows the answers alone, papers know until when they are valid too. */
export const formTypes = (shown: Shown): Shown => new Map([...shown].filter(([name]) => name === 'answers'));
export const paperTypes = (shown: Shown): Shown => new Map([...shown, ['output', texts('validUntil')]]);

/** Questions before sign-in are the inputs of the eligibility table, by their names. */
export const questionTypes = ({ eligibility }: ServicePackage): Shown =>
  new Map(eligibility.map(({ name, type }) => [name, fieldType(type)]));
