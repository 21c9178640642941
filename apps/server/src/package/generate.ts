// SPDX-License-Identifier: Apache-2.0
/**
 * Scenarios for rows and branches that an author's scenarios do not come to: one of those with a few values changed, tried
 * with the real evaluator. Values come from the choices of the form, and from what tables and conditions compare with.
 */
import type { Scenario } from '@stoa/catalogue';
import type { ServicePackage } from '@stoa/catalogue/contract';
import { keyOf, type Target, walk } from './coverage.ts';

type Part = 'answers' | 'registers' | 'checks' | 'results';
type Value = string | number | boolean | null;

/** A value of a scenario that decides something, with what may be tried there. */
interface Site {
  readonly part: Part;
  readonly path: readonly string[];
  readonly values: readonly Value[];
}

export interface Generated {
  readonly target: Target;
  readonly scenario: Scenario;
  /** File of the scenario that it is like. */
  readonly like: string;
  /** What differs, as a person reads it. */
  readonly changed: string;
}

/** Evaluations, of which each takes well under a millisecond. */
const mostTries = 20_000;
/** Once there is something for every target. */
const mostForBetter = 3000;

const plain = (xml: string) =>
  xml
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');

const textsOf = ({ decisions, process: { edges, nodes } }: ServicePackage): string =>
  [
    ...Object.values(decisions).flatMap((xml) =>
      [...plain(xml).matchAll(/<text>([^]*?)<\/text>/g)].map(([, text = '']) => text),
    ),
    ...edges.flatMap(({ condition = [] }) => condition),
    ...nodes.flatMap(({ script = [] }) => script),
  ].join('\n');

const unique = <V>(values: readonly V[]): V[] => [...new Set(values)];

const shifted = (today: string, days: number) =>
  new Date(Date.parse(`${today}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
const spans = [0, 1, 8, 20, 31, 45, 91, 100, 190, 366, 400, 800, 2000, 7000, 15_000];

function sitesOf(pkg: ServicePackage, today: string): Site[] {
  const texts = textsOf(pkg);
  const strings = unique([...texts.matchAll(/"([^"\n]*)"/g)].map(([, text = '']) => text)).slice(0, 200);
  const numbers = unique(
    [...texts.matchAll(/(?<![\w."-])\d+(?:\.\d+)?(?![\w"-])/g)].flatMap(([text]) => [
      Number(text) - 1,
      Number(text),
      Number(text) + 1,
    ]),
  ).slice(0, 120);
  const dates = spans.flatMap((days) => [shifted(today, days), shifted(today, -days)]);
  const named = (pattern: RegExp) =>
    unique([...texts.matchAll(pattern)].map((found) => found.slice(1).filter(Boolean).join('.')));
  const anything: Value[] = [true, false, null, ...strings, ...numbers, ...dates];
  const ofField = (name: string): readonly Value[] => {
    const field = pkg.fields.find((one) => one.name === name);
    if (!field || field.list || field.files) return [];
    if (field.choices) return field.choices.map(({ value }) => value);
    if (field.type === 'boolean') return [true, false];
    if (field.type === 'integer' || field.type === 'number') return numbers;
    return field.format === 'date' ? dates : strings;
  };
  const answers = named(/answers\.(\w+)/g).flatMap((name): Site[] => {
    const source = pkg.fields.find((field) => field.name === name)?.source;
    if (source?.kind === 'register')
      return /^\w+$/.test(source.value)
        ? [{ part: 'registers', path: [source.register, source.value], values: anything }]
        : [];
    return [{ part: 'answers', path: [name], values: ofField(name) }];
  });
  const within = (part: Part, names: readonly string[]): Site[] =>
    names.map((name) => ({
      part,
      path: name.split('.').filter((one) => one !== 'content' || part === 'results'),
      values: anything,
    }));
  return [
    ...answers,
    ...within('registers', named(/registers\.(\w+)\.(\w+)/g)),
    ...within('checks', named(/checks\.(\w+)\.content\.(\w+)/g)),
    ...within('checks', named(/get value\(checks\.(\w+)\.content, "(\w+)"\)/g)),
    ...within('results', named(/results\.(\w+)(?:\.(\w+))?(?:\.(\w+))?/g)),
    ...within('results', named(/get value\(results, "(\w+)"\)/g)),
    ...within('results', named(/get value\(results\.(\w+), "(\w+)"\)/g)),
  ].filter(({ values }) => values.length > 0);
}

function withValue(scenario: Scenario, { part, path }: Site, value: Value): Scenario {
  const set = (inside: unknown, [name = '', ...rest]: readonly string[]): Record<string, unknown> => {
    const before = typeof inside === 'object' && inside !== null ? (inside as Record<string, unknown>) : {};
    return { ...before, [name]: rest.length === 0 ? value : set(before[name], rest) };
  };
  return { ...scenario, [part]: set(scenario[part], path) };
}

/** The same numbers on every run. */
function chances(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/**
 * One for each target that can be come to by changing up to four values. `fits` says whether a form would take a scenario;
 * one that it would not is kept where no other is found.
 */
export function generate(
  pkg: ServicePackage,
  given: readonly { file: string; scenario: Scenario }[],
  missing: readonly Target[],
  fits: (scenario: Scenario) => boolean,
): Generated[] {
  const left = new Map(missing.map((target) => [keyOf(target), target]));
  const unfit = new Map<string, Generated>();
  const found: Generated[] = [];
  const draw = chances(7);
  const sites = sitesOf(pkg, given[0]?.scenario.today ?? '2026-11-20');
  const questions = pkg.eligibility.map(({ name, type, choices }): Site => {
    const numbers = sites.flatMap(({ values }) => values.filter((value) => typeof value === 'number'));
    const values = choices?.map(({ value }) => value) ?? (type === 'boolean' ? [true, false] : unique(numbers));
    return { part: 'answers', path: [name], values };
  });
  const tryOne = (file: string, base: Scenario, changes: readonly { site: Site; value: Value }[]) => {
    const scenario = changes.reduce((one, { site, value }) => withValue(one, site, value), base);
    const { reached } = walk(pkg, scenario);
    const hit = [...left].filter(([key]) => reached.has(key));
    if (hit.length === 0) return;
    const fitting = fits(scenario);
    for (const [key, target] of hit) {
      const changed = changes.map(
        ({ site, value }) => `${site.part}.${site.path.join('.')} = ${JSON.stringify(value)}`,
      );
      const made = { target, scenario, like: file, changed: changed.join(', ') };
      // Questions before sign-in are answered on no form.
      if (fitting || target.file === 'eligibility.dmn') {
        left.delete(key);
        found.push(made);
      } else if (!unfit.has(key)) unfit.set(key, made);
    }
  };
  const all = [...sites, ...questions].filter(({ values }) => values.length > 0);
  let [tries, enough] = [0, mostTries];
  const goesOn = () => {
    if (left.size > 0 && unfit.size >= left.size && [...left.keys()].every((key) => unfit.has(key)))
      enough = Math.min(enough, tries + mostForBetter);
    return left.size > 0 && tries++ < enough;
  };
  for (const { file, scenario } of given)
    for (const site of all)
      for (const value of site.values) {
        if (tries > mostTries / 2 || !goesOn()) break;
        tryOne(file, scenario, [{ site, value }]);
      }
  while (all.length > 0 && given.length > 0 && goesOn()) {
    const base = given[draw(given.length)];
    const changes = Array.from({ length: 2 + draw(3) }, () => all[draw(all.length)]).flatMap((site) => {
      const value = site?.values[draw(site.values.length)];
      return site && value !== undefined ? [{ site, value }] : [];
    });
    if (base) tryOne(base.file, base.scenario, changes);
  }
  return [...found, ...[...left.keys()].flatMap((key) => unfit.get(key) ?? [])];
}
