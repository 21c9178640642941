// SPDX-License-Identifier: Apache-2.0
/** `node bundler.ts <folder>`: builds both bundles there; started by `build.ts`. */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { build } from 'vite';
import { clientBuild, serverBuild } from '../../vite.config.ts';

async function compressAssets(folder: string): Promise<void> {
  const brotli = promisify(brotliCompress);
  const zip = promisify(gzip);
  const names = readdirSync(folder).filter((name) => /\.(js|css|svg)$/.test(name));
  await Promise.all(
    names.map(async (name) => {
      const body = readFileSync(join(folder, name));
      const params = { [constants.BROTLI_PARAM_QUALITY]: 9 };
      writeFileSync(join(folder, `${name}.br`), await brotli(body, { params }));
      writeFileSync(join(folder, `${name}.gz`), await zip(body));
    }),
  );
}

const folder = process.argv[2] ?? '';
await build(clientBuild(join(folder, 'client')));
await build(serverBuild(join(folder, 'server')));
await compressAssets(join(folder, 'client', 'assets'));
