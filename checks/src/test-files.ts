// SPDX-License-Identifier: Apache-2.0
/** Test files, and which of them may follow one another in one process: half of their time is reading the sources anew. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Changes the process that other files would run in, or is busy with programs of its own. */
const changesProcess = /process\.(env|chdir|on)\b|\bspawn\(|execFile|\bvi\.|\bWorker\(|chromium|playwright/;
/** A helper that begins something when it is imported: for two files in one process it would begin, and end, once. */
const beginsSomething = /^(?:export )?(?:const|let) [^=]*= await |^await |^(?:before|after)(?:All|Each)\(/m;

const testFolders = (): string[] => [
  'kernel/test',
  'demo/test',
  'checks/test',
  ...['engine', 'modules', 'apps', 'countries'].flatMap((parent) =>
    readdirSync(join(root, parent))
      .map((name) => `${parent}/${name}/test`)
      .filter((folder) => existsSync(join(root, folder))),
  ),
];

/** Whether a file, with the helpers beside it that it imports, leaves the process as it was. */
export function leavesNothing(path: string, textOf: (path: string) => string | undefined, seen = new Set<string>()) {
  if (seen.has(path)) return true;
  seen.add(path);
  const text = textOf(path);
  if (text === undefined) return true;
  if (changesProcess.test(text)) return false;
  if (!path.endsWith('.test.ts') && beginsSomething.test(text)) return false;
  return [...text.matchAll(/from '(\.[^']+)'/g)]
    .map(([, from = '']) => normalize(join(dirname(path), from)))
    .filter((helper) => /(^|\/)test\//.test(helper))
    .every((helper): boolean => leavesNothing(helper, textOf, seen));
}

/** Every test file, from the root. */
export function testFiles(): { shared: string[]; alone: string[] } {
  const textOf = (path: string) => (existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : undefined);
  const all = testFolders().flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.test.ts'))
      .map((name) => `${folder}/${name}`),
  );
  const shared = all.filter((path) => leavesNothing(path, textOf));
  const sharing = new Set(shared);
  return { shared, alone: all.filter((path) => !sharing.has(path)) };
}
