// SPDX-License-Identifier: Apache-2.0
/** Test files, and which of them may follow one another in one process: half of their time is reading the sources anew. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

import { thorough } from './thorough.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Left to `npm run test:all`, or run by their name: installations that are started, killed or cut off again and again,
 * programs of others (MariaDB, OpenSSH, Dovecot, LibreOffice), floods, and what takes as long.
 */
const long = [
  'apps/connector/test/attachments.test.ts',
  'apps/connector/test/curl.test.ts',
  'apps/connector/test/drop-crash.test.ts',
  'apps/connector/test/events-failing.test.ts',
  'apps/connector/test/evidence.test.ts',
  'apps/connector/test/hubs.test.ts',
  'apps/connector/test/isolation.test.ts',
  'apps/connector/test/large-bodies.test.ts',
  'apps/connector/test/renewal.test.ts',
  'apps/connector/test/sftp.test.ts',
  'apps/connector/test/sql-adapter.test.ts',
  'apps/portal/test/exchange-browser.test.ts',
  'apps/portal/test/pictures-browser.test.ts',
  'apps/portal/test/verify-evidence.test.ts',
  'apps/server/test/demo-labour.test.ts',
  'apps/server/test/evidence.test.ts',
  'apps/server/test/own-installation.test.ts',
  'apps/server/test/production.test.ts',
  'checks/test/broker.test.ts',
  'checks/test/card-ways.test.ts',
  'checks/test/circuits.test.ts',
  'checks/test/events-kill.test.ts',
  'checks/test/mailbox-kill.test.ts',
  'checks/test/mailbox-queues.test.ts',
  'checks/test/new-module.test.ts',
  'checks/test/promtool.test.ts',
  'checks/test/start.test.ts',
  'checks/test/types.test.ts',
  'demo/test/programs.test.ts',
  'engine/process/test/changes.test.ts',
  'modules/architecture/test/seed-figures.test.ts',
  'modules/correspondence/test/mail.test.ts',
  'modules/exchange/test/content.test.ts',
  'modules/exchange/test/hostile/content.test.ts',
  'modules/exchange/test/mailbox-batches.test.ts',
  'modules/papers/test/previews.test.ts',
  'modules/practice/test/readiness.test.ts',
];
const isNamed = (path: string) => process.argv.some((word) => word.endsWith('.test.ts') && path.endsWith(word));

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

/** Every test file of this run, from the root. */
export function testFiles(): { shared: string[]; alone: string[] } {
  const textOf = (path: string) => (existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : undefined);
  const all = testFolders()
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.test.ts'))
        .map((name) => `${folder}/${name}`),
    )
    .filter((path) => thorough || !long.includes(path) || isNamed(path));
  const shared = all.filter((path) => leavesNothing(path, textOf));
  const sharing = new Set(shared);
  return { shared, alone: all.filter((path) => !sharing.has(path)) };
}
