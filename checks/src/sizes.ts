// SPDX-License-Identifier: Apache-2.0
/** Size budget: `node checks/src/sizes.ts` prints every file, module and line above it and fails when there is one. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { moduleFolders, root, textsBelow } from './inventory.ts';
import { workspaceFolders } from './workspaces.ts';

/** Lines of a source file, comments and blank lines included. */
export const fileBudget = 300;
/** Source lines of a module's `src`, without blank lines and comments. */
export const moduleBudget = 3000;
/** Characters of a line where the formatter cannot break every line itself. */
export const lineBudget = 120;

interface Exception {
  /** A higher ceiling; lower it when the code shrinks. */
  readonly lines: number;
  readonly reason: string;
}
type Exceptions = Readonly<Record<string, Exception>>;

const isGenerated = (path: string) => path.includes('.gen.') || path.endsWith('.d.ts');

/** Lines that hold code: neither blank nor part of a comment. */
export function sourceLines(text: string): number {
  const withoutBlocks = text.replace(/^\s*\/\*[\s\S]*?\*\/\s*$/gm, '');
  return withoutBlocks.split('\n').filter((line) => line.trim() && !line.trim().startsWith('//')).length;
}

export function oversizedFiles(base: string, folders: readonly string[], exceptions: Exceptions): string[] {
  return folders
    .flatMap((folder) => textsBelow(join(base, folder), ['.ts', '.vue', '.css', '.cjs'], base))
    .filter(({ path }) => !isGenerated(path))
    .map(({ path, text }) => ({ path, lines: text.trimEnd().split('\n').length }))
    .filter(({ path, lines }) => lines > (exceptions[path]?.lines ?? fileBudget))
    .map(({ path, lines }) => `${path}: ${lines} lines, budget ${exceptions[path]?.lines ?? fileBudget}`);
}

/** The formatter keeps texts, comments and class lists of a component on one line, however long. */
export function longLines(base: string, folders: readonly string[]): string[] {
  return folders
    .flatMap((folder) => textsBelow(join(base, folder), ['.vue'], base))
    .flatMap(({ path, text }) => text.split('\n').map((line, index) => ({ path, number: index + 1, line })))
    .filter(({ line }) => line.length > lineBudget)
    .map(({ path, number, line }) => `${path}:${number}: ${line.length} characters, budget ${lineBudget}`);
}

export function oversizedModules(base: string, exceptions: Exceptions): string[] {
  return moduleFolders(base).flatMap((name) => {
    const path = `modules/${name}`;
    const sources = textsBelow(join(base, path, 'src'), ['.ts'], base).filter((file) => !isGenerated(file.path));
    const lines = sources.reduce((sum, { text }) => sum + sourceLines(text), 0);
    const budget = exceptions[path]?.lines ?? moduleBudget;
    return lines > budget ? [`${path}: ${lines} source lines, budget ${budget}`] : [];
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const exceptions = JSON.parse(readFileSync(join(root, 'checks/rules/size-exceptions.json'), 'utf8')) as Exceptions;
  const faults = [
    ...oversizedFiles(root, workspaceFolders(root), exceptions),
    ...oversizedModules(root, exceptions),
    ...longLines(root, workspaceFolders(root)),
    ...Object.entries(exceptions).flatMap(([path, { reason }]) => (reason.trim() ? [] : [`${path}: no reason given`])),
  ];
  for (const fault of faults) console.log(fault);
  process.exit(faults.length ? 1 : 0);
}
