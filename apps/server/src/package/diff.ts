// SPDX-License-Identifier: Apache-2.0
/** `stoa package diff`: what a draft changes of what is published, or of another draft. */
import { decisionFile, type Field, getPackage, type ServicePackage } from '@stoa/catalogue/contract';
import { isRefusal } from '@stoa/kernel';
import { isDeepStrictEqual } from 'node:util';
import { draftAt, onlyOne, readArguments, say } from './arguments.ts';
import { onDatabase } from './database.ts';

export async function diff(args: readonly string[]): Promise<number> {
  const { positionals, values } = readArguments(args, { against: { type: 'string' }, country: { type: 'string' } });
  const draft = await draftAt(onlyOne(positionals, 'the folder of the draft'), values.country);
  if (!draft) return 1;
  const against = String(values.against ?? 'published');
  const before =
    against === 'published' ? await published(draft.pkg.serviceId) : (await draftAt(against, values.country))?.pkg;
  if (!before) return 1;
  say(...changesBetween(before, draft.pkg));
  return 0;
}

const published = (id: string): Promise<ServicePackage | undefined> =>
  onDatabase(async (call) => {
    try {
      return await call(getPackage, { id });
    } catch (error) {
      if (!isRefusal(error)) throw error;
      say(`${id} is not published yet: all of it is new. Compare with another folder: --against <folder>`);
      return undefined;
    }
  });

type Named = Readonly<Record<string, unknown>>;
/** Tables that are not told among the rules. */
const ofOwnHeading = new Set(['fee', 'deadline']);

/** Lines under headings; a heading without lines is not said. */
export function changesBetween(before: ServicePackage, after: ServicePackage): string[] {
  if (before.version === after.version) return [`${after.serviceId}: no difference`];
  const moves = movesOf(before, after);
  const parts: [string, string[]][] = [
    ['Facts', changed(factsOf(before), factsOf(after))],
    ['Questions', changed(byName(before.fields, questionOf), byName(after.fields, questionOf))],
    [
      'Rules',
      changed(
        rulesOf(before, (name) => !ofOwnHeading.has(name)),
        rulesOf(after, (name) => !ofOwnHeading.has(name)),
      ),
    ],
    [
      'Fees',
      changed(
        rulesOf(before, (name) => name === 'fee'),
        rulesOf(after, (name) => name === 'fee'),
      ),
    ],
    ['Terms', changed(termsOf(before), termsOf(after))],
    ['Process', changed(processOf(before), processOf(after))],
    ['Words', changed(wordsOf(before), wordsOf(after))],
    ['Open cases', moves.length > 0 ? moves : ['can move: every step is there, and nothing new must be answered']],
  ];
  return [
    `${after.serviceId}: ${before.version} → ${after.version}`,
    ...parts.flatMap(([title, lines]) => (lines.length > 0 ? [title, ...lines.map((line) => `  ${line}`)] : [])),
  ];
}

function changed(before: Named, after: Named): string[] {
  const shown = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((name) => {
    const [was, is] = [before[name], after[name]];
    if (isDeepStrictEqual(was, is)) return [];
    if (was === undefined) return [`+ ${name}: ${shown(is)}`];
    return is === undefined ? [`- ${name}: ${shown(was)}`] : [`~ ${name}: ${shown(was)} → ${shown(is)}`];
  });
}

const byName = <One extends { name: string }>(items: readonly One[], say_: (one: One) => string): Named =>
  Object.fromEntries(items.map((one) => [one.name, say_(one)]));

function questionOf({ type, format, required, source, choices = [], askedWhen, list }: Field): string {
  return [
    `${type}${format ? ` (${format})` : ''}`,
    required ? 'required' : 'may be left out',
    source.kind === 'register' ? `register ${source.register}: ${source.value}` : source.kind,
    ...(choices.length > 0 ? [`one of ${choices.map(({ value }) => value).join(' ')}`] : []),
    ...(askedWhen ? [`when ${askedWhen}`] : []),
    ...(list ? [`columns ${list.columns.map(({ name }) => name).join(' ')}`] : []),
  ].join(', ');
}

function rulesOf(pkg: ServicePackage, wanted: (name: string) => boolean): Named {
  const rules = Object.keys(pkg.decisions)
    .filter(wanted)
    .flatMap((name) =>
      [...(decisionFile(pkg, name)?.rules.values() ?? [])].map((rule) => [`${name}.dmn ${rule.id}`, rule] as const),
    );
  return Object.fromEntries(
    rules.map(([name, { tests, outputs, annotations }]) => [
      name,
      `${tests.join(' | ')} ⇒ ${outputs.join(' | ')}${annotations.law ? ` (${annotations.law})` : ''}`,
    ]),
  );
}

const termsOf = (pkg: ServicePackage): Named => ({
  'working days until the decision': pkg.facts.deadlineWorkingDays,
  ...rulesOf(pkg, (name) => name === 'deadline'),
  ...Object.fromEntries(
    pkg.process.nodes.flatMap(({ id, duration, date, cycle }) => {
      const when = duration ?? date ?? cycle;
      return when ? [[id, when]] : [];
    }),
  ),
});

const factsOf = ({ facts, pages, registers }: ServicePackage): Named => ({
  audience: facts.audience,
  level: facts.level ?? 'state',
  territory: facts.territory ?? 'all',
  assurance: facts.assurance,
  numberPrefix: facts.numberPrefix,
  legalBasis: facts.legalBasis.map(({ article }) => article),
  competence: facts.competence.by,
  offices: Object.keys(facts.competence.offices),
  pages: pages.map(({ id }) => id),
  registers: registers.map(({ name }) => name),
});

const processOf = ({ process: { nodes, edges } }: ServicePackage): Named => ({
  ...Object.fromEntries(nodes.map(({ id, kind, settings }) => [id, `${kind} ${JSON.stringify(settings)}`])),
  ...Object.fromEntries(
    edges.map(({ id, from, to, condition }) => [
      `flow ${id}`,
      `${from} → ${to}${condition ? ` when ${condition}` : ''}`,
    ]),
  ),
});

/** Texts by where they stand; English says enough of which one it is. */
function wordsOf(pkg: ServicePackage): Named {
  const { schema: _, decisions: __, process: ___, drawing: ____, version: _____, ...spoken } = pkg;
  const found: [string, string][] = [];
  const look = (value: unknown, path: string): void => {
    if (typeof value !== 'object' || value === null) return;
    if ('en' in value && Object.values(value).every((text) => typeof text === 'string'))
      found.push([
        path,
        Object.entries(value)
          .map(([language, text]) => `${language}: ${text}`)
          .join(', '),
      ]);
    else for (const [name, part] of Object.entries(value)) look(part, path ? `${path}/${nameIn(part, name)}` : name);
  };
  look(spoken, '');
  return Object.fromEntries(found);
}

/** Of what stands in a list its own name, where it has one: what is put before it changes no words. */
const nameIn = (part: unknown, place: string): string => {
  const { name, id, code } = (typeof part === 'object' && part !== null ? part : {}) as Named;
  return String([name, id, code].find((one) => typeof one === 'string') ?? place);
};

/** Kinds of steps at which a case stands while it waits. */
const waitsAt = [
  'user',
  'receive',
  'catch',
  'timer',
  'service',
  'send',
  'call',
  'sub-process',
  'event-based',
  'parallel',
  'inclusive',
];

function movesOf(before: ServicePackage, after: ServicePackage): string[] {
  const now = new Map(after.process.nodes.map((node) => [node.id, node]));
  const steps = before.process.nodes
    .filter(({ kind }) => waitsAt.includes(kind))
    .flatMap(({ id, name, kind }) => {
      const next = now.get(id);
      if (!next) return [`those at "${name}" (${id}) stay: the step is gone`];
      return next.kind === kind ? [] : [`those at "${name}" (${id}) stay: it was a ${kind} and is a ${next.kind}`];
    });
  const given = new Map(before.fields.map((field) => [field.name, field]));
  const answers = after.fields.flatMap(({ name, required, type, askedWhen, source }) => {
    const was = given.get(name);
    if (!was)
      return required && !askedWhen && source.kind === 'typed'
        ? [`all stay: "${name}" must be answered, and nobody has`]
        : [];
    return was.type === type ? [] : [`those that answered "${name}" stay: it was ${was.type} and is ${type}`];
  });
  return [...steps, ...answers];
}
