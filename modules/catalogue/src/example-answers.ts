// SPDX-License-Identifier: Apache-2.0
import { valueOf } from './feel.ts';
import type { ServicePackage } from './package-model.ts';

type Values = Readonly<Record<string, unknown>>;

/** Answers of an example: those that are given, and those that its registers give. Throws DecisionFault. */
export function answersIn(
  pkg: ServicePackage,
  {
    registers = {},
    answers = {},
  }: { readonly registers?: Readonly<Record<string, Values>>; readonly answers?: Values },
): Record<string, unknown> {
  const all: Record<string, unknown> = { ...answers };
  for (const { name, source } of pkg.fields)
    if (source.kind === 'register') all[name] = valueOf(source.value, registers[source.register] ?? {});
  return all;
}
