// SPDX-License-Identifier: Apache-2.0
/** Trials: the examples of a package with values changed, so that its tables and branches are met by more than was thought of. */
import type { ServicePackage } from '@stoa/catalogue/contract';

type Context = Record<string, unknown>;
type Place = { readonly of: Record<string, unknown>; readonly name: string };

/** The same numbers in every run: a report can be made again. */
function draws(seed: number): () => number {
  let at = seed;
  return () => {
    at = (at + 0x6d2b79f5) | 0;
    let mixed = Math.imul(at ^ (at >>> 15), 1 | at);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const entities: Readonly<Record<string, string>> = {
  '&quot;': '"',
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
  '&#34;': '"',
};
const dayMs = 86_400_000;

/** What the package itself compares with: texts, and numbers with their neighbours. */
function literals({ decisions, process }: ServicePackage): { texts: string[]; numbers: number[] } {
  const expressions = [
    ...Object.values(decisions).flatMap((xml) => xml.match(/<(\w+:)?text>[\s\S]*?<\//g) ?? []),
    ...process.edges.flatMap(({ condition }) => condition ?? []),
  ].map((text) => text.replace(/&\w+;|&#34;/g, (entity) => entities[entity] ?? entity));
  const texts = expressions.flatMap((text) => [...text.matchAll(/"([^"]{0,100})"/g)].map(([, one = '']) => one));
  const numbers = expressions
    .map((text) => text.replace(/"[^"]*"/g, ''))
    .flatMap((text) => (text.match(/\d+(\.\d+)?/g) ?? []).map(Number));
  const near = numbers.flatMap((one) => [one - 1, one, one + 1]);
  return { texts: [...new Set(texts)], numbers: [...new Set([0, 1, ...near])] };
}

interface Asked {
  readonly name: string;
  readonly member?: string | undefined;
  /** What it is compared with. */
  readonly literal?: string | undefined;
}
/** What conditions ask of steps and of other bodies' answers: no example need have it. */
function askedIn({ process }: ServicePackage): { results: Asked[]; contents: Asked[] } {
  const conditions = process.edges.flatMap(({ condition }) => condition ?? []).join('\n');
  const all = (pattern: RegExp): Asked[] =>
    [...conditions.matchAll(pattern)].map(([, name = '', member, literal]) => ({ name, member, literal }));
  return {
    results: all(/\bresults\.(\w+)(?:\.(\w+))?(?:\s*=\s*"([^"]*)")?/g),
    contents: all(/get value\(\s*checks\.(\w+)\.content\s*,\s*"(\w+)"/g),
  };
}

const isGroup = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Every single value below the answers, what registers and other bodies said, and what steps came to. */
function placesIn(context: Context): Place[] {
  const found: Place[] = [];
  const look = (of: Record<string, unknown>) => {
    for (const [name, value] of Object.entries(of))
      if (isGroup(value)) look(value);
      else found.push({ of, name });
  };
  for (const name of ['answers', 'registers', 'checks', 'results']) if (isGroup(context[name])) look(context[name]);
  return found;
}

/** Throws nothing and never ends by itself: the caller says when it is enough. */
export function* trials(
  pkg: ServicePackage,
  examples: readonly Context[],
  seed = 20,
): Generator<Context, void, boolean> {
  const draw = draws(seed);
  const pick = <T>(of: readonly T[]): T | undefined => of[Math.floor(draw() * of.length)];
  const { texts, numbers } = literals(pkg);
  const asked = askedIn(pkg);
  const bases: Context[] = [...examples];
  const days = (today: string) =>
    [-40_000, -7000, -3660, -1000, -400, -100, -31, -8, -1, 0, 1, 8, 31, 100, 400, 1000, 3660].map((count) =>
      new Date(Date.parse(today) + count * dayMs).toISOString().slice(0, 10),
    );
  const changed = (value: unknown, name: string, today: string, alike: readonly unknown[]): unknown => {
    const field = pkg.fields.find((one) => one.name === name);
    if (draw() < 0.1) return value === null ? pick(texts) : null;
    if (field?.choices && draw() < 0.8) return pick(field.choices)?.value;
    if (Array.isArray(value)) return draw() < 0.5 ? [] : [...value, ...value.slice(0, 1)];
    if (typeof value === 'boolean' || field?.type === 'boolean') return !value;
    if (typeof value === 'number' || field?.type === 'integer' || field?.type === 'number') return pick(numbers);
    if (field?.format === 'date' || /^\d{4}-\d\d-\d\d$/.test(String(value))) return pick(days(today));
    return draw() < 0.5 ? pick(texts) : pick(alike);
  };
  while (bases.length > 0) {
    const context = structuredClone(pick(bases) ?? {});
    const other = structuredClone(pick(bases) ?? {});
    const today = String(context.today);
    for (const part of ['registers', 'checks', 'results'])
      for (const name of Object.keys((other[part] as object | undefined) ?? {}))
        if (draw() < 0.3) (context[part] as Context)[name] = (other[part] as Context)[name];
    // What nobody answered in the example may be answered.
    for (const { name, type, list, files } of pkg.fields)
      if (!list && !files && !((context.answers as Context)[name] !== undefined) && draw() < 0.3)
        (context.answers as Context)[name] = changed(type === 'boolean' ? false : '', name, today, []);
    for (const { name, member, literal } of asked.results) {
      const results = context.results as Context;
      const value = literal ?? pick(texts);
      if (draw() < 0.15) results[name] = member ? { ...(results[name] as object), [member]: value } : value;
    }
    for (const { name, member = '' } of asked.contents) {
      const content = (context.checks as Record<string, { content?: Context }>)[name]?.content;
      if (content && draw() < 0.3) content[member] = pick(texts);
    }
    const places = placesIn(context);
    const others = placesIn(other);
    for (let times = 1 + Math.floor(draw() * 4); times > 0; times--) {
      const place = pick(places);
      if (!place) break;
      const alike = others.filter(({ name }) => name === place.name).map(({ of, name }) => of[name]);
      place.of[place.name] = changed(place.of[place.name], place.name, today, alike);
    }
    // A check that nobody asked for may have been answered.
    for (const check of Object.values((context.checks as Context | undefined) ?? {}))
      if (isGroup(check) && draw() < 0.15)
        check.state = pick(['answered', 'not-asked', 'missing', 'refused', 'overdue']);
    for (const { name, type, choices } of pkg.eligibility)
      context[name] = choices
        ? pick(choices)?.value
        : type === 'boolean'
          ? draw() < 0.7
          : pick<number | string>(type === 'integer' ? numbers : texts);
    // What met something new is a beginning for more.
    if (yield context) bases.push(context);
  }
}
