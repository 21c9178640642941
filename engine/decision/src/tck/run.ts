// SPDX-License-Identifier: Apache-2.0
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Decimal } from 'decimal.js';
import { text } from '../feel/builtins/texts.ts';
import { equal } from '../feel/operators.ts';
import { DecisionFault, evaluateDecision, Program, readModel, type Value } from '../index.ts';
import { readCases, type TestCase } from './cases.ts';

export interface CaseResult {
  readonly level: string;
  readonly name: string;
  readonly expectsValue: boolean;
  readonly milliseconds: number;
  /** Absent: it passed. */
  readonly reason?: string;
}

/** All cases of one folder of the suite; a case with several results counts once for each. */
export function runFolder(folder: string, level: string): CaseResult[] {
  const files = readdirSync(folder);
  return files
    .filter((file) => file.endsWith('.xml'))
    .flatMap((file) => {
      const { model, cases } = readCases(readFileSync(join(folder, file), 'utf8'));
      const loaded = load(folder, files, model);
      return cases.flatMap((one) =>
        runCase(one, loaded, level, `${basename(folder)} ${file.replace(/\.xml$/u, '')} ${one.id}`),
      );
    });
}

/** The model and, behind it, the others of its folder, which it may import. */
function load(folder: string, files: readonly string[], name: string): Program | string {
  try {
    if (!existsSync(join(folder, name))) return `there is no ${name}`;
    const main = readModel(readFileSync(join(folder, name), 'utf8'));
    const others = main.imports.length ? files.filter((file) => file.endsWith('.dmn') && file !== name) : [];
    return new Program([main, ...others.map((file) => readModel(readFileSync(join(folder, file), 'utf8')))]);
  } catch (error) {
    return String(error);
  }
}

function runCase(one: TestCase, program: Program | string, level: string, name: string): CaseResult[] {
  return one.results.map((result, index) => {
    const begun = Date.now();
    const reason = typeof program === 'string' ? program : verdict(program, one, result.name, result.expected);
    return {
      level,
      name: one.results.length > 1 ? `${name} ${index + 1}` : name,
      expectsValue: result.expected !== null,
      milliseconds: Date.now() - begun,
      ...(reason ? { reason } : {}),
    };
  });
}

function verdict(program: Program, one: TestCase, name: string, expected: Value): string | undefined {
  try {
    const asked = one.invocable && program.find(one.invocable) ? one.invocable : name;
    const { value, warnings } = evaluateDecision(program, asked, one.inputs, { mode: 'tck' });
    if (close(value, expected)) return undefined;
    return `${text(value, true)} instead of ${text(expected, true)}${warnings[0] ? ` (${warnings[0]})` : ''}`;
  } catch (error) {
    if (error instanceof DecisionFault) return expected === null ? undefined : error.message;
    return `crash: ${error}`;
  }
}

/** Equal, numbers to the digits that the suite writes down. */
function close(a: Value, b: Value): boolean {
  if (a instanceof Decimal && b instanceof Decimal)
    return a.eq(b) || a.sub(b).abs().lte(Decimal.max(1, b.abs()).mul('1e-8'));
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item, index) => close(item, b[index] ?? null));
  if (a instanceof Map && b instanceof Map)
    return a.size === b.size && [...a].every(([key, item]) => b.has(key) && close(item, b.get(key) ?? null));
  return equal(a, b) === true;
}
