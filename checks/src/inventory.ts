// SPDX-License-Identifier: Apache-2.0
/** Every module as it stands on disk: what it declares and the texts it is made of. A new folder is covered unlisted. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { declaredOperations, type ModuleDefinition, moduleOperations, type Route } from '@stoa/kernel';
import type { EventType, Operation } from '@stoa/kernel/contract';

export const root = fileURLToPath(new URL('../../', import.meta.url));

export interface SourceText {
  /** From the root of the repository. */
  readonly path: string;
  readonly text: string;
}

export interface ReviewedModule {
  readonly definition: ModuleDefinition;
  readonly policies: string;
  readonly sources: readonly SourceText[];
  readonly tests: readonly SourceText[];
  readonly migrations: readonly SourceText[];
}

const skipped = new Set(['node_modules', 'dist', 'violations', '.git']);

/** Texts of the files below a folder whose names end in one of the endings; an absent folder has none. */
export function textsBelow(folder: string, endings: readonly string[], base = root): SourceText[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => a.name.localeCompare(b.name))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return skipped.has(entry.name) ? [] : textsBelow(path, endings, base);
      return endings.some((ending) => entry.name.endsWith(ending))
        ? [{ path: relative(base, path), text: readFileSync(path, 'utf8') }]
        : [];
    });
}

export const moduleFolders = (base = root): string[] =>
  readdirSync(join(base, 'modules')).filter((name) => existsSync(join(base, 'modules', name, 'package.json')));

export async function readModules(base = root): Promise<ReviewedModule[]> {
  return Promise.all(
    moduleFolders(base).map(async (name) => {
      const folder = join(base, 'modules', name);
      const { default: definition } = (await import(pathToFileURL(join(folder, 'src/index.ts')).href)) as {
        default: ModuleDefinition;
      };
      return {
        definition,
        policies: readFileSync(join(folder, 'policies.cedar'), 'utf8'),
        sources: textsBelow(join(folder, 'src'), ['.ts'], base),
        tests: textsBelow(join(folder, 'test'), ['.ts'], base),
        migrations: textsBelow(join(folder, 'migrations'), ['.sql'], base),
      };
    }),
  );
}

const isOperation = (value: unknown): value is Operation =>
  typeof value === 'object' && value !== null && 'method' in value && 'permission' in value && 'refusals' in value;
const isEvent = (value: unknown): value is EventType =>
  typeof value === 'object' && value !== null && 'type' in value && 'public' in value && 'data' in value;

export const operationsOf = (definition: ModuleDefinition): Operation[] =>
  Object.values(definition.contract)
    .filter(isOperation)
    .filter((operation) => operation.name.startsWith(`${definition.name}.`))
    .sort((a, b) => a.name.localeCompare(b.name));

/** With those that the kernel gives every module. */
export const allOperationsOf = (definition: ModuleDefinition): Operation[] => [
  ...operationsOf(definition),
  ...Object.values(moduleOperations(definition.name)),
  ...declaredOperations(definition),
];

export const eventsOf = (definition: ModuleDefinition): EventType[] =>
  Object.values(definition.contract)
    .filter(isEvent)
    .filter((event) => event.type.startsWith(`${definition.name}.`))
    .sort((a, b) => a.type.localeCompare(b.type));

export const routeName = (route: Route): string =>
  route.kind === 'operation' ? route.operation.name : `${[route.method].flat().join(',')} ${route.path}`;
