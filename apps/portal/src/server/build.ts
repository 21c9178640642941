// SPDX-License-Identifier: Apache-2.0
/** Builds the browser's and the server's bundle when they are missing or older than their sources. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../../', import.meta.url));
const dist = join(root, 'dist');
const bundler = fileURLToPath(new URL('bundler.ts', import.meta.url));

/** Code of another workspace that runs in the browser. */
const elsewhere = ['@stoa/exchange/verifier', '@stoa/kernel/asic'].map((door) =>
  fileURLToPath(new URL('.', import.meta.resolve(door))),
);

/** Digest of everything that goes into the bundles. */
function sourceHash(): string {
  const hash = createHash('sha256');
  const files = [join(root, 'src'), ...elsewhere]
    .flatMap((folder) => readdirSync(folder, { recursive: true, withFileTypes: true }))
    .filter(
      (entry) =>
        entry.isFile() &&
        !entry.parentPath.endsWith('/server') &&
        !entry.name.endsWith('.page.ts') &&
        !entry.name.endsWith('.json'),
    )
    .map((entry) => join(entry.parentPath, entry.name));
  for (const file of [...files, join(root, 'vite.config.ts'), join(root, 'package.json')].sort())
    hash.update(file.slice(root.length)).update('\0').update(readFileSync(file)).update('\0');
  return hash.digest('hex');
}

export interface Bundles {
  /** Folder served below `/assets`. */
  readonly assets: string;
  readonly manifest: string;
  /** Module that exports `render`. */
  readonly server: string;
}

let building: Promise<Bundles> | undefined;

/** Builds once in this process, however often it is asked. */
export const ensureBuilt = (): Promise<Bundles> => (building ??= build());

/** Another process may build at the same time: each builds aside and moves the finished folder into place. */
async function build(): Promise<Bundles> {
  const hash = sourceHash().slice(0, 16);
  const folder = join(dist, hash);
  if (!existsSync(folder)) {
    const aside = join(dist, `.building-${hash}-${process.pid}`);
    // Apart, since a bundler leaves hundreds of megabytes behind. Vite takes the development build of Vue otherwise.
    const env = { ...process.env, NODE_ENV: 'production' };
    await promisify(execFile)(process.execPath, [bundler, aside], { env });
    try {
      renameSync(aside, folder);
    } catch (error) {
      rmSync(aside, { recursive: true, force: true });
      if (!existsSync(folder)) throw error;
    }
    removeUnused(dist, Date.now());
  }
  markInUse(folder, new Date());
  return {
    assets: join(folder, 'client', 'assets'),
    manifest: join(folder, 'client', 'manifest.json'),
    server: join(folder, 'server', 'entry-server.js'),
  };
}

/** Pages are read when they are first asked for: whoever builds later sees that this one is in use. */
export function markInUse(folder: string, now: Date): void {
  try {
    utimesSync(folder, now, now);
  } catch {
    // It lies in an image that cannot be written, where nobody builds or clears away.
  }
}

const keptMs = 24 * 3_600_000;

/** Takes away builds that no process began to use within the last day, and what was left half built. */
export function removeUnused(folder: string, now: number): void {
  for (const name of readdirSync(folder)) {
    if (!/^(?:\.building-)?[0-9a-f]{16}(?:-\d+)?$/.test(name)) continue;
    const path = join(folder, name);
    const { mtimeMs = now } = statSync(path, { throwIfNoEntry: false }) ?? {};
    if (now - mtimeMs > keptMs) rmSync(path, { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const bundles = await ensureBuilt();
  process.stdout.write(`portal built: ${bundles.assets.slice(root.length)}\n`);
}
