// SPDX-License-Identifier: Apache-2.0
/** What the subcommands are given. */
import { readdir, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import { checkPackage, type PackageFiles, readPackageFiles } from '@stoa/catalogue';
import type { ServicePackage } from '@stoa/catalogue/contract';
import { type Country, loadCountry } from '@stoa/kernel';

/** The command was given something it cannot take; one line says what to give. */
export class Wrong extends Error {
  override name = 'Wrong';
}

type Values = Readonly<Record<string, string | boolean | undefined>>;

export const root = fileURLToPath(new URL('../../../../', import.meta.url));

export function readArguments(
  args: readonly string[],
  options: ParseArgsOptionsConfig,
): { positionals: string[]; values: Values } {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options }) as { positionals: string[]; values: Values };
  } catch (error) {
    throw new Wrong(`${(error as Error).message.split('. ')[0]}. See: npm run stoa -- package`);
  }
}

/** The only folder, service or whatever the command takes. */
export function onlyOne(positionals: readonly string[], what: string): string {
  const [one] = positionals;
  if (one === undefined) throw new Wrong(`Name ${what}.`);
  if (positionals.length > 1) throw new Wrong(`Name ${what}, one at a time.`);
  return one;
}

const isFolder = async (path: string) => (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
const isPackage = async (path: string) => (await stat(join(path, 'service.yaml')).catch(() => undefined)) !== undefined;

export interface Folder {
  /** The last part of its path. */
  readonly name: string;
  readonly path: string;
}

/** A folder that holds a package, or should. Throws Wrong. */
export async function folderAt(name: string): Promise<Folder> {
  const path = resolve(name);
  if (await isFolder(path)) return { name: basename(path), path };
  throw new Wrong(`${name}: there is no such folder: name the one that holds service.yaml and process.bpmn`);
}

/** The folders named; of a folder of packages all of them; where none is named, of `STOA_SERVICES` or `services/`. */
export async function foldersOf(names: readonly string[]): Promise<Folder[]> {
  const named = names.length > 0 ? names : [process.env.STOA_SERVICES ?? join(root, 'services')];
  const found = await Promise.all(
    named.map(async (name) => {
      const folder = await folderAt(name);
      const inside = (await readdir(folder.path, { withFileTypes: true }))
        .filter((entry) => entry.isDirectory())
        .map((entry) => ({ name: entry.name, path: join(folder.path, entry.name) }));
      const packages: Folder[] = [];
      for (const one of inside) if (await isPackage(one.path)) packages.push(one);
      return packages.length > 0 && !(await isPackage(folder.path)) ? packages : [folder];
    }),
  );
  return found.flat();
}

/** The demo's where none is named. Throws Wrong where there is no such country. */
export async function countryOf(code: string | boolean | undefined): Promise<Country> {
  return loadCountry(typeof code === 'string' ? code : undefined).catch((error: unknown) => {
    throw new Wrong(`--country: ${error instanceof Error ? error.message : String(error)}`);
  });
}

export interface Draft {
  readonly folder: Folder;
  readonly files: PackageFiles;
  readonly pkg: ServicePackage;
}

/** The package in a folder; undefined where it has problems, which are told. */
export async function draftAt(name: string, country: Values[string]): Promise<Draft | undefined> {
  const folder = await folderAt(name);
  const files = await readPackageFiles(folder.path);
  const { pkg, problems } = await checkPackage(files, await countryOf(country));
  if (pkg) return { folder, files, pkg };
  tell(folder, problems);
  return undefined;
}

/** A line for each problem: its file, its place, what to do. */
export function tell({ name }: Folder, problems: readonly { file: string; message: string }[]): void {
  for (const { file, message } of problems) process.stderr.write(`${name}/${file}: ${message}\n`);
}

export const say = (...lines: readonly string[]): void => {
  process.stdout.write(lines.map((line) => `${line}\n`).join(''));
};
