// SPDX-License-Identifier: Apache-2.0
import { evaluate } from 'feelin';
import type { ServicePackage } from './package-model.ts';
import type { PackageProblem } from './package-reader.ts';

/** What a case shows to the expressions of its process and papers; nothing where the names are the country's or the package's own. */
const shown: Readonly<Record<string, readonly string[] | undefined>> = {
  answers: undefined,
  registers: undefined,
  checks: undefined,
  applicant: undefined,
  labels: undefined,
  decision: ['outcome', 'text', 'reasonTexts'],
  office: ['organisationId', 'regionCode', 'name', 'address', 'inn', 'ogrn', 'kpp', 'organisationType'],
  service: ['id'],
  case: ['id', 'number'],
  output: ['validUntil'],
};

const nobodyKnows = { ...Object.fromEntries(Object.keys(shown).map((name) => [name, {}])), today: null };

const namesAfter = (name: string): string => {
  const [scope = ''] = name.split('.');
  return (shown[scope]?.map((field) => `${scope}.${field}`) ?? Object.keys(nobodyKnows)).join(', ');
};

/** Expressions that are first evaluated when a case gets there, and where they stand. */
function expressionsOf({ process, outputs }: ServicePackage): { place: string; expression: string }[] {
  const of = (place: string, expression: string | undefined) => (expression ? [{ place, expression }] : []);
  return [
    ...process.edges.flatMap(({ id, condition }) => of(`flow "${id}"`, condition)),
    ...process.nodes.flatMap(({ id, settings }) => of(`"${id}"`, settings.content)),
    ...Object.entries(outputs).flatMap(([code, { validUntil, values, verification }]) => [
      ...of(`output "${code}"`, validUntil),
      ...[...Object.values(values), ...verification.map(({ value }) => value)].flatMap((value) =>
        of(`output "${code}"`, value),
      ),
    ]),
  ];
}

/** Names in an expression that no case has: found by their writing where they have a dot, by evaluating where they stand alone. */
function strangersIn(expression: string, fields: readonly string[], items: readonly string[]): string[] {
  const dotted = [...expression.replace(/"[^"]*"/g, '""').matchAll(/(?<![\w.])([A-Za-z]\w*)\.([A-Za-z]\w*)/g)]
    .filter(([, scope = '', field = '']) => {
      if (scope === 'labels') return !fields.includes(field);
      return shown[scope] !== undefined && !shown[scope].includes(field);
    })
    .map(([name]) => name);
  const known = { ...nobodyKnows, results: {}, ...Object.fromEntries(items.map((name) => [name, {}])) };
  const alone = evaluate(expression, known)
    .warnings.filter(({ type }) => type === 'NO_VARIABLE_FOUND')
    .map(({ message }) => /'(.*)'/.exec(message)?.[1] ?? expression);
  return [...new Set([...dotted, ...alone])];
}

/** Names that expressions use must exist: a missing one would only be found when a person's case fails. */
export function lintNames(pkg: ServicePackage): PackageProblem[] {
  const requests = pkg.process.nodes.flatMap((node) =>
    node.settings.action === 'request' && node.settings.name ? [node.settings.name] : [],
  );
  const known: Record<string, ReadonlySet<string>> = {
    answers: new Set(pkg.fields.map((field) => field.name)),
    registers: new Set(pkg.registers.map((register) => register.name)),
    checks: new Set(requests),
  };
  const text = JSON.stringify({
    pages: pkg.pages,
    fields: pkg.fields,
    process: pkg.process,
    decisions: pkg.decisions,
    outputs: pkg.outputs,
    by: pkg.facts.competence.by,
  });
  const used = [...text.matchAll(/\b(answers|registers|checks)\.([A-Za-z]\w*)/g)].map(
    ([name, scope = '', field = '']) => ({ name, scope, field }),
  );
  const missing = new Set(used.filter(({ scope, field }) => !known[scope]?.has(field)).map(({ name }) => name));
  return [
    ...[...missing].map((name) => ({
      file: 'expressions',
      message: `${name} is used but the package has no such ${name.split('.')[0]?.slice(0, -1)}`,
    })),
    ...expressionsOf(pkg).flatMap(({ place, expression }) =>
      strangersIn(
        expression,
        pkg.fields.map(({ name }) => name),
        pkg.process.nodes.flatMap(({ each }) => each?.item ?? []),
      ).map((name) => ({
        file: 'expressions',
        message: `${name} is used by ${place}, but a case has no such value: use ${namesAfter(name)}`,
      })),
    ),
  ];
}
