// SPDX-License-Identifier: Apache-2.0
/** Examples of a package that must come true before it is published: run here, and looked at by tools for authors. */
import { isCalendarDate } from '@stoa/kernel/text';
import { parse } from 'yaml';
import { type AnswerRules, answerRules, filledEntries } from './answers.ts';
import { answersIn } from './example-answers.ts';
import { decisionFile, evaluateFile } from './decision-file.ts';
import { valueOf } from './feel.ts';
import type { PackageFiles } from './package-files.ts';
import type { ServicePackage } from './package-model.ts';
import type { PackageProblem } from './package-reader.ts';
import { regionIn } from './regional.ts';

export interface Scenario {
  readonly title: string;
  /** The day on which it happens: bounds of dates are counted from it. */
  readonly today: string;
  readonly registers?: Readonly<Record<string, Record<string, unknown>>>;
  readonly answers?: Readonly<Record<string, unknown>>;
  readonly checks?: Readonly<Record<string, unknown>>;
  /** What steps have come to, by name. */
  readonly results?: Readonly<Record<string, unknown>>;
  readonly expect: { fee?: number; feeRule?: string; days?: number; decision?: string; rule?: string; office?: string };
}

type Formats = Record<string, (value: string) => boolean>;

interface ReadScenario {
  readonly file: string;
  readonly scenario?: Scenario;
  readonly fault?: string;
}

/** The scenarios of a package by file; one that cannot be read is told instead. */
export const scenariosOf = (files: PackageFiles): ReadScenario[] =>
  [...files].flatMap(([file, content]): ReadScenario[] => {
    if (!/^scenarios\/.+\.yaml$/.test(file)) return [];
    try {
      return [{ file, scenario: parse(content.toString('utf8')) as Scenario }];
    } catch (error) {
      return [{ file, fault: error instanceof Error ? error.message : String(error) }];
    }
  });

export function lintScenarios(pkg: ServicePackage, files: PackageFiles, identifiers: Formats): PackageProblem[] {
  const played = playScenarios(pkg, files, identifiers);
  if (played.length === 0) return [{ file: 'scenarios', message: 'there must be at least one scenario' }];
  return played.flatMap(({ file, problems }) => problems.map((message) => ({ file, message })));
}

/** One that was played: what expressions and decisions saw, and what did not come out as expected. */
export interface PlayedScenario {
  readonly file: string;
  readonly title: string;
  readonly problems: string[];
  /** Missing where it could not be begun. */
  readonly context?: Record<string, unknown>;
}

/** Every scenario of the package with what its tables and conditions were asked with. */
export function playScenarios(pkg: ServicePackage, files: PackageFiles, identifiers: Formats): PlayedScenario[] {
  const rules = answerRules(identifiers);
  return scenariosOf(files).map(({ file, scenario, fault }) => {
    if (!scenario) return { file, title: file, problems: [fault ?? ''] };
    const begun = { file, title: String(scenario.title ?? file) };
    try {
      const problems = misfits(pkg, scenario, rules);
      if (problems.length > 0) return { ...begun, problems };
      return { ...begun, problems: differences(pkg, scenario), context: scenarioContext(pkg, scenario) };
    } catch (error) {
      return { ...begun, problems: [error instanceof Error ? error.message : String(error)] };
    }
  });
}

/** Differences between what the scenario expects and what the package does. */
export function scenarioFaults(pkg: ServicePackage, scenario: Scenario, rules: AnswerRules): string[] {
  try {
    const faults = misfits(pkg, scenario, rules);
    return faults.length > 0 ? faults : differences(pkg, scenario);
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

function misfits(pkg: ServicePackage, scenario: Scenario, rules: AnswerRules): string[] {
  if (!isCalendarDate(scenario.today)) return ['"today" must say on which day it happens, such as 2026-11-20'];
  const answers = answersIn(pkg, scenario);
  const strange = Object.keys(answers).filter((name) => !pkg.fields.some((field) => field.name === name));
  if (strange.length > 0) return [`data.schema.json has no ${strange.join(', ')}`];
  return rules
    .errorsIn(pkg, pkg.fields, answers, scenario.today)
    .map(({ field, code, message }) => `the answer "${field}" does not fit (${code}): ${message.en}`);
}

/** What expressions see in a scenario. */
export function scenarioContext(pkg: ServicePackage, scenario: Scenario): Record<string, unknown> {
  const { today, registers = {}, results = {} } = scenario;
  const answers = answersIn(pkg, scenario);
  for (const field of pkg.fields) {
    if (field.list) answers[field.name] = filledEntries(field, answers[field.name]);
    if (field.files) answers[field.name] ??= [];
  }
  const asked = pkg.process.nodes.flatMap((node) =>
    node.settings.name ? [[node.settings.name, { state: 'not-asked', content: {} }]] : [],
  );
  const answered = Object.entries(scenario.checks ?? {}).map(([name, content]) => [
    name,
    { state: 'answered', content },
  ]);
  const checks = Object.fromEntries([...asked, ...answered]);
  const seen = { answers, registers, checks, results, today, service: { id: pkg.serviceId } };
  return { ...seen, region: regionIn(pkg.facts, seen) };
}

function differences(pkg: ServicePackage, scenario: Scenario): string[] {
  const context = scenarioContext(pkg, scenario);
  const actual: Record<string, unknown> = {
    office: pkg.facts.competence.offices[String(valueOf(pkg.facts.competence.by, context))]?.organisationId,
    ...decided(pkg, 'fee', context, (outputs, rule) => ({ fee: outputs.amountMinor, feeRule: rule })),
    ...decided(pkg, 'deadline', context, ({ workingDays }) => ({ days: workingDays })),
    ...decided(pkg, 'decision', context, (outputs, rule) => ({ decision: outputs.outcome, rule })),
  };
  return Object.entries(scenario.expect)
    .filter(([name, expected]) => actual[name] !== expected)
    .map(([name, expected]) => `expects ${name} ${JSON.stringify(expected)} but it is ${JSON.stringify(actual[name])}`);
}

function decided(
  pkg: ServicePackage,
  name: string,
  context: Record<string, unknown>,
  pick: (outputs: Record<string, unknown>, rule: string | undefined) => Record<string, unknown>,
): Record<string, unknown> {
  const file = decisionFile(pkg, name);
  if (!file) return {};
  const { outputs, matched } = evaluateFile(file, context);
  return pick(outputs[0] ?? {}, matched[0]?.rule.id);
}
