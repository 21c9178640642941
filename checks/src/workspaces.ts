// SPDX-License-Identifier: Apache-2.0
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Folders of all workspaces that exist, from the root's package.json. */
export function workspaceFolders(base: string): string[] {
  const { workspaces } = JSON.parse(readFileSync(join(base, 'package.json'), 'utf8')) as { workspaces: string[] };
  return workspaces
    .flatMap((pattern) => {
      if (!pattern.endsWith('/*')) return [pattern];
      const parent = pattern.slice(0, -2);
      return readdirSync(join(base, parent)).map((name) => `${parent}/${name}`);
    })
    .filter((folder) => existsSync(join(base, folder, 'package.json')));
}
