// SPDX-License-Identifier: Apache-2.0
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Folders of the data folder that hold keys. */
export const keyFolders = ['keys', 'connectors'] as const;

const others = 0o077;

/** A file that others than its owner may read, as its path below the data folder; undefined where there is none. */
export async function keyForOthers(dataDir: string): Promise<string | undefined> {
  for (const folder of keyFolders) {
    const found = await openIn(dataDir, folder);
    if (found) return found;
  }
  return undefined;
}

/** What stands in a folder that others may not pass is closed to them, whatever it says itself. */
async function openIn(dataDir: string, folder: string): Promise<string | undefined> {
  const path = join(dataDir, folder);
  const found = await stat(path).catch(() => undefined);
  if (!found || (found.mode & others) === 0) return undefined;
  for (const entry of await readdir(path, { withFileTypes: true })) {
    const below = join(folder, entry.name);
    if (entry.isDirectory()) {
      const deeper = await openIn(dataDir, below);
      if (deeper) return deeper;
    } else if (entry.isFile() && ((await stat(join(dataDir, below))).mode & others) !== 0) return below;
  }
  return undefined;
}
