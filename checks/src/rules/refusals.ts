// SPDX-License-Identifier: Apache-2.0
import type { ReviewedModule, SourceText } from '../inventory.ts';

/** Codes a source refuses with: `refuse('missing', 'payments.bill-unknown', …)`. */
export const refusedIn = (text: string): string[] =>
  [...text.matchAll(/\brefuse\(\s*(?:\w+,\s*)?'[a-z-]+',\s*'([a-z-]+\.[a-z0-9-]+)'/g)].map((match) => match[1] ?? '');

const codesOf = (module: ReviewedModule): string[] => [
  ...new Set(module.sources.flatMap(({ text }) => refusedIn(text))),
];

/** Codes a module refuses with that no operation declares. The kernel's own need no declaration. */
export function undeclaredRefusals(
  modules: readonly ReviewedModule[],
  elsewhere: Readonly<Record<string, string>>,
): string[] {
  const declared = new Set(
    modules.flatMap(({ definition }) =>
      definition.routes.flatMap((route) => (route.kind === 'operation' ? route.operation.refusals : [])),
    ),
  );
  return modules.flatMap((module) =>
    codesOf(module).filter((code) => !code.startsWith('kernel.') && !declared.has(code) && !elsewhere[code]),
  );
}

/** Codes a module refuses with that no test names. */
export function untestedRefusals(modules: readonly ReviewedModule[], tests: readonly SourceText[]): string[] {
  return modules
    .flatMap(codesOf)
    .filter((code) => !code.startsWith('kernel.'))
    .filter((code) => !tests.some(({ text }) => text.includes(code)));
}

/** Beginnings of codes that a source completes as it runs: `catalogue.decision-${reason}`. */
const begunIn = (text: string): string[] =>
  [...text.matchAll(/`([a-z]+\.[a-z-]+-)\$\{/g)].map((match) => match[1] ?? '');

/** Declared codes that no source of any module mentions outside a contract. */
export function refusalsNeverGiven(modules: readonly ReviewedModule[]): string[] {
  const bodies = modules.flatMap(({ sources }) => sources.filter(({ path }) => !path.includes('/contract')));
  const begun = bodies.flatMap(({ text }) => begunIn(text));
  const declared = modules.flatMap(({ definition }) =>
    definition.routes.flatMap((route) => (route.kind === 'operation' ? route.operation.refusals : [])),
  );
  return [...new Set(declared)].filter(
    (code) =>
      !code.startsWith('kernel.') &&
      !begun.some((beginning) => code.startsWith(beginning)) &&
      !bodies.some(({ text }) => text.includes(`'${code}'`)),
  );
}
