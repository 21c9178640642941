// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

/** Content of a package folder by path, `/` between the parts, in the order of the paths. */
export type PackageFiles = ReadonlyMap<string, Buffer>;

export async function readPackageFiles(folder: string): Promise<PackageFiles> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const named = paths.map((path) => [relative(folder, path).split(sep).join('/'), path] as const);
  named.sort(([a], [b]) => (a < b ? -1 : 1));
  return new Map(await Promise.all(named.map(async ([name, path]) => [name, await readFile(path)] as const)));
}

/** `sha256:…` over every path and content: two folders have the same version exactly when they say the same. */
export function versionOf(files: PackageFiles): string {
  const digest = createHash('sha256');
  for (const [path, content] of files) {
    digest.update(`${path}\n${createHash('sha256').update(content).digest('hex')}\n`);
  }
  return `sha256:${digest.digest('hex')}`;
}
